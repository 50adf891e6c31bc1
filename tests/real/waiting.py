"""Wait on a condition with a deadline, and tell what was waited for."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")


def until(what: str, condition: Callable[[], T], seconds: float = 60) -> T:
    """Return the first answer that is not empty; raise AssertionError at the deadline."""
    deadline = time.monotonic() + seconds
    while not (answer := condition()):
        assert time.monotonic() < deadline, f"waited {seconds} s for {what}"
        time.sleep(0.1)
    return answer


def written(folder: Path, name: str, mark: str) -> None:
    """Wait until a file, or the log beside it, holds the mark on the disk."""

    def holds() -> bool:
        return any(mark.encode() in path.read_bytes() for path in folder.glob(name + "*"))

    until(name, holds)


def planted(title: str) -> bool:
    """Tell by a page's title whether its script is done; raise AssertionError where it failed."""
    assert not title.startswith("failed"), title
    return title.endswith("planted")
