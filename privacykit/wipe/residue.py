"""Search for what should be gone: a mark in names, attributes and contents, however it is packed.

The search only reads. It opens nothing but plain files and folders, follows no link, enters no
other file system, and tells of what it could not read: a search that was kept out has not found
nothing.
"""

import base64
import html
import json
import os
import re
import stat
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, quote_plus

from privacykit.errors import CancelledError
from privacykit.i18n import _
from privacykit.wipe import decode, leveldb, sqlitepages
from privacykit.wipe.progress import Cancelled, Progress, never, silent

UNREADABLE, UNSEARCHED = "unreadable", "too much to unpack"
_SHORTEST = 8
_DEPTH = 4
_WINDOW = 64 << 20
_OVERLAP = 1 << 20
_INTERLEAVED = re.compile(rb"\d+([^.]{8,})")
Needles = Mapping[bytes, tuple[str, str]]


@dataclass(frozen=True, order=True)
class Hit:
    """One mark in one place. `form` reads from the outside in, such as "zip > gzip > utf-8"."""

    path: bytes
    form: str
    mark: str


def _alignments(text: bytes) -> Iterator[bytes]:
    """Yield the part of a text's base64 that is the same whatever stands around it."""
    for before in range(3):
        whole = base64.b64encode(bytes(before) + text)
        last = len(text) + before
        yield whole[-(-before * 8 // 6) : last * 8 // 6]


def _percent(mark: str) -> Iterator[str]:
    for text in {quote(mark), quote(mark, safe=""), quote_plus(mark)}:
        yield text
        yield re.sub("%..", lambda found: found.group().lower(), text)
    yield "".join(f"%{byte:02x}" for byte in mark.encode())
    yield "".join(f"%{byte:02X}" for byte in mark.encode())


def _forms(mark: str) -> Iterator[tuple[str, bytes]]:
    plain = {name: mark.encode(name) for name in ("utf-8", "utf-16-le", "utf-16-be")}
    yield from plain.items()
    yield "reversed", mark[::-1].encode()
    for text in _percent(mark):
        yield "percent", text.encode()
    for name, text in (("json", json.dumps(mark)[1:-1]), ("html", html.escape(mark))):
        yield name, text.encode()
    for name, raw in plain.items():
        outer = "" if name == "utf-8" else f" > {name}"
        yield f"hex{outer}", raw.hex().encode()
        yield f"hex{outer}", raw.hex().upper().encode()
        for part in _alignments(raw):
            yield f"base64{outer}", part
            yield f"base64{outer}", part.translate(bytes.maketrans(b"+/", b"-_"))


def _needles(marks: Sequence[str]) -> Needles:
    needles: dict[bytes, tuple[str, str]] = {}
    for mark in marks:
        if len(mark) < _SHORTEST:
            raise ValueError(f"a mark needs {_SHORTEST} characters, or chance would find it")
        for form, needle in _forms(mark):
            needles.setdefault(needle, (form, mark))
    return needles


def _layers(data: bytes, budget: decode.Budget, trail: str) -> Iterator[tuple[str, bytes]]:
    yield from decode.streams(data, budget)
    yield from sqlitepages.sqlite(data, budget)
    yield from leveldb.leveldb(data, budget)
    if not trail:
        yield from decode.nameless(data, budget)


def _inside(
    data: bytes, needles: Needles, budget: decode.Budget, trail: str = "", depth: int = _DEPTH
) -> Iterator[tuple[str, str]]:
    """Yield (form, mark) for all that is in the bytes and in what they unpack to."""
    for needle, (form, mark) in needles.items():
        if needle in data:
            yield trail + form, mark
    if depth:
        for form, inner in _layers(data, budget, trail):
            yield from _inside(inner, needles, budget, f"{trail}{form} > ", depth - 1)


def _interleaved(name: bytes, needles: Needles) -> Iterator[tuple[str, str]]:
    """Yield marks in a name that Firefox wove from a database name's start and its end."""
    woven = _INTERLEAVED.match(name)
    front = woven.group(1)[::2].decode(errors="replace") if woven else ""
    for mark in {mark for _form, mark in needles.values()}:
        if front and (mark in front or mark.startswith(front)):
            yield "name > interleaved", mark


def _names(path: bytes, needles: Needles) -> Iterator[tuple[str, str]]:
    name = path.rpartition(b"/")[2]
    for needle, (form, mark) in needles.items():
        if needle in name:
            yield f"name > {form}", mark
    yield from _interleaved(name, needles)


def _attributes(path: bytes, needles: Needles) -> Iterator[tuple[str, str]]:
    try:
        names = os.listxattr(path, follow_symlinks=False)
        values = [os.getxattr(path, name, follow_symlinks=False) for name in names]
    except OSError:  # a file system without them, or the file has gone
        return
    for name, value in zip(names, values, strict=True):
        yield from _inside(os.fsencode(name) + b"\0" + value, needles, decode.Budget(), "xattr > ")


def _pieces(file: int) -> Iterator[bytes]:
    """Yield a file whole, or a large one in overlapping windows, leaving out its holes."""
    size = os.fstat(file).st_size
    if size <= _WINDOW:
        yield os.pread(file, _WINDOW, 0)
        return
    end = 0
    while end < size:
        try:
            start = os.lseek(file, end, os.SEEK_DATA)
        except OSError:
            return
        end = os.lseek(file, start, os.SEEK_HOLE)
        for at in range(start, end, _WINDOW):
            yield os.pread(file, _WINDOW + _OVERLAP, at)


def _contents(path: bytes, needles: Needles) -> Iterator[tuple[str, str]]:
    file = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    try:
        for piece in _pieces(file):
            budget = decode.Budget()
            yield from _inside(piece, needles, budget)
            if not budget.held:
                yield UNSEARCHED, ""
    finally:
        os.close(file)


def _content(path: bytes, status: os.stat_result, needles: Needles) -> Iterator[tuple[str, str]]:
    try:
        if stat.S_ISLNK(status.st_mode):
            target = os.readlink(path)  # noqa: PTH115 - bytes
            yield from _inside(target, needles, decode.Budget(), "link > ", depth=0)
        elif stat.S_ISREG(status.st_mode):
            yield from _contents(path, needles)
        elif stat.S_ISDIR(status.st_mode):
            os.close(os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW))
    except FileNotFoundError:
        return
    except OSError:
        if status.st_uid == os.geteuid():
            yield UNREADABLE, ""


def _look(
    path: bytes, status: os.stat_result | None, needles: Needles
) -> Iterator[tuple[str, str]]:
    yield from _names(path, needles)
    if status is None:
        yield UNREADABLE, ""
        return
    yield from _attributes(path, needles)
    yield from _content(path, status, needles)


def _children(folder: bytes) -> list[bytes]:
    try:
        with os.scandir(folder) as entries:
            return [entry.path for entry in entries]
    except OSError:
        return []


def _entries(folder: Path) -> Iterator[tuple[bytes, os.stat_result | None]]:
    """Yield the folder and all below it that lies on the same file system."""
    todo, device = [os.fsencode(folder)], -1
    while todo:
        path = todo.pop()
        try:
            status = os.lstat(path)
        except FileNotFoundError:
            continue
        except OSError:  # a name too long to reach, or a folder that keeps its names to itself
            yield path, None
            continue
        device = status.st_dev if device < 0 else device
        if status.st_dev != device:
            continue
        yield path, status
        if stat.S_ISDIR(status.st_mode):
            todo.extend(_children(path))


def search(
    folders: Iterable[Path],
    marks: Sequence[str],
    *,
    progress: Progress = silent,
    cancelled: Cancelled = never,
) -> tuple[Hit, ...]:
    """Return every place in the folders where a mark can still be read.

    What belongs to the searching account and could not be read, and what unpacks to more than
    is unpacked, are told with the forms `UNREADABLE` and `UNSEARCHED` and no mark. Raise
    ValueError for a mark so short that chance would find it.
    """
    needles, hits, done = _needles(marks), set[Hit](), 0
    for folder in folders:
        for path, status in _entries(folder):
            if cancelled():
                raise CancelledError
            done += 1
            progress(_("Looking inside files"), done, 0)
            hits.update(Hit(path, form, mark) for form, mark in _look(path, status, needles))
    return tuple(sorted(hits))
