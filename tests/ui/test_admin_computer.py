"""This computer: is it clean, what a wipe would do, the wipe, and what root said, on one page."""

import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QProgressBar, QPushButton, QScrollArea
from pytestqt.qtbot import QtBot

from privacykit.staff.rights import NEVER_STARTED, Answer
from privacykit.ui import tour_computer as laid
from privacykit.ui.window import MainWindow
from privacykit.ui.world import Choices, Route
from privacykit.wipe.machine import shown
from tests.ui import made
from tests.ui.computing import (
    NAME,
    NOW,
    RECORDED,
    Root,
    buttons,
    computer,
    frozen,
    go,
    page,
    press,
    said,
    texts,
    wait,
    words,
)

Open = Callable[..., MainWindow]
ACCOUNT = ("--account", NAME)


def test_a_clean_computer_says_so_and_what_was_and_what_comes(
    open_window: Open, tmp_path: Path
) -> None:
    admin = frozen(tmp_path)
    laid.wipe_once(admin, NOW)
    laid.check_up(admin, NOW)
    window = open_window(admin=admin)
    go(window)
    told = texts(window)
    for words_ in (
        "Clean since ",
        "The last wipe removed 214 files and closed 3 programs, in 1.4 seconds.",
        f"The home of {NAME} is as it was frozen on ",
        "214 files · 33 MB",
        "A session ends after 10 minutes without anybody.",
        "Nobody can sign in until it is clean.",
        "What was removed can be brought back for 15 minutes.",
        "1 wipe, 1 verified",
        "24 good",
        "5 to mend",
        "3 to ask",
        "A ready letter to IT is waiting.",
    ):
        assert words_ in told


def test_the_plan_is_shown_first_and_then_carried_out(
    open_window: Open, tmp_path: Path, qtbot: QtBot
) -> None:
    root = Root()
    window = open_window(admin=frozen(tmp_path, "in use", root))
    root.then = lambda: laid.freeze(page(window)._world.admin, NAME, "clean", NOW)
    go(window)
    assert "In use since " in texts(window)
    root.then, change = (lambda: None), root.then
    press(window, "See the plan first")
    wait(qtbot)
    told = texts(window)
    for group in RECORDED["preview"]["groups"]:
        assert group["title"] in told
        assert group["names"][0] in told
    assert "1 change to the frozen home" in told
    assert "Nothing has been changed yet." in told
    assert root.asked == [("wipe", *ACCOUNT, "--preview", "--json")]

    root.then = change
    press(window, "Remove 4 files")
    wait(qtbot)
    assert root.asked[1:] == [("wipe", *ACCOUNT, "--yes", "--json")]
    assert all(NAME in reason for reason in root.reasons)
    told = texts(window)
    for one in ("Clean since ", "The last wipe removed 4 files", "What was there", "Firefox"):
        assert one in told


def test_a_wipe_at_once_asks_before_it_closes_anything(
    open_window: Open, tmp_path: Path, qtbot: QtBot
) -> None:
    root = Root()
    window = open_window(admin=frozen(tmp_path, root=root))
    go(window)
    press(window, "Wipe now")
    assert f"Programs of {NAME} are closed, unsaved work is lost" in texts(window)
    press(window, "Not now")
    assert "Clean since " in texts(window)
    assert root.asked == []
    press(window, "Wipe now")
    press(window, "Wipe now")
    wait(qtbot)
    assert root.asked == [("wipe", *ACCOUNT, "--yes", "--json")]
    assert "What was there" in texts(window)


def test_it_goes_by_keyboard_alone(open_window: Open, tmp_path: Path, qtbot: QtBot) -> None:
    root = Root()
    window = open_window(admin=frozen(tmp_path, root=root))
    go(window)

    def type_(key: Qt.Key) -> str:
        qtbot.keyClick(window.focusWidget(), key)
        QApplication.processEvents()
        focus = window.focusWidget()
        return focus.text() if isinstance(focus, QPushButton) else ""

    assert window.focusWidget().objectName() == "wipe"
    assert type_(Qt.Key.Key_Return) == "Wipe now"
    assert "unsaved work is lost" in texts(window)
    type_(Qt.Key.Key_Escape)
    assert "Clean since " in texts(window)
    assert root.asked == []
    assert type_(Qt.Key.Key_Tab) == "See the plan first"
    type_(Qt.Key.Key_Return)
    wait(qtbot)
    assert window.focusWidget().text() == "Remove 4 files"  # type: ignore[attr-defined]
    type_(Qt.Key.Key_Return)
    wait(qtbot)
    assert len(root.asked) == 2


