"""All stations of this computer: the kit's own, the library's, the trainer's."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from privacykit import paths
from privacykit.content import load
from privacykit.content.source import is_litter, unreadable
from privacykit.content.station import Station
from privacykit.errors import StationError

Read = Callable[[Path, load.Kinds], Station]


class Broken(NamedTuple):
    folder: Path
    problems: tuple[StationError, ...]


class Shelf(NamedTuple):
    stations: tuple[Station, ...]
    """The kit's own before others, each by id."""
    broken: tuple[Broken, ...]
    """Folders that cannot be shown, and why."""


def folders(shared: str = "") -> tuple[Path, ...]:
    """Return where stations lie, a later folder before an earlier: kit, library, trainer."""
    return (paths.stations(), *([Path(shared)] if shared else []), paths.own_stations())


def all_stations(
    folders: Sequence[Path], kinds: load.Kinds, today: date, read: Read = load.load
) -> Shelf:
    """Read every station; one in a later folder replaces one of the same id in an earlier.

    A broken station replaces nothing. Who asks often hands in a Memory's load to read with.
    """
    stations: dict[str, Station] = {}
    broken: list[Broken] = []
    for folder in _below(folders, broken):
        try:
            station = read(folder, kinds)
        except StationError:
            broken.append(Broken(folder, _why(folder, kinds, today)))
        else:
            stations[station.manifest.id] = station
    return Shelf(tuple(stations.values()), tuple(broken))


def _why(folder: Path, kinds: load.Kinds, today: date) -> tuple[StationError, ...]:
    from privacykit.content import check  # only then: the Markdown reader is slow to start

    return check.problems(folder, kinds, today)


def _below(folders: Sequence[Path], broken: list[Broken]) -> Iterator[Path]:
    for folder in folders:
        try:
            inside = sorted(path for path in folder.iterdir() if path.is_dir())
        except FileNotFoundError:
            continue
        except OSError as error:
            broken.append(Broken(folder, (unreadable(folder, error),)))
            continue
        yield from (path for path in inside if not is_litter(path.name))
