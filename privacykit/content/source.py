"""Reading a station's files as data from a stranger: no links, no devices, no surprise in size."""

import os
import stat
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from privacykit.errors import StationError
from privacykit.i18n import _
from privacykit.toml.table import Table, parse_from_stranger

PICTURES = frozenset({".png", ".jpg", ".jpeg", ".svg"})
TEXTS = frozenset({".toml", ".md", ".txt"})
TEXT_LIMIT = 1 << 20
PICTURE_LIMIT = 5 << 20
FILE_LIMIT = 500
_DEEPEST = 8
_LEFT_BY_SYSTEMS = frozenset({"thumbs.db", "desktop.ini", "__macosx"})


class Survey(NamedTuple):
    files: tuple[Path, ...]
    """What the station consists of, in a stable order."""
    whole: bool
    """False if there are too many to look at."""
    mistakes: tuple[StationError, ...]


def is_litter(name: str) -> bool:
    """Tell whether an editor or a system left this: never read, never copied."""
    return name.startswith(".") or name.endswith("~") or name.lower() in _LEFT_BY_SYSTEMS


def survey(folder: Path) -> Survey:
    """Look at everything below a station's folder without reading it."""
    mistakes: list[StationError] = []
    files: list[Path] = []
    for path in islice(_below(folder, mistakes), FILE_LIMIT + 1):
        mistake = _refused(path)
        if mistake:
            mistakes.append(mistake)
        else:
            files.append(path)
    whole = len(files) + len(mistakes) <= FILE_LIMIT
    return Survey(tuple(files), whole, (*mistakes, *([] if whole else [_too_many(folder)])))


def read_text(folder: Path, relative: str) -> str:
    """Return a text file of a station, its lines ended by a plain line feed.

    Raises StationError if it is missing, leads elsewhere, is too large or is not UTF-8.
    """
    path = folder / relative
    for part in (*reversed(path.relative_to(folder).parents[:-1]), Path(relative)):
        if mistake := _not_plain(folder / part, is_folder=part != Path(relative)):
            raise mistake
    try:
        with path.open("rb") as opened:
            data = opened.read(TEXT_LIMIT + 1)
    except OSError as error:
        raise unreadable(path, error) from error
    if len(data) > TEXT_LIMIT:
        raise _too_large(path, TEXT_LIMIT)
    return _decoded(path, data)


def read_table(folder: Path, relative: str) -> Table[StationError]:
    """Read a TOML file of a station; StationError if it cannot be read or is not TOML."""
    return parse_from_stranger(folder / relative, read_text(folder, relative), StationError)


def _below(folder: Path, mistakes: list[StationError]) -> Iterator[Path]:
    """Yield every file, and every link to a folder, that is not litter."""

    def complain(error: OSError) -> None:
        mistakes.append(unreadable(Path(error.filename), error))

    for top, folders, files in os.walk(folder, onerror=complain):
        if len(Path(top).relative_to(folder).parts) > _DEEPEST:
            mistakes.append(_too_deep(Path(top)))
            folders.clear()
        links = [name for name in folders if (Path(top) / name).is_symlink()]
        folders[:] = sorted(name for name in folders if not is_litter(name))
        yield from (Path(top) / name for name in sorted(links + files) if not is_litter(name))


def _refused(path: Path) -> StationError | None:
    suffix = path.suffix.lower()
    if mistake := _not_plain(path):
        return mistake
    if suffix not in PICTURES | TEXTS:
        known = ", ".join(sorted(PICTURES | TEXTS))
        mend = _("Remove it, or save it as one of: {known}").format(known=known)
        return StationError(path, _("A station holds no file of this kind."), mend)
    limit = PICTURE_LIMIT if suffix in PICTURES else TEXT_LIMIT
    return _too_large(path, limit) if path.lstat().st_size > limit else None


def _not_plain(path: Path, *, is_folder: bool = False) -> StationError | None:
    try:
        mode = path.lstat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        mend = _("Add it, or copy it from another station.")
        return StationError(path, _("This file is missing."), mend)
    except OSError as error:
        return unreadable(path, error)
    if stat.S_ISLNK(mode):
        mend = _("Put the file itself in its place.")
        return StationError(path, _("This is a link, and a station holds no links."), mend)
    if not (stat.S_ISDIR(mode) if is_folder else stat.S_ISREG(mode)):
        mend = _("Remove it, or put a file of this name in its place.")
        return StationError(path, _("This is not an ordinary file."), mend)
    return None


def _decoded(path: Path, data: bytes) -> str:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        mend = _("Save it again in your editor with the encoding UTF-8.")
        raise StationError(path, _("This is not UTF-8 text."), mend, line) from error
    return text.replace("\r\n", "\n")


def unreadable(path: Path, error: OSError) -> StationError:
    problem = _("This cannot be read: {reason}.").format(reason=error.strerror)
    return StationError(path, problem, _("Look at who may read it."))


def _too_large(path: Path, limit: int) -> StationError:
    problem = _("This file is larger than {limit} MB.").format(limit=limit >> 20)
    return StationError(path, problem, _("Make it smaller, or split it."))


def _too_deep(path: Path) -> StationError:
    problem = _("Folders are nested too deeply here.")
    return StationError(path, problem, _("Put the pictures straight into the folder media."))


def _too_many(folder: Path) -> StationError:
    problem = _("The folder holds more than {limit} files.").format(limit=FILE_LIMIT)
    return StationError(folder, problem, _("Is it really a station? Remove what it does not need."))
