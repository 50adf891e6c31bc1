"""Freezing: every entry of a home recorded, every content stored. The home itself is only read.

Nothing is in force until the caller saves the manifest that this returns.
"""

import errno
import os
import stat
from collections.abc import Iterator
from pathlib import Path

from privacykit.errors import AgainError, BaselineError, CancelledError
from privacykit.i18n import _
from privacykit.wipe import linux
from privacykit.wipe.baseline import marks
from privacykit.wipe.baseline import store as stores
from privacykit.wipe.baseline.manifest import Entry, Folder, Header, Manifest, manifest
from privacykit.wipe.baseline.store import Store
from privacykit.wipe.places import Account
from privacykit.wipe.policy import Keeper
from privacykit.wipe.problems import escape
from privacykit.wipe.progress import Cancelled, Progress
from privacykit.wipe.tree import Tree

PATH_MAX = 4095
"""Bytes; the longest path that the kernel opens in one go."""
_MOVED = frozenset({errno.ENOENT, errno.ENOTDIR, errno.ELOOP, errno.ESTALE})


def freeze(
    account: Account,
    vault: Path,
    header: Header,
    *,
    keep: Keeper,
    progress: Progress,
    cancelled: Cancelled,
) -> Manifest:
    """Return the manifest of the home as it is now; its contents are in the vault's store.

    Raises BaselineError for what no baseline can hold, AgainError for a full disk or a home that
    changes meanwhile, CancelledError, UnsafeHomeError. What is stored already stays usable.
    """
    with linux.opened(linux.open_folder(account.home)) as top, Store(vault, make=True) as store:
        try:
            seen = dict(_Look(top, keep, cancelled).folders())
            _need_room(vault, store, seen)
            folders = _Reading(top, store, progress, cancelled).read(seen)
            store.sync()
        except OSError as error:
            raise _in_words(error) from error
    found = manifest(header, folders)
    marks.settle(_newest(folders))
    return found


def collect(vault: Path, manifest: Manifest) -> None:
    """Remove from the store what no entry of the manifest needs."""
    needed = {
        b"%s/%s" % (stores.FOLDER, stores.path(entry.content))
        for folder in manifest.folders.values()
        for entry in folder.entries.values()
        if entry.is_file
    }
    with Tree(vault) as tree:
        every = [*tree.find(stores.FOLDER + b"/*/*"), *tree.find(stores.FOLDER + b"/new")]
        for path in every:
            if path not in needed:
                tree.remove(path)


class _Look:
    """The first walk: what is there, and whether a baseline can hold it. Reads no content."""

    def __init__(self, top: int, keep: Keeper, cancelled: Cancelled) -> None:
        self._top, self._keep, self._cancelled = top, keep, cancelled

    def folders(self) -> Iterator[tuple[bytes, Folder]]:
        """Yield each folder with entries that have their marks, but neither content nor xattrs."""
        waiting = [b""]
        while waiting:
            if self._cancelled():
                raise CancelledError
            path = waiting.pop()
            folder = self._folder(path)
            yield path, folder
            waiting += [marks.join(path, name) for name in folder.below]

    def _folder(self, path: bytes) -> Folder:
        entries: dict[bytes, Entry] = {}
        below: set[bytes] = set()
        with linux.opened(_open(self._top, path)) as handle:
            own = marks.of_folder(handle)
            with os.scandir(handle) as found:
                for one in found:
                    name = marks.encode(one.name)
                    if self._keep.keeps(marks.join(path, name)):
                        continue
                    info = one.stat(follow_symlinks=False)
                    if stat.S_ISDIR(info.st_mode):
                        below.add(name)
                    else:
                        _need_plain(marks.join(path, name), info)
                        entries[name] = marks.entry(info, b"", ())
        return Folder(own, entries, below)


