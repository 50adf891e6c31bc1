"""A made-up Windows: a tree and a registry of dictionaries, that tell what they were asked."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import PureWindowsPath
from typing import Any

from privacykit.wipe.windows import profiles
from privacykit.wipe.windows.tables import Hive
from privacykit.wipe.windows.world import Account, Entry

JUNCTION, LINK, CLOUD = 0xA0000003, 0xA000000C, 0x9000601A
SID = "S-1-5-21-1-2-3-1001"
HOME = PureWindowsPath("C:/Users/patron")
PATRON = Account("patron", SID, HOME, signed_in=False)
LISTED = {f"{profiles.PROFILE_LIST}\\{SID}\\ProfileImagePath": r"c:\users\PATRON"}
"""What Windows says of the patron's profile."""
FOLDERS = {
    "Profile": (HOME,),
    "LocalAppData": (HOME / "AppData/Local",),
    "RoamingAppData": (HOME / "AppData/Roaming",),
    "Documents": (HOME / "Documents",),
    "Pictures": (HOME / "Pictures",),
    "Drive": (PureWindowsPath("C:/"), PureWindowsPath("D:/")),
    "System": (PureWindowsPath("C:/Windows/System32"),),
    "Windows": (PureWindowsPath("C:/Windows"),),
    "ProgramData": (PureWindowsPath("C:/ProgramData"),),
}


@dataclass
class File:
    read_only: bool = False
    in_use: bool = False
    tag: int = 0
    is_folder: bool = False


def way(tag: int = JUNCTION) -> File:
    return File(tag=tag, is_folder=True)


Node = dict[str, Any]


@dataclass
class MadeUpTree:
    """Raises AssertionError if it is asked to look through a junction or a link."""

    top: Node
    locked: set[PureWindowsPath] = field(default_factory=set)

    def entries(self, folder: PureWindowsPath) -> Iterable[Entry]:
        if folder in self.locked:
            raise PermissionError(5, "Access is denied", str(folder))
        node = self._node(folder)
        if not isinstance(node, dict):
            raise FileNotFoundError(2, "not there", str(folder))
        return [_entry(name, below) for name, below in node.items()]

    def entry(self, path: PureWindowsPath) -> Entry | None:
        node = self._node(path)
        return None if node is None else _entry(path.name, node)

    def _node(self, path: PureWindowsPath) -> Any:
        node: Any = self.top
        for part in path.parts:
            assert not (isinstance(node, File) and node.tag), f"looked through a link: {path}"
            if not isinstance(node, dict):
                return None
            folded = {name.casefold(): below for name, below in node.items()}
            node = folded.get(part.casefold())
        return node


def _entry(name: str, node: Any) -> Entry:
    if isinstance(node, dict):
        return Entry(name, is_folder=True)
    return Entry(name, node.is_folder, node.tag, node.read_only, node.in_use)


@dataclass
class MadeUpRegistry:
    paths: set[tuple[Hive, str]] = field(default_factory=set)
    links: set[str] = field(default_factory=set)
    values: dict[str, str] = field(default_factory=dict)

    def keys(self, hive: Hive, path: str) -> Iterable[str]:
        above = path.casefold() + "\\" if path else ""
        below = {
            one[len(above) :].split("\\")[0]
            for known, one in self.paths
            if known == hive and one.casefold().startswith(above)
        }
        return sorted(below)

    def is_link(self, _hive: Hive, path: str) -> bool:
        return path in self.links

    def value(self, _hive: Hive, path: str, name: str) -> str | None:
        return self.values.get(f"{path}\\{name}")


def tree(home: Node | File, **others: Any) -> MadeUpTree:
    """Return a drive C: with a patron's home; others: more of its top folders."""
    return MadeUpTree({"C:\\": {"Users": {"patron": home}, **others}})


def grow(**paths: Any) -> Node:
    """Return nested folders; two underscores stand for the way into one."""
    top: Node = {}
    for path, node in paths.items():
        *above, name = path.split("__")
        here = top
        for part in above:
            here = here.setdefault(part, {})
        here[name] = node
    return top
