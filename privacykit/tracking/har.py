"""A HAR, as Firefox and Chromium save what pages called, read without anything secret."""

import os
import stat
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from privacykit.errors import CancelledError, VisitError
from privacykit.i18n import _
from privacykit.tracking import har_shape
from privacykit.tracking.har_pages import Pages, in_order
from privacykit.tracking.har_shape import Call, TooManyError
from privacykit.tracking.model import Visit

Progress = Callable[[str, int, int], None]
Cancelled = Callable[[], bool]
LARGEST = 200 << 20
_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
_BOM = b"\xef\xbb\xbf"


def _silent(_words: str, _done: int, _total: int) -> None: ...


def read(
    source: Path | bytes, *, progress: Progress = _silent, cancelled: Cancelled = bool
) -> Visit:
    """Return the pages of a HAR and what they called. Raises VisitError, CancelledError."""
    name = source.name if isinstance(source, Path) else _("What was given")
    data = content(source) if isinstance(source, Path) else source
    _need_size(name, len(data))
    calls = _calls(data, name, progress, cancelled)
    del data
    return _visit(calls, name, cancelled)


def content(path: Path, largest: int = LARGEST) -> bytes:
    """Return the bytes of a plain file, one more than the largest at most. Raises VisitError."""
    try:
        handle = os.open(path, _FLAGS)
        if stat.S_ISREG(os.fstat(handle).st_mode):
            with os.fdopen(handle, "rb") as file:
                return file.read(largest + 1)
        os.close(handle)
    except (OSError, ValueError) as error:
        words = _("{path} cannot be read. The system says: {reason}.")
        reason = getattr(error, "strerror", None) or str(error)
        raise VisitError(words.format(path=path, reason=reason)) from error
    raise VisitError(_("{path} is no file that can be read.").format(path=path))


def _need_size(name: str, size: int) -> None:
    if size > LARGEST:
        words = _("{name} is larger than {size} MB. Record fewer pages, and save it again.")
        raise VisitError(words.format(name=name, size=LARGEST >> 20))


def _calls(data: bytes, name: str, progress: Progress, cancelled: Cancelled) -> list[Call]:
    def step(done: int) -> None:
        if cancelled():
            raise CancelledError
        progress(_("Reading the recording"), done, 0)

    try:
        return har_shape.decode(data.removeprefix(_BOM), step)
    except TooManyError:
        words = _("{name} holds more than a browser records. Record fewer pages, and save again.")
        raise VisitError(words.format(name=name)) from None
    except (ValueError, RecursionError) as error:
        raise VisitError(_no_har(name, error)) from None


def _no_har(name: str, error: Exception) -> str:
    words = _(
        "{name} is no HAR file ({reason}). In the browser: open the tools with F12, choose "
        "Network, load the page, and save all as HAR."
    )
    return words.format(name=name, reason=str(error)[:100])


def _visit(calls: list[Call], name: str, cancelled: Cancelled) -> Visit:
    pages, timed = Pages(), in_order(calls)
    began = next((when for when, _call in timed if when), 0.0)
    for number, (when, call) in enumerate(timed):
        if number % 500 == 0 and cancelled():
            raise CancelledError
        pages.take(call, round(max(0.0, when - began), 3))
    found = pages.done()
    if not found:
        words = _("{name} holds no page. Load the page while the browser records, and save again.")
        raise VisitError(words.format(name=name))
    late = _("The recording began after the first page was opened; what came before is missing.")
    notes = (late,) if pages.began_late else ()
    made = datetime.fromtimestamp(began, UTC).date().isoformat() if began > 0 else ""
    return Visit(found, found[0].host, made, "har", notes)
