"""The start: settings, mistakes told on screen, and nothing of Qt's own habits."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QFileDialog, QPushButton, QWidget

from privacykit import paths
from privacykit.errors import SettingsError
from privacykit.settings import Settings
from privacykit.ui import app as desktop
from privacykit.ui.world import World
from tests.ui import made


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    made.register(monkeypatch)
    return made.world(tmp_path)


@pytest.fixture(autouse=True)
def own_hook(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)


def test_the_first_screen_opens_and_tells_of_mistakes(
    qapp: QApplication, world: World, tmp_path: Path
) -> None:
    mistake = SettingsError(tmp_path / "settings.toml", "It is no TOML.", "Mend it.")
    window = desktop.open_window(qapp, world, [mistake])
    assert window.isVisible()
    assert "It is no TOML. Mend it." in window.notices.text
    assert sys.excepthook is not sys.__excepthook__
    window.close()
    window.deleteLater()


def test_it_fills_the_screen_where_the_library_says_so(qapp: QApplication, world: World) -> None:
    world.settings = Settings(full_screen=True)
    window = desktop.open_window(qapp, world, [])
    assert window.isFullScreen()
    window.close()
    window.deleteLater()


def test_the_real_world_has_the_kits_stations(own_home: Path) -> None:
    world = desktop.make_world(Settings(shared_stations=str(own_home)), "sv")
    assert world.choices.language == "sv"
    assert any(s.manifest.id == "passwords" for s in world.shelf().stations)
    assert world.own_stations.is_relative_to(own_home)


def test_a_place_for_a_file_is_asked_for(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    asked: list[str] = []

    def ask(_parent: QWidget, _title: str, start: str, _kind: str) -> tuple[str, str]:
        asked.append(start)
        return answers.pop(0)

    answers = [(str(tmp_path / "x.pdf"), ""), ("", "")]
    monkeypatch.setattr(QFileDialog, "getSaveFileName", ask)
    parent = QPushButton()
    assert desktop.ask_file(parent, "x.pdf") == tmp_path / "x.pdf"
    assert desktop.ask_file(parent, "x.pdf") is None
    assert asked[0] == str(paths.documents() / "x.pdf")
    parent.deleteLater()


class _Dialog:
    class DialogCode:
        Accepted = 1

    answer = 1

    def __init__(self, printer: object, parent: object) -> None:
        self.printer = printer

    def exec(self) -> int:
        return self.answer


@pytest.fixture
def dialog(monkeypatch: pytest.MonkeyPatch) -> Iterator[type[_Dialog]]:
    monkeypatch.setattr("PySide6.QtPrintSupport.QPrintDialog", _Dialog)
    yield _Dialog
    _Dialog.answer = 1


def test_a_printer_is_asked_for(qapp: QApplication, dialog: type[_Dialog]) -> None:
    parent, drawn = QWidget(), list[object]()
    assert desktop.on_paper(parent, drawn.append)
    assert len(drawn) == 1
    dialog.answer = 0
    assert not desktop.on_paper(parent, drawn.append)
    assert len(drawn) == 1
    parent.deleteLater()


def test_ctrl_c_in_its_terminal_closes_the_window_without_a_word(own_home: Path) -> None:
    code = (
        "import signal, sys; from PySide6.QtCore import QTimer; from privacykit.ui import app\n"
        "opened = app.open_window\n"
        "def and_pressed(*given):\n"
        "    QTimer.singleShot(0, lambda: signal.raise_signal(signal.SIGINT))\n"
        "    return opened(*given)\n"
        "app.open_window = and_pressed\n"
        "sys.exit(app.run())\n"
    )
    command = [sys.executable, "-c", code]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert ended.returncode == 0
    assert "Traceback" not in ended.stderr
