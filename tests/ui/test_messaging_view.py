"""The exercises about messages as a person meets them: typing, clicking, and forgetting."""

import datetime
import sys
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QWidget,
)
from pytestqt.qtbot import QtBot

from privacykit.activities.messaging.engine import sealed
from privacykit.activities.messaging.engine.words import (
    App,
    Apps,
    Card,
    Guide,
    Message,
    Options,
    Phones,
    Words,
)
from privacykit.activities.messaging.view.app_table import AppTable
from privacykit.activities.messaging.view.file import FileExercise
from privacykit.activities.messaging.view.keys import KeysPane
from privacykit.activities.messaging.view.page import MessagingView
from privacykit.activities.messaging.view.phones import PhonesExercise
from privacykit.aside import read as aside
from privacykit.look import theme, work

KEYS = sealed.make_keys()
WORDS = Words(
    phones=Phones(
        sender="Ana",
        receiver="Ben",
        attacker="Robin",
        samples=("The first sample", "The second", "The third"),
        not_hidden=tuple(Card(f"Title {number}", "Text") for number in range(4)),
    ),
    message=tuple(
        Message(f"From {number}", "Text", number == 3, f"Why {number}", f"Do {number}")
        for number in range(5)
    ),
    apps=Apps(
        checked_on=datetime.date(2026, 11, 1),
        app=(
            App("Alpha", "always", "Only you", "Little"),
            App("Beta", "never", "All", "Much"),
            App("ChatSecure", "ended", "Nobody", "Nothing"),
        ),
        guide=(Guide("Alpha", ("Step one", "Step two"), "Mind this."),),
    ),
)
MARK = "zq7319xv"


@pytest.fixture
def view(qtbot: QtBot, qapp: QApplication) -> Iterator[MessagingView]:
    theme.apply(qapp, "contrast", 100)
    made = MessagingView(WORDS, Options(), "en")
    qtbot.addWidget(made)
    made.resize(720, 900)
    made.show()
    yield made
    made.forget()
    theme.apply(qapp, "light", 100)


def said(root: QWidget) -> str:
    labels = [label for label in root.findChildren(QLabel) if label.isVisible()]
    return "\n".join(label.text() for label in labels)


def press(view: QWidget, name: str) -> None:
    found = [b for b in view.findChildren(QPushButton) if b.isVisible() and b.text() == name]
    assert found, f"no button {name!r}"
    QTest.mouseClick(found[0], Qt.MouseButton.LeftButton)


def write(view: QWidget, text: str) -> None:
    field = next(f for f in view.findChildren(QLineEdit) if f.isVisible())
    QTest.keyClicks(field, text)
    QTest.keyClick(field, Qt.Key.Key_Return)


def test_a_postcard_is_read_by_everyone_and_a_sealed_message_by_nobody(view: MessagingView) -> None:
    write(view, MARK)
    assert said(view).count(MARK) == 3
    assert said(view).count("\ncan read it") == 2
    press(view, "To the server only (TLS)")
    assert MARK not in said(view)
    press(view, "Send")
    assert said(view).count(MARK) == 2
    press(view, "End-to-end")
    press(view, "Send")
    assert said(view).count(MARK) == 1
    assert said(view).count("cannot read it") == 2
    assert "Ana to Ben, when" in said(view)
    assert "Title 3" in said(view)


def test_what_was_sent_comes_into_sight_on_a_small_screen(qtbot: QtBot, qapp: QApplication) -> None:
    theme.apply(qapp, "light", 100)
    area = QScrollArea()
    qtbot.addWidget(area)
    area.setWidgetResizable(True)
    area.setWidget(PhonesExercise(WORDS.phones))
    area.resize(760, 300)
    area.show()
    press(area, "Send")
    arrived = next(label for label in area.findChildren(QLabel) if "reads it," in label.text())
    qtbot.waitUntil(lambda: not arrived.visibleRegion().isEmpty())


def test_an_example_is_taken_and_nothing_typed_sends_the_first(view: MessagingView) -> None:
    press(view, "Send")
    assert "The first sample" in said(view)
    press(view, "The third")
    press(view, "Send")
    assert "The third" in said(view)