class _Reading:
    """The second walk: reads and stores every content of an account that is signed out."""

    def __init__(self, top: int, store: Store, progress: Progress, cancelled: Cancelled) -> None:
        self._top, self._store = top, store
        self._progress, self._cancelled = progress, cancelled

    def read(self, seen: dict[bytes, Folder]) -> dict[bytes, Folder]:
        total, done = sum(len(folder.entries) for folder in seen.values()), 0
        folders = {}
        for path, folder in seen.items():
            self._progress(_("Storing files"), done, total)
            folders[path] = self._folder(path, folder)
            done += len(folder.entries)
        return folders

    def _folder(self, path: bytes, seen: Folder) -> Folder:
        with linux.opened(_open(self._top, path)) as handle:
            entries = {
                name: self._entry(handle, marks.join(path, name), before)
                for name, before in seen.entries.items()
            }
            if marks.of_folder(handle) != seen.own:
                raise _changing(path)
        return Folder(seen.own, entries, seen.below)

    def _entry(self, folder: int, path: bytes, before: Entry) -> Entry:
        if self._cancelled():
            raise CancelledError
        name = path.rpartition(b"/")[2]
        try:
            info = marks.look(folder, name)
            if marks.now(info) != marks.then(before):
                raise _changing(path)
            if not before.is_file:
                return marks.of_link(folder, name, info)
            return self._file(folder, path, info)
        except OSError as error:
            if error.errno in _MOVED:
                raise _changing(path) from error
            raise

    def _file(self, folder: int, path: bytes, info: os.stat_result) -> Entry:
        name = path.rpartition(b"/")[2]
        with linux.opened(_open_file(folder, name, path, info)) as handle:
            content, xattrs = marks.digest(handle, self._cancelled), marks.xattrs(handle)
            stored = self._store.put(handle, content, self._cancelled)
            marks.unchanged(handle, info)
        if not stored:
            raise _changing(path)
        return marks.entry(info, content, xattrs)


def _open(top: int, path: bytes) -> int:
    if len(path) > PATH_MAX:
        words = _("{path}… lies too deep to be frozen. Remove it and freeze again.")
        raise BaselineError(words.format(path=escape(path[:60])))
    try:
        return linux.open_path(top, path)
    except OSError as error:
        raise _not_opened(path, error) from error


def _open_file(folder: int, name: bytes, path: bytes, info: os.stat_result) -> int:
    try:
        return marks.open_same(folder, name, info)
    except OSError as error:
        raise _not_opened(path, error) from error


def _not_opened(path: bytes, error: OSError) -> Exception:
    if error.errno == errno.EXDEV:
        words = _("{path} is another drive or folder that is attached. Detach it and freeze again.")
        return BaselineError(words.format(path=escape(path)))
    return _changing(path) if error.errno in _MOVED else error


def _need_plain(path: bytes, info: os.stat_result) -> None:
    if stat.S_ISREG(info.st_mode) or stat.S_ISLNK(info.st_mode):
        return
    kinds = {
        stat.S_IFSOCK: _("a socket"),
        stat.S_IFIFO: _("a pipe"),
        stat.S_IFBLK: _("a device"),
        stat.S_IFCHR: _("a device"),
    }
    words = _("{path} is {kind}, which cannot be frozen. Remove it and freeze again.")
    kind = kinds[stat.S_IFMT(info.st_mode)]
    raise BaselineError(words.format(path=escape(path), kind=kind))


def _need_room(vault: Path, store: Store, folders: dict[bytes, Folder]) -> None:
    """Raise AgainError if the contents cannot fit, what an earlier freeze stored included."""
    with Tree(vault) as tree:
        stored = tree.measure(stores.FOLDER).size
    files = [entry for folder in folders.values() for entry in folder.entries.values()]
    if sum(entry.size for entry in files if entry.is_file) > store.free + stored:
        raise _no_room()


def _newest(folders: dict[bytes, Folder]) -> int:
    return max(
        entry.ctime_ns
        for folder in folders.values()
        for entry in (folder.own, *folder.entries.values())
    )


def _in_words(error: OSError) -> Exception:
    return _no_room() if stores.is_full(error) else error


def _no_room() -> AgainError:
    return AgainError(_("There is not enough room on the disk for a copy of the home."))


def _changing(path: bytes) -> AgainError:
    words = _("{path} was changed while it was read. End every program of the account first.")
    return AgainError(words.format(path=escape(path) or "/"))
