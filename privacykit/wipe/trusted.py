"""Reading the TOML files that decide what is deleted: only from hands that may decide it."""

import os
import stat
from collections.abc import Collection
from pathlib import Path
from typing import TypeVar

from privacykit.errors import DataError
from privacykit.i18n import _
from privacykit.toml.table import Table, parse

LARGEST = 1 << 20
"""Bytes a policy or a file of the catalogue may have."""

E = TypeVar("E", bound=DataError)


def read(path: Path, error: type[E], trusted: Collection[int]) -> Table[E]:
    """Return what is in a file that only the `trusted` user ids can change; raise `error`."""
    try:
        _check_folders(path, error, trusted)
        flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
        with os.fdopen(os.open(path.resolve(strict=True), flags), "rb") as file:
            _check_owner(path, os.fstat(file.fileno()), error, trusted)
            content = file.read(LARGEST + 1)
    except (OSError, RuntimeError, ValueError) as problem:
        raise _unreadable(path, error, problem) from problem
    return parse(path, as_text(path, content, error), error)


def read_any(path: Path, error: type[DataError]) -> str:
    """Return the text of a file from anybody, only to look at; raise `error`."""
    try:
        flags = os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC
        with os.fdopen(os.open(path, flags), "rb") as file:
            content = file.read(LARGEST + 1)
    except (OSError, ValueError) as problem:
        raise _unreadable(path, error, problem) from problem
    return as_text(path, content or b"", error)


def _unreadable(path: Path, error: type[E], problem: Exception) -> E:
    reason = getattr(problem, "strerror", None) or problem
    words = _("The file cannot be read ({reason}).").format(reason=reason)
    return error(path, words, _("Check the path and the rights."))


def as_text(path: Path, content: bytes, error: type[DataError]) -> str:
    """Return what the bytes of a file say; raise `error` if they are too many, or no text."""
    if len(content) > LARGEST:
        raise error(path, _("The file is larger than 1 MB."), _("Keep only what is needed."))
    try:
        return content.decode("utf-8-sig")
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
