"""How long ago anybody touched this computer, in whatever program; None where nothing tells."""

import ctypes
import ctypes.util
import os
from collections.abc import Callable
from functools import cache

Idle = Callable[[], float | None]
"""Seconds since the last key or movement."""
_MONITORS = (
    (
        "org.gnome.Mutter.IdleMonitor",
        "/org/gnome/Mutter/IdleMonitor/Core",
        "org.gnome.Mutter.IdleMonitor",
        "GetIdletime",
    ),
    (
        "org.freedesktop.ScreenSaver",
        "/org/freedesktop/ScreenSaver",
        "org.freedesktop.ScreenSaver",
        "GetSessionIdleTime",
    ),
)
"""GNOME's and KDE's, in milliseconds."""
_LONGEST_ANSWER = 300
"""Milliseconds."""


class _Info(ctypes.Structure):
    """XScreenSaverInfo of the X screen saver extension."""

    _fields_ = (
        ("window", ctypes.c_ulong),
        ("state", ctypes.c_int),
        ("kind", ctypes.c_int),
        ("til_or_since", ctypes.c_ulong),
        ("idle", ctypes.c_ulong),
        ("event_mask", ctypes.c_ulong),
    )


def of_this_desktop() -> Idle:
    """Return the first way that works here: the X server's, or a Wayland desktop's own monitor."""
    for ask in (_x11(), _monitor()):
        if ask is not None and ask() is not None:
            return ask
    return lambda: None


def when_asked() -> Idle:
    """Return the same; which way works is found out at the first question."""
    found = cache(of_this_desktop)

    def ask() -> float | None:
        return found()()

    return ask


def _monitor() -> Idle | None:
    if not os.environ.get("DBUS_SESSION_BUS_ADDRESS"):
        return None
    return next((ask for ask in map(_asking, _MONITORS) if ask() is not None), None)


def _asking(monitor: tuple[str, str, str, str]) -> Idle:
    from PySide6.QtDBus import QDBus, QDBusConnection, QDBusMessage

    def ask() -> float | None:
        message = QDBusMessage.createMethodCall(*monitor)
        bus = QDBusConnection.sessionBus()
        answer = bus.call(message, QDBus.CallMode.Block, _LONGEST_ANSWER)
        told = answer.arguments()
        known = answer.type() == QDBusMessage.MessageType.ReplyMessage and told
        return int(told[0]) / 1000 if known else None

    return ask


@cache
def _libraries() -> tuple[ctypes.CDLL, ctypes.CDLL] | None:
    names = ctypes.util.find_library("X11"), ctypes.util.find_library("Xss")
    if not all(names):
        return None
    x11, saver = (ctypes.CDLL(name) for name in names)
    x11.XOpenDisplay.restype = x11.XDefaultRootWindow.restype = ctypes.c_void_p
    x11.XDefaultRootWindow.argtypes = [ctypes.c_void_p]
    saver.XScreenSaverQueryInfo.argtypes = [
        ctypes.c_void_p,
        ctypes.c_void_p,
        ctypes.POINTER(_Info),
    ]
    return x11, saver


def _x11() -> Idle | None:
    """Ask the X server; a Wayland one would answer for X programs only, so it is left out."""
    libraries = _libraries()
    if os.environ.get("WAYLAND_DISPLAY") or libraries is None or not os.environ.get("DISPLAY"):
        return None
    x11, saver = libraries
    display = x11.XOpenDisplay(None)
    if not display:
        return None

    def ask() -> float | None:
        info = _Info()
        done = saver.XScreenSaverQueryInfo(
            display, x11.XDefaultRootWindow(display), ctypes.byref(info)
        )
        return float(info.idle) / 1000 if done else None

    return ask
