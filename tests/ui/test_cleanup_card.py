"""The leave card, as a person clicks through it; every removal is of a home that a test made."""

from collections.abc import Iterator
from dataclasses import replace
from threading import Event
from types import SimpleNamespace
from typing import Any, cast

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QClipboard, QGuiApplication, QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from privacykit.activities.cleanup.engine import checklist, judge, keeps
from privacykit.activities.cleanup.engine.checklist import Room
from privacykit.activities.cleanup.engine.visitor import Visitor
from privacykit.activities.cleanup.view import card as cards
from privacykit.activities.cleanup.view.card import CardExercise
from privacykit.errors import CancelledError, UnsafeHomeError
from privacykit.look import parts
from privacykit.wipe import plan as plans
from privacykit.wipe.progress import Cancelled, Progress
from privacykit.wipe.report import Left, Report
from tests.ui.pressing import button, press
from tests.ui.test_cleanup import said, shown, wait
from tests.unit.cleanup import visitor, words


def room(made: Visitor, **changes: Any) -> Room:
    ways: dict[str, Any] = {
        "plan": lambda **hows: judge.plan_of(made, **hows),
        "mounts": lambda: ["/media/me/STICK"],
        "jobs": lambda: ("Reading-room-7",),
    }
    return Room(**{**ways, **changes})


@pytest.fixture
def made() -> Iterator[Visitor]:
    with visitor() as one:
        yield one


@pytest.fixture
def card(qtbot: QtBot, made: Visitor) -> CardExercise:
    QGuiApplication.clipboard().clear()
    view = CardExercise(words(), room(made))
    shown(qtbot, view)
    return view


def test_the_card_ticks_itself_and_helps(card: CardExercise, qtbot: QtBot) -> None:
    assert "Sign out of every site" in said(card)
    with qtbot.waitSignal(card.done):
        press(card, "Look at my session")
    assert "4 steps are still open" in said(card)
    assert "What you cannot remove" in said(card)
    press(card, "Show me")
    assert "Firefox" in said(card)
    files = card._steps["files"]
    press(files, "Do it for me …")
    assert "Removing cannot be undone." in said(files)
    assert "Downloads/referral-knee-clinic.pdf" in said(files)
    press(files, "Remove 3 files")
    qtbot.waitUntil(lambda: "3 steps are still open" in said(card), timeout=20_000)
    assert "Nothing is left here" in said(files)
    with qtbot.waitSignal(card.leave):
        press(card._steps["finish"], "Remove 6 files and finish …")


def test_what_was_copied_is_gone_also_where_a_program_brings_it_back(
    card: CardExercise, qtbot: QtBot
) -> None:
    """KDE's clipboard program does so by default where nothing is left."""
    clipboard = QGuiApplication.clipboard()

    def bring_back() -> None:
        there = cast("QMimeData | None", clipboard.mimeData())
        if there is None or not there.formats():
            clipboard.setText("a code")

    clipboard.setText("a code")
    clipboard.dataChanged.connect(bring_back)
    clipboard.clear()
    assert clipboard.text() == "a code"  # the naive way
    press(card, "Look at my session")
    wait(qtbot)
    press(card._steps["clipboard"], "Empty the clipboard")
    wait(qtbot)
    clipboard.dataChanged.disconnect(bring_back)
    assert clipboard.text().strip() == ""
    assert "Nothing can be pasted." in said(card._steps["clipboard"])


