"""Reports, rows and a record for the tests, and the log that everyone writes first."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from privacykit.record import chain, reading
from privacykit.record.chain import Book
from privacykit.record.row import Row, row_of
from privacykit.record.signing import KeyFile
from privacykit.wipe.report import Left, Place, Report

NOW = datetime(2026, 11, 21, 14, 2, tzinfo=UTC)


def report(**changes: Any) -> Report:
    made = {
        "state": "clean",
        "exit_code": 0,
        "method": "in-place",
        "account": "patron",
        "programs_ended": ("firefox", "vlc"),
        "removed_files": 214,
        "removed_size": 33_000_000,
        "restored": 3,
        "seconds": 1.4,
        "started": "2026-11-21T14:01:58+00:00",
        "finished": "2026-11-21T14:02:00+00:00",
    }
    return Report(**{**made, **changes})


def not_clean(**changes: Any) -> Report:
    """Return a report of one thing left in the home, and two print jobs."""
    left = (Left("", "The frozen home", 1, "why"),)
    places = (
        Place("print", "Print jobs", "residue", left=2),
        Place("tmp", "Temporary files", "clean", removed=4),
    )
    return report(state="residue", exit_code=1, left=left, places=places, **changes)


def row(**changes: Any) -> Row:
    return row_of(report(**changes), NOW)


def book(folder: Path) -> Book:
    """Return a record that is not begun yet: a public folder, and a private one beside it."""
    private = folder / "private"
    private.mkdir(mode=0o700, exist_ok=True)
    return Book(folder / "public", private, KeyFile(private))


def filled(folder: Path, count: int = 5) -> Book:
    made = book(folder)
    for number in range(count):
        at = NOW + timedelta(minutes=number)
        chain.append(made, row_of(report(removed_files=number, finished=""), at))
    return made


def lines(book: Book) -> list[bytes]:
    return (book.folder / chain.NAME).read_bytes().splitlines(keepends=True)


def put(book: Book, changed: Sequence[bytes]) -> None:
    (book.folder / chain.NAME).write_bytes(b"".join(changed))


def sound(one: Book) -> list[int]:
    """Return the numbers of the rows, of a record that is as it was written."""
    found = reading.read(one.folder, one.keeper)
    assert found.problems == ()
    return [row.number for row in found.rows]


def naive_problems(content: bytes) -> list[str]:
    """Check a log of JSON lines as everyone does first: every line can be read."""
    try:
        for line in content.splitlines():
            json.loads(line)
    except ValueError:
        return ["not readable"]
    return []


def naive_append(folder: Path, report: Report) -> None:
    """Write a log as everyone does first: by path, with `open`."""
    with (folder / chain.NAME).open("a", encoding="utf-8") as file:
        file.write(json.dumps({"state": report.state, "message": report.message}) + "\n")
