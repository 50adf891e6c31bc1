"""The four password exercises as a person meets them: typing, keyboard only, and forgetting."""

from collections.abc import Iterator
from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QListWidget, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from privacykit.activities.passwords.engine import dice
from privacykit.activities.passwords.engine.estimate import LONGEST
from privacykit.activities.passwords.engine.words import Leak, Options, Sample, Story, Words
from privacykit.activities.passwords.view.page import PasswordsView
from privacykit.activities.passwords.view.parts_bar import PartsBar
from privacykit.look import parts, theme, work
from tests.ui.pressing import button, press

TEXTS = ("123456", "P@ssw0rd1!", "Fotboll123!", "maria1987", "sommar2026", "kX9!vQ2z", "qwerty")
WORDS = Words(
    sample=tuple(Sample(text, f"why {text}") for text in (*TEXTS, "plafond hubcap dimly stony")),
    leak=Leak(
        steps=("Make it.", "Send five.", "Get lines.", "Compare here."),
        pretend=("sommar2026", "letmein", "123456", "password"),
    ),
    story=Story(hints=("Who is in it?",)),
)
ORDER, HOLD, DICE, LEAK = range(4)
TABS = ("Guess the order", "How long?", "Roll dice", "Has it leaked?")
MARK = "zq7319xv"
BREAK = "\u200b"


@pytest.fixture(params=["light", "contrast"])
def view(
    qtbot: QtBot, qapp: QApplication, request: pytest.FixtureRequest
) -> Iterator[PasswordsView]:
    theme.apply(qapp, request.param, 100)
    made = PasswordsView(WORDS, Options(), "en")
    qtbot.addWidget(made)
    made.resize(720, 900)
    made.show()
    made.activateWindow()
    yield made
    theme.apply(qapp, "light", 100)


def visible(root: QWidget) -> Iterator[str]:
    """Yield every text on screen or given to a screen reader, from every widget, hidden or not."""
    for widget in (root, *root.findChildren(QWidget)):
        yield from (widget.accessibleName(), widget.accessibleDescription())
        if isinstance(widget, QLabel | QLineEdit | QPushButton):
            yield widget.text()


def said(root: QWidget) -> str:
    texts = [w.text() for w in root.findChildren(QLabel) if w.isVisible() and w.text()]
    return "\n".join(texts).replace(BREAK, "")


def choose(view: PasswordsView, number: int) -> None:
    button(view, TABS[number]).click()


def field(view: PasswordsView) -> QLineEdit:
    return next(f for f in view.findChildren(QLineEdit) if f.isVisible())


def type_in(view: PasswordsView, text: str, qtbot: QtBot) -> None:
    field(view).setFocus()
    QTest.keyClicks(field(view), text)
    qtbot.waitUntil(lambda: not work.anything_running())


def bar(view: PasswordsView) -> str:
    return view.findChildren(PartsBar)[0].accessibleDescription()


def test_typing_shows_parts_and_verdict_at_once(view: PasswordsView) -> None:
    choose(view, HOLD)
    QTest.keyClicks(field(view), "Fotboll123!")
    assert bar(view) == "Fotboll: a common Swedish word; 123: a sequence; !: one sign"
    assert "Weak: falls in less than a second" in said(view)
    assert "11 characters" in said(view)
    assert "A stolen file, badly protected" in said(view)


def test_a_long_text_is_estimated_on_the_worker_and_only_the_latest_counts(
    view: PasswordsView, qtbot: QtBot
) -> None:
    choose(view, HOLD)
    field(view).setText("4@8({[<396g1!|7l0$5+%2")
    field(view).setText("a" * 60)
    assert "60 characters" in said(view)
    qtbot.waitUntil(lambda: "repeats" in bar(view))
    qtbot.waitUntil(lambda: not work.anything_running())
    assert bar(view).endswith("repeats")


def test_a_very_long_text_says_kindly_what_counts(view: PasswordsView, qtbot: QtBot) -> None:
    choose(view, HOLD)
    field(view).setText("ab-" * 60)
    qtbot.waitUntil(lambda: not work.anything_running())
    assert f"Only the first {LONGEST} characters" in said(view)


def test_a_result_that_comes_after_forgetting_is_dropped(view: PasswordsView, qtbot: QtBot) -> None:
    choose(view, HOLD)
    field(view).setText("a" * 60)
    view.forget()
    qtbot.waitUntil(lambda: not work.anything_running())
    assert bar(view) == ""


@pytest.mark.parametrize("text", ["👩‍👩‍👧", "\ud800x", "   ", "a\0b", "İİ2026"])
def test_strange_text_does_not_break_the_screen(view: PasswordsView, text: str) -> None:
    choose(view, HOLD)
    field(view).setText(text)
    view.grab()


