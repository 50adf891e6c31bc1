"""The table beside the graph: same calls, same choice, narrowed, sorted and saved."""

import csv
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from privacykit.activities.trackers.view.table import COLUMNS, Table
from privacykit.activities.trackers.view.webview import WebOfCompaniesView
from privacykit.look import theme
from privacykit.tracking.model import Page, Request
from tests.ui import webs
from tests.ui.pressing import button

SITE, COMPANY, HOST, KIND, CALLS, OUTCOME, RULE = range(len(COLUMNS))
Key = Qt.Key


@pytest.fixture
def view(qtbot: QtBot) -> WebOfCompaniesView:
    made = WebOfCompaniesView()
    qtbot.addWidget(made)
    made.resize(900, 640)
    made.show()
    made.activateWindow()
    made.show_visit(webs.THREE)
    return made


@pytest.fixture
def table(view: WebOfCompaniesView) -> Table:
    button(view, "As a table").click()
    return view.table_page.table


def column(table: Table, number: int) -> list[str]:
    model = table.model()
    return [str(model.index(row, number).data()) for row in range(model.rowCount())]


def go(table: Table, company: str, place: int = COMPANY) -> None:
    table.setFocus()
    table.setCurrentIndex(table.model().index(column(table, COMPANY).index(company), place))


def chosen(table: Table) -> str:
    return str(table.model().index(table.currentIndex().row(), COMPANY).data())


def texts(view: WebOfCompaniesView) -> list[str]:
    return [label.text() for label in view.findChildren(QLabel) if label.isVisible()]


def type_in(view: WebOfCompaniesView, text: str) -> None:
    field = view.findChild(QLineEdit)
    assert isinstance(field, QLineEdit)
    field.setFocus()
    QTest.keyClicks(field, text)


def test_it_holds_every_call_also_those_of_the_site_itself(table: Table) -> None:
    assert len(column(table, SITE)) == 10
    assert column(table, COMPANY).count("The site itself") == 3
    assert column(table, OUTCOME).count("stopped") == 2


def test_each_cell_can_be_read_by_itself(table: Table) -> None:
    cell = table.model().index(0, CALLS)
    assert cell.data(Qt.ItemDataRole.AccessibleTextRole) == "Calls: 1"
    title = table.model().headerData(RULE, Qt.Orientation.Horizontal)
    assert title == "Rule"


@pytest.mark.parametrize("place", [SITE, COMPANY, HOST, KIND, CALLS, OUTCOME])
def test_s_sorts_by_the_column_one_is_in(table: Table, place: int) -> None:
    go(table, "TrackNet", place)
    table.sortByColumn(RULE, Qt.SortOrder.AscendingOrder)
    QTest.keyClick(table, Key.Key_S)
    up = [COLUMNS[place].sort(line) for line in table.calls.lines]
    assert up == sorted(up)
    QTest.keyClick(table, Key.Key_S)
    down = [COLUMNS[place].sort(line) for line in table.calls.lines]
    assert down == sorted(down, reverse=True)
    assert chosen(table) == "TrackNet"


def test_what_was_stopped_comes_first(table: Table) -> None:
    table.sortByColumn(OUTCOME, Qt.SortOrder.AscendingOrder)
    assert column(table, OUTCOME)[:2] == ["stopped", "stopped"]
    assert column(table, RULE)[0].startswith("||")


def test_boxes_narrow_it(view: WebOfCompaniesView, table: Table) -> None:
    view.table_page.only_others.click()
    assert "The site itself" not in column(table, COMPANY)
    view.table_page.only_stopped.click()
    assert sorted(column(table, COMPANY)) == ["AdBazaar", "PixelHub"]
    view.table_page.only_others.click()
    view.table_page.only_stopped.click()
    assert len(column(table, SITE)) == 10


def test_the_search_narrows_the_table_and_lifts_in_the_graph(
    view: WebOfCompaniesView, table: Table
) -> None:
    type_in(view, "pixel")
    assert set(column(table, COMPANY)) == {"PixelHub"}
    assert "1 found" in texts(view)
    button(view, "Graph").click()
    graph = view.graph_page.graph
    assert [graph.nodes[place].name for place in graph.marks.found] == ["PixelHub"]
    type_in(view, "zzz")
    assert "Nothing found" in texts(view)
    assert not graph.marks.found


def test_enter_in_the_search_goes_there(view: WebOfCompaniesView) -> None:
    type_in(view, "tracknet")
    QTest.keyClick(view.focusWidget(), Key.Key_Return)
    assert view.graph_page.graph.current == "company:TrackNet"
    assert view.focusWidget() is view.graph_page.graph


def test_enter_in_a_vain_search_goes_nowhere(view: WebOfCompaniesView) -> None:
    type_in(view, "zzz")
    QTest.keyClick(view.focusWidget(), Key.Key_Return)
    assert view.graph_page.graph.current == ""


def test_one_choice_for_both(view: WebOfCompaniesView, table: Table) -> None:
    go(table, "PixelHub")
    assert view.graph_page.graph.current == "company:PixelHub"
    assert [text for text in texts(view) if text.startswith("PixelHub. Company. ")]
    button(view, "Graph").click()
    graph = view.graph_page.graph
    graph.setFocus()
    graph.go([node.name for node in graph.nodes].index("AdBazaar"))
    button(view, "As a table").click()
    assert chosen(table) == "AdBazaar"


def test_moving_within_one_company_stays_on_the_line(
    view: WebOfCompaniesView, table: Table
) -> None:
    table.sortByColumn(COMPANY, Qt.SortOrder.AscendingOrder)
    go(table, "TrackNet")
    row = table.currentIndex().row()
    QTest.keyClick(table, Key.Key_Down)
    assert table.currentIndex().row() == row + 1
    assert view.graph_page.graph.current == "company:TrackNet"


