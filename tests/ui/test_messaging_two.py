"""Two computers: as two people meet them, on this computer's loopback."""

import socket
from collections.abc import Iterator
from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from privacykit.activities.messaging.engine.words import Options
from privacykit.activities.messaging.pairing import addresses
from privacykit.activities.messaging.view.page import MessagingView
from privacykit.activities.messaging.view.two import TwoExercise
from privacykit.look import theme
from tests.ui import pressing
from tests.ui.test_messaging_view import WORDS, press, said

MARK = "zq7319xv"
LOOPBACK = {"lo": ["127.0.0.1"]}


@pytest.fixture(autouse=True)
def loopback_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(addresses, "here", lambda: LOOPBACK)


@pytest.fixture
def port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        number: int = free.getsockname()[1]
    return number


def listens(port: int) -> bool:
    with socket.socket() as knocking:
        return knocking.connect_ex(("127.0.0.1", port)) == 0


Two = tuple[TwoExercise, TwoExercise]


@pytest.fixture
def two(qtbot: QtBot, qapp: QApplication, port: int) -> Iterator[Two]:
    theme.apply(qapp, "light", 100)
    made = TwoExercise(port), TwoExercise(port)
    for exercise in made:
        qtbot.addWidget(exercise)
        exercise.resize(720, 900)
        exercise.show()
    qapp.processEvents()
    yield made
    for exercise in made:
        exercise.forget()


def labels(view: QWidget) -> list[str]:
    return [label.accessibleName() for label in view.findChildren(QLabel) if label.isVisible()]


def shown_code(exercise: TwoExercise) -> str:
    return next(name for name in labels(exercise) if name.startswith("Code: ")).removeprefix(
        "Code: "
    )


def field(exercise: TwoExercise, name: str) -> QLineEdit:
    found = exercise.findChildren(QLineEdit)
    return next(field for field in found if field.accessibleName().startswith(name))


def join(exercise: TwoExercise, port: int, code: str) -> None:
    press(exercise, "This computer joins")
    field(exercise, "Address").setText(f"127.0.0.1:{port}")
    field(exercise, "Code").setText(code)
    press(exercise, "Join")


def open_door(exercise: TwoExercise, qtbot: QtBot) -> str:
    press(exercise, "Open for one computer")
    qtbot.waitUntil(lambda: any(name.startswith("Code: ") for name in labels(exercise)))
    return shown_code(exercise)


def pair(two: Two, port: int, qtbot: QtBot) -> None:
    """Bring the two so far that both have agreed on the number."""
    join(two[1], port, open_door(two[0], qtbot))
    for exercise in two:
        qtbot.waitUntil(partial(asks, exercise))
    numbers = {name for each in two for name in labels(each) if name.startswith("Safety number: ")}
    assert len(numbers) == 1
    for exercise in two:
        press(exercise, "It is the same")


def asks(exercise: TwoExercise) -> bool:
    return "Is it the same on both?" in said(exercise)


def write(exercise: TwoExercise, text: str) -> None:
    field(exercise, "Your message").setText(text)
    press(exercise, "Send")


def test_nothing_listens_before_the_button_and_after_the_end(
    two: Two, port: int, qtbot: QtBot
) -> None:
    assert not listens(port)
    assert f"\u2066127.0.0.1:{port}\u2069 is this computer itself." in said(two[0])
    open_door(two[0], qtbot)
    assert listens(port)
    press(two[0], "Close")
    assert not listens(port)
    assert "Nothing listens any more." in said(two[0])


def test_two_people_compare_the_number_and_write(two: Two, port: int, qtbot: QtBot) -> None:
    with qtbot.waitSignals([each.done for each in two]):
        pair(two, port, qtbot)
        assert not listens(port)
        write(two[1], MARK)
        qtbot.waitUntil(lambda: MARK in said(two[0]))
    write(two[0], "Good to hear you")
    qtbot.waitUntil(lambda: "Good to hear you" in said(two[1]))
    assert said(two[1]).count("The network saw") == 2
    press(two[1], "End")
    qtbot.waitUntil(lambda: "The other computer has left" in said(two[0]))
    for exercise in two:
        assert MARK not in said(exercise)


def test_a_word_without_end_does_not_push_the_others_screen_apart(
    two: Two, port: int, qtbot: QtBot
) -> None:
    pair(two, port, qtbot)
    write(two[1], "W" * 120)
    qtbot.waitUntil(lambda: said(two[0]).count("W") == 120)
    assert two[0].minimumSizeHint().width() < 640


def test_the_keyboard_alone_opens_and_closes_it(two: Two, port: int, qtbot: QtBot) -> None:
    host = two[0]
    two[1].hide()
    host.activateWindow()
    qtbot.waitUntil(host.isActiveWindow)
    assert host.first is not None
    host.first.setFocus()
    for arrow, comes_up in ((Qt.Key.Key_Right, "Join"), (Qt.Key.Key_Left, "Open for one computer")):
        QTest.keyClick(host.focusWidget(), arrow)
        pressing.button(host, comes_up)
    pressing.press(host, "Open for one computer")
    qtbot.waitUntil(lambda: listens_is_shown(host))
    pressing.press(host, "Close")
    assert not listens(port)


def listens_is_shown(exercise: TwoExercise) -> bool:
    return "Open for one other computer" in said(exercise)


