"""The record's page and its chart, as a person at the keyboard and with the mouse meets them."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any, cast

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QCheckBox, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from privacykit.look import work
from privacykit.record import chain
from privacykit.record.row import row_of
from privacykit.record.table import Day
from privacykit.staff import keeping
from privacykit.ui.admin import access
from privacykit.ui.admin.chart import Bars, Chart
from privacykit.ui.admin.record import RecordPage
from privacykit.ui.admin.record_table import Table
from privacykit.ui.window import MainWindow
from privacykit.ui.world import Choices, Route
from tests.unit.recording import NOW, lines, not_clean, put, report

Open = Callable[..., MainWindow]


@pytest.fixture(autouse=True)
def no_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "keyrings", list)


@pytest.fixture
def admin(tmp_path: Path) -> Any:
    return access.made_up(tmp_path / "made")


@pytest.fixture
def book(admin: Any) -> chain.Book:
    """Give the account's own record: four wipes in four minutes, of which one left something."""
    made = chain.of_account(admin.audit_folder.parent)
    for number in range(3):
        at = NOW + timedelta(minutes=number)
        chain.append(made, row_of(report(finished="", removed_files=10 - number), at))
    chain.append(made, row_of(not_clean(removed_files=1), NOW))
    return made


@pytest.fixture
def opened(qtbot: QtBot, open_window: Open, admin: Any) -> Callable[..., RecordPage]:
    def go(**changes: Any) -> RecordPage:
        window = open_window(admin=admin, **changes)
        window.go(Route("staff", "record"))
        qtbot.waitUntil(lambda: not work.anything_running())
        return page_of(window)

    return go


def page_of(window: MainWindow) -> RecordPage:
    return cast("RecordPage", cast("Any", window.page).page)


def texts(page: QWidget) -> str:
    return "\n".join(label.text() for label in page.findChildren(QLabel) if label.isVisible())


def cells(page: RecordPage, column: int) -> list[str]:
    assert page.table is not None
    model = page.table.model()
    return [model.index(row, column).data() for row in range(model.rowCount())]


def test_without_a_wipe_it_says_what_will_be_here(opened: Callable[..., RecordPage]) -> None:
    page = opened()
    assert "No wipe is recorded yet." in texts(page)
    assert page.table is None


@pytest.mark.usefixtures("book")
def test_the_newest_wipe_stands_first(opened: Callable[..., RecordPage]) -> None:
    page = opened()
    assert "1 of 4 wipes was not verified." in texts(page)
    assert "No row was changed or removed." in texts(page)
    assert cells(page, 1) == ["3 things left", "Verified", "Verified", "Verified"]
    assert cells(page, 3) == ["1", "8", "9", "10"]


@pytest.mark.usefixtures("book")
def test_the_keyboard_moves_and_sorts(opened: Callable[..., RecordPage], qtbot: QtBot) -> None:
    page = opened()
    table = cast("Table", page.table)
    assert page.first() is table
    assert table.hasFocus()
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Right):
        qtbot.keyClick(table, key)
    assert table.currentIndex().column() == 3
    qtbot.keyClick(table, Qt.Key.Key_S)
    assert cells(page, 3) == ["1", "8", "9", "10"]
    qtbot.keyClick(table, Qt.Key.Key_S)
    assert cells(page, 3) == ["10", "9", "8", "1"]
    table.setCurrentIndex(table.model().index(0, 1))
    qtbot.keyClick(table, Qt.Key.Key_S)
    assert cells(page, 1)[-1] == "3 things left"
    qtbot.keyClick(table, Qt.Key.Key_Tab)
    assert not table.hasFocus()


@pytest.mark.usefixtures("book")
def test_each_cell_says_its_column(opened: Callable[..., RecordPage]) -> None:
    table = cast("Table", opened().table)
    spoken = table.model().index(0, 1).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Result: 3 things left"
    assert table.accessibleName() == "Wipes"


