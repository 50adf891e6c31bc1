"""How old things are, in whole days: of files below the root, and of dates in facts."""

from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, datetime
from os import stat_result
from pathlib import Path

from privacykit.audit.computer import Computer


def days_since(computer: Computer, paths: Iterable[str]) -> int | None:
    """Return the days since the youngest of the files was written; None if none is there."""
    found = [info.st_mtime for path in paths if (info := computer.look(path))]
    return _days(computer, datetime.fromtimestamp(max(found), UTC)) if found else None


def days_here(computer: Computer, paths: Iterable[Path]) -> int | None:
    """Return the days since the first of the files came to this disk; None if none is there.

    Goes by the ctime: what unpacks or copies a file may set its mtime to any time.
    """
    found = [info.st_ctime for path in paths if (info := _look(path))]
    return _days(computer, datetime.fromtimestamp(min(found), UTC)) if found else None


def days_since_date(computer: Computer, text: object) -> int | None:
    """Return the days since an ISO date; None for anything else."""
    with suppress(ValueError):
        when = datetime.fromisoformat(str(text))
        return _days(computer, when if when.tzinfo else when.replace(tzinfo=UTC))
    return None


def _days(computer: Computer, when: datetime) -> int:
    return max((computer.now - when).days, 0)


def _look(path: Path) -> stat_result | None:
    with suppress(OSError):
        return path.lstat()
    return None
