"""Files of a computer's set-up: each written whole, and all taken back if one of them fails.

What was there before is kept beside it under another name until the end, so that bringing it
back needs no room on the disk.
"""

import errno
import os
import re
import stat
from collections.abc import Iterable
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Literal, Self

import msgspec

from privacykit.errors import AgainError, SetupError
from privacykit.i18n import _
from privacykit.wipe import linux
from privacykit.wipe.machine.system import System
from privacykit.wipe.tree import Tree

_BLOCK = re.compile(r"^# privacykit: begin.*?^# privacykit: end\n", re.MULTILINE | re.DOTALL)
_NEW, _OLD = ".privacykit-new", ".privacykit-old"
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
_NOT_OURS = "\0"


class File(msgspec.Struct, frozen=True):
    """A file of the set-up, or a marked block at the start or end of someone else's."""

    path: str
    """Absolute, as that computer itself names it."""
    content: str
    """The text; of a link, where it leads."""
    kind: Literal["file", "link", "first lines", "last lines"] = "file"

    @property
    def is_block(self) -> bool:
        return self.kind in {"first lines", "last lines"}


def place(system: System, path: str) -> Path:
    """Return where a path of the computer lies; SetupError if a link leads out of its folder."""
    where = system.at(path)
    with suppress(OSError, RuntimeError):
        folder = where.parent.resolve()
        if folder.is_relative_to(system.root):
            return folder / where.name
    raise SetupError(_("A link leads from {path} to another place.").format(path=where))


def found(system: System, file: File) -> str | None:
    """Return what is there now, as `File.content` has it; None if nothing is."""
    where = place(system, file.path)
    if file.kind == "link" and where.is_symlink():
        return str(where.readlink())
    try:
        is_plain = stat.S_ISREG(where.lstat().st_mode)
    except FileNotFoundError:
        return None
    text = _text(where) if is_plain else _NOT_OURS
    if not file.is_block or not is_plain:
        return text
    block = _BLOCK.search(text)
    return block.group() if block else None


def _text(path: Path) -> str:
    return path.read_bytes().decode("utf-8", "surrogateescape")


class Writing:
    """Use with `with`: an error, or a person who stops it, leaves everything as it was."""

    def __init__(self, system: System) -> None:
        self._system = system
        self._here = system.root
        self._kept: list[Path] = []
        self._back = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        if error is None:
            for where in self._kept:
                _remove(_beside(where, _OLD))
                _sync(where.parent)
            return
        self._back.close()
        if isinstance(error, OSError):
            words = _("{path} cannot be changed ({reason}). Everything is as it was.")
            kind = AgainError if error.errno in _FULL else SetupError
            raise kind(words.format(path=self._here, reason=error.strerror)) from error

    def put(self, file: File, mode: int = 0o644) -> None:
        """Write the file, or its block into the file that is there."""
        where = self._at(file.path)
        self._make(where.parent)
        if file.is_block:
            self._replace(where, _with(_text(where), file))
            return
        new = self._new(where)
        if file.kind == "link":
            new.symlink_to(file.content)
        else:
            _write(new, file.content, mode)
        self._swap(where)

    def drop(self, file: File) -> None:
        """Remove the file, or its block from the file that holds it."""
        where = self._at(file.path)
        if file.is_block:
            self._replace(where, _text(where).replace(file.content, "", 1))
            return
        old = _beside(where, _OLD)
        self._back.callback(_bring_back, old, where)
        self._kept.append(where)
        where.rename(old)

    def prepare_records(self) -> None:
        """Make the kit's own folder, which only root may enter."""
        self._here = self._system.records
        if not self._here.exists():
            self._back.callback(_remove, self._here)
        self._system.prepare(self._here)

    def _at(self, path: str) -> Path:
        self._here = place(self._system, path)
        return self._here

    def _make(self, folder: Path) -> None:
        if folder.exists():
            return
        self._make(folder.parent)
        self._back.callback(_remove, folder)
        folder.mkdir()
        folder.chmod(0o755)

    def _replace(self, where: Path, text: str) -> None:
        info = where.stat()
        new = self._new(where)
        _write(new, text, stat.S_IMODE(info.st_mode))
        os.chown(new, info.st_uid, info.st_gid)
        self._swap(where)

    def _new(self, where: Path) -> Path:
        """Return the name under which a file is made ready; what a run that was cut left goes."""
        new = _beside(where, _NEW)
        _remove(new)
        self._back.callback(_remove, new)
        return new

    def _swap(self, where: Path) -> None:
        old = _beside(where, _OLD)
        _remove(old)
        if os.path.lexists(where):
            self._back.callback(_bring_back, old, where)
            self._kept.append(where)
            os.link(where, old, follow_symlinks=False)
        else:
            self._back.callback(_remove, where)
        _beside(where, _NEW).replace(where)
        _sync(where.parent)


def clear(system: System, folders: Iterable[str]) -> None:
    """Remove those of the folders in which nothing is left."""
    for folder in folders:
        _remove(place(system, folder))


def _beside(where: Path, ending: str) -> Path:
    return where.with_name(where.name + ending)


def _with(text: str, file: File) -> str:
    """Return the text with the block in the place of its old one, or where its kind belongs."""
    if _BLOCK.search(text):
        return _BLOCK.sub(lambda _old: file.content, text, count=1)
    return file.content + text if file.kind == "first lines" else text + file.content


def _write(new: Path, text: str, mode: int) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
    with os.fdopen(os.open(new, flags, stat.S_IRUSR | stat.S_IWUSR), "wb") as file:
        file.write(text.encode("utf-8", "surrogateescape"))
        file.flush()
        os.fchmod(file.fileno(), mode)
        os.fsync(file.fileno())


def _bring_back(old: Path, where: Path) -> None:
    with suppress(FileNotFoundError):
        old.replace(where)
    _remove(old)  # two names of one file: nothing was moved


def _remove(path: Path) -> None:
    """Remove a file, a link, or a folder in which nothing is left."""
    name = os.fsencode(path.name)
    with suppress(FileNotFoundError), Tree(path.parent) as folder:
        folder.remove(name, keep=lambda inside: inside != name)


def _sync(folder: Path) -> None:
    with linux.opened(linux.open_folder(folder)) as handle:
        os.fsync(handle)
