"""Looking at one folder of a frozen home after the other: the hot path of every session's end."""

import errno
import os
import stat
from collections.abc import Iterable
from typing import TYPE_CHECKING

import msgspec

from privacykit.errors import CancelledError
from privacykit.wipe import linux
from privacykit.wipe.baseline import marks
from privacykit.wipe.baseline.manifest import Entry, Folder, Manifest
from privacykit.wipe.problems import Problem, problem
from privacykit.wipe.progress import Cancelled

if TYPE_CHECKING:
    from privacykit.wipe.policy import Keeper

_GONE = frozenset({errno.ENOENT, errno.ENOTDIR, errno.ELOOP})
_LOST = frozenset({*_GONE, errno.ESTALE, errno.ENXIO})
TELL_EVERY = 4096


class Found(msgspec.Struct):
    """What the look at some folders found."""

    extra: list[bytes] = []
    missing: list[bytes] = []
    changed: list[bytes] = []
    stale: dict[bytes, Entry] = {}
    problems: list[Problem] = []


class Look:
    """One look at a home that is held open; `found` grows folder by folder."""

    def __init__(
        self,
        top: int,
        manifest: Manifest,
        keep: "Keeper",
        mounted: frozenset[bytes],
        cancelled: Cancelled,
        *,
        thorough: bool,
    ) -> None:
        self._top, self._folders = top, manifest.folders
        self._keep, self._has_keep = keep, not keep.is_empty
        self._mounted, self._cancelled, self._thorough = mounted, cancelled, thorough
        self.found = Found()

    def is_kept(self, path: bytes) -> bool:
        return self._has_keep and self._keep.keeps(path)

    def folder(self, path: bytes) -> None:
        """Compare one recorded folder, without the folders below it. Raises CancelledError."""
        if self._cancelled():
            raise CancelledError
        then = self._folders[path]
        try:
            handle = linux.open_path(self._top, path)
        except OSError as error:
            self._not_opened(path, then, error)
            return
        try:
            self._own(handle, path, then.own)
            self._entries(handle, path, then)
        except OSError as error:
            self._problem(path, error)
        finally:
            os.close(handle)

    def _not_opened(self, path: bytes, then: Folder, error: OSError) -> None:
        """Count what was in a folder that is no more; the one above tells of the folder itself."""
        if error.errno not in _GONE:
            self._problem(path, error)
            return
        self._missing(path, (*then.entries, *then.below))

    def _own(self, handle: int, path: bytes, then: Entry) -> None:
        info = os.fstat(handle)
        if marks.of_open_folder(info) == marks.then(then) and not self._thorough:
            return
        now = marks.of_folder(handle)
        if not marks.is_as_it_was(now, then):
            self.found.changed.append(path)
        elif now != then:
            self.found.stale[path] = now

    def _entries(self, handle: int, path: bytes, then: Folder) -> None:
        """Compare what is in a folder; takes out of `then` whatever it meets."""
        entries, below = then.entries, then.below
        pop, now_of, then_of, encode = entries.pop, marks.now, marks.then, marks.encode
        careful = self._thorough or self._has_keep or self._mounted
        with os.scandir(handle) as found:
            for one in found:
                name = encode(one.name)
                before = pop(name, None)
                if before is None or careful:
                    is_folder = one.is_dir(follow_symlinks=False)
                    self._odd(handle, marks.join(path, name), before, below, is_folder)
                elif now_of(one.stat(follow_symlinks=False)) != then_of(before):
                    self._closer(handle, marks.join(path, name), before)
        if entries or below:
            self._missing(path, (*entries, *below))

    def _odd(
        self, handle: int, path: bytes, before: Entry | None, below: set[bytes], is_folder: bool
    ) -> None:
        """Compare an entry that is not just a recorded file or link."""
        name = path.rpartition(b"/")[2]
        is_known_folder = name in below
        below.discard(name)
        if self.is_kept(path):
            return
        if path in self._mounted:
            self._problem(path, OSError(errno.EXDEV, ""))
        elif before is not None:
            self._closer(handle, path, before)
        elif not is_known_folder:
            self._extra(handle, path, is_folder=is_folder)
        elif not is_folder:
            self.found.changed.append(path)

    def _closer(self, handle: int, path: bytes, then: Entry) -> None:
        name = path.rpartition(b"/")[2]
        try:
            now = self._read(handle, name, then)
        except OSError as error:
            self._not_read(path, error)
            return
        if now is None or not marks.is_as_it_was(now, then):
            self.found.changed.append(path)
        elif now != then:
            self.found.stale[path] = now

    def _read(self, handle: int, name: bytes, then: Entry) -> Entry | None:
        """Return the entry as it is, None if it needs no reading to see that it has changed."""
        info = marks.look(handle, name)
        if marks.lasting_now(info) != marks.lasting_then(then):
            return None
        if stat.S_ISLNK(info.st_mode):
            return marks.of_link(handle, name, info)
        if not self._thorough and marks.now(info) == marks.then(then):
            return then
        return marks.of_file(handle, name, info, self._cancelled)

    def _not_read(self, path: bytes, error: OSError) -> None:
        if error.errno == errno.ENOENT:
            self.found.missing.append(path)
        elif error.errno in _LOST:
            self.found.changed.append(path)
        else:
            self._problem(path, error)

    def _missing(self, path: bytes, names: Iterable[bytes]) -> None:
        each = (marks.join(path, name) for name in names)
        self.found.missing += [one for one in each if not self.is_kept(one)]

    def _extra(self, handle: int, path: bytes, *, is_folder: bool) -> None:
        """Note what the baseline does not know, unless something that is kept lies below it."""
        if self._has_keep and is_folder and self._keep.may_keep_below(path):
            self._beside_kept(handle, path)
        else:
            self.found.extra.append(path)
            if len(self.found.extra) % TELL_EVERY == 0 and self._cancelled():
                raise CancelledError

    def _beside_kept(self, above: int, path: bytes) -> None:
        """Note what lies beside what is kept; a folder that holds nothing kept is an extra whole.

        Patterns have few parts, so this goes down only as many folders.
        """
        before, kept = len(self.found.extra), False
        with linux.opened(linux.open_below(above, path.rpartition(b"/")[2])) as handle:
            with os.scandir(handle) as found:
                below = [
                    (marks.encode(one.name), one.is_dir(follow_symlinks=False)) for one in found
                ]
            for name, is_folder in below:
                each = marks.join(path, name)
                if self._keep.keeps(each):
                    kept = True
                    continue
                size = len(self.found.extra)
                self._extra(handle, each, is_folder=is_folder)
                kept = kept or self.found.extra[size:] != [each]
        if not kept:
            self.found.extra[before:] = [path]

    def _problem(self, path: bytes, error: OSError) -> None:
        self.found.problems.append(problem(path, error.errno or 0))
