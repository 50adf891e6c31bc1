"""Reading the TOML files that decide what is deleted: only from hands that may decide it."""

import os
import re
import stat
import tomllib
from collections.abc import Collection
from pathlib import Path
from typing import TypeVar

import msgspec

from privacykit.errors import DataError
from privacykit.i18n import _

LARGEST = 1 << 20
"""Bytes a policy or a file of the catalogue may have."""

_HEADER = re.compile(r"^\s*\[(\[?)\s*([\w-]+)\s*\]")
_KEY = re.compile(r"^\s*\"?([\w-]+)\"?\s*=")
_SYNTAX_LINE = re.compile(r"\(at line (\d+), column \d+\)")
_STEP = re.compile(r"\.([^.\[\]]+)|\[(\d+|\.\.\.)\]")
T = TypeVar("T")


def read(path: Path, error: type[DataError], trusted: Collection[int]) -> str:
    """Return the text of a file that only the `trusted` user ids can change; raise `error`."""
    try:
        _check_folders(path, error, trusted)
        flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
        with os.fdopen(os.open(path.resolve(strict=True), flags), "rb") as file:
            _check_owner(path, os.fstat(file.fileno()), error, trusted)
            content = file.read(LARGEST + 1)
    except (OSError, RuntimeError, ValueError) as problem:
        reason = getattr(problem, "strerror", None) or problem
        words = _("The file cannot be read ({reason}).").format(reason=reason)
        raise error(path, words, _("Check the path and the rights.")) from problem
    return _text(path, content, error)


def _text(path: Path, content: bytes, error: type[DataError]) -> str:
    if len(content) > LARGEST:
        raise error(path, _("The file is larger than 1 MB."), _("Keep only what is needed."))
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as problem:
        line = content.count(b"\n", 0, problem.start) + 1
        words = _("This line is not UTF-8 text."), _("Save the file as UTF-8.")
        raise error(path, *words, line) from problem


def _check_folders(path: Path, error: type[DataError], trusted: Collection[int]) -> None:
    """Refuse a folder on the way, also behind links, in which a stranger could swap the file."""
    absolute = path.absolute()
    for folder in {*absolute.parents, *absolute.resolve(strict=True).parents}:
        _check_owner(folder, folder.stat(), error, trusted)


def _check_owner(
    path: Path, info: os.stat_result, error: type[DataError], trusted: Collection[int]
) -> None:
    """Refuse what others own or may change; a sticky folder such as /tmp protects its entries."""
    if info.st_uid not in trusted:
        problem = _("It belongs to an account that may not decide what is removed.")
        raise error(path, problem, _("Make root its owner: chown root."))
    if stat.S_ISDIR(info.st_mode) and info.st_mode & stat.S_ISVTX:
        return
    if not (stat.S_ISDIR(info.st_mode) or stat.S_ISREG(info.st_mode)):
        raise error(path, _("It is not a plain file."), _("Write the file anew."))
    own_group = info.st_gid == info.st_uid  # Debian gives each account a group of its own
    if info.st_mode & stat.S_IWOTH or (info.st_mode & stat.S_IWGRP and not own_group):
        problem = _("Other accounts may change it, so it cannot be trusted.")
        raise error(path, problem, _("Take that right away: chmod go-w."))


def decode(path: Path, text: str, kind: type[T], error: type[DataError]) -> T:
    """Return the TOML text as a `kind`; raise `error` with the line of the mistake."""
    try:
        return msgspec.convert(tomllib.loads(text), kind)
    except (tomllib.TOMLDecodeError, RecursionError) as problem:
        found = _SYNTAX_LINE.search(str(problem))
        words = _("This is not TOML: {reason}.").format(reason=_SYNTAX_LINE.sub("", str(problem)))
        mend = _("Compare the line with the example.")
        raise error(path, words, mend, int(found[1]) if found else None) from problem
    except msgspec.ValidationError as problem:
        raise _mistake(path, text, str(problem), error) from problem


def _mistake(path: Path, text: str, problem: str, error: type[DataError]) -> DataError:
    words, _at, place = problem.partition(" - at ")
    steps = _steps(place.strip("`").removeprefix("key in "))
    unknown = re.search(r"unknown field `([^`]*)`", words)
    if unknown:
        words = _("The key “{key}” is not known here.").format(key=unknown[1])
        steps.append(unknown[1])
        mend = _("Check the spelling or remove the line.")
    else:
        words, mend = f"{words}.", _("Change the line.")
    return error(path, words, mend, line_of(text, steps))


def _steps(place: str) -> list[str | int]:
    """Turn msgspec's `$.trace[3].verb` into ["trace", 3, "verb"]."""
    return [
        name or (int(number) if number.isdigit() else 0) for name, number in _STEP.findall(place)
    ]


def line_of(text: str, steps: list[str | int]) -> int | None:
    """Return the line on which the table or key that the steps lead to is written.

    Tables inside tables are not told apart: the files have none. None: it is nowhere.
    """
    names = [step for step in steps if isinstance(step, str)]
    index = next((step for step in steps[1:2] if isinstance(step, int)), 0)
    if not names:
        return None
    table, seen, best = "", -1, None
    for number, line in enumerate(text.splitlines(), 1):
        header, key = _HEADER.match(line), _KEY.match(line)
        if header:
            table = header[2]
            seen += table == names[0]
            best = number if table == names[0] and seen == index else best
        elif key and _is_meant(key[1], table, names, is_entry=seen == index):
            return number
    return best


def _is_meant(key: str, table: str, names: list[str], *, is_entry: bool) -> bool:
    if not table:
        return key == names[0]
    return is_entry and table == names[0] and len(names) > 1 and key == names[1]
