"""The window: ways through it, how it looks and reads, and what is told in it."""

import gc
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec import structs
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from privacykit import i18n
from privacykit.content.shelf import Shelf
from privacykit.content.station import Station
from privacykit.errors import StationError
from privacykit.look import theme
from privacykit.look.pane import Pane
from privacykit.ui import language, notices
from privacykit.ui.station import StationPage
from privacykit.ui.tiles import Tiles
from privacykit.ui.window import MainWindow
from privacykit.ui.world import Choices, Route
from tests.ui import made
from tests.ui.conftest import sweep

Open = Callable[..., MainWindow]


def button(window: QWidget, name: str) -> QPushButton:
    found = window.findChild(QPushButton, name)
    assert isinstance(found, QPushButton), name
    return found


def texts(window: QWidget) -> str:
    return " ".join(label.text() for label in made.every(window, QLabel))


def press(window: MainWindow, key: Qt.Key) -> None:
    QTest.keyClick(QApplication.focusWidget() or window, key)


def to_try(window: MainWindow) -> StationPage:
    window.go(Route("station", "notes"))
    assert isinstance(window.page, StationPage)
    window.page.go_to(1)
    return window.page


def test_a_station_is_opened_and_left_by_keyboard(window: MainWindow) -> None:
    focus = QApplication.focusWidget()
    assert focus is not None
    assert focus.accessibleName() == "Start: Notes that hold"
    press(window, Qt.Key.Key_Return)
    assert window.route == Route("station", "notes")
    press(window, Qt.Key.Key_Escape)
    assert window.route == Route()


