"""The offline map: outlines of countries (Natural Earth), and how far two places are apart."""

import json
import math
from functools import cache
from typing import NamedTuple

from privacykit import paths

_RADIUS = 6371.0
_HUNDREDTHS = 100


class Place(NamedTuple):
    north: float
    """Degrees; south is negative."""
    east: float
    """Degrees; west is negative."""

    @property
    def in_words(self) -> str:
        """Return it as maps write it: 58.31° N, 14.60° E."""
        ns, ew = "N" if self.north >= 0 else "S", "E" if self.east >= 0 else "W"
        return f"{abs(self.north):.2f}° {ns}, {abs(self.east):.2f}° {ew}"


@cache
def outlines() -> tuple[tuple[tuple[float, float], ...], ...]:
    """Return rings of (east, north) in degrees."""
    rings = json.loads((paths.resources() / "photos" / "outlines.json").read_bytes())
    return tuple(
        tuple((ring[at] / _HUNDREDTHS, ring[at + 1] / _HUNDREDTHS) for at in range(0, len(ring), 2))
        for ring in rings
    )


def kilometres(one: Place, other: Place) -> float:
    """Return the distance along the ground (haversine, on a round earth)."""
    north, south = math.radians(one.north), math.radians(other.north)
    half = math.sin((south - north) / 2) ** 2
    half += (
        math.cos(north) * math.cos(south) * (math.sin(math.radians(other.east - one.east) / 2) ** 2)
    )
    return 2 * _RADIUS * math.asin(math.sqrt(half))