@pytest.mark.usefixtures("book")
def test_only_what_was_not_verified_is_shown_and_saved(
    opened: Callable[..., RecordPage], qtbot: QtBot, tmp_path: Path
) -> None:
    file = tmp_path / "record.csv"
    page = opened(ask_file=lambda _parent, _name: file)
    only = cast("QCheckBox", page.findChild(QCheckBox, "only-open"))
    qtbot.mouseClick(only, Qt.MouseButton.LeftButton, pos=QPoint(8, only.height() // 2))
    assert cells(page, 1) == ["3 things left"]
    save = cast("QPushButton", page.findChild(QPushButton, "save-table"))
    with qtbot.waitSignal(page.noticed) as said:
        qtbot.mouseClick(save, Qt.MouseButton.LeftButton)
    assert said.args == ["ok", f"Saved: {file}"]
    assert len(file.read_text().splitlines()) == 2


@pytest.mark.usefixtures("book")
def test_a_table_that_cannot_be_saved_is_told(
    opened: Callable[..., RecordPage], qtbot: QtBot, tmp_path: Path
) -> None:
    answers: Iterator[Path | None] = iter([None, tmp_path / "none" / "x.csv"])
    page = opened(ask_file=lambda _parent, _name: next(answers))
    with qtbot.assertNotEmitted(page.noticed):
        page.save()
    with qtbot.waitSignal(page.noticed) as said:
        page.save()
    assert said.args is not None
    assert said.args[0] == "warning"
    assert "No such file" in said.args[1]


def test_a_changed_record_is_the_first_thing_said(
    opened: Callable[..., RecordPage], book: chain.Book
) -> None:
    rows = lines(book)
    put(book, [rows[0], b"x\n", rows[2]])
    said = texts(opened())
    assert "The record is not as it was written" in said
    assert "Row 2 is missing." in said
    assert "Tell IT." in said


def test_many_changes_are_summed_up(opened: Callable[..., RecordPage], book: chain.Book) -> None:
    for _ in range(3):
        chain.append(book, row_of(report(), NOW))
    put(book, [b"x\n".join([line, b""]) for line in lines(book)])
    assert "And 4 more places." in texts(opened())


def test_a_record_that_cannot_be_read_is_told_and_read_again(
    opened: Callable[..., RecordPage], book: chain.Book, qtbot: QtBot
) -> None:
    key = book.folder / "record.key"
    content = key.read_bytes()
    key.write_bytes(b"nonsense")
    page = opened()
    assert "is damaged. Remove it" in texts(page)
    key.write_bytes(content)
    again = cast("QPushButton", page.first())
    qtbot.mouseClick(again, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.table is not None)


@pytest.mark.usefixtures("book")
def test_a_change_of_language_keeps_order_and_filter(
    open_window: Open, admin: Any, qtbot: QtBot
) -> None:
    window = open_window(admin=admin)
    window.go(Route("staff", "record"))
    qtbot.waitUntil(lambda: not work.anything_running())
    page = page_of(window)
    page.filter(True)
    cast("Table", page.table).sortByColumn(3, Qt.SortOrder.AscendingOrder)
    window.rebuild()
    page = page_of(window)
    assert cells(page, 1) == ["3 things left"]
    page.filter(False)
    assert cells(page, 3) == ["1", "8", "9", "10"]


@pytest.mark.usefixtures("book")
def test_a_change_while_it_is_read_goes_on(open_window: Open, admin: Any, qtbot: QtBot) -> None:
    window = open_window(admin=admin)
    window.go(Route("staff", "record"))
    window.rebuild()
    page = page_of(window)
    qtbot.waitUntil(lambda: page.table is not None)
    page = RecordPage(cast("Any", window)._world)
    qtbot.addWidget(page)
    page.restore({"record": None, "only": False, "order": page._order, "work": None})
    qtbot.waitUntil(lambda: page.table is not None)


def test_roots_record_is_shown_where_there_is_one(
    opened: Callable[..., RecordPage], admin: Any
) -> None:
    admin.system.records.mkdir(parents=True)
    chain.append(chain.of_computer(admin.system), row_of(report(), NOW))
    assert "1 wipe, and it was verified." in texts(opened())


# The chart

DAYS = tuple(Day(date(2026, 11, 1) + timedelta(days=n), n, max(0, n - 1)) for n in range(5))


@pytest.fixture
def chart(qtbot: QtBot) -> Chart:
    made = Chart(DAYS)
    qtbot.addWidget(made)
    made.resize(300, 160)
    made.show()
    qtbot.waitExposed(made)
    return made


def test_the_chart_tells_the_sum_and_every_day_in_words(chart: Chart) -> None:
    assert chart.caption.text() == "10 wipes, 6 verified; hatched: not verified"
    told = chart.bars.accessibleDescription().splitlines()
    assert told[0] == "1 November: No wipes"
    assert told[4] == "5 November: 4 wipes, 3 verified"
    assert Chart(DAYS[:0]).caption.text() == "No wipes"


def test_the_keyboard_goes_from_day_to_day(chart: Chart, qtbot: QtBot) -> None:
    chart.bars.setFocus()
    for key, day in (
        (Qt.Key.Key_Left, "5 November"),
        (Qt.Key.Key_Left, "4 November"),
        (Qt.Key.Key_Right, "5 November"),
        (Qt.Key.Key_Right, "5 November"),
        (Qt.Key.Key_Home, "1 November"),
        (Qt.Key.Key_End, "5 November"),
    ):
        qtbot.keyClick(chart.bars, key)
        assert chart.caption.text().startswith(f"{day}: ")
    chart.bars.clearFocus()
    assert chart.caption.text().startswith("10 wipes")
    qtbot.keyClick(chart.bars, Qt.Key.Key_A)
    assert chart.caption.text().startswith("10 wipes")


def test_the_mouse_does_too(chart: Chart, qtbot: QtBot) -> None:
    qtbot.mouseMove(chart.bars, QPoint(chart.bars.width() - 2, 10))
    qtbot.waitUntil(lambda: chart.caption.text().startswith("5 November"))
    chart.bars.choose(None)
    assert chart.caption.text().startswith("10 wipes")


def test_bars_are_as_high_as_their_days(chart: Chart) -> None:
    """A day without a wipe has no bar; what was not verified is another colour than the rest."""
    picture = chart.bars.grab().toImage()
    width = chart.bars.width() // len(DAYS)

    def colours(day: int) -> set[str]:
        middle = width * day + width // 2
        return {picture.pixelColor(middle, y).name() for y in range(picture.height() - 2)}

    ground = picture.pixelColor(1, 1).name()
    assert colours(0) == {ground}
    assert len(colours(4) - {ground}) >= 2


def test_from_right_to_left_the_latest_day_is_on_the_left(
    chart: Chart, qtbot: QtBot, qapp: Any
) -> None:
    qapp.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    try:
        qtbot.keyClick(chart.bars, Qt.Key.Key_Right)
        assert chart.caption.text().startswith("5 November")
        before = chart.bars.grab().toImage()
        left = {before.pixelColor(30, y).name() for y in range(90)}
        assert len(left) > 1
    finally:
        qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


def test_a_chart_of_no_days_takes_any_key(qtbot: QtBot) -> None:
    bars = Bars((), lambda _day: None)
    qtbot.addWidget(bars)
    qtbot.keyClick(bars, Qt.Key.Key_End)
    bars.grab()


def test_in_swedish_the_days_are_too(qapp: Any) -> None:
    from privacykit.ui import language

    language.use(Choices("sv", "light", 100))
    try:
        assert "1 november" in Chart(DAYS).bars.accessibleDescription()
    finally:
        language.use(Choices("en", "light", 100))
