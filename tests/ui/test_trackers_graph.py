"""The live graph as a person meets it: it comes to rest, and mouse and keyboard reach all of it."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QHelpEvent, QImage, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QStyle, QToolTip, QWidget
from pytestqt.qtbot import QtBot

from privacykit.activities.trackers.engine.web import WebOfCompanies
from privacykit.activities.trackers.view.graph import ConnectionGraph
from privacykit.activities.trackers.view.sprites import Look, Sprites
from privacykit.look import theme
from privacykit.tracking.model import Visit
from tests.ui import webs

Key = Qt.Key
NO = Qt.KeyboardModifier.NoModifier
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def graph(qtbot: QtBot, qapp: QApplication) -> Iterator[ConnectionGraph]:
    theme.apply(qapp, "light", 100)
    yield opened(qtbot)
    theme.apply(qapp, "light", 100)


def opened(qtbot: QtBot) -> ConnectionGraph:
    web = WebOfCompanies()
    web.show_visit(webs.THREE)
    made = ConnectionGraph(web)
    made.resize(640, 420)
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    return made


def rest(graph: ConnectionGraph) -> None:
    """Let the clock tick until it has stopped itself."""
    for _tick in range(400):
        if not graph.clock.isActive():
            return
        graph.clock.timeout.emit()
    pytest.fail("the clock does not stop")


def enter(graph: ConnectionGraph) -> None:
    """Come in with Tab; a window's only widget has the keyboard already."""
    graph.clearFocus()
    graph.setFocus(Qt.FocusReason.TabFocusReason)


def name(graph: ConnectionGraph) -> str:
    assert graph.marks.current >= 0
    return graph.nodes[graph.marks.current].name


def where(graph: ConnectionGraph, name: str) -> QPoint:
    place = [node.name for node in graph.nodes].index(name)
    x, y = graph.points[place].tolist()
    return QPoint(round(x), round(y))


class Calm:
    """The style of a system whose owner wants no movement."""

    def styleHint(self, hint: QStyle.StyleHint) -> int:  # noqa: N802 - Qt's name
        return int(hint != QStyle.StyleHint.SH_Widget_Animate)


def test_the_clock_stops_when_all_is_calm(graph: ConnectionGraph) -> None:
    assert graph.clock.isActive()
    rest(graph)
    assert not graph.clock.isActive()
    assert graph.forces.is_calm


def test_a_new_company_wakes_it_and_it_comes_to_rest_again(graph: ConnectionGraph) -> None:
    rest(graph)
    graph.refresh()
    assert not graph.clock.isActive()
    graph.web.add(webs.call("news.example", "Newcomer"))
    graph.refresh()
    assert graph.clock.isActive()
    rest(graph)


def test_it_does_nothing_while_hidden_and_shows_all_afterwards(graph: ConnectionGraph) -> None:
    graph.hide()
    assert not graph.clock.isActive()
    graph.web.add(webs.call("news.example", "Newcomer"))
    graph.refresh()
    assert not graph.clock.isActive()
    assert "Newcomer" not in [node.name for node in graph.nodes]
    graph.show()
    assert "Newcomer" in [node.name for node in graph.nodes]


def test_who_wants_no_movement_sees_the_end_at_once(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ConnectionGraph, "style", lambda _graph: Calm())
    graph = opened(qtbot)
    assert graph.is_still
    assert graph.forces.is_calm
    assert not graph.clock.isActive()
    graph.web.add(webs.call("news.example", "Newcomer"))
    graph.refresh()
    assert not graph.clock.isActive()


def test_nodes_and_names_are_inside(graph: ConnectionGraph) -> None:
    rest(graph)
    assert all(graph.rect().contains(where(graph, node.name)) for node in graph.nodes)


@pytest.mark.parametrize("percent", [100, 200])
def test_hundreds_of_sites_are_thinned_by_the_room(
    qtbot: QtBot, qapp: QApplication, percent: int
) -> None:
    theme.apply(qapp, "light", percent)
    web = WebOfCompanies()
    web.show_visit(webs.many(150, 150, 3))
    graph = ConnectionGraph(web)
    qtbot.addWidget(graph)
    graph.resize(900, 600)
    graph.show()
    assert 30 < len(graph.nodes) <= (300 if percent == 100 else 80)
    assert [node.key for node in graph.nodes if node.what == "rest"]
    theme.apply(qapp, "light", 100)


