"""Which names there is room for: the important ones first, none over another or over a node."""

from collections.abc import Iterable, Sequence
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
        x, y = points[wish.place]
        spots = [_kept(spot, x, y, wish, size) for spot in _sides(wish, radii[wish.place])]
        spot = _first_free(rows, spots, x, y, wish)
        if spot is not None:
            found.append(spot)
            _take(rows, _box(x + spot.across, y + spot.down, wish.width, wish.height))
    return found


def _first_free(
    rows: Sequence[int], spots: Sequence[Spot], x: float, y: float, wish: Wish
) -> Spot | None:
    for spot in spots:
        top, bottom, bits = _box(x + spot.across, y + spot.down, wish.width, wish.height)
        if not any(row & bits for row in rows[top:bottom]):
            return spot
    return spots[0] if wish.must else None


def _sides(wish: Wish, radius: float) -> list[Spot]:
    """Return the places around a node, from below it on."""
    gap, near = radius + _GAP, radius * 0.5
    middle, level = -wish.width / 2, -wish.height / 2
    right, left, over = gap, -gap - wish.width, -near - wish.height
    ways = (middle, gap), (right, level), (left, level), (middle, -gap - wish.height)
    corners = (right, near), (left, near), (right, over), (left, over)
    return [Spot(wish.place, across, down) for across, down in (*ways, *corners)]


def _kept(spot: Spot, x: float, y: float, wish: Wish, size: tuple[int, int]) -> Spot:
    """Return the spot pushed inside the picture."""
    left = min(max(x + spot.across, _GAP), max(size[0] - wish.width - _GAP, 0))
    top = min(max(y + spot.down, _GAP), max(size[1] - wish.height - _GAP, 0))
    return Spot(spot.place, left - x, top - y)


def _box(x: float, y: float, width: float, height: float) -> _Box:
    """Return the squares under a rectangle; what is left of or above the picture is cut off."""
    left, right = max(round(x / _CELL), 0), max(round((x + width) / _CELL), 0)
    top, bottom = max(round(y / _CELL), 0), max(round((y + height) / _CELL), 0)
    return _Box(top, bottom, (1 << right) - (1 << left) if right > left else 0)


def _take(rows: list[int], box: _Box) -> None:
    for row in range(box.top, min(box.bottom, len(rows))):
        rows[row] |= box.bits
