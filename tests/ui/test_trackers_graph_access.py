"""The graph for who cannot see it: a list of nodes, and news when pages bring in companies."""

import gc

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QAccessible, QAccessibleEvent, QAccessibleInterface
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from privacykit.activities.trackers.view.webview import WebOfCompaniesView
from privacykit.look import parts
from tests.ui import webs

NAME, DESCRIPTION = QAccessible.Text.Name, QAccessible.Text.Description


@pytest.fixture
def view(qtbot: QtBot) -> WebOfCompaniesView:
    made = WebOfCompaniesView()
    qtbot.addWidget(made)
    made.resize(700, 640)
    made.show()
    made.activateWindow()
    made.show_visit(webs.THREE)
    return made


@pytest.fixture
def spoken(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    said: list[str] = []
    monkeypatch.setattr(parts, "announce", lambda _widget, text: said.append(text))
    return said


def interface(view: WebOfCompaniesView) -> QAccessibleInterface:
    return QAccessible.queryAccessibleInterface(view.graph_page.graph)


def names(graph: QAccessibleInterface) -> list[str]:
    return [graph.child(place).text(NAME) for place in range(graph.childCount())]


def test_every_node_is_a_line_of_a_list(view: WebOfCompaniesView) -> None:
    graph = interface(view)
    assert graph.role() == QAccessible.Role.List
    assert graph.text(NAME) == "Web of companies"
    assert names(graph) == [node.name for node in view.graph_page.graph.nodes]
    assert graph.child(0).role() == QAccessible.Role.ListItem
    assert graph.child(99) is None


def test_a_line_says_what_the_shape_says(view: WebOfCompaniesView) -> None:
    graph = interface(view)
    line = graph.child(names(graph).index("PixelHub"))
    expected = "Company. Called by 2 sites: news.example, health.example. 2 calls, 1 stopped."
    assert line.text(DESCRIPTION) == expected
    assert line.text(QAccessible.Text.Value) == ""
    assert line.childCount() == 0
    assert line.parent().role() == QAccessible.Role.List


def test_the_line_the_keyboard_is_on_has_the_focus(
    view: WebOfCompaniesView, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[int] = []

    def note(event: QAccessibleEvent) -> None:
        if event.type() == QAccessible.Event.Focus:
            told.append(event.child())

    monkeypatch.setattr(QAccessible, "updateAccessibility", note)
    graph = view.graph_page.graph
    graph.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(graph, Qt.Key.Key_End)
    current = graph.marks.current
    assert told[-1] == current
    assert interface(view).focusChild().text(NAME) == graph.nodes[current].name
    state = interface(view).child(current).state()
    assert state.focused
    assert state.selected
    other = interface(view).child((current + 1) % len(graph.nodes)).state()
    assert not other.focused
    view.finder.setFocus()
    assert interface(view).focusChild() is None


def test_a_line_is_where_its_node_is(view: WebOfCompaniesView) -> None:
    graph = interface(view)
    line = graph.child(0)
    middle = line.rect().center()
    assert graph.childAt(middle.x(), middle.y()).text(NAME) == line.text(NAME)
    assert graph.indexOfChild(line) == 0
    assert graph.childAt(-5000, -5000) is None


def test_a_line_whose_node_is_gone_says_nothing(view: WebOfCompaniesView) -> None:
    line = interface(view).child(0)
    view.clear()
    assert not isValid(line)
    assert interface(view).childCount() == 0


def test_a_line_whose_node_is_among_the_rest_says_nothing(view: WebOfCompaniesView) -> None:
    line = interface(view).child(0)
    view.web.clear()
    view.web.open_page(webs.page("other.example"))
    view.refresh()
    assert not line.isValid()
    assert line.text(NAME) == ""


def test_lines_outlive_their_graph_without_harm() -> None:
    view = WebOfCompaniesView()
    view.show()
    view.show_visit(webs.THREE)
    line = interface(view).child(0)
    QAccessible.uniqueId(line)
    view.close()
    view.deleteLater()
    del view
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    gc.collect()
    assert not isValid(line)


def test_news_are_gathered_and_told_once(view: WebOfCompaniesView, spoken: list[str]) -> None:
    view._later.timeout.emit()
    spoken.clear()
    for company in ("Newcomer", "Another", "Newcomer", "TrackNet"):
        view.add(webs.call("shop.example", company))
    assert view._later.isActive()
    assert spoken == []
    view._later.timeout.emit()
    view._later.timeout.emit()
    assert spoken == ["2 more companies: Newcomer, Another"]


def test_news_wait_for_nobody_who_has_left(view: WebOfCompaniesView, spoken: list[str]) -> None:
    view._later.timeout.emit()
    spoken.clear()
    view.hide()
    view.add(webs.call("shop.example", "Newcomer"))
    view._later.timeout.emit()
    assert spoken == []


def test_at_rest_no_clock_runs(view: WebOfCompaniesView) -> None:
    view.add(webs.call("shop.example", "Newcomer"))
    view._soon.timeout.emit()
    graph = view.graph_page.graph
    while graph.clock.isActive():
        graph.clock.timeout.emit()
    view._soon.stop()
    view._later.stop()
    assert view._soon.isSingleShot()
    assert view._later.isSingleShot()
    assert not graph.clock.isActive()
