"""What the tests of the removal share."""

import os
from collections.abc import Callable
from pathlib import Path

from privacykit.wipe.tree import Removal, Tree

ROOT = Path(__file__).parents[2]


def remove(home: Path, path: bytes = b"d") -> Removal:
    with Tree(home) as tree:
        return tree.remove(path)


def errors(removal: Removal) -> set[int]:
    return {problem.errno for problem in removal.problems}


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def paths(folder: Path) -> set[bytes]:
    return {os.fsencode(path.relative_to(folder)) for path in folder.rglob("*")}


def refusing(number: int) -> Callable[..., int]:
    def refuse(*_arguments: object, **_options: object) -> int:
        raise OSError(number, os.strerror(number))

    return refuse
