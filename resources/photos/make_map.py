"""Make outlines.json, the countries of the offline map, in hundredths of a degree.

Natural Earth 1:50m, public domain, from Debian's package r-cran-rnaturalearthdata 0.1.0 (CC0):

    apt-get download r-cran-rnaturalearthdata && dpkg -x r-cran-rnaturalearthdata_*.deb DIR
    pip install rdata
    python make_map.py DIR outlines.json
"""

import gzip
import json
import lzma
import struct
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import rdata

DATA = "usr/lib/R/site-library/rnaturalearthdata/data"
TOLERANCE = 8
"""How far, in hundredths of a degree, a point may lie from the simpler line without being kept."""
Point = tuple[int, int]


def countries(folder: Path) -> Any:
    """Read one object of R's lazy-load database."""
    warnings.simplefilter("ignore")
    index = rdata.conversion.convert(
        rdata.parser.parse_data(gzip.decompress((folder / "Rdata.rdx").read_bytes()))
    )
    offset, length = (int(number) for number in index["variables"]["countries50"])
    chunk = (folder / "Rdata.rdb").read_bytes()[offset : offset + length]
    (size,) = struct.unpack(">I", chunk[:4])
    filters = [{"id": lzma.FILTER_LZMA2, "dict_size": 1 << 24}]
    data = lzma.LZMADecompressor(format=lzma.FORMAT_RAW, filters=filters).decompress(chunk[5:])
    if len(data) != size:
        raise SystemExit("Rdata.rdb is not as expected")
    return rdata.conversion.convert(rdata.parser.parse_data(data))


def rings(world: Any) -> Iterator[list[Point]]:
    for country in world.polygons:
        for polygon in country.Polygons:
            yield [(round(x * 100), round(y * 100)) for x, y in polygon.coords]


def simplified(line: list[Point]) -> list[Point]:
    """Leave out points by Ramer, Douglas and Peucker."""
    keep = {0, len(line) - 1}
    todo = [(0, len(line) - 1)]
    while todo:
        first, last = todo.pop()
        far, place = 0.0, 0
        for number in range(first + 1, last):
            away = distance(line[number], line[first], line[last])
            if away > far:
                far, place = away, number
        if far > TOLERANCE:
            keep.add(place)
            todo += [(first, place), (place, last)]
    return [line[number] for number in sorted(keep)]


def distance(point: Point, a: Point, b: Point) -> float:
    dx, dy = b[0] - a[0], b[1] - a[1]
    along = (point[0] - a[0]) * dx + (point[1] - a[1]) * dy
    share = max(0.0, min(1.0, along / (dx * dx + dy * dy))) if dx or dy else 0.0
    x, y = a[0] + share * dx, a[1] + share * dy
    return float(((point[0] - x) ** 2 + (point[1] - y) ** 2) ** 0.5)


def main(package: str, target: str) -> None:
    lines = [simplified(ring) for ring in rings(countries(Path(package) / DATA))]
    kept = [[number for point in line for number in point] for line in lines if len(line) > 3]  # noqa: PLR2004 - a ring of three points has no area
    Path(target).write_text(json.dumps(kept, separators=(",", ":")) + "\n", encoding="ascii")


if __name__ == "__main__":
    main(*sys.argv[1:])