def test_what_is_left_is_told_with_its_reason(
    open_window: Open, tmp_path: Path, qtbot: QtBot
) -> None:
    left = {"trace": "", "title": "The frozen home", "files": 3, "why": "It is locked."}
    report = {**RECORDED["wipe"], "state": "residue", "exit_code": 1, "left": [left]}
    root = Root({"--yes": said({**report, "alarms": ["Somebody locked it."]})})
    window = open_window(admin=frozen(tmp_path, "not clean", root, left=3))
    go(window)
    assert "Not clean: 3 things left" in texts(window)
    press(window, "Wipe now")
    press(window, "Wipe now")
    wait(qtbot)
    told = texts(window)
    for one in (
        "Not clean: 3 things left",
        "The frozen home: 3 files",
        "It is locked.",
        "Somebody",
    ):
        assert one in told
    assert "Clean since" not in told


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (Answer(NEVER_STARTED, None, "No administrator agreed."), "No administrator agreed."),
        (Answer(3, None, "Still open: gedit."), "Still open: gedit."),
        (Answer(75, {"state": "failed", "exit_code": 75, "message": "Full."}, ""), "Full."),
        (Answer(78, None, "No policy."), "No policy."),
        (Answer(0, {"state": "perhaps"}, ""), "sudo privacykit baseline status"),
        (Answer(0, None, ""), "The command ended without an answer."),
    ],
)
def test_a_refusal_is_one_sentence_and_nothing_is_called_clean(
    open_window: Open, tmp_path: Path, qtbot: QtBot, answer: Answer, sentence: str
) -> None:
    window = open_window(admin=frozen(tmp_path, "in use", Root({"--yes": answer})))
    go(window)
    press(window, "Wipe now")
    press(window, "Wipe now")
    wait(qtbot)
    assert sentence in window.notices.text
    assert window.notices.role == "warning"
    assert "In use since " in texts(window)
    assert any(button.objectName() == "wipe" for button in buttons(window))


def test_progress_is_shown_and_a_look_can_be_stopped(
    open_window: Open, tmp_path: Path, qtbot: QtBot
) -> None:
    root = Root(waits=threading.Event())
    window = open_window(admin=frozen(tmp_path, root=root))
    go(window)
    press(window, "See the plan first")
    qtbot.waitUntil(lambda: "Checking files" in texts(window))
    assert [bar.value() for bar in made.every(window, QProgressBar)] == [1]
    press(window, "Stop")
    assert root.waits is not None
    root.waits.set()
    wait(qtbot)
    assert root.stopped
    assert "Clean since " in texts(window)
    assert window.notices.text == ""


def test_a_wipe_goes_on_in_another_language(
    open_window: Open, tmp_path: Path, qtbot: QtBot
) -> None:
    root = Root(waits=threading.Event())
    window = open_window(admin=frozen(tmp_path, root=root))
    go(window)
    press(window, "Wipe now")
    press(window, "Wipe now")
    qtbot.waitUntil(lambda: "Checking files" in texts(window))
    window._choose("en", "dark", 125)
    assert "Checking files" in texts(window)
    assert root.waits is not None
    root.waits.set()
    wait(qtbot)
    assert "What was there" in texts(window)
    assert len(root.asked) == 1


def test_leaving_stops_a_look_but_no_wipe(open_window: Open, tmp_path: Path, qtbot: QtBot) -> None:
    for button, stopped in (("See the plan first", True), ("Wipe now", False)):
        root = Root(waits=threading.Event())
        window = open_window(admin=frozen(tmp_path / button, root=root))
        go(window)
        press(window, button)
        if not stopped:
            press(window, button)
        qtbot.waitUntil(partial(bool, root.asked))
        window.go(Route())
        assert root.waits is not None
        root.waits.set()
        wait(qtbot)
        assert root.stopped is stopped


