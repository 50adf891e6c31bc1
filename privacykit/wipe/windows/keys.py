"""Which keys of the registry go: found along the tables' patterns, no link followed."""

import fnmatch
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from privacykit.wipe.windows.tables import Hive, Key
from privacykit.wipe.windows.world import Registry


@dataclass(frozen=True, slots=True)
class KeyRemoval:
    """One key that goes with all below it."""

    trace: str
    hive: Hive
    path: str


def found(keys: Iterable[Key], sid: str, registry: Registry) -> Iterator[KeyRemoval]:
    """Yield the keys that are there, each once."""
    seen: set[tuple[Hive, str]] = set()
    for key in keys:
        for pattern in key.paths:
            for path in _along(registry, key.hive, "", pattern.replace("{sid}", sid).split("\\")):
                if (key.hive, path.casefold()) not in seen:
                    seen.add((key.hive, path.casefold()))
                    yield KeyRemoval(key.id, key.hive, path)


def _along(registry: Registry, hive: Hive, above: str, pattern: list[str]) -> Iterator[str]:
    for name in registry.keys(hive, above):
        path = f"{above}\\{name}" if above else name
        if not fits(name, pattern[0]) or registry.is_link(hive, path):
            continue
        if len(pattern) == 1:
            yield path
        else:
            yield from _along(registry, hive, path, pattern[1:])


def fits(name: str, pattern: str) -> bool:
    """Tell whether a name fits, with * and ?, and capitals equal to small letters."""
    return fnmatch.fnmatchcase(name.casefold(), pattern.casefold().replace("[", "[[]"))