def test_enter_picks_the_company_or_the_site(view: WebOfCompaniesView, table: Table) -> None:
    picked: list[str] = []
    view.picked.connect(picked.append)
    go(table, "TrackNet")
    QTest.keyClick(table, Key.Key_Return)
    go(table, "The site itself")
    QTest.keyClick(table, Key.Key_Return)
    assert picked == ["TrackNet", "health.example"]


def test_new_calls_come_in_and_the_choice_stays(view: WebOfCompaniesView, table: Table) -> None:
    go(table, "TrackNet")
    view.add(webs.call("a.example", "Aardvark"))
    view.open_page(Page(0, "b.example", "b.example"))
    assert "Aardvark" not in column(table, COMPANY)
    view._soon.timeout.emit()
    assert column(table, COMPANY)[0] == "Aardvark"
    assert chosen(table) == "TrackNet"
    assert "5 sites, 5 companies" in texts(view)


def test_it_is_saved_as_it_is_on_screen(
    view: WebOfCompaniesView, table: Table, tmp_path: Path
) -> None:
    view.add(Request(0, "=1+1", "+evil.example", third=True))
    view.refresh()
    table.sortByColumn(HOST, Qt.SortOrder.DescendingOrder)
    button(view, "Save as a table").click()
    dialog = view.findChild(QFileDialog)
    assert isinstance(dialog, QFileDialog)
    target = tmp_path / "calls.csv"
    dialog.fileSelected.emit(str(target))
    dialog.reject()
    with target.open(encoding="utf-8", newline="") as source:
        rows = list(csv.DictReader(source))
    assert [row["host"].removeprefix("'") for row in rows] == column(table, HOST)
    assert "'=1+1" in {row["site"] for row in rows}
    assert f"Saved: {target}" in texts(view)


def test_where_nothing_can_be_written_it_is_said(
    view: WebOfCompaniesView, table: Table, tmp_path: Path
) -> None:
    assert table.isVisible()
    view.table_page.save(tmp_path / "no" / "calls.csv")
    assert any("could not be written" in text for text in texts(view))


def test_the_rest_leads_to_the_table(qtbot: QtBot) -> None:
    view = WebOfCompaniesView()
    qtbot.addWidget(view)
    view.resize(400, 500)
    view.show()
    view.show_visit(webs.many(80, 80, 2))
    graph = view.graph_page.graph
    picked: list[str] = []
    view.picked.connect(picked.append)
    graph.go([node.key for node in graph.nodes].index("rest:parties"))
    assert any("more companies" in text for text in texts(view))
    graph.pick()
    assert view.table_page.table.isVisible()
    assert picked == []


def test_escape_leaves_the_graph_for_its_tab(view: WebOfCompaniesView) -> None:
    view.graph_page.graph.setFocus()
    QTest.keyClick(view.graph_page.graph, Key.Key_Escape)
    assert view.focusWidget() is button(view, "Graph")


def test_before_the_first_page_a_sentence_says_what_to_do(qtbot: QtBot) -> None:
    view = WebOfCompaniesView()
    qtbot.addWidget(view)
    view.show()
    assert "Open a page. The site and each company that it calls appear here." in texts(view)
    view.open_page(webs.page("news.example", "TrackNet"))
    view._soon.timeout.emit()
    assert view.graph_page.graph.isVisible()
    assert view.summary() == "1 site, 1 company"


def test_nothing_is_left_after_clearing(view: WebOfCompaniesView, table: Table) -> None:
    go(table, "TrackNet")
    type_in(view, "track")
    view.table_page.only_others.click()
    view.clear()
    assert view.state() == {"tab": 0, "find": "", "chosen": ""}
    assert not view.web.lines
    assert not table.calls.lines
    assert not view.table_page.only_others.isChecked()
    assert not any("TrackNet" in text for text in texts(view))
    graph = QAccessible.queryAccessibleInterface(view.graph_page.graph)
    assert graph.childCount() == 0


def test_nothing_is_left_after_clearing_what_is_hidden(view: WebOfCompaniesView) -> None:
    graph = view.graph_page.graph
    graph.go(0)
    view.hide()
    view.clear()
    assert not graph.nodes
    assert not graph.forces.keys
    assert not graph.clock.isActive()
    view.show()
    assert not any(".example" in text for text in texts(view))


def test_a_view_made_anew_is_as_the_old_one(
    view: WebOfCompaniesView, table: Table, qtbot: QtBot
) -> None:
    type_in(view, "track")
    go(table, "TrackNet")
    other = WebOfCompaniesView(view.web)
    qtbot.addWidget(other)
    other.show()
    other.restore(view.state())
    assert other.state() == view.state()
    assert other.table_page.table.isVisible()
    assert chosen(other.table_page.table) == "TrackNet"


@pytest.mark.parametrize(("percent", "width"), [(100, 320), (200, 480)])
@pytest.mark.parametrize("way", list(Qt.LayoutDirection)[:2])
def test_it_fits_where_it_is_put(
    qtbot: QtBot, qapp: QApplication, percent: int, width: int, way: Qt.LayoutDirection
) -> None:
    theme.apply(qapp, "light", percent)
    view = WebOfCompaniesView()
    qtbot.addWidget(view)
    view.setLayoutDirection(way)
    view.resize(width, 700)
    view.show()
    view.show_visit(webs.THREE)
    for name in ("As a table", "Graph"):
        button(view, name).click()
        assert view.width() == width
        assert view.grab().width() == width
    assert view.minimumSizeHint().width() <= width
    theme.apply(qapp, "light", 100)