def test_what_changes_meanwhile_comes_up_and_the_keyboard_stays(
    open_window: Open, tmp_path: Path
) -> None:
    admin = frozen(tmp_path)
    window = open_window(admin=admin)
    here = go(window)
    next(button for button in buttons(window) if button.objectName() == "plan").setFocus()
    laid.freeze(admin, NAME, "in use", NOW)
    here.look_again()
    assert "In use since " in texts(window)
    assert window.focusWidget().objectName() == "plan"
    again = window.focusWidget()
    here.look_again()
    assert window.focusWidget() is again, "nothing changed, so nothing is made anew"
    press(window, "Wipe now")
    laid.freeze(admin, NAME, "clean", NOW)
    here.look_again()
    assert "unsaved work is lost" in texts(window), "a question is not taken away"


def test_what_a_wipe_told_is_over_with_the_next_session(
    open_window: Open, tmp_path: Path, qtbot: QtBot
) -> None:
    admin = frozen(tmp_path)
    window = open_window(admin=admin)
    here = go(window)
    press(window, "Wipe now")
    press(window, "Wipe now")
    wait(qtbot)
    laid.wipe_once(admin, NOW)
    here.look_again()
    assert "What was there" in texts(window), "another row alone is no new session"
    laid.freeze(admin, NAME, "in use", NOW)
    here.look_again()
    assert "What was there" not in texts(window)


def test_a_changed_record_is_shown(open_window: Open, tmp_path: Path) -> None:
    admin = frozen(tmp_path)
    laid.wipe_once(admin, NOW)
    file = admin.public / "record.jsonl"
    window = open_window(admin=admin)
    go(window)
    assert "Somebody changed the record" not in texts(window)
    file.write_text(file.read_text().replace('"removed":214', '"removed":1'))
    page(window).look_again()
    assert "Somebody changed the record: see there." in texts(window)


def test_of_two_accounts_each_has_its_own(open_window: Open, tmp_path: Path, qtbot: QtBot) -> None:
    root = Root()
    admin = computer(tmp_path, root, (NAME, "children"))
    laid.freeze(admin, NAME, "in use", NOW)
    laid.freeze(admin, "children", "thawed", NOW)
    window = open_window(admin=admin)
    go(window)
    press(window, NAME)
    assert "In use since " in texts(window)
    press(window, "children")
    assert "Thawed since " in texts(window)
    press(window, "Check it")
    root.answers["check"] = words("As it was.")
    wait(qtbot)
    assert root.asked == [("baseline", "check", "--account", "children")]


def test_damaged_files_are_left_out(open_window: Open, tmp_path: Path) -> None:
    admin = frozen(tmp_path)
    (admin.public / shown.NAME).write_text("{")
    (admin.public / "record.jsonl").mkdir()
    admin.audit_folder.mkdir(parents=True)
    (admin.audit_folder / "latest.json").write_text("?")
    admin.policy_file.write_text("format = ")
    window = open_window(admin=admin)
    go(window)
    assert "sudo privacykit setup --account NAME" in texts(window)


@pytest.mark.parametrize("theme", ["light", "dark", "contrast"])
def test_nothing_is_cut_off_in_the_largest_text(
    open_window: Open, tmp_path: Path, qtbot: QtBot, theme: str
) -> None:
    admin = frozen(tmp_path, "clean", undo_until="2100-01-01T00:00:00+00:00")
    laid.wipe_once(admin, NOW)
    window = open_window(Choices("en", theme, 200), admin=admin)
    window.resize(1366, 768)
    go(window)
    for button in ("", "See the plan first", "Not now", "Undo for"):
        if button:
            press(window, button)
            wait(qtbot)
        for area in made.every(window, QScrollArea):
            assert area.horizontalScrollBar().maximum() == 0
        for one in buttons(window):
            assert one.width() >= one.minimumSizeHint().width()
            assert one.accessibleName()
