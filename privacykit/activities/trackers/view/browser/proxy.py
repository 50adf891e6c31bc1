"""Where requests go: to the practice web's proxy, or, live, as the computer's settings say.

The proxy is the whole program's. A profile's first request after a change may still go the old
way; a new profile goes the new way from its first request on, so every change takes a new one.
"""

from PySide6.QtNetwork import QNetworkProxy, QNetworkProxyFactory


def to_practice(port: int) -> None:
    """Send everything to the practice web; where that has stopped, nothing arrives anywhere."""
    QNetworkProxyFactory.setUseSystemConfiguration(False)
    kind = QNetworkProxy.ProxyType.HttpProxy
    QNetworkProxy.setApplicationProxy(QNetworkProxy(kind, "127.0.0.1", port))


def to_the_internet() -> None:
    QNetworkProxy.setApplicationProxy(QNetworkProxy(QNetworkProxy.ProxyType.DefaultProxy))
    QNetworkProxyFactory.setUseSystemConfiguration(True)
