"""The program that the units start as root: only from where nobody else can swap it."""

import os
import re
import stat
import sys
from collections.abc import Collection, Iterator
from pathlib import Path

import privacykit
from privacykit.errors import SetupError
from privacykit.i18n import _
from privacykit.wipe.machine.system import System
from privacykit.wipe.machine.written import place

_NAME = "privacykit"
_USUAL = tuple(
    Path(folder) / _NAME for folder in ("/usr/bin", "/usr/local/bin", "/opt/privacykit/bin")
)
_PLAIN = re.compile(r"[A-Za-z0-9/._+-]+")


def find(system: System, trusted: Collection[int] | None = None) -> str:
    """Return the absolute path of `privacykit` on that computer. Raises SetupError.

    Others than `trusted` may change neither it nor its code; None: than `owners()`.
    """
    own = own_program()
    choices = (own,) if system.is_running else (own, *_USUAL)
    program = next((path for path in choices if place(system, str(path)).is_file()), None)
    if program is None:
        words = _("There is no {program}. Install the kit on that computer first.")
        raise SetupError(words.format(program=system.at(own)))
    if not _PLAIN.fullmatch(str(program)):
        words = _("{program} cannot be named in a unit. Install the kit in a plain folder.")
        raise SetupError(words.format(program=ascii(str(program))))
    for path in (program, *(_code() if system.is_running else ())):
        _check(system, path, owners() if trusted is None else trusted)
    return str(program)


def own_program() -> Path:
    """Return the `privacykit` that belongs to the Python that runs."""
    python = Path(sys.executable).absolute()
    beside = python.with_name(_NAME)
    started = Path(sys.argv[0]).resolve()
    return started if started.name == _NAME and not beside.is_file() else beside


def owners() -> frozenset[int]:
    """Return whose files are trusted: root's, and in a folder of one's own also one's own."""
    return frozenset({0, os.geteuid()})


def _code() -> tuple[Path, ...]:
    return (Path(sys.executable), Path(sys.base_prefix), Path(privacykit.__file__))


def _check(system: System, path: Path, trusted: Collection[int]) -> None:
    for one in _way(system, path):
        info = one.lstat()
        if stat.S_ISLNK(info.st_mode):
            continue
        sticky = stat.S_ISDIR(info.st_mode) and info.st_mode & stat.S_ISVTX
        others = info.st_mode & stat.S_IWOTH or (info.st_mode & stat.S_IWGRP and info.st_gid)
        if info.st_uid not in trusted or (others and not sticky):
            words = _(
                "{program} would run as root, but others than root may change {path}. Install "
                "the kit where only root may write."
            )
            raise SetupError(words.format(program=path, path=one))


def _way(system: System, path: Path) -> Iterator[Path]:
    """Yield the file and every folder above it, as named and behind links."""
    where = place(system, str(path))
    real = where.resolve()
    if not real.is_relative_to(system.root):
        raise SetupError(_("A link leads from {path} to another place.").format(path=where))
    for one in (system.at(path), where, real):
        yield from (up for up in (one, *one.parents) if up.is_relative_to(system.root))
