"""What there is to do to bring a home back, sorted by folder; and the manifest as it becomes."""

from collections import defaultdict
from collections.abc import Iterable

from privacykit.wipe.baseline.compare import Differences
from privacykit.wipe.baseline.manifest import Entry, Folder, Manifest

_BLOCK = 4096
Names = dict[bytes, list[bytes]]
"""Names by the path of their folder."""


class Work:
    def __init__(self, manifest: Manifest, differences: Differences) -> None:
        self._manifest = manifest
        self._folders: dict[bytes, Folder] = {}
        self.newest = 0
        """The latest ctime of all that was made, in ns."""
        folders = manifest.folders
        wrong = (*differences.changed, *differences.missing)
        self.below = sorted(path for path in wrong if path in folders)
        """Folders that are missing or have changed themselves, those above first."""
        self.files = _by_folder(path for path in wrong if path not in folders)
        replaced = (path for path in differences.changed if path not in folders)
        self.out = _by_folder((*differences.extra, *replaced))
        self.displaced = _by_folder(
            path for path in differences.changed if path and path in folders
        )
        """Names of folders that may not be folders any more."""
        self.count = len(wrong)
        for path, entry in differences.stale.items():
            self._note(path, entry)

    @property
    def size(self) -> int:
        """Return the room that what has to be written takes at most, in bytes."""
        return sum(
            self.folder(path).entries[name].size // _BLOCK * _BLOCK + _BLOCK
            for path, names in self.files.items()
            for name in names
        )

    def is_recorded(self, path: bytes) -> bool:
        """Tell whether a folder is part of the baseline; one that holds what is kept may not be."""
        return path in self._manifest.folders

    def folder(self, path: bytes) -> Folder:
        """Return a recorded folder, to be changed as the home changes."""
        if path not in self._folders:
            self._folders[path] = self._manifest.folders[path]
        return self._folders[path]

    def seen(self, entry: Entry) -> Entry:
        self.newest = max(self.newest, entry.ctime_ns)
        return entry

    def manifest(self) -> Manifest:
        return self._manifest.replaced(self._folders)

    def _note(self, path: bytes, entry: Entry) -> None:
        if self.is_recorded(path):
            self.folder(path).own = entry
            return
        above, _slash, name = path.rpartition(b"/")
        self.folder(above).entries[name] = entry


def _by_folder(paths: Iterable[bytes]) -> Names:
    names: Names = defaultdict(list)
    for path in paths:
        above, _slash, name = path.rpartition(b"/")
        names[above].append(name)
    return names
