"""The page of this computer on a real account, with the real commands of the kit, run by root."""

import json
import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from privacykit import paths
from privacykit.look import work
from privacykit.settings import Settings
from privacykit.staff import child
from privacykit.staff.deeds import check
from privacykit.staff.rights import Answer
from privacykit.ui import app
from privacykit.ui.admin import access
from privacykit.ui.admin.computer import ThisComputer
from privacykit.wipe.progress import Cancelled, Progress, never, silent
from tests.real.room import Room

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(os.geteuid() != 0, reason="a second account needs root"),
]
FILES = """
mkdir -p ~/Downloads ~/.mozilla/firefox/a.default
echo MARK > ~/Downloads/MARK.pdf
echo MARK > ~/.mozilla/firefox/a.default/places.sqlite
echo 'alias ls=MARK' >> ~/.bashrc
"""


class InRoom:
    """Runs the commands as root of the room, and remembers what progress they told."""

    def __init__(self, room: Room) -> None:
        self._room, self.steps = room, set[str]()

    def __call__(
        self,
        args: Sequence[str],
        *,
        reason: str,
        progress: Progress = silent,
        cancelled: Cancelled = never,
        typed: bytes = b"",
    ) -> Answer:
        check(args)
        assert self._room.name in reason

        def hear(what: str, done: int, total: int) -> None:
            self.steps.add(what)
            progress(what, done, total)

        kit = (*self._room.enter, sys.executable, "-m", "privacykit", "--progress-lines")
        ended = child.run((*kit, *args), typed, progress=hear, cancelled=cancelled)
        report = json.loads(ended.output) if "--json" in args else None
        return Answer(ended.code, report, ended.complaint, ended.output)


@pytest.fixture
def room() -> Iterator[Room]:
    with Room() as made:
        yield made


def page_of(room: Room, rights: InRoom, folder: Path, qtbot: QtBot) -> ThisComputer:
    rules = f'format = 1\naccounts = ["{room.name}"]\n[undo]\nminutes = 15\n'
    made_up = access.made_up(folder)
    for policy in (room.at(paths.policy_file()), made_up.policy_file):
        policy.parent.mkdir(parents=True, exist_ok=True)
        policy.write_text(rules)
        policy.chmod(0o644)
    world = app.make_world(Settings(), "en")
    world.admin = replace(made_up, rights=rights, public=room.at(paths.public()))
    page = ThisComputer(world)
    qtbot.addWidget(page)
    page.resize(1200, 800)
    page.show()
    page.open()
    return page


def press(page: ThisComputer, text: str, qtbot: QtBot) -> str:
    """Press a button, wait for what it does, and return what is on screen then."""
    QApplication.processEvents()
    buttons = [one for one in page.findChildren(QPushButton) if one.isVisible()]
    next(one for one in buttons if text in one.text()).click()
    qtbot.waitUntil(lambda: not work.anything_running(), timeout=60_000)
    QApplication.processEvents()
    shown = [one for one in page.findChildren(QLabel) if one.isVisible()]
    return "\n".join(one.text() for one in shown)


def test_from_the_freeze_to_a_verified_wipe_and_back(
    room: Room, tmp_path: Path, qtbot: QtBot
) -> None:
    root = InRoom(room)
    notices: list[tuple[str, str]] = []
    page = page_of(room, root, tmp_path, qtbot)
    page.noticed.connect(lambda role, text: notices.append((role, text)))
    press(page, "Freeze it", qtbot)
    assert "is frozen: " in press(page, "Freeze it", qtbot)
    assert "Clean since " in press(page, "Done", qtbot)

    kit = [sys.executable, "-m", "privacykit"]
    began = room.run(*kit, "session", "begin", "--account", room.name, root=True)
    assert began.returncode == 0, began.stderr
    before = (room.at(room.home) / ".bashrc").read_text()
    assert room.run("sh", "-c", FILES).returncode == 0
    page.look_again()
    told = press(page, "See the plan first", qtbot)
    assert "Firefox" in told
    assert "Downloads" in told
    assert "MARK" not in told

    told = press(page, "Remove 3 files", qtbot)
    assert "Clean since " in told
    assert "removed 3 files" in told
    assert "A second look found nothing left." in told
    assert "1 wipe, 1 verified" in told
    home = room.at(room.home)
    assert not (home / "Downloads/MARK.pdf").exists()
    assert (home / ".bashrc").read_text() == before
    assert root.steps >= {"Checking files"}

    press(page, "Thaw it", qtbot)
    assert "Thawed since " in press(page, "Thaw it", qtbot)
    assert notices == [("ok", notices[0][1])]
