"""Whether WebEngine is here, and what has to be said to it before it starts."""

import ctypes
import os
import sys
from contextlib import suppress
from functools import cache
from importlib.util import find_spec

_FLAGS = (
    "--disable-gpu",  # old graphics drivers of public computers take the whole program down
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",  # goes round proxy and interceptor
    "--log-level=3",
)


@cache
def is_available() -> bool:
    """Tell whether pages can be shown; nothing is loaded for it."""
    return all(
        find_spec(f"PySide6.{name}") is not None
        for name in ("QtWebEngineCore", "QtWebEngineWidgets")
    )


def is_root() -> bool:
    """Tell whether Chromium's own sandbox is off, as it is for root, and live pages refused."""
    return hasattr(os, "geteuid") and os.geteuid() == 0


def prepare() -> None:
    """Set the environment for Chromium's start; later changes have no effect."""
    if is_root():
        os.environ["QTWEBENGINE_DISABLE_SANDBOX"] = "1"
    os.environ["QTWEBENGINE_CHROMIUM_FLAGS"] = " ".join(_FLAGS)
    os.environ["QT_QUICK_BACKEND"] = "software"
    _keep_certificates_in_memory()


def _keep_certificates_in_memory() -> None:
    """Start NSS without files; at the first certificate Chromium would make ~/.pki/nssdb for it."""
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):
            ctypes.CDLL("libnss3.so").NSS_NoDB_Init(None)
