"""Looking for traces in the places of an account: what is there, how much, and what stays."""

import glob
import os
import stat
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

from privacykit.errors import CancelledError
from privacykit.i18n import _
from privacykit.wipe.places import Account, Place, read_small
from privacykit.wipe.policy import Keeper, Policy, keeper
from privacykit.wipe.progress import Cancelled, Progress
from privacykit.wipe.traces import Catalogue, Trace
from privacykit.wipe.tree import Problem, Tree

USER_DIRS = b".config/user-dirs.dirs"
_XDG = {
    "XDG_DESKTOP_DIR": "desktop",
    "XDG_DOCUMENTS_DIR": "documents",
    "XDG_DOWNLOAD_DIR": "downloads",
    "XDG_MUSIC_DIR": "music",
    "XDG_PICTURES_DIR": "pictures",
    "XDG_PUBLICSHARE_DIR": "public",
    "XDG_TEMPLATES_DIR": "templates",
    "XDG_VIDEOS_DIR": "videos",
}


@dataclass(frozen=True, slots=True)
class Item:
    """One entry that will be removed: where, as what, and how much it is."""

    trace: Trace
    place: Place
    path: bytes
    contents: bool
    """The folder stays, what is in it goes."""
    files: int
    size: int


@dataclass(frozen=True, slots=True)
class Unseen:
    """A folder that could not be looked into."""

    place: Place
    problem: Problem


def folder_names(account: Account, catalogue: Catalogue) -> dict[str, set[bytes]]:
    """Return the names of the home's own folders, in any language, by the policy's key.

    user-dirs.dirs is a patron's file: a name counts only if it lies right in the home, is not
    hidden, and belongs to no trace and no other folder.
    """
    names: dict[str, set[bytes]] = {}
    taken: set[bytes] = set()
    for trace in catalogue.traces:
        if trace.folder:
            names[trace.folder] = {path.encode() for path in trace.paths}
        taken |= {path.encode().split(b"/")[0] for path in trace.paths if trace.verb != "owned"}
    for key, name in _user_dirs(read_small(account.home, USER_DIRS)):
        if name not in taken and key in names:
            names[key].add(name)
    return names


