"""Where nodes lie: forces between them, in steps that become smaller until all is calm.

Every node pushes every other away, an edge pulls its ends to length 1, and all are drawn gently to
the middle. Nothing is left to chance, so the same calls give the same picture.
"""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float32]
"""One row of x and y for each node."""
CALM = 0.02
_COOLING = 0.97
_WARM = 0.6
"""How warm it becomes again when something is added or moved."""
_PUSH, _PULL, _MIDDLE, _KEPT = 0.10, 0.5, 0.05, 0.6
_FASTEST, _NEAREST = 0.5, 0.05
_TURN = math.pi * (3 - math.sqrt(5))
"""The golden angle: places that follow one another never fall together."""


class Forces:
    """Positions in lengths of an edge; y grows downwards."""

    def __init__(self) -> None:
        self.keys: tuple[str, ...] = ()
        self.points: Points = np.zeros((0, 2), np.float32)
        self.warmth = 0.0
        self.aspect = 1.0
        """Width of the picture by its height."""
        self._speed = self.points.copy()
        self._edges: NDArray[np.intp] = np.zeros((0, 2), np.intp)
        self._stiff = np.zeros((0, 1), np.float32)
        self._pinned: dict[str, tuple[float, float]] = {}
        self._ever = 0

    @property
    def is_calm(self) -> bool:
        return self.warmth < CALM

    def sync(self, keys: Sequence[str], edges: Sequence[tuple[int, int]]) -> None:
        """Take on these nodes and edges; who was there stays, a new one comes in by a neighbour."""
        if tuple(keys) == self.keys and len(edges) == len(self._edges):
            return
        old = {key: place for place, key in enumerate(self.keys)}
        points = np.full((len(keys), 2), np.nan, np.float32)
        for place, key in enumerate(keys):
            if key in old:
                points[place] = self.points[old[key]]
        self._place_new(points, edges)
        self.keys, self.points = tuple(keys), points
        self._speed = np.zeros_like(points)
        self._join(edges)
        self.warmth = max(self.warmth, 1.0 if not old else _WARM)

    def _place_new(self, points: Points, edges: Sequence[tuple[int, int]]) -> None:
        """Put the new ones by a neighbour that has a place, else on a spiral from the middle."""
        near: dict[int, list[int]] = {}
        for one, other in edges:
            near.setdefault(one, []).append(other)
            near.setdefault(other, []).append(one)
        for new in map(int, np.flatnonzero(np.isnan(points[:, 0]))):
            self._ever += 1
            placed = [one for one in near.get(new, ()) if not np.isnan(points[one, 0])]
            start = points[placed[0]] if placed else np.zeros(2, np.float32)
            far, angle = 0.6 if placed else self._ever**0.5, self._ever * _TURN
            points[new] = start + np.array([math.cos(angle), math.sin(angle)]) * far

    def _join(self, edges: Sequence[tuple[int, int]]) -> None:
        self._edges = np.array(edges, np.intp).reshape(-1, 2)
        degree = np.bincount(self._edges.ravel(), minlength=len(self.keys))
        least = np.minimum(degree[self._edges[:, 0]], degree[self._edges[:, 1]])
        self._stiff = (_PULL / np.maximum(least, 1)).astype(np.float32)[:, None]

    def step(self) -> None:
        """Move everything once; nothing moves when it is calm."""
        if self.is_calm or not self.keys:
            self.warmth = 0.0
            return
        self.warmth *= _COOLING
        self._speed += self.warmth * (self._pushes() + self._to_middle())
        self._pull()
        self._speed = np.clip(self._speed * _KEPT, -_FASTEST, _FASTEST)
        self.points = self.points + self._speed
        self._hold()

    def settle(self, steps: int = 1000) -> None:
        """Take steps until it is calm, at most so many."""
        while steps and not self.is_calm:
            self.step()
            steps -= 1

    def _pushes(self) -> Points:
        x, y = self.points[:, 0], self.points[:, 1]
        across, down = x[:, None] - x, y[:, None] - y
        force = _PUSH / np.maximum(across * across + down * down, _NEAREST)
        return np.stack(((across * force).sum(1), (down * force).sum(1)), 1)

    def _to_middle(self) -> Points:
        wide = min(max(self.aspect, 0.4), 2.5) ** 0.5
        return -self.points * np.array([_MIDDLE / wide, _MIDDLE * wide], np.float32)

    def _pull(self) -> None:
        start, end = self._edges[:, 0], self._edges[:, 1]
        way = self.points[end] - self.points[start]
        length = np.maximum(np.hypot(way[:, 0], way[:, 1])[:, None], _NEAREST)
        force = way * ((length - 1) / length * self._stiff * self.warmth)
        np.add.at(self._speed, start, force)
        np.subtract.at(self._speed, end, force)

    def pin(self, key: str, x: float, y: float) -> None:
        """Hold a node at a place; the others make room."""
        self._pinned[key] = x, y
        self._hold()
        self.warmth = max(self.warmth, _WARM)

    def unpin(self, key: str) -> None:
        if self._pinned.pop(key, None):
            self.warmth = max(self.warmth, _WARM)

    @property
    def pinned(self) -> frozenset[str]:
        return frozenset(self._pinned)

    def clear(self) -> None:
        """Forget all nodes and what was pinned."""
        self._pinned.clear()
        self._ever = 0
        self.sync((), ())
        self.warmth = 0.0

    def _hold(self) -> None:
        for place, key in enumerate(self.keys) if self._pinned else ():
            if key in self._pinned:
                self.points[place] = self._pinned[key]
                self._speed[place] = 0