def test_a_stolen_key_and_how_it_loses_its_worth(view: MessagingView) -> None:
    press(view, "Steal the key")
    assert said(view).count("recorded, sealed") == 3
    press(view, "Steal the key now")
    assert said(view).count("keys tried") == 3
    assert "does not open yesterday" in said(view)
    press(view, "Ana writes")
    assert "the thief reads it" in said(view)
    assert "reads along" in said(view)
    for name in ("Ben answers", "Ana writes", "Ben answers", "Ana writes"):
        press(view, name)
    assert "Closed again" in said(view)


def test_the_number_shows_who_sits_in_between(view: MessagingView) -> None:
    press(view, "Safety number")
    assert "The numbers are the same" in said(view)
    before = digits(view)
    assert before[0] == before[1]
    press(view, "Send a message")
    assert "Nobody in between could open it." in said(view)
    press(view, "Robin sits in between")
    assert "The numbers differ" in said(view)
    assert digits(view)[0] != digits(view)[1]
    press(view, "Send a message")
    assert "Robin read it too" in said(view)
    press(view, "New phone for Ben")
    assert "The numbers differ" in said(view)
    press(view, "Robin sits in between")
    press(view, "New phone for Ben")
    assert "The number has changed" in said(view)
    assert digits(view)[0] == digits(view)[1] != before[0]


def digits(view: QWidget) -> list[str]:
    names = (label.accessibleName() for label in view.findChildren(QLabel))
    return [name.rsplit(": ", 1)[1] for name in names if name.startswith("Safety number on")]


def test_five_messages_are_judged_with_a_reason_each(view: MessagingView) -> None:
    press(view, "Real or a trap?")
    for number in range(5):
        assert f"Message {number + 1} of 5" in said(view)
        assert f"Why {number}" not in said(view)
        press(view, "It is a trap")
        assert f"Why {number}" in said(view)
        assert ("This one is real" in said(view)) == (number == 3)
        press(view, "Next message" if number < 4 else "Which app?")
    assert view.findChildren(AppTable)[0].isVisible()


def test_the_table_says_who_reads_what_cell_by_cell(view: MessagingView) -> None:
    press(view, "Which app?")
    table = view.findChildren(AppTable)[0]
    model = table.model()
    shown = [
        [str(model.index(row, column).data()) for column in range(table.columnCount())]
        for row in range(table.rowCount())
    ]
    assert shown == [
        ["Alpha", "End-to-end, always", "Only you", "Little"],
        ["Beta", "Not end-to-end", "All", "Much"],
        ["ChatSecure", "Discontinued: leave it", "Nobody", "Nothing"],
    ]
    table.setFocus()
    for _step in range(2):
        QTest.keyClick(table, Qt.Key.Key_Right)
    spoken = table.currentIndex().data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Alpha. Who can read it: Only you"
    heights = sum(table.rowHeight(row) for row in range(3))
    assert table.viewport().height() >= heights


def test_a_guide_opens(view: MessagingView) -> None:
    press(view, "Which app?")
    assert "As it was in November 2026." in said(view)
    press(view, "Alpha")
    assert "2. Step two" in said(view)
    press(view, "A file for a friend")
    assert "No file chosen yet" in said(view)


@pytest.fixture
def exercise(view: MessagingView) -> FileExercise:
    press(view, "A file")
    return view.findChildren(FileExercise)[0]


def test_a_file_is_locked_and_opened(exercise: FileExercise, tmp_path: Path, qtbot: QtBot) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text(MARK)
    answer(exercise, "Choose a file", letter)
    write(exercise, KEYS.public)
    answer(exercise, "Encrypt the copy", tmp_path / "letter.txt.age")
    qtbot.waitUntil(lambda: "letter.txt.age is ready" in said(exercise))
    answer(exercise, "Choose a file", tmp_path / "letter.txt.age")
    exercise.findChildren(QLineEdit)[0].setText(KEYS.secret)
    answer(exercise, "Open the file", tmp_path / "again.txt")
    qtbot.waitUntil(lambda: "again.txt is ready" in said(exercise))
    assert (tmp_path / "again.txt").read_text() == letter.read_text() == MARK


def answer(exercise: FileExercise, name: str, path: Path) -> None:
    """Press a button that asks for a path, and choose one."""
    press(exercise, name)
    dialogs = [d for d in exercise.findChildren(QFileDialog) if d.isVisible()]
    assert len(dialogs) == 1
    dialogs[0].fileSelected.emit(str(path))
    dialogs[0].close()