def test_the_button_that_leads_on_leads_through_the_whole_station(window: MainWindow) -> None:
    window.go(Route("station", "notes"))
    places = []
    for _ in range(9):
        forward = button(window, "step-forward")
        places.append(forward.mapTo(window, forward.rect().bottomRight()))
        forward.click()
        if window.route.page == "home":
            break
    assert window.route == Route()
    assert len(places) == 7
    assert len({(place.x() // 8, place.y()) for place in places}) == 1


def test_escape_goes_back_through_the_station(window: MainWindow) -> None:
    page = to_try(window)
    page.drawer.open()
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert not page.drawer.isVisible()
    for _ in range(2):
        assert window.route.page == "station"
        QTest.keyClick(window, Qt.Key.Key_Escape)
    assert window.route == Route()


def test_the_language_is_switched_live_and_nothing_is_lost(window: MainWindow) -> None:
    page = to_try(window)
    page.step.findChildren(QLineEdit)[0].setText("my own words")
    window.bar.chose.emit("sv", "dark", 125)
    again = window.page
    assert isinstance(again, StationPage)
    assert again is not page
    assert "på svenska" in again.title()
    field = again.step.findChildren(QLineEdit)[0]
    assert (field.text(), field.accessibleName()) == ("my own words", "line sv")
    assert i18n.current() == "sv"
    assert (theme.name(), theme.percent()) == ("dark", 125)
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "Avbryt"


def test_the_keyboard_stays_where_it_was_on_a_change(window: MainWindow) -> None:
    larger = button(window, "larger")
    larger.setFocus()
    larger.click()
    focus = QApplication.focusWidget()
    assert focus is not None
    assert focus.objectName() == "larger"
    assert theme.percent() == 125


def test_text_goes_from_100_to_200_and_not_further(window: MainWindow) -> None:
    seen = [theme.percent()]
    while button(window, "larger").isEnabled():
        button(window, "larger").click()
        seen.append(theme.percent())
    assert seen == [100, 125, 156, 200]
    while button(window, "smaller").isEnabled():
        button(window, "smaller").click()
    assert theme.percent() == 100
    assert not button(window, "smaller").isEnabled()


def test_the_menus_offer_every_language_and_theme(window: MainWindow) -> None:
    assert [a.text() for a in button(window, "language").menu().actions()] == ["English", "Svenska"]
    themes = button(window, "theme").menu().actions()
    assert [a.text() for a in themes] == ["Light", "Dark", "High contrast"]
    themes[2].trigger()
    assert theme.name() == "contrast"


def test_changing_the_look_leaks_nothing(window: MainWindow) -> None:
    to_try(window)

    def count() -> int:
        sweep()
        gc.collect()
        return len(QApplication.allWidgets())

    for name in ("dark", "light"):
        window.bar.chose.emit("en", name, 100)
    before = count()
    for number in range(20):
        window.bar.chose.emit("sv" if number % 2 == 0 else "en", "light", 100)
    assert count() == before


def test_full_screen_closes_the_notes(window: MainWindow, qtbot: QtBot) -> None:
    page = to_try(window)
    page.drawer.open()
    QTest.keyClick(window, Qt.Key.Key_F11)
    qtbot.waitUntil(window.isFullScreen)
    now = window.page
    assert isinstance(now, StationPage)
    assert not now.drawer.isVisible()
    button(window, "notes").click()
    assert now.drawer.isVisible()
    QTest.keyClick(window, Qt.Key.Key_F11)
    qtbot.waitUntil(lambda: not window.isFullScreen())


def test_the_notes_mark_facts_past_their_date(window: MainWindow) -> None:
    page = to_try(window)
    assert "Past its date" not in texts(window)
    page.drawer.open()
    assert texts(page.drawer).count("Past its date") == 1
    assert "Some facts are past their date" in texts(page.drawer)


def test_many_stations_stand_in_columns_that_fit(open_window: Open, tmp_path: Path) -> None:
    many = tuple(made.station(tmp_path, f"notes-{n}") for n in range(8))
    window = open_window(shelf=lambda: Shelf(many, ()))
    tiles = window.findChild(Tiles)
    assert isinstance(tiles, Tiles)
    columns = []
    for width in (1366, 1024, 800, 640):
        window.resize(width, 768)
        QApplication.processEvents()
        columns.append(tiles.columns)
    assert columns == [4, 3, 3, 2]
    window.bar.chose.emit("en", "light", 200)
    QApplication.processEvents()
    tiles = window.findChild(Tiles)
    assert isinstance(tiles, Tiles)
    assert tiles.columns == 1


def titled(station: Station, title: str) -> Station:
    words = station.words["en"]
    about = structs.replace(words.about, title=title)
    return structs.replace(station, words={"en": structs.replace(words, about=about)})


def test_cards_are_of_one_width_whatever_a_title_is(open_window: Open, tmp_path: Path) -> None:
    titles = ("Post", "Datenschutzgrundverordnungsseminar", "Tor", "Fotos", "Wer")
    many = tuple(titled(made.station(tmp_path, f"notes-{n}"), t) for n, t in enumerate(titles))
    window = open_window(shelf=lambda: Shelf(many, ()))
    cards = list(made.every(window, Pane))
    assert len(cards) == len(titles)
    widths = [card.width() for card in cards]
    assert max(widths) - min(widths) <= 1


def test_with_no_station_the_first_screen_says_where_to_look(open_window: Open) -> None:
    window = open_window(shelf=lambda: Shelf((), ()))
    assert "No station can be shown." in texts(window)


def test_a_station_that_is_gone_leads_home(window: MainWindow) -> None:
    window.go(Route("station", "not-there"))
    assert "What would you like to try?" in texts(window)
    assert window.notices.text.startswith("This station cannot be shown. Staff can see why")


def test_a_message_can_be_closed(window: MainWindow) -> None:
    window.tell("warning", "The paper is out.")
    assert "The paper is out." in texts(window)
    window.bar.chose.emit("en", "dark", 100)
    assert "The paper is out." in texts(window)
    button(window, "close-notice").click()
    assert "The paper is out." not in texts(window)


def test_what_goes_wrong_is_told_calmly(
    window: MainWindow, capsys: pytest.CaptureFixture[str]
) -> None:
    hook = notices.catch_all(window.tell)
    typed = "correct horse battery staple"
    with pytest.raises(ValueError, match=typed) as caught:
        int(typed)
    hook(caught.type, caught.value, caught.tb)
    told = texts(window)
    assert "You can go on" in told
    assert "ValueError" not in told
    assert typed not in told
    written = capsys.readouterr().err
    assert "ValueError in test_what_goes_wrong_is_told_calmly" in written
    assert typed not in written


def test_own_errors_are_told_in_their_words(tmp_path: Path) -> None:
    error = StationError(tmp_path, "It is empty.", "Fill it.")
    assert notices.sentence(error).endswith("It is empty. Fill it.")


def test_an_error_in_a_slot_does_not_end_the_window(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def break_down() -> None:
        raise RuntimeError("typed words")

    monkeypatch.setattr(sys, "excepthook", notices.catch_all(window.tell))
    button(window, "door-handouts").clicked.disconnect()
    button(window, "door-handouts").clicked.connect(break_down)
    button(window, "door-handouts").click()
    assert "You can go on" in window.notices.text
    assert "RuntimeError in break_down" in capsys.readouterr().err
    window.go(Route("station", "notes"))
    assert window.route.page == "station"


def test_stopping_the_program_by_hand_is_no_error(window: MainWindow) -> None:
    told: list[object] = []
    hook, before = notices.catch_all(lambda *news: told.append(news)), sys.__excepthook__
    sys.__excepthook__ = lambda *caught: told.append(caught[0])
    try:
        hook(KeyboardInterrupt, KeyboardInterrupt(), None)
    finally:
        sys.__excepthook__ = before
    assert told == [KeyboardInterrupt]


def test_page_keys_scroll_wherever_the_keyboard_is(open_window: Open, tmp_path: Path) -> None:
    station = made.station(tmp_path, learn=("word " * 3000,))
    window = open_window(shelf=lambda: Shelf((station,), ()))
    window.go(Route("station", "notes"))
    QApplication.processEvents()
    areas = [area.verticalScrollBar() for area in made.every(window.page, QScrollArea)]
    press(window, Qt.Key.Key_PageDown)
    assert any(bar.value() > 0 for bar in areas)


def test_the_system_language_is_one_the_kit_speaks() -> None:
    assert language.system_language() in i18n.LANGUAGES


def test_the_focus_ring_shows_for_the_keyboard_only(window: MainWindow) -> None:
    from privacykit.look.focus import FocusRing

    ring = window.findChild(FocusRing)
    assert isinstance(ring, FocusRing)
    assert not ring.isVisible()
    press(window, Qt.Key.Key_Tab)
    focus = QApplication.focusWidget()
    assert focus is not None
    assert ring.isVisible()
    assert ring.geometry().contains(focus.mapTo(window, focus.rect().center()))
    QTest.mouseClick(focus, Qt.MouseButton.RightButton)
    assert not ring.isVisible()


def test_choices_are_forgotten_with_the_session(open_window: Open) -> None:
    window = open_window(Choices("sv", "contrast", 156))
    window.forget_everything()
    assert (i18n.current(), theme.name(), theme.percent()) == ("en", "light", 100)
