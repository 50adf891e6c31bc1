"""A HAR, as Firefox and Chromium save what a page called, read without anything secret."""

from collections.abc import Callable
from pathlib import Path

from privacykit.tracking.model import Visit

Progress = Callable[[str, int, int], None]
Cancelled = Callable[[], bool]


def _silent(_words: str, _done: int, _total: int) -> None: ...


def read(
    source: Path | bytes, *, progress: Progress = _silent, cancelled: Cancelled = bool
) -> Visit:
    """Return the pages of a HAR and what they called. Raises VisitError, CancelledError, OSError."""
    return Visit(source="har")
