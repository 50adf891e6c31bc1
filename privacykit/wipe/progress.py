"""How an engine tells how far it is, and is told to stop; and the defaults of who does neither."""

from collections.abc import Callable

Progress = Callable[[str, int, int], None]
"""What is being done, in words; how much is done; how much there is, 0 for unknown."""
Cancelled = Callable[[], bool]


def silent(_words: str, _done: int, _total: int) -> None: ...


def never() -> bool:
    return False
