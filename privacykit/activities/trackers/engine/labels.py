"""Which names there is room for: the important ones first, none over another or over a node."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from privacykit.activities.trackers.engine.layout import Points

_CELL = 6
"""Pixels; room is kept account of in squares of this size."""


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


def arrange(
    points: Points, radii: Sequence[float], wishes: Iterable[Wish], size: tuple[int, int]
) -> list[Spot]:
    """Return a spot for each name that fits into a picture of this width and height."""
    taken = np.zeros((size[1] // _CELL + 1, size[0] // _CELL + 1), bool)
    for (x, y), radius in zip(points, radii, strict=True):
        taken[_cells(taken, x - radius, y - radius, 2 * radius, 2 * radius)] = True
    found = []
    for wish in wishes:
        spot = _spot(taken, points[wish.place], radii[wish.place], wish, size)
        if spot is not None:
            found.append(spot)
    return found


def _spot(
    taken: NDArray[np.bool_],
    point: Points,
    radius: float,
    wish: Wish,
    size: tuple[int, int],
) -> Spot | None:
    spots = [_kept(spot, point, wish, size) for spot in _sides(wish, radius)]
    for spot in spots:
        at = point[0] + spot.across, point[1] + spot.down
        cells = _cells(taken, *at, wish.width, wish.height)
        if not taken[cells].any() and not _covers(spot, wish, radius):
            taken[cells] = True
            return spot
    return spots[0] if wish.must else None


def _sides(wish: Wish, radius: float) -> list[Spot]:
    """Return the places below, above, right and left of a node."""
    gap = radius + 2
    middle, level = -wish.width / 2, -wish.height / 2
    return [
        Spot(wish.place, middle, gap),
        Spot(wish.place, middle, -gap - wish.height),
        Spot(wish.place, gap, level),
        Spot(wish.place, -gap - wish.width, level),
    ]


def _kept(spot: Spot, point: Points, wish: Wish, size: tuple[int, int]) -> Spot:
    """Return the spot pushed inside the picture."""
    x = min(max(point[0] + spot.across, 0), max(size[0] - wish.width, 0))
    y = min(max(point[1] + spot.down, 0), max(size[1] - wish.height, 0))
    return Spot(spot.place, float(x - point[0]), float(y - point[1]))


def _covers(spot: Spot, wish: Wish, radius: float) -> bool:
    """Tell whether a name that was pushed inside lies over its own node."""
    beside = spot.across >= radius or spot.across + wish.width <= -radius
    return not (beside or spot.down >= radius or spot.down + wish.height <= -radius)


def _cells(
    taken: NDArray[np.bool_], x: float, y: float, width: float, height: float
) -> tuple[slice, slice]:
    """Return the squares under a rectangle, within the picture."""

    def span(start: float, length: float, count: int) -> slice:
        first = min(max(int(start // _CELL), 0), count)
        last = min(max(int((start + length) // _CELL) + 1, first), count)
        return slice(first, last)

    return span(y, height, taken.shape[0]), span(x, width, taken.shape[1])
