"""How long nobody touched the computer, as a real X server and a desktop on a real bus tell it."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.real

ASK = "from privacykit.ui import presence; print(presence.of_this_desktop()())"
ENVIRONMENT = {"PATH": os.environ["PATH"], "QT_QPA_PLATFORM": "offscreen"}
MONITOR = """
import subprocess, sys
from PySide6.QtCore import ClassInfo, QCoreApplication, QObject, Slot
from PySide6.QtDBus import QDBusConnection

@ClassInfo({"D-Bus Interface": "org.gnome.Mutter.IdleMonitor"})
class Monitor(QObject):
    @Slot(result="qulonglong")
    def GetIdletime(self):
        return 61500

app = QCoreApplication([])
monitor, bus = Monitor(), QDBusConnection.sessionBus()
assert bus.registerService("org.gnome.Mutter.IdleMonitor")
assert bus.registerObject(
    "/org/gnome/Mutter/IdleMonitor/Core", monitor, QDBusConnection.RegisterOption.ExportAllSlots
)
asking = subprocess.Popen([sys.executable, "-c", sys.argv[1]])
while asking.poll() is None:
    app.processEvents()
"""


@pytest.fixture
def display() -> Iterator[str]:
    """Start an X server nobody touches; yield its name."""
    reading, writing = os.pipe()
    words = [
        "Xvfb",
        "-displayfd",
        str(writing),
        "-noreset",
        "-nolisten",
        "tcp",
        "-screen",
        "0",
        "320x240x24",
    ]
    server = subprocess.Popen(words, pass_fds=[writing], stderr=subprocess.DEVNULL)
    os.close(writing)
    try:
        with os.fdopen(reading) as told:
            yield f":{told.readline().strip()}"
    finally:
        server.kill()
        server.wait()


def asked(*before: str, **environment: str) -> str:
    done = subprocess.run(
        [*before, sys.executable, "-c", ASK] if not before else [*before, ASK],
        env={**ENVIRONMENT, **environment},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    return done.stdout.strip()


def test_an_x_server_tells_it(display: str) -> None:
    first = float(asked(DISPLAY=display))
    assert 0 <= first < 60
    assert float(asked(DISPLAY=display)) >= first


def test_a_wayland_session_does_not_trust_its_x_server(display: str) -> None:
    assert asked(DISPLAY=display, WAYLAND_DISPLAY="wayland-0") == "None"


def test_a_desktop_tells_it_over_its_bus(tmp_path: Path) -> None:
    script = tmp_path / "monitor.py"
    script.write_text(MONITOR)
    assert asked("dbus-run-session", "--", sys.executable, str(script)) == "61.5"


def test_a_bus_without_such_a_desktop_tells_nothing() -> None:
    assert asked("dbus-run-session", "--", sys.executable, "-c") == "None"