def _user_dirs(text: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield key and name of each line XDG_…_DIR="$HOME/name"; other lines are left out."""
    for line in text.splitlines():
        name, _is, value = line.strip().partition(b"=")
        key = _XDG.get(name.decode("ascii", "replace"))
        folder = value.strip(b'"').removeprefix(b"$HOME/").rstrip(b"/")
        right_in_home = value.startswith(b'"$HOME/') and b"/" not in folder
        if key and right_in_home and folder and not folder.startswith(b"."):
            yield key, folder


class Look:
    """One look through the places of an account."""

    def __init__(self, account: Account, policy: Policy, catalogue: Catalogue) -> None:
        self._account, self._policy = account, policy
        self._folders = folder_names(account, catalogue)
        self._catalogue = catalogue.without(policy.leave_out)
        self._reserved = {
            pattern.encode().split(b"/")[0]
            for trace in catalogue.traces
            if trace.verb not in {"owned", "loose"}
            for pattern in trace.paths
        }

    def keeper(self) -> Keeper:
        """Return what stays in the home: what the policy names, and folders it keeps."""
        patterns = [keep.path.encode() for keep in self._policy.keep]
        for key, names in self._folders.items():
            if getattr(self._policy.folders, key) == "keep":
                patterns += [glob.escape(name) for name in sorted(names)]
        return keeper(patterns)

    def items(
        self, place: Place, tree: Tree, *, progress: Progress, cancelled: Cancelled
    ) -> Iterator[Item]:
        """Yield what will be removed from one place, no entry twice."""
        claims: dict[bytes, tuple[Trace, bool]] = {}
        total = len(self._catalogue.traces)
        for number, trace in enumerate(self._catalogue.traces):
            progress(_("Looking for traces"), number, total)
            if cancelled():
                raise CancelledError
            if (trace.verb == "owned") == (place.kind == "temp"):
                for path, contents in self._claimed(trace, place, tree):
                    claims.setdefault(path, (trace, contents))
        for path in _outermost(claims):
            measure = tree.measure(path)
            trace, contents = claims[path]
            yield Item(trace, place, path, contents, measure.files, measure.size)

    def _claimed(self, trace: Trace, place: Place, tree: Tree) -> Iterator[tuple[bytes, bool]]:
        stays = self.keeper() if place.kind == "home" else keeper(())
        for path in self._found(trace, place, tree):
            contents = trace.verb in {"contents", "folder"} and _is_folder(place, path)
            if contents and next(tree.find(glob.escape(path) + b"/*"), None) is None:
                continue
            yield from _spare(stays, tree, path, contents=contents)

    def _found(self, trace: Trace, place: Place, tree: Tree) -> Iterator[bytes]:
        if trace.verb == "folder":
            yield from self._own_folders(trace, tree)
        elif trace.verb == "loose":
            yield from self._loose(tree)
        elif trace.verb == "firefox-profiles":
            for pattern in trace.paths:
                for path in tree.find(pattern.encode()):
                    yield from _profiles(place, path, tree)
        else:
            for pattern in trace.paths:
                yield from self._plain(trace, pattern, place, tree)

    def _plain(self, trace: Trace, pattern: str, place: Place, tree: Tree) -> Iterator[bytes]:
        for path in tree.find(pattern.encode()):
            if trace.verb not in {"stand-in", "files"}:
                yield path
            elif not _is_folder(place, path):
                yield path
                if trace.verb == "stand-in":
                    yield from _led_to(place, path, tree)

    def _own_folders(self, trace: Trace, tree: Tree) -> Iterator[bytes]:
        for name in sorted(self._folders[trace.folder or ""]):
            yield from tree.find(glob.escape(name))

    def _loose(self, tree: Tree) -> Iterator[bytes]:
        if self._policy.folders.loose == "keep":
            return
        known = set().union(self._reserved, *self._folders.values())
        for name in tree.find(b"*"):
            if not name.startswith(b".") and name not in known:
                yield name


def _is_folder(place: Place, path: bytes) -> bool:
    with suppress(OSError):
        mode = os.lstat(os.path.join(os.fsencode(place.root), path)).st_mode  # noqa: PTH118 - bytes
        return stat.S_ISDIR(mode)
    return False


def _spare(
    stays: Keeper, tree: Tree, path: bytes, *, contents: bool
) -> Iterator[tuple[bytes, bool]]:
    """Yield the path, or in its stead the pieces around what stays in it."""
    if stays.keeps(path):
        return
    if not stays.may_keep_below(path):
        yield path, contents
        return
    below = list(tree.find(glob.escape(path) + b"/*"))
    pieces = [piece for child in below for piece in _spare(stays, tree, child, contents=False)]
    if [piece for piece, _contents in pieces] == below:
        yield path, contents
    else:
        yield from pieces


def _profiles(place: Place, ini: bytes, tree: Tree) -> Iterator[bytes]:
    """Yield the folders that a profiles.ini names, if they lie inside the home."""
    home = os.fsencode(place.root)
    beside = os.path.join(home, os.path.dirname(ini))  # noqa: PTH118, PTH120 - bytes
    for line in read_small(place.root, ini).splitlines():
        key, is_set, value = line.strip().partition(b"=")
        if not is_set or key.strip() != b"Path" or b"\0" in value:
            continue
        path = os.path.normpath(os.path.join(beside, value.strip()))  # noqa: PTH118 - bytes
        if path.startswith(home + b"/"):
            yield from tree.find(glob.escape(path.removeprefix(home + b"/")))


def _led_to(place: Place, link: bytes, tree: Tree) -> Iterator[bytes]:
    """Yield what a link in the end leads to, if that lies inside the home."""
    home = os.fsencode(place.root)
    target = os.path.realpath(os.path.join(home, link))  # noqa: PTH118 - bytes
    if target.startswith(home + b"/"):
        yield from tree.find(glob.escape(target.removeprefix(home + b"/")))


def _outermost(paths: dict[bytes, tuple[Trace, bool]]) -> Iterator[bytes]:
    """Yield the paths that lie below no other of them."""
    above: bytes | None = None
    for path in sorted(paths, key=lambda one: one.split(b"/")):
        if above is None or not path.startswith(above + b"/"):
            above = path
            yield path
