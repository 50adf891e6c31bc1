"""From where nodes lie to where they are on screen, and back: fitted, then zoomed and shifted."""

import numpy as np

from privacykit.activities.trackers.engine.layout import Points

CLOSEST = 6.0
_SMALLEST = 2.5
"""A picture of one or two nodes is not blown up further than this, in lengths of an edge."""


class Camera:
    def __init__(self) -> None:
        self.zoom = 1.0
        self._shift: Points = np.zeros(2, np.float32)
        self._room: Points = np.array([0, 0, 100, 100], np.float32)
        self._middle: Points = np.zeros(2, np.float32)
        self._scale: Points = np.ones(2, np.float32)

    def set_room(self, left: float, top: float, width: float, height: float) -> None:
        """Say where on the widget nodes may lie."""
        self._room = np.array([left, top, max(width, 1), max(height, 1)], np.float32)

    @property
    def aspect(self) -> float:
        return float(self._room[2] / self._room[3])

    def fit(self, points: Points) -> None:
        """Have all of them in the room; width and height are stretched apart."""
        if not len(points):
            return
        least, most = points.min(0), points.max(0)
        self._middle = (least + most) * np.float32(0.5)
        apart = np.maximum(most - least, np.float32(_SMALLEST))
        self._scale = self._room[2:] / apart

    def to_screen(self, points: Points) -> Points:
        shown: Points = (points - self._middle) * self._scale * self.zoom + self._centre()
        return shown

    def to_world(self, x: float, y: float) -> tuple[float, float]:
        point = np.array([x, y], np.float32) - self._centre()
        found = point / (self._scale * self.zoom) + self._middle
        return float(found[0]), float(found[1])

    def _centre(self) -> Points:
        centre: Points = self._room[:2] + self._room[2:] * np.float32(0.5) + self._shift
        return centre

    def zoom_by(self, factor: float, x: float, y: float) -> None:
        """Come nearer or go farther; what is at x and y stays there."""
        before = self.zoom
        self.zoom = min(max(before * factor, 1.0), CLOSEST)
        here = np.array([x, y], np.float32) - self._centre()
        self.shift(*(here * (1 - self.zoom / before)))

    def shift(self, across: float, down: float) -> None:
        """Move the picture, never so far that it leaves the room."""
        most = self._room[2:] * (self.zoom - 1) / 2
        moved = self._shift + np.array([across, down], np.float32)
        self._shift = np.clip(moved, -most, most)

    def bring(self, x: float, y: float) -> None:
        """Shift so that this place is inside the room."""
        place = np.array([x, y], np.float32)
        into = np.clip(place, self._room[:2], self._room[:2] + self._room[2:]) - place
        self.shift(*into)

    def reset(self) -> None:
        self.zoom = 1.0
        self._shift = np.zeros(2, np.float32)