def test_a_wrong_code_costs_a_code(two: Two, port: int, qtbot: QtBot) -> None:
    first = open_door(two[0], qtbot)
    join(two[1], port, str(int(first.replace(" ", "")) ^ 1).zfill(6)[-6:])
    qtbot.waitUntil(lambda: "That is not the code." in said(two[1]))
    assert "1 wrong code came. This one is new." in said(two[0])
    assert shown_code(two[0]) != first
    join(two[1], port, shown_code(two[0]))
    qtbot.waitUntil(lambda: "Is it the same" in said(two[0]))


def test_numbers_that_differ_close_the_line(two: Two, port: int, qtbot: QtBot) -> None:
    join(two[1], port, open_door(two[0], qtbot))
    qtbot.waitUntil(lambda: "Is it the same" in said(two[0]))
    press(two[0], "It differs")
    assert "Different numbers, so the line was closed" in said(two[0])
    qtbot.waitUntil(lambda: "The other computer has left" in said(two[1]))


def test_what_cannot_be_typed_is_told_and_goes_nowhere(two: Two, port: int) -> None:
    guest = two[1]
    press(guest, "This computer joins")
    for address, code, sentence in (
        ("library.example", "123456", "not a whole address"),
        ("8.8.8.8", "123456", "not in this room"),
        ("127.0.0.1:99999", "123456", "the port"),
        ("127.0.0.1", "12345", "six digits"),
    ):
        field(guest, "Address").setText(address)
        field(guest, "Code").setText(code)
        press(guest, "Join")
        assert sentence in said(guest)


def test_nobody_there_is_a_sentence(two: Two, port: int, qtbot: QtBot) -> None:
    join(two[1], port, "123456")
    qtbot.waitUntil(lambda: "Nobody waits at" in said(two[1]))
    assert "That did not work" in said(two[1])
    assert "The line is closed" not in said(two[1])


def test_a_busy_port_is_a_sentence(two: Two, port: int, qtbot: QtBot) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", port))
        other.listen()
        press(two[0], "Open for one computer")
        qtbot.waitUntil(lambda: f"uses port {port} already" in said(two[0]))


def test_a_change_of_theme_keeps_the_line(two: Two, port: int, qtbot: QtBot) -> None:
    pair(two, port, qtbot)
    write(two[0], MARK)
    qtbot.waitUntil(lambda: MARK in said(two[1]))
    again = TwoExercise(port)
    qtbot.addWidget(again)
    again.restore(two[1].state())
    again.show()
    assert MARK in said(again)
    write(again, "still here")
    qtbot.waitUntil(lambda: "still here" in said(two[0]))
    again.forget()
    qtbot.waitUntil(lambda: "The other computer has left" in said(two[0]))
    two[1].forget()


def test_leaving_ends_it_and_drops_what_was_said(two: Two, port: int, qtbot: QtBot) -> None:
    new = TwoExercise(port)
    qtbot.addWidget(new)
    pair(two, port, qtbot)
    write(two[0], MARK)
    qtbot.waitUntil(lambda: MARK in said(two[1]))
    field(two[1], "Your message").setText(MARK)
    for exercise in two:
        exercise.forget()
        assert exercise.state() == new.state()
        everything = exercise.findChildren(QLabel) + exercise.findChildren(QLineEdit)
        assert not [w for w in everything if MARK in w.text() + w.accessibleName()]
        assert not [n for n in labels(exercise) if n.startswith("Safety number: ")]


def test_leaving_while_it_waits_closes_the_door(two: Two, port: int, qtbot: QtBot) -> None:
    open_door(two[0], qtbot)
    two[0].forget()
    assert not listens(port)
    pressing.button(two[0], "Open for one computer")


def test_quitting_closes_it(two: Two, port: int, qtbot: QtBot, qapp: QApplication) -> None:
    open_door(two[0], qtbot)
    qapp.aboutToQuit.emit()
    assert not listens(port)


def test_without_a_network_it_says_so(
    qtbot: QtBot, port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(addresses, "here", lambda: {"eth0": ["203.0.113.7"]})
    exercise = TwoExercise(port)
    qtbot.addWidget(exercise)
    exercise.show()
    assert "in no network of the room" in said(exercise)
    assert "203.0.113.7" not in said(exercise)


def test_what_others_can_reach_comes_first_and_what_they_cannot_is_said(
    qtbot: QtBot, port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = {"lo": ["127.0.0.1", "::1"], "eth0": ["192.168.1.20"]}
    monkeypatch.setattr(addresses, "here", lambda: found)
    exercise = TwoExercise(port)
    qtbot.addWidget(exercise)
    exercise.show()
    assert f"listens at \u2066192.168.1.20:{port}\u2069 for one other computer" in said(exercise)
    assert "for 10 minutes at most" in said(exercise)
    press(exercise, f"\u2066[::1]:{port}\u2069")
    assert "No other computer reaches it there." in said(exercise)


@pytest.mark.parametrize("on", [True, False])
def test_it_is_there_only_where_it_was_switched_on(qtbot: QtBot, on: bool) -> None:
    view = MessagingView(WORDS, Options(two_computers=on), "en")
    qtbot.addWidget(view)
    view.show()
    assert bool(view.findChildren(TwoExercise)) is on
    press(view, "Safety number")
    assert ("that is switched off" in said(view)) is not on
    assert Options().two_computers is False
