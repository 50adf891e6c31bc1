"""Which names there is room for: the important ones first, none over another or over a node."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

_CELL = 4
"""Pixels; what is taken is known in squares of this size, a row of them as bits of a number."""
_GAP = 4
"""Between a node and its name."""


class Wish(NamedTuple):
    """A name that wants to be shown at a node, in pixels."""

    place: int
    width: float
    height: float
    must: bool = False
    """Shown even if it covers others."""


class Spot(NamedTuple):
    place: int
    across: float
    down: float
    """Where the top left corner is, from the middle of the node."""


class _Box(NamedTuple):
    top: int
    bottom: int
    bits: int


def arrange(
    points: Sequence[Sequence[float]],
    radii: Sequence[float],
    wishes: Iterable[Wish],
    size: tuple[int, int],
) -> list[Spot]:
    """Return a spot for each name that fits into a picture of this width and height."""
    rows = [0] * (size[1] // _CELL + 2)
    for (x, y), radius in zip(points, radii, strict=True):
        _take(rows, _box(x - radius, y - radius, 2 * radius, 2 * radius))
    found = []
    for wish in wishes:
        spot = _first_free(rows, points[wish.place], radii[wish.place], wish, size)
        if spot is not None:
            found.append(spot)
            _take(rows, _under(spot, points[wish.place], wish))
    return found


def _first_free(
    rows: Sequence[int],
    point: Sequence[float],
    radius: float,
    wish: Wish,
    size: tuple[int, int],
) -> Spot | None:
    first = None
    for way in _ways(wish, radius):
        spot = _kept(wish, point, way, size)
        top, bottom, bits = _under(spot, point, wish)
        for row in rows[top:bottom]:
            if row & bits:
                break
        else:
            return spot
        first = first or spot
    return first if wish.must else None


def _ways(wish: Wish, radius: float) -> Iterator[tuple[float, float]]:
    """Yield the places around a node, from below it on."""
    gap, near = radius + _GAP, radius * 0.5
    middle, level = -wish.width / 2, -wish.height / 2
    right, left, over = gap, -gap - wish.width, -near - wish.height
    yield from ((middle, gap), (right, level), (left, level), (middle, -gap - wish.height))
    yield from ((right, near), (left, near), (right, over), (left, over))


def _kept(
    wish: Wish, point: Sequence[float], way: tuple[float, float], size: tuple[int, int]
) -> Spot:
    """Return a spot pushed inside the picture."""
    x, y = point
    left = min(max(x + way[0], _GAP), max(size[0] - wish.width - _GAP, 0))
    top = min(max(y + way[1], _GAP), max(size[1] - wish.height - _GAP, 0))
    return Spot(wish.place, left - x, top - y)


def _under(spot: Spot, point: Sequence[float], wish: Wish) -> _Box:
    return _box(point[0] + spot.across, point[1] + spot.down, wish.width, wish.height)


def _box(x: float, y: float, width: float, height: float) -> _Box:
    """Return the squares under a rectangle; what is left of or above the picture is cut off."""
    left, right = max(round(x / _CELL), 0), max(round((x + width) / _CELL), 0)
    top, bottom = max(round(y / _CELL), 0), max(round((y + height) / _CELL), 0)
    return _Box(top, bottom, (1 << right) - (1 << left) if right > left else 0)


def _take(rows: list[int], box: _Box) -> None:
    for row in range(box.top, min(box.bottom, len(rows))):
        rows[row] |= box.bits
