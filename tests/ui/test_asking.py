"""What the question for a file tells the next person about the one before: nothing."""

import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QDir
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from privacykit.look import asking as asking_module
from privacykit.look.asking import Asking


@pytest.fixture
def parent(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.show()
    return made


def last(parent: QWidget) -> QFileDialog:
    return parent.findChildren(QFileDialog)[-1]


def test_the_next_person_does_not_see_where_the_last_one_was(
    parent: QWidget, tmp_path: Path
) -> None:
    (tmp_path / "mine.jpg").touch()
    asking, chosen = Asking(parent), list[Path]()
    asking.which("Choose a file", chosen.append)
    last(parent).setDirectory(str(tmp_path))
    last(parent).selectFile("mine.jpg")
    last(parent).accept()
    assert chosen == [tmp_path / "mine.jpg"]
    naive = QFileDialog(parent)
    assert naive.directory().path() == str(tmp_path)
    asking.close()
    asking.which("Choose a file", chosen.append)
    assert last(parent).directory() == QDir.home()
    assert str(tmp_path) not in last(parent).history()
    asking.close()


def test_the_desktops_own_dialog_with_its_list_of_recent_files_is_not_used() -> None:
    script = (
        "from PySide6.QtCore import Qt; from PySide6.QtWidgets import QApplication;"
        "from privacykit.ui.app import keep_no_habits; keep_no_habits();"
        "assert QApplication.testAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs)"
    )
    subprocess.run((sys.executable, "-c", script), check=True)


def test_home_and_the_drives_that_are_plugged_in_are_one_press_away(
    parent: QWidget, monkeypatch: pytest.MonkeyPatch
) -> None:
    roots = ("/", "/boot", "/media/me/STICK", "/run/media/me/CARD")
    volumes = [SimpleNamespace(rootPath=lambda root=root: root) for root in roots]
    there = SimpleNamespace(mountedVolumes=lambda: volumes)
    monkeypatch.setattr(asking_module, "QStorageInfo", there)
    asking = Asking(parent)
    asking.which("Choose a file", lambda _path: None)
    places = [url.toLocalFile() for url in last(parent).sidebarUrls()]
    assert (places[0], places[-2:]) == (QDir.homePath(), list(roots[2:]))
    assert last(parent).size().width() <= parent.width()
    asking.close()


def test_a_name_without_an_ending_gets_the_proposed_one(parent: QWidget, tmp_path: Path) -> None:
    asking, chosen = Asking(parent), list[Path]()
    asking.where("Save", chosen.append, tmp_path / "boat-clean.jpg")
    last(parent).selectFile("summer")
    last(parent).accept()
    assert chosen == [tmp_path / "summer.jpg"]
    asking.close()
