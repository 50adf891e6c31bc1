"""The lock and what is behind it, as a person clicks and types."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAccessible, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from privacykit.errors import LockError
from privacykit.look import work
from privacykit.staff.checking import Result
from privacykit.staff.lock import Lock
from privacykit.ui.admin import access, hub
from privacykit.ui.admin.hub import Hub
from privacykit.ui.admin.lock import LockPage
from privacykit.ui.admin.lock_screens import Ask
from privacykit.ui.window import MainWindow
from privacykit.ui.world import Admin, Route
from tests.ui import made
from tests.unit.locking import own, real, weak

Open = Callable[..., MainWindow]
GOOD = access.PASSPHRASE


def focus() -> QWidget:
    """Return where the keyboard is."""
    found = QApplication.focusWidget()
    assert found is not None
    return found


class Room:
    """The window, at the door for staff."""

    def __init__(self, window: MainWindow, admin: Admin, qtbot: QtBot) -> None:
        self.window, self.admin, self._bot = window, admin, qtbot

    def go(self, name: str = "stations") -> None:
        self.window.go(Route("staff", name))
        self.wait()

    def wait(self) -> None:
        self._bot.waitUntil(lambda: not work.anything_running())
        QApplication.processEvents()

    def type(self, *words: str) -> None:
        """Type into each field in turn, and press Enter in the last."""
        for number, word in enumerate(words, 1):
            assert isinstance(focus(), QLineEdit)
            QTest.keyClicks(focus(), word)
            if number < len(words):
                QTest.keyClick(focus(), Qt.Key.Key_Tab)
                while not isinstance(focus(), QLineEdit):
                    QTest.keyClick(focus(), Qt.Key.Key_Tab)
        QTest.keyClick(focus(), Qt.Key.Key_Return)
        self.wait()

    def press(self, name: str) -> None:
        button = self.window.findChild(QPushButton, name)
        assert isinstance(button, QPushButton)
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        self.wait()

    def words(self) -> str:
        return " ".join(label.text() for label in made.every(self.window, QLabel))

    def is_open(self) -> bool:
        return isinstance(self.window.page, Hub)


@pytest.fixture
def room(
    open_window: Open, tmp_path: Path, qtbot: QtBot, qapp: QApplication
) -> Callable[..., Room]:
    def made_up(*, opened: bool = True, **changes: Any) -> Room:
        admin = replace(access.made_up(tmp_path / "staff", opened=opened), **changes)
        admin.lock.lock()
        found = Room(open_window(admin=admin), admin, qtbot)
        found.go()
        return found

    return made_up


def test_the_first_time_a_passphrase_is_chosen(room: Callable[..., Room]) -> None:
    staff = room(opened=False)
    assert "Choose a passphrase for the staff" in staff.words()
    staff.type("secret", "secret")
    assert "too easy to guess" in staff.words()
    staff.window.page.forget()
    staff.type(GOOD, "something else")
    assert "not the same" in staff.words()
    assert not staff.is_open()
    staff.window.page.forget()
    cast("QWidget", staff.window.page.first()).setFocus()
    staff.type(GOOD, GOOD)
    assert staff.is_open()
    assert staff.admin.lock.state == "open"


def test_its_strength_is_told_in_words_while_typing(room: Callable[..., Room]) -> None:
    staff = room(opened=False)
    for typed, told in (("a", "Very easy to guess"), (" horse battery staple", "very good")):
        QTest.keyClicks(focus(), typed)
        assert told in staff.words()


def test_it_opens_for_the_passphrase_alone(room: Callable[..., Room]) -> None:
    staff = room()
    staff.type("wrong")
    assert "That is not the passphrase." in staff.words()
    assert not staff.is_open()
    assert QApplication.focusWidget() is staff.window.page.first()
    staff.type(GOOD)
    assert staff.is_open()
    assert "Adapt a station" in staff.words()


def test_an_empty_field_is_no_try(room: Callable[..., Room]) -> None:
    staff = room()
    for _nothing in range(5):
        staff.type("")
    assert staff.admin.lock.waiting().wait_seconds == 0


def test_nothing_typed_stays_on_the_screen(room: Callable[..., Room]) -> None:
    staff = room()
    field = cast("QLineEdit", staff.window.page.first())
    staff.type("wrong")
    assert field.text() == ""
    QTest.keyClicks(field, "half a passphrase")
    staff.window.rebuild()
    assert all(not one.text() for one in staff.window.findChildren(QLineEdit))


def test_undo_brings_nothing_back(room: Callable[..., Room]) -> None:
    staff = room()
    staff.press("lock-eye")
    field = cast("QLineEdit", staff.window.page.first())
    field.setFocus()
    staff.type("half a passphrase")
    QTest.keyClick(field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert field.text() == ""


def test_dots_until_a_person_wants_to_see(room: Callable[..., Room]) -> None:
    staff = room()
    field = cast("QLineEdit", staff.window.page.first())
    QTest.keyClicks(field, "geheim")
    assert field.echoMode() == QLineEdit.EchoMode.Password
    assert "geheim" not in QAccessible.queryAccessibleInterface(field).text(QAccessible.Text.Value)
    staff.press("lock-eye")
    assert field.echoMode() == QLineEdit.EchoMode.Normal
    staff.press("lock-eye")
    assert field.echoMode() == QLineEdit.EchoMode.Password


def test_after_wrong_tries_the_seconds_count_down(room: Callable[..., Room]) -> None:
    staff = room()
    for _wrong in range(3):
        staff.type("wrong")
    go = cast("QPushButton", staff.window.findChild(QPushButton, "lock-go"))
    assert (go.text(), go.isEnabled()) == ("Try again in 5 seconds.", False)
    staff.type(GOOD)
    assert not staff.is_open()
    page = cast("LockPage", staff.window.page)
    for _second in range(4):
        page._tick()
    assert go.text() == "Try again in 1 second."
    page._tick()
    assert (go.text(), go.isEnabled()) == ("Open", True)
    assert "That is not" not in staff.words()


def test_a_wait_goes_on_in_another_window(room: Callable[..., Room]) -> None:
    staff = room()
    for _wrong in range(3):
        staff.type("wrong")
    staff.window.go(Route())
    staff.go()
    go = cast("QPushButton", staff.window.findChild(QPushButton, "lock-go"))
    assert not go.isEnabled()


def test_who_escapes_while_it_is_checked_finds_it_locked(
    room: Callable[..., Room], tmp_path: Path
) -> None:
    staff = room()
    page = cast("LockPage", staff.window.page)
    page.enter(GOOD)
    QTest.keyClick(staff.window, Qt.Key.Key_Escape)
    staff.wait()
    assert staff.window.route == Route()
    assert staff.admin.lock.state == "locked"


def test_leaving_locks_and_so_does_the_button(room: Callable[..., Room]) -> None:
    staff = room()
    staff.type(GOOD)
    QTest.keyClick(staff.window, Qt.Key.Key_Escape)
    assert (staff.window.route, staff.admin.lock.state) == (Route(), "locked")
    staff.go()
    staff.type(GOOD)
    staff.press("lock")
    assert (staff.window.route, staff.admin.lock.state) == (Route(), "locked")


def test_the_look_changes_without_locking(room: Callable[..., Room]) -> None:
    staff = room()
    staff.type(GOOD)
    staff.press("larger")
    assert staff.is_open()


def test_every_page_is_one_press_away_and_named_where_there_is_no_room(
    room: Callable[..., Room], monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = hub.PAGES["stations"]
    names = {"computer": entry, "two": entry, "three": entry, "stations": entry}
    monkeypatch.setattr(hub, "PAGES", names)
    staff = room()
    staff.type(GOOD)
    staff.press("staff-two")
    page = cast("Hub", staff.window.page)
    assert (page.name, staff.window.route) == ("two", Route("staff", "two"))
    assert [link.isChecked() for link in page.strip.links] == [False, True, False, False]
    page.strip.resize(300, page.strip.height())
    assert [bool(link.text()) for link in page.strip.links] == [False, True, False, False]
    assert all(link.accessibleName() for link in page.strip.links)
    staff.go("no such page")
    assert cast("Hub", staff.window.page).name == "computer"


def test_nobody_there_locks_and_comes_back_to_the_same_page(
    room: Callable[..., Room], tmp_path: Path
) -> None:
    time = [0.0]
    lock = Lock(lambda: own(tmp_path / "staff" / "staff"), 300, lambda: time[0])
    staff = room(lock=lock)
    staff.type(GOOD)
    page = cast("Hub", staff.window.page)
    time[0] = 299
    page.eventFilter(page, QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier))
    page.eventFilter(page, QEvent(QEvent.Type.Paint))
    time[0] = 598
    page._tick()
    assert staff.is_open()
    time[0] = 599
    page._tick()
    assert isinstance(staff.window.page, LockPage)
    staff.wait()
    staff.type(GOOD)
    assert staff.window.route == Route("staff", "stations")
    assert staff.is_open()


def test_long_work_counts_as_somebody_being_there(
    room: Callable[..., Room], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    time = [0.0]
    lock = Lock(lambda: own(tmp_path / "staff" / "staff"), 300, lambda: time[0])
    staff = room(lock=lock)
    staff.type(GOOD)
    with monkeypatch.context() as busy:
        busy.setattr(work, "anything_running", lambda: True)
        for _minute in range(20):
            time[0] += 60
            cast("Hub", staff.window.page)._tick()
    assert staff.is_open()


def test_the_patrons_account_is_told_who_sets_it(room: Callable[..., Room], tmp_path: Path) -> None:
    check = own(tmp_path / "empty", forbidden=lambda: "An administrator sets it.")
    staff = room(lock=Lock(lambda: check))
    assert "An administrator sets it." in staff.words()
    assert "sudo privacykit admin passphrase" in staff.words()
    assert staff.window.page.findChildren(QLineEdit) == []
    staff.window.page.forget()
    staff.window.page.open()


def test_a_keyring_that_knows_of_one_is_asked_for_it(
    room: Callable[..., Room], tmp_path: Path
) -> None:
    backend = real()
    check = own(tmp_path / "own", backends=lambda: [backend])
    check.set_first(GOOD)
    (tmp_path / "own" / "lock").unlink()
    staff = room(lock=Lock(lambda: check))
    assert isinstance(cast("LockPage", staff.window.page).face, Ask)
    staff.type(GOOD)
    assert staff.is_open()


def test_a_weak_keyring_is_refused_by_name(room: Callable[..., Room], tmp_path: Path) -> None:
    check = own(tmp_path / "own", backends=lambda: [weak()])
    staff = room(lock=Lock(lambda: check))
    assert "PlaintextKeyring" in staff.words()
    staff.type(GOOD, GOOD)
    assert staff.is_open()
    assert (tmp_path / "own" / "lock").is_file()


class Broken:
    """A lock that cannot be read."""

    is_set, recovery = True, "privacykit admin reset"
    error: Exception = LockError("The disk is gone. Mend that and try again.")

    def forbidden(self) -> str:
        return ""

    def refused(self) -> str:
        return ""

    def wait(self) -> int:
        return 0

    def check(self, _passphrase: str) -> Result:
        raise self.error

    def set_first(self, _passphrase: str) -> None:
        raise self.error


def test_what_stands_in_the_way_is_a_sentence(room: Callable[..., Room]) -> None:
    staff = room(lock=Lock(Broken))
    staff.type(GOOD)
    assert "The disk is gone." in staff.words()
    assert cast("QPushButton", staff.window.findChild(QPushButton, "lock-go")).isEnabled()


def test_what_nobody_thought_of_is_told_calmly(
    room: Callable[..., Room], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(Broken, "error", RuntimeError("typed words"))
    staff = room(lock=Lock(Broken))
    staff.type(GOOD)
    assert "You can go on" in staff.words()
    assert "typed words" not in capsys.readouterr().err


def test_a_made_up_computer_runs_nothing_as_root(tmp_path: Path) -> None:
    answer = access.made_up(tmp_path).rights(["wipe"], reason="Because.")
    assert (answer.exit_code, answer.report) == (-1, None)
    assert "made up" in answer.sentence


def test_the_real_one_keeps_its_lock_where_the_library_says(tmp_path: Path) -> None:
    from privacykit.settings import Settings

    admin = access.of_this_computer(Settings(lock_folder=str(tmp_path / "locks")))
    assert admin.lock.set("secret").sentence
    assert admin.policy_file == Path("/etc/privacykit/policy.toml")
    assert admin.audit_folder.is_relative_to(Path.home())