def test_many_parts_go_on_in_the_next_line(view: PasswordsView) -> None:
    choose(view, HOLD)
    drawn = view.findChildren(PartsBar)[0]
    low = drawn.sizeHint().height()
    field(view).setText("letmein-hund-1987-qwerty-aaaa-2026-katt")
    assert drawn.sizeHint().height() > low


def test_the_text_can_be_hidden_everywhere(view: PasswordsView) -> None:
    choose(view, HOLD)
    QTest.keyClicks(field(view), MARK)
    button(view, "Show me how it was guessed").click()
    assert MARK in said(view)
    button(view, "Hide the text").click()
    assert field(view).echoMode() == QLineEdit.EchoMode.Password
    assert MARK not in said(view) + bar(view)
    view.grab()


def test_a_new_verdict_is_announced_and_the_same_one_is_not(
    view: PasswordsView, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[str] = []
    monkeypatch.setattr(parts, "announce", lambda _widget, text: heard.append(text))
    choose(view, HOLD)
    QTest.keyClicks(field(view), "hund1")
    assert len(heard) == 1
    field(view).setText("plafond hubcap dimly stony")
    assert [text.split(":")[0] for text in heard] == ["Weak", "Strong"]


def test_samples_are_sorted_with_the_keyboard_and_the_answer_has_reasons(
    view: PasswordsView,
) -> None:
    samples = view.findChildren(QListWidget)[0]
    first = samples.item(0).text()
    samples.setFocus()
    QTest.keyClick(samples, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert samples.item(1).text() == first
    press(view, "Move up")
    assert samples.item(0).text() == first
    press(view, "Show the answer")
    assert "neighbours stand in the right order" in said(view)
    assert all(f"why {sample.text}" in said(view) for sample in WORDS.sample)
    press(view, "Try again")
    assert samples.isVisible()


def test_a_line_cannot_be_moved_out_of_the_list(view: PasswordsView) -> None:
    samples = view.findChildren(QListWidget)[0]
    before = [samples.item(row).text() for row in range(8)]
    QTest.keyClick(samples, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert [samples.item(row).text() for row in range(8)] == before


def test_words_are_rolled_and_rolled_again_with_the_keyboard(view: PasswordsView) -> None:
    choose(view, DICE)
    press(view, "Roll the dice")
    assert "6 words of 7,776: 77.5 bits" in said(view)
    first = said(view)
    press(view, "Roll all again")
    assert said(view) != first
    again = next(
        b for b in view.findChildren(QPushButton) if b.accessibleName() == "Roll word 1 again"
    )
    before = said(view)
    again.click()
    assert sum(a != b for a, b in zip(before.split(), said(view).split(), strict=True)) <= 1


def test_real_dice_pick_the_words(view: PasswordsView) -> None:
    choose(view, DICE)
    press(view, "I have real dice")
    for rolls in ("11111", "66666", "1a7111"):
        QTest.keyClicks(view.focusWidget(), rolls)
    assert "abacus" in said(view)
    assert "zoom" in said(view)
    assert view.focusWidget().accessibleName().startswith("Dice for word 3")
    QTest.keyClicks(view.focusWidget(), "11")
    for _ in range(3):
        QTest.keyClicks(view.focusWidget(), "12345")
    assert "77.5 bits" in said(view)


def test_the_story_counts_the_words_in_it(view: PasswordsView) -> None:
    choose(view, DICE)
    button(view, "I have real dice").click()
    for _ in range(6):
        QTest.keyClicks(view.focusWidget(), "11111")
    story = next(f for f in view.findChildren(QLineEdit) if "story" in f.accessibleName())
    assert "0 of 6 words are in it" in said(view)
    story.setText("An ABACUS sang.")
    assert "6 of 6 words are in it" in said(view)


def test_the_leak_is_asked_step_by_step_with_the_keyboard(view: PasswordsView) -> None:
    choose(view, LEAK)
    assert not button(view, "Next step").isEnabled()
    field(view).setFocus()
    QTest.keyClicks(field(view), "password")
    assert "5BAA61E4C9B93F3F0682250B6CF8331B7EE68FD8" in said(view)
    press(view, "Next step")
    assert "Send five." in said(view)
    assert "leaves this computer" in said(view)
    press(view, "Next step")
    assert said(view).count("seen ") >= 9
    press(view, "Next step")
    assert "the same!" in said(view)
    assert "It is in the list" in said(view)
    press(view, "One step back")
    assert "Get lines." in said(view)


def test_what_is_not_leaked_is_not_in_the_list(view: PasswordsView) -> None:
    choose(view, LEAK)
    field(view).setText(MARK)
    for _ in range(3):
        button(view, "Next step").click()
    assert "It is not in the list" in said(view)
    assert "the same!" not in said(view)


def test_an_example_can_be_taken(view: PasswordsView) -> None:
    choose(view, LEAK)
    press(view, "letmein")
    assert field(view).text() == "letmein"


def fill(view: PasswordsView, qtbot: QtBot) -> list[str]:
    """Type a mark wherever one can, and return all that must be forgotten."""
    choose(view, HOLD)
    type_in(view, MARK, qtbot)
    button(view, "Show me how it was guessed").click()
    choose(view, DICE)
    button(view, "Roll the dice").click()
    words = [label.text() for label in view.findChildren(QLabel) if label.property("role") == "h2"]
    type_in(view, MARK, qtbot)
    choose(view, LEAK)
    type_in(view, MARK, qtbot)
    for _ in range(3):
        button(view, "Next step").click()
    return [MARK, *words]


def test_forgetting_empties_everything(
    view: PasswordsView, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    # words that stand nowhere else on screen, as a rolled "left" may
    monkeypatch.setattr(dice, "roll", lambda _list, count: [f"{MARK}-{n}" for n in range(count)])
    secrets = fill(view, qtbot)
    assert len(secrets) == 7
    everything = "\n".join(visible(view))
    assert all(secret in everything for secret in secrets)
    view.forget()
    everything = "\n".join(visible(view))
    assert not [secret for secret in secrets if secret in everything]
    assert not any(f.isUndoAvailable() or f.text() for f in view.findChildren(QLineEdit))
    assert MARK not in repr(view.state())
    assert button(view, TABS[ORDER]).isChecked()


def test_a_view_made_anew_takes_back_what_was_there(view: PasswordsView, qtbot: QtBot) -> None:
    fill(view, qtbot)
    anew = PasswordsView(WORDS, Options(), "sv")
    qtbot.addWidget(anew)
    anew.restore(view.state())
    assert anew.state() == view.state()
    with qtbot.waitExposed(anew):
        anew.show()
    assert "It is not in the list" in said(anew)


def test_a_revealed_order_is_still_revealed_in_another_language(
    view: PasswordsView, qtbot: QtBot
) -> None:
    button(view, "Show the answer").click()
    anew = PasswordsView(WORDS, Options(), "sv")
    qtbot.addWidget(anew)
    anew.restore(view.state())
    assert anew.state() == view.state()


def test_an_empty_or_foreign_state_does_no_harm(view: PasswordsView) -> None:
    view.restore({})
    view.restore({"exercises": [{}, {}, {}, {}]})
    assert button(view, TABS[ORDER]).isChecked()
    assert not any(field.text() for field in view.findChildren(QLineEdit))


def test_it_is_finished_once_when_all_four_are_done(view: PasswordsView, qtbot: QtBot) -> None:
    times: list[bool] = []
    view.finished.connect(lambda: times.append(True))
    fill(view, qtbot)
    assert not times
    choose(view, ORDER)
    button(view, "Show the answer").click()
    assert times == [True]


def test_one_exercise_leads_to_the_next(view: PasswordsView) -> None:
    press(view, "Show the answer")
    press(view, "How long would it hold?")
    assert button(view, TABS[HOLD]).isChecked()
    press(view, "Roll a better one")
    press(view, "Roll the dice")
    onward = [b for b in view.findChildren(QPushButton) if b.property("role") == "primary"]
    next(b for b in onward if b.isVisible()).click()
    assert button(view, TABS[LEAK]).isChecked()


def is_in_sight(area: QWidget, widget: QWidget) -> bool:
    return 0 < widget.mapTo(area, widget.rect().center()).y() < area.height()


def test_what_comes_up_is_in_sight_on_a_small_screen(qtbot: QtBot) -> None:
    view = PasswordsView(WORDS, Options(), "en")
    area = parts.scrolled(view)
    qtbot.addWidget(area)
    area.resize(700, 300)
    area.show()
    bar = area.verticalScrollBar()
    for name, shown in (("Show the answer", parts.Callout), ("How long would it hold?", QLineEdit)):
        bar.setValue(bar.maximum())
        button(view, name).click()
        up = next(w for w in view.findChildren(QWidget) if isinstance(w, shown) and w.isVisible())
        qtbot.waitUntil(partial(is_in_sight, area, up))


def test_there_is_one_primary_button_and_none_that_copies(
    view: PasswordsView, qtbot: QtBot
) -> None:
    QGuiApplication.clipboard().setText("before")
    fill(view, qtbot)
    for number in range(4):
        choose(view, number)
        buttons = [b for b in view.findChildren(QPushButton) if b.isVisible()]
        assert sum(b.property("role") == "primary" for b in buttons) <= 1
        assert not [b for b in buttons if "copy" in (b.text() + b.accessibleName()).lower()]
    assert QGuiApplication.clipboard().text() == "before"


@pytest.mark.parametrize("number", range(4))
def test_every_control_has_a_name(view: PasswordsView, number: int) -> None:
    choose(view, number)
    for widget in view.findChildren(QWidget):
        if widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            interface = QAccessible.queryAccessibleInterface(widget)
            assert interface.text(QAccessible.Text.Name), widget