def test_arrows_reach_a_neighbour_and_home_the_best_connected(graph: ConnectionGraph) -> None:
    rest(graph)
    enter(graph)
    assert name(graph) in {"TrackNet", "news.example"}
    chosen: list[str] = []
    graph.chosen.connect(chosen.append)
    QTest.keyClick(graph, Key.Key_End)
    assert len(graph.nodes[graph.marks.current].links) == 1
    QTest.keyClick(graph, Key.Key_Home)
    assert len(graph.nodes[graph.marks.current].links) == 3
    assert len(chosen) == 2
    seen = set()
    for key in (Key.Key_Left, Key.Key_Up, Key.Key_Right, Key.Key_Down) * 3:
        QTest.keyClick(graph, key)
        seen.add(name(graph))
    assert len(seen) > 3


def test_arrows_begin_at_the_best_connected(graph: ConnectionGraph) -> None:
    graph.clearFocus()
    graph.setFocus(Qt.FocusReason.MouseFocusReason)
    assert graph.marks.current == -1
    QTest.keyClick(graph, Key.Key_Left)
    assert len(graph.nodes[graph.marks.current].links) == 3


def test_f_goes_round_the_neighbours(graph: ConnectionGraph) -> None:
    rest(graph)
    graph.setFocus()
    graph.choose("company:TrackNet")
    seen = []
    for _press in range(4):
        QTest.keyClick(graph, Key.Key_F)
        seen.append(name(graph))
    assert sorted(seen[:3]) == ["health.example", "news.example", "shop.example"]
    assert seen[3] == seen[0]


def test_enter_picks_and_escape_leaves(graph: ConnectionGraph, qtbot: QtBot) -> None:
    enter(graph)
    with qtbot.waitSignal(graph.picked) as picked:
        QTest.keyClick(graph, Key.Key_Return)
    assert picked.args == [graph.current]
    with qtbot.waitSignal(graph.left):
        QTest.keyClick(graph, Key.Key_Escape)


