"""The rules' page on a made-up computer, with an administrator, and what a person does there."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from privacykit.errors import PolicyError
from privacykit.staff import putting
from privacykit.staff.rights import Answer
from privacykit.ui.admin.hub import Hub
from privacykit.ui.admin.rules import RulesPage
from privacykit.ui.window import MainWindow
from privacykit.ui.world import Route, World
from privacykit.wipe import traces
from tests.ui import made

Open = Callable[..., MainWindow]
POLICY = """\
# ours
format = 1
accounts = ["patron"]  # the public PCs

[undo]
minutes = 5 # five

# the end
"""


class Administrator:
    """Does what `privacykit policy write -` does, on the made-up computer."""

    def __init__(self, world: World) -> None:
        self.world, self.asked = world, 0
        self.refuses = False

    def __call__(self, args: Sequence[str], *, typed: bytes = b"", **_rest: Any) -> Answer:
        self.asked += 1
        assert [*args[:4]] == ["policy", "write", "-", "--was"]
        if self.refuses:
            return Answer(-1, None, "nobody")
        try:
            known = traces.load().ids()
            putting.put(self.world.admin.system, typed.decode(), known, args[4])
        except PolicyError as error:
            return Answer(78, None, str(error))
        return Answer(0, None, "")


class Desk:
    """The window on the rules' page, and what a person does there."""

    def __init__(self, open_window: Open, tmp_path: Path, text: str | None = POLICY) -> None:
        self.tmp_path = tmp_path
        world = made.world(tmp_path)
        self.administrator = Administrator(world)
        admin = replace(world.admin, rights=self.administrator)
        self.file = admin.policy_file
        if text is not None:
            self.file.parent.mkdir(parents=True)
            self.file.write_text(text)
        self.save_to: Path | None = None
        self.bring: Path | None = None
        self.window = open_window(
            admin=admin,
            ask_file=lambda _parent, _name: self.save_to,
            find_file=lambda _parent, _name: self.bring,
        )
        self.administrator.world = replace(world, admin=admin)
        self.window.go(Route("staff", "rules"))

    @property
    def page(self) -> RulesPage:
        return cast("RulesPage", cast("Hub", self.window.page).page)

    def find(self, name: str) -> Any:
        return self.window.findChild(QWidget, name)

    def press(self, text: str) -> None:
        found = [b for b in made.every(self.page, QPushButton) if b.text() == text]
        assert found, f"no button “{text}”"
        QTest.mouseClick(found[0], Qt.MouseButton.LeftButton)

    def words(self) -> str:
        shown = [*made.every(self.page, QLabel), *made.every(self.window.notices, QLabel)]
        return "\n".join(label.text() for label in shown)

    def type(self, name: str, text: str) -> None:
        edit = cast("QLineEdit", self.find(name))
        edit.selectAll()
        QTest.keyClicks(edit, text) if text else QTest.keyClick(edit, Qt.Key.Key_Delete)

    def save(self, qtbot: QtBot) -> None:
        self.press("See what changes")
        self.press("Save these rules")
        qtbot.waitUntil(lambda: self.page.work is None, timeout=5000)