def test_a_long_name_is_shown_whole_and_does_not_push_the_page_apart(
    exercise: FileExercise, tmp_path: Path
) -> None:
    exercise.take(tmp_path / ("W" * 200))
    exercise.findChildren(QLineEdit)[0].setText(KEYS.public[:-1])
    exercise.start(tmp_path / "out")
    assert said(exercise).count("W") == 200
    assert exercise.minimumSizeHint().width() < 640


def test_a_wrong_key_is_a_sentence_and_half_a_key_too(
    exercise: FileExercise, tmp_path: Path, qtbot: QtBot
) -> None:
    (tmp_path / "a.age").write_bytes(sealed.with_key(KEYS.public)(b"x"))
    exercise.take(tmp_path / "a.age")
    field = exercise.findChildren(QLineEdit)[0]
    field.setText(sealed.make_keys().secret)
    exercise.start(tmp_path / "out")
    qtbot.waitUntil(lambda: "does not open with this" in said(exercise))
    field.setText("AGE-SECRET-KEY-1")
    exercise.start(tmp_path / "out")
    assert "not a whole secret key" in said(exercise)
    assert not (tmp_path / "out").exists()


@pytest.fixture
def stuck(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let age take as long as it likes."""
    program = [sys.executable, "-c", "import time; time.sleep(60)"]
    monkeypatch.setattr(aside, "command", lambda: program)


def begin(exercise: FileExercise, folder: Path, focused: QPushButton | None = None) -> QProgressBar:
    (folder / "letter").write_text(MARK)
    exercise.take(folder / "letter")
    exercise.findChildren(QLineEdit)[0].setText("six words by dice")
    if focused is not None:
        focused.setFocus()
    exercise.start(folder / "letter.age")
    return exercise.findChildren(QProgressBar)[0]


def test_a_work_is_stopped_at_once_and_leaves_nothing(
    exercise: FileExercise, tmp_path: Path, qtbot: QtBot, stuck: None
) -> None:
    bar = begin(exercise, tmp_path)
    assert bar.isVisible()
    press(exercise, "Stop")
    qtbot.waitUntil(lambda: "No copy was left" in said(exercise))
    assert not bar.isVisible()
    assert [path.name for path in tmp_path.iterdir()] == ["letter"]


def test_the_keyboard_stays_with_the_work(
    view: MessagingView, exercise: FileExercise, tmp_path: Path, qtbot: QtBot, stuck: None
) -> None:
    """Not at the foot of the page, where the next press would leave it."""
    go = next(b for b in exercise.findChildren(QPushButton) if b.text() == "Encrypt the copy")
    begin(exercise, tmp_path, focused=go)
    stop = view.focusWidget()
    assert isinstance(stop, QPushButton)
    assert stop.text() == "Stop"
    QTest.keyClick(stop, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: "No copy was left" in said(exercise))
    assert view.focusWidget() is go


def test_a_change_of_look_goes_on_with_the_work(tmp_path: Path, qtbot: QtBot, stuck: None) -> None:
    old, new = FileExercise(), FileExercise()
    begin(old, tmp_path)
    kept = old.state()
    old.deleteLater()
    QApplication.sendPostedEvents(old, QEvent.Type.DeferredDelete)
    qtbot.addWidget(new)
    new.restore(kept)
    new.show()
    assert "Working on it" in said(new)
    press(new, "Stop")
    qtbot.waitUntil(lambda: "No copy was left" in said(new))


def test_a_key_pair_is_made_given_away_saved_and_used(
    exercise: FileExercise, tmp_path: Path, qtbot: QtBot
) -> None:
    press(exercise, "My key pair")
    press(exercise, "Make a key pair")
    pair = exercise.findChildren(KeysPane)[0].pair
    assert pair is not None
    names = [label.accessibleName() for label in exercise.findChildren(QLabel)]
    assert f"Public key: {pair.public}" in names
    assert pair.secret not in "".join(names) + said(exercise)
    press(exercise, "Copy")
    assert QApplication.clipboard().text() == pair.public
    answer(exercise, "Save the secret key \u2026", tmp_path / "key.txt")
    assert "key.txt is ready" in said(exercise)
    answer(exercise, "Save the secret key \u2026", tmp_path / "key.txt")
    assert "There is a file called key.txt already" in said(exercise)
    (tmp_path / "a.age").write_bytes(sealed.with_key(pair.public)(MARK.encode()))
    exercise.take(tmp_path / "a.age")
    answer(exercise, "Take the key from a file", tmp_path / "a.age")
    assert "a.age holds no secret age key" in said(exercise)
    answer(exercise, "Take the key from a file", tmp_path / "key.txt")
    exercise.start(tmp_path / "a.txt")
    qtbot.waitUntil(lambda: "a.txt is ready" in said(exercise))
    assert (tmp_path / "a.txt").read_text() == MARK


def test_leaving_drops_the_keys_and_what_was_copied(exercise: FileExercise) -> None:
    press(exercise, "My key pair")
    press(exercise, "Make a key pair")
    press(exercise, "Copy")
    public = QApplication.clipboard().text()
    kept = exercise.state()
    exercise.forget()
    assert public.startswith("age1")
    assert QApplication.clipboard().text() == ""
    assert public not in "".join(label.accessibleName() for label in exercise.findChildren(QLabel))
    exercise.restore(kept)
    assert f"Public key: {public}" in [
        label.accessibleName() for label in exercise.findChildren(QLabel) if label.isVisible()
    ]


def test_something_unforeseen_is_a_sentence_too(
    exercise: FileExercise, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_arguments: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(sealed, "encrypt", broken)
    exercise.take(tmp_path / "a")
    exercise.start(tmp_path / "b")
    qtbot.waitUntil(lambda: "Something unforeseen" in said(exercise))


def test_leaving_drops_file_passphrase_question_and_news(
    view: MessagingView, exercise: FileExercise, tmp_path: Path, qtbot: QtBot
) -> None:
    (tmp_path / MARK).write_bytes(b"x")
    exercise.take(tmp_path / MARK)
    exercise.findChildren(QLineEdit)[0].setText(KEYS.public)
    exercise.start(tmp_path / "out.age")
    press(exercise, "Choose a file")
    view.forget()
    qtbot.waitUntil(lambda: not work.anything_running())
    assert exercise.state() == {
        "source": None,
        "secret": "",
        "mode": 0,
        "keys": None,
        "running": None,
    }
    assert "is ready" not in said(view)
    exercise.start(tmp_path / "none")
    assert not (tmp_path / "none").exists()


def test_forgetting_drops_what_was_typed_and_made(view: MessagingView) -> None:
    new = MessagingView(WORDS, Options(), "en").state()
    write(view, MARK)
    press(view, "Steal the key")
    press(view, "Steal the key now")
    press(view, "Real or a trap?")
    press(view, "It is real")
    view.forget()
    shown = [label.text() for label in view.findChildren(QLabel)]
    assert not [text for text in shown if MARK in text]
    assert simple(view.state()) == simple(new)


def simple(state: object) -> str:
    """Return what of a state does not differ by chance of keys."""
    assert isinstance(state, dict)
    first, stolen, _number, *others = state["exercises"]
    return f"{first} {stolen['sent']} {stolen['theft']} {others} {state['shown']} {state['done']}"


def test_a_change_of_theme_keeps_everything(view: MessagingView, qtbot: QtBot) -> None:
    write(view, MARK)
    press(view, "End-to-end")
    press(view, "Send")
    press(view, "Steal the key")
    press(view, "Steal the key now")
    press(view, "Safety number")
    press(view, "Robin sits in between")
    numbers = digits(view)
    press(view, "Real or a trap?")
    press(view, "It is real")
    press(view, "Which app?")
    press(view, "Alpha")
    again = MessagingView(WORDS, Options(), "en")
    qtbot.addWidget(again)
    again.restore(view.state())
    again.show()
    assert "2. Step two" in said(again)
    assert digits(again) == numbers
    press(again, "Who reads it?")
    assert said(again).count(MARK) == 1
    again.forget()


def test_another_language_has_other_names_and_begins_anew(
    view: MessagingView, qtbot: QtBot
) -> None:
    press(view, "Steal the key")
    press(view, "Steal the key now")
    phones = msgspec.structs.replace(WORDS.phones, sender="Anna")
    other = MessagingView(msgspec.structs.replace(WORDS, phones=phones), Options(), "sv")
    qtbot.addWidget(other)
    other.restore(view.state())
    other.show()
    assert "recorded, sealed" in said(other)


def test_without_files_there_are_five_exercises(qtbot: QtBot) -> None:
    view = MessagingView(WORDS, Options(file=False), "en")
    qtbot.addWidget(view)
    assert not view.findChildren(FileExercise)
    view.show()
    press(view, "Which app?")
    press(view, "Alpha")
    assert "A file for a friend" not in [
        button.text() for button in view.findChildren(QPushButton) if button.isVisible()
    ]