def test_tab_goes_in_and_out(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    before, graph, after = QLineEdit(window), ConnectionGraph(WebOfCompanies()), QLineEdit(window)
    graph.setParent(window)
    QWidget.setTabOrder(before, graph)
    QWidget.setTabOrder(graph, after)
    window.show()
    graph.show()
    window.activateWindow()
    before.setFocus()
    QTest.keyClick(before, Key.Key_Tab)
    assert window.focusWidget() is graph
    QTest.keyClick(graph, Key.Key_Tab)
    assert window.focusWidget() is after


def test_other_keys_are_left_to_the_page(graph: ConnectionGraph) -> None:
    graph.setFocus()
    before = graph.current
    for key, modifier in ((Key.Key_X, NO), (Key.Key_Home, Qt.KeyboardModifier.ControlModifier)):
        QTest.keyClick(graph, key, modifier)
    assert graph.current == before


def test_an_empty_graph_takes_no_arrow(qtbot: QtBot) -> None:
    graph = ConnectionGraph(WebOfCompanies())
    qtbot.addWidget(graph)
    graph.show()
    enter(graph)
    QTest.keyClick(graph, Key.Key_Left)
    assert graph.current == ""
    assert not graph.clock.isActive()


def test_a_click_picks_the_node_under_it(graph: ConnectionGraph, qtbot: QtBot) -> None:
    rest(graph)
    with qtbot.waitSignal(graph.picked) as picked:
        QTest.mouseClick(graph, LEFT, pos=where(graph, "PixelHub"))
    assert picked.args == ["company:PixelHub"]
    with qtbot.assertNotEmitted(graph.picked):
        QTest.mouseClick(graph, Qt.MouseButton.RightButton, pos=where(graph, "PixelHub"))
        QTest.mouseClick(graph, LEFT, pos=QPoint(2, 2))


def test_a_dragged_node_is_held_until_a_double_click(graph: ConnectionGraph, qtbot: QtBot) -> None:
    rest(graph)
    start, end = where(graph, "TrackNet"), QPoint(320, 210)
    with qtbot.assertNotEmitted(graph.picked):
        QTest.mousePress(graph, LEFT, pos=start)
        QTest.mouseMove(graph, end)
        assert (where(graph, "TrackNet") - end).manhattanLength() < 4
        QTest.mouseRelease(graph, LEFT, pos=end)
    rest(graph)
    assert graph.forces.pinned == {"company:TrackNet"}
    QTest.mouseDClick(graph, LEFT, pos=where(graph, "TrackNet"))
    assert not graph.forces.pinned


def test_the_wheel_is_the_pages_but_zooms_with_ctrl(graph: ConnectionGraph) -> None:
    def turn(modifiers: Qt.KeyboardModifier) -> bool:
        middle = QPointF(graph.rect().center())
        event = QWheelEvent(
            middle, middle, QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton, modifiers,
            Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        graph.wheelEvent(event)
        return event.isAccepted()

    assert not turn(NO)
    assert graph.camera.zoom == 1
    assert turn(Qt.KeyboardModifier.ControlModifier)
    assert graph.camera.zoom > 1


def test_zoomed_in_the_picture_can_be_moved_and_all_be_seen_again(graph: ConnectionGraph) -> None:
    rest(graph)
    graph.setFocus(Qt.FocusReason.MouseFocusReason)
    before = graph.points.copy()
    for _press in range(3):
        QTest.keyClick(graph, Key.Key_Plus)
    zoomed = graph.points.copy()
    QTest.mousePress(graph, LEFT, pos=QPoint(3, 3))
    QTest.mouseMove(graph, QPoint(60, 60))
    QTest.mouseRelease(graph, LEFT, pos=QPoint(60, 60))
    assert (graph.points > zoomed).all()
    QTest.keyClick(graph, Key.Key_0)
    assert graph.points == pytest.approx(before)


def test_the_chosen_node_is_brought_into_a_zoomed_picture(graph: ConnectionGraph) -> None:
    rest(graph)
    graph.zoom(6, QPointF(where(graph, "TrackNet")))
    graph.choose("company:FontHouse")
    assert graph.rect().contains(where(graph, "FontHouse"))


def test_under_the_mouse_a_node_says_what_it_is(graph: ConnectionGraph) -> None:
    rest(graph)
    place = where(graph, "TrackNet")
    QTest.mouseMove(graph, place)
    assert graph.cursor().shape() == Qt.CursorShape.PointingHandCursor
    tip = QHelpEvent(QHelpEvent.Type.ToolTip, place, graph.mapToGlobal(place))
    QApplication.sendEvent(graph, tip)
    assert QToolTip.text().startswith("Company. Called by 3 sites")
    QToolTip.hideText()
    QTest.mouseMove(graph, QPoint(1, 1))
    assert graph.cursor().shape() == Qt.CursorShape.ArrowCursor


def shape(picture: QImage) -> list[int]:
    """Return the lightness of each pixel, so that colours do not count."""
    grey = picture.convertToFormat(QImage.Format.Format_Grayscale8)
    return [grey.pixel(x, y) & 255 for y in range(grey.height()) for x in range(grey.width())]


def test_shapes_tell_apart_where_colours_do_not(qtbot: QtBot, qapp: QApplication) -> None:
    theme.apply(qapp, "contrast", 100)
    widget = QWidget()
    qtbot.addWidget(widget)
    sprites = Sprites(widget)
    looks = [Look(what, "reached", 10) for what in ("site", "company", "unknown", "rest")]
    looks += [Look("company", state, 10) for state in ("partly", "stopped")]
    shapes = [tuple(shape(sprites.node(look).toImage())) for look in looks]
    theme.apply(qapp, "light", 100)
    solid = [tuple(value > 0 for value in one) for one in shapes]
    assert len(set(solid)) == len(looks)


def test_a_stopped_company_is_painted_otherwise(graph: ConnectionGraph) -> None:
    rest(graph)
    graph.web.show_visit(Visit((webs.page("a.example", "B"),)))
    graph.refresh()
    rest(graph)
    before = graph.grab().toImage()
    graph.web.show_visit(Visit((webs.page("a.example", "B", stopped=["B"]),)))
    graph.refresh()
    assert graph.grab().toImage() != before