def test_what_is_marked_with_the_mouse_can_be_pasted_too(
    card: CardExercise, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """X11 and Wayland have a second clipboard; this platform has none, so one stands in."""
    held = {QClipboard.Mode.Clipboard: "", QClipboard.Mode.Selection: "my address"}

    two = SimpleNamespace(
        supportsSelection=lambda: True,
        text=held.__getitem__,
        image=lambda _mode: QImage(),
        setText=lambda text, mode: held.update({mode: text}),
    )
    app = SimpleNamespace(clipboard=lambda: two, platformName=lambda: "xcb")
    monkeypatch.setattr(cards, "QGuiApplication", app)
    press(card, "Look at my session")
    wait(qtbot)
    press(card._steps["clipboard"], "Empty the clipboard")
    wait(qtbot)
    assert "".join(held.values()).strip() == ""
    assert "Nothing can be pasted." in said(card._steps["clipboard"])


def test_a_wayland_window_without_the_keyboard_does_not_say_that_nothing_was_copied(
    card: CardExercise, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = SimpleNamespace(focusWindow=lambda: None, platformName=lambda: "wayland-egl")
    monkeypatch.setattr(cards, "QGuiApplication", app)
    press(card, "Look at my session")
    wait(qtbot)
    assert "This computer cannot tell: look yourself" in said(card._steps["clipboard"])


def test_open_programs_are_closed_on_a_press(
    card: CardExercise, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = []
    monkeypatch.setattr(checklist, "close", lambda plan, **_ways: closed.append(plan))
    press(card, "Look at my session")
    wait(qtbot)
    step, names = card._steps["programs"], ("firefox-esr",)
    step.set(checklist.Seen("programs", "open", names, closes=names), None, busy=False)
    press(step, "Do it for me …")
    assert "Save your work in: firefox-esr" in said(step)
    press(step, "Not now")
    assert "Save your work" not in said(step)
    assert not closed
    press(step, "Do it for me …")
    press(step, "Close them")
    wait(qtbot)
    assert len(closed) == 1


def test_waiting_print_jobs_are_cancelled_on_a_press(
    card: CardExercise, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    cancelled = []
    monkeypatch.setattr(checklist, "cancel", lambda jobs, **_ways: cancelled.append(jobs))
    press(card, "Look at my session")
    wait(qtbot)
    press(card._steps["printer"], "Cancel the jobs")
    wait(qtbot)
    assert cancelled == [("Reading-room-7",)]


def test_pressing_twice_in_haste_removes_nothing(card: CardExercise, qtbot: QtBot) -> None:
    press(card, "Look at my session")
    wait(qtbot)
    files = card._steps["files"]
    press(files, "Do it for me …")
    QTest.keyClick(card.focusWidget(), Qt.Key.Key_Return)
    wait(qtbot)
    assert "Still there" in said(files)
    assert button(files, "Do it for me …").hasFocus()


def test_a_file_saved_since_the_look_stays_and_the_card_says_so(
    card: CardExercise, made: Visitor, qtbot: QtBot
) -> None:
    press(card, "Look at my session")
    wait(qtbot)
    essay = made.account.home / "Downloads/essay.odt"
    essay.touch()
    press(card._steps["files"], "Do it for me …")
    press(card._steps["files"], "Remove 3 files")
    wait(qtbot)
    assert "nothing was done. Look again." in said(card)
    assert essay.exists()


def test_what_could_not_be_removed_is_told_with_its_reason(
    card: CardExercise, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = Left("trash", "Trash", 2, "An administrator locked it against changes.")
    report = Report(state="residue", exit_code=1, left=(left,))
    monkeypatch.setattr(checklist, "remove", lambda _part, **_ways: report)
    press(card, "Look at my session")
    wait(qtbot)
    press(card._steps["files"], "Do it for me …")
    press(card._steps["files"], "Remove 3 files")
    wait(qtbot)
    wait(qtbot)
    assert "2 files could not be removed." in said(card)
    assert "An administrator locked it against changes." in said(card)
    press(card, "Look again")
    wait(qtbot)
    assert "could not be removed" not in said(card)


def test_it_tells_what_it_does_and_can_be_stopped(
    card: CardExercise, made: Visitor, qtbot: QtBot
) -> None:
    def long(*, progress: Progress, cancelled: Cancelled) -> plans.Plan:
        progress("Looking for traces", 0, 0)
        while not cancelled():
            idle.wait(0.01)
        raise CancelledError

    idle = Event()
    card._room = room(made, plan=long)
    press(card, "Look at my session")
    qtbot.waitUntil(lambda: "Looking for traces" in said(card))
    press(card, "Stop")
    wait(qtbot)
    assert "Looking for traces" not in said(card)
    assert button(card, "Look at my session").hasFocus()


def test_what_went_wrong_is_told_where_one_sees_it(made: Visitor, qtbot: QtBot) -> None:
    card = CardExercise(words(), room(made))
    area = parts.scrolled(card)
    qtbot.addWidget(area)
    area.resize(760, 320)
    area.show()
    card.look()
    wait(qtbot)
    (made.account.home / "Downloads/essay.odt").touch()
    area.verticalScrollBar().setValue(9999)
    card._steps["files"]._do.clicked.emit()
    wait(qtbot)
    qtbot.waitUntil(lambda: not card._problem.visibleRegion().isEmpty())


def test_the_last_checkup_is_read_once_a_look(
    card: CardExercise, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[None] = []
    monkeypatch.setattr(keeps, "last_checkup", lambda: read.append(None))
    press(card, "Look at my session")
    wait(qtbot)
    assert len(read) == 1


@pytest.mark.parametrize(
    ("jobs", "sentence"), [(None, "Nothing more that the kit can see"), ((), "any more")]
)
def test_only_what_is_known_is_called_all_done(
    card: CardExercise, made: Visitor, qtbot: QtBot, jobs: tuple[str, ...] | None, sentence: str
) -> None:
    checklist.remove(judge.plan_of(made))
    card._room = room(made, jobs=lambda: jobs, mounts=list)
    press(card, "Look at my session")
    wait(qtbot)
    assert sentence in said(card)


def test_an_account_without_a_policy_is_only_looked_at(qtbot: QtBot, made: Visitor) -> None:
    def plan(**ways: Any) -> plans.Plan:
        return replace(judge.plan_of(made, **ways), allowed=False, why_not="No policy says so.")

    view = CardExercise(words(), room(made, plan=plan, jobs=lambda: None, mounts=list))
    shown(qtbot, view)
    press(view, "Look at my session")
    wait(qtbot)
    assert "No policy says so." in said(view)
    assert "This computer cannot tell: look yourself" in said(view._steps["printer"])
    with pytest.raises(AssertionError):
        button(view._steps["files"], "Do it for me …")


def test_a_look_that_is_refused_is_a_sentence_and_forgotten(qtbot: QtBot) -> None:
    def refuse(**_ways: object) -> plans.Plan:
        raise UnsafeHomeError("root's own files are never removed.")

    view = CardExercise(words(), Room(plan=refuse))
    shown(qtbot, view)
    press(view, "Look at my session")
    wait(qtbot)
    assert "root's own files are never removed." in said(view)
    view._look.click()
    view.forget()
    wait(qtbot)
    assert "root's own" not in said(view)


def test_the_card_survives_a_change_of_theme(card: CardExercise, qtbot: QtBot) -> None:
    press(card, "Look at my session")
    wait(qtbot)
    other = CardExercise(words())
    shown(qtbot, other)
    other.restore(card.state())
    assert "4 steps are still open" in said(other)
    other.restore({})
    assert "steps are still open" not in said(other)
