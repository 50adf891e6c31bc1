"""Where nodes and names lie, how one comes from one to the next, and that all becomes calm."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacykit.activities.trackers.engine import labels, steer
from privacykit.activities.trackers.engine.camera import CLOSEST, Camera
from privacykit.activities.trackers.engine.labels import Wish
from privacykit.activities.trackers.engine.layout import Forces, Points

STAR = ("hub", "a", "b", "c", "d")
RAYS = [(0, n) for n in range(1, 5)]
PLUS = np.array([[0, 0], [0, -50], [60, 0], [0, 70], [-80, 0]], np.float32)


def settled(keys: tuple[str, ...] = STAR, edges: list[tuple[int, int]] = RAYS) -> Forces:
    forces = Forces()
    forces.sync(keys, edges)
    forces.settle()
    return forces


def lengths(points: Points) -> list[float]:
    return [float(np.hypot(*(points[n] - points[0]))) for n in range(1, len(points))]


def test_it_becomes_calm_and_then_nothing_moves() -> None:
    forces = settled()
    before = forces.points.copy()
    forces.step()
    assert forces.is_calm
    assert np.array_equal(before, forces.points)


def test_neighbours_end_up_about_one_apart_and_nobody_on_another() -> None:
    points = settled().points
    assert all(0.5 < length < 2.5 for length in lengths(points))
    apart = [np.hypot(*(a - b)) for n, a in enumerate(points) for b in points[:n]]
    assert min(apart) > 0.4


def test_the_same_calls_give_the_same_picture() -> None:
    assert np.array_equal(settled().points, settled().points)


def test_a_new_node_comes_in_by_its_neighbour_and_the_others_stay() -> None:
    forces = settled()
    before = forces.points.copy()
    forces.sync((*STAR, "new"), [*RAYS, (2, 5)])
    assert np.array_equal(forces.points[:5], before)
    assert np.hypot(*(forces.points[5] - before[2])) < 1
    assert not forces.is_calm


def test_the_same_nodes_once_more_change_nothing() -> None:
    forces = settled()
    forces.sync(STAR, RAYS)
    assert forces.is_calm


def test_who_leaves_is_gone() -> None:
    forces = settled()
    kept = forces.points[2].copy()
    forces.sync(("b",), ())
    assert np.array_equal(forces.points, [kept])


def test_a_held_node_stays_where_it_is_put() -> None:
    forces = settled()
    forces.pin("a", 5, 5)
    forces.settle()
    assert forces.points[1].tolist() == [5, 5]
    assert forces.pinned == {"a"}
    forces.unpin("a")
    forces.unpin("a")
    forces.settle()
    assert lengths(forces.points)[0] < 3


def test_nothing_is_left_after_forgetting() -> None:
    forces = settled()
    forces.pin("a", 1, 1)
    forces.clear()
    forces.step()
    assert (forces.keys, len(forces.points), forces.pinned) == ((), 0, frozenset())
    assert forces.is_calm


def test_a_wide_picture_is_used_in_its_width() -> None:
    keys = tuple(f"n{n}" for n in range(40))
    spans = []
    for aspect in (0.4, 2.5):
        forces = Forces()
        forces.aspect = aspect
        forces.sync(keys, ())
        forces.settle()
        width, height = np.ptp(forces.points, axis=0)
        spans.append(width / height)
    assert spans[0] < 1 < spans[1]


@given(st.integers(1, 30), st.lists(st.tuples(st.integers(0, 29), st.integers(0, 29)), max_size=60))
def test_no_web_flies_apart(count: int, edges: list[tuple[int, int]]) -> None:
    inside = [(a, b) for a, b in edges if a < count and b < count and a != b]
    forces = settled(tuple(map(str, range(count))), inside)
    assert np.isfinite(forces.points).all()
    assert np.abs(forces.points).max() < 60


def test_all_nodes_fit_into_the_room() -> None:
    camera = Camera()
    camera.set_room(30, 20, 500, 300)
    camera.fit(np.zeros((0, 2), np.float32))
    points = settled().points * 20
    camera.fit(points)
    shown = camera.to_screen(points)
    assert shown.min(0) == pytest.approx([30, 20], abs=0.1)
    assert shown.max(0) == pytest.approx([530, 320], abs=0.1)
    assert camera.aspect == pytest.approx(5 / 3)


def test_the_way_to_the_screen_and_back() -> None:
    camera = Camera()
    camera.set_room(0, 0, 400, 300)
    camera.fit(settled().points)
    camera.zoom_by(2, 50, 60)
    x, y = camera.to_screen(np.array([[0.5, -0.25]], np.float32))[0]
    assert camera.to_world(x, y) == pytest.approx((0.5, -0.25), abs=1e-4)


def test_zooming_keeps_what_is_under_the_mouse() -> None:
    camera = Camera()
    camera.set_room(0, 0, 400, 300)
    camera.fit(settled().points)
    under = camera.to_world(100, 100)
    camera.zoom_by(2, 100, 100)
    assert camera.to_world(100, 100) == pytest.approx(under, abs=1e-4)
    camera.zoom_by(1000, 100, 100)
    assert camera.zoom == CLOSEST
    camera.zoom_by(0.0001, 0, 0)
    assert camera.zoom == 1
    assert camera.to_world(100, 100) == pytest.approx(under, abs=1e-4)


def test_the_picture_cannot_be_pushed_away() -> None:
    camera = Camera()
    camera.set_room(0, 0, 400, 300)
    camera.fit(settled().points)
    before = camera.to_world(200, 150)
    camera.shift(1000, 1000)
    assert camera.to_world(200, 150) == pytest.approx(before)
    camera.zoom_by(2, 200, 150)
    camera.shift(1000, 1000)
    assert camera.to_world(0, 0) != pytest.approx(before)
    camera.reset()
    assert camera.to_world(200, 150) == pytest.approx(before)


def test_a_node_outside_is_brought_in() -> None:
    camera = Camera()
    camera.set_room(0, 0, 400, 300)
    points = settled().points
    camera.fit(points)
    camera.zoom_by(4, 400, 300)
    outside = int(np.argmin(camera.to_screen(points)[:, 0]))
    camera.bring(*camera.to_screen(points)[outside].tolist())
    x, y = camera.to_screen(points)[outside]
    assert -0.1 <= x <= 400.1
    assert -0.1 <= y <= 300.1


@pytest.mark.parametrize(("way", "place"), [("up", 1), ("right", 2), ("down", 3), ("left", 4)])
def test_arrows_go_to_the_nearest_in_their_direction(way: steer.Way, place: int) -> None:
    assert steer.towards(PLUS, 0, way) == place
    assert steer.towards(PLUS, place, way) == place


def test_straight_ahead_comes_before_near_but_aside() -> None:
    points = np.array([[0, 0], [60, 5], [10, 40]], np.float32)
    assert steer.towards(points, 0, "right") == 1


def test_neighbours_come_round_clockwise_from_the_top() -> None:
    assert steer.around(PLUS, 0, [4, 3, 2, 1]) == [1, 2, 3, 4]


def test_the_nearest_node_within_reach() -> None:
    assert steer.at(PLUS, 55, 4, 12) == 2
    assert steer.at(PLUS, 30, 30, 12) is None
    assert steer.at(PLUS[:0], 0, 0, 12) is None


Rect = tuple[float, float, float, float]


def rect(points: list[list[float]], spot: labels.Spot, wish: Wish) -> Rect:
    x, y = points[spot.place]
    return x + spot.across, y + spot.down, wish.width, wish.height


def overlap(one: Rect, other: Rect, free: float = 4) -> bool:
    """Tell whether two rectangles share more than the coarseness of a square."""
    across = min(one[0] + one[2], other[0] + other[2]) - max(one[0], other[0])
    down = min(one[1] + one[3], other[1] + other[3]) - max(one[1], other[1])
    return across > free and down > free


def test_a_name_stands_below_its_node() -> None:
    spot = labels.arrange([[200, 100]], [10], [Wish(0, 80, 16)], (400, 300))[0]
    assert (spot.across, spot.down) == (-40, 14)


def test_what_is_in_the_way_sends_it_elsewhere() -> None:
    points = [[200.0, 100.0], [200.0, 122.0]]
    spot = labels.arrange(points, [10, 10], [Wish(0, 80, 16)], (400, 300))[0]
    assert not overlap(rect(points, spot, Wish(0, 80, 16)), (190, 112, 20, 20))


def test_where_there_is_no_room_only_the_important_is_named() -> None:
    points = [[30.0, 15.0], [32.0, 15.0]]
    wishes = [Wish(0, 60, 16), Wish(1, 60, 16)]
    assert [s.place for s in labels.arrange(points, [9, 9], wishes, (64, 50))] == [0]
    wishes[1] = wishes[1]._replace(must=True)
    assert [s.place for s in labels.arrange(points, [9, 9], wishes, (64, 50))] == [0, 1]


coordinate = st.floats(-20, 420, width=32)


@given(st.lists(st.tuples(coordinate, coordinate), min_size=1, max_size=25), st.integers(10, 150))
def test_no_name_lies_over_another(places: list[tuple[float, float]], width: int) -> None:
    points = [list(place) for place in places]
    wishes = [Wish(n, width, 16) for n in range(len(points))]
    spots = labels.arrange(points, [6] * len(points), wishes, (400, 400))
    boxes = [rect(points, spot, wishes[spot.place]) for spot in spots]
    assert not [1 for n, a in enumerate(boxes) for b in boxes[:n] if overlap(a, b)]
    assert all(-0.1 <= x <= 400 - width + 0.1 for x, *_rest in boxes)
