"""The way through a graph with the keyboard."""

from collections.abc import Sequence
from typing import Literal

import numpy as np

from privacykit.activities.trackers.engine.layout import Points

Way = Literal["left", "right", "up", "down"]
_ASIDE = 2.0
"""How much farther a step aside counts than a step ahead."""


def towards(points: Points, here: int, way: Way) -> int:
    """Return the nearest node in a direction; where there is none, here."""
    axis = 0 if way in {"left", "right"} else 1
    apart = points - points[here]
    ahead = apart[:, axis] * (1 if way in {"right", "down"} else -1)
    cost = ahead + _ASIDE * np.abs(apart[:, 1 - axis])
    cost[ahead <= 0] = np.inf
    best = int(np.argmin(cost))
    return best if np.isfinite(cost[best]) else here


def around(points: Points, middle: int, neighbours: Sequence[int]) -> list[int]:
    """Return the neighbours clockwise, from the one at the top."""
    apart = points[list(neighbours)] - points[middle]
    angles = np.arctan2(apart[:, 0], -apart[:, 1]) % (2 * np.pi)
    return [neighbours[place] for place in np.argsort(angles, kind="stable")]


def at(points: Points, x: float, y: float, reach: float) -> int | None:
    """Return the node at a place on screen, or None if the nearest is out of reach."""
    if not len(points):
        return None
    far = np.hypot(points[:, 0] - x, points[:, 1] - y)
    nearest = int(np.argmin(far))
    return nearest if far[nearest] <= reach else None
