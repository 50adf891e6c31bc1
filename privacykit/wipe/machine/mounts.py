"""What is attached in an account's places, and taking it off without following a link."""

import os
import re
from collections.abc import Collection, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from privacykit.errors import BusyError
from privacykit.i18n import _
from privacykit.wipe import linux

LAYER = "privacykit"
"""The source that a session's overlay names."""
_TABLE = Path("/proc/thread-self/mountinfo")
_ROUNDS = 4
_LAZILY_FROM = 1
_ESCAPED = re.compile(rb"\\([0-7]{3})")


@dataclass(frozen=True, slots=True)
class Mount:
    """One line of proc_pid_mountinfo(5)."""

    number: int
    parent: int
    path: bytes
    kind: str
    """The type of file system, such as fuse.sshfs."""
    source: str
    options: bytes = b""
    """Of the file system itself; FUSE names the account that attached it."""


def table() -> tuple[Mount, ...]:
    """Return everything that is attached, as this process sees it."""
    return tuple(map(_mount, _TABLE.read_bytes().splitlines()))


def _mount(line: bytes) -> Mount:
    fields, _separator, about = line.partition(b" - ")
    number, parent, _device, _root, path = fields.split(b" ")[:5]
    kind, source, options = about.split(b" ")[:3]
    names = os.fsdecode(kind), os.fsdecode(source)
    return Mount(int(number), int(parent), _plain(path), *names, options)


def _plain(text: bytes) -> bytes:
    return _ESCAPED.sub(lambda found: bytes([int(found[1], 8)]), text)


def below(paths: Iterable[Path]) -> tuple[Mount, ...]:
    """Return what is attached at these paths or below, what lies on top first."""
    tops = [os.fsencode(path) for path in paths]
    everything = {mount.number: mount for mount in table()}
    found = [one for one in everything.values() if any(_is_below(one.path, top) for top in tops)]
    return tuple(sorted(found, key=lambda one: -_height(one, everything)))


def _is_below(path: bytes, top: bytes) -> bool:
    return path == top or path.startswith(top.rstrip(b"/") + b"/")


def _height(mount: Mount, everything: dict[int, Mount]) -> int:
    """Return on how many others a mount stands."""
    height, seen = 0, set[int]()
    while mount.parent in everything and mount.number not in seen:
        seen.add(mount.number)
        mount, height = everything[mount.parent], height + 1
    return height


def of_account(uid: int, root: Path) -> tuple[Path, ...]:
    """Return where below a folder an account attached something itself, as FUSE lets anyone."""
    return tuple(
        Path(os.fsdecode(one.path))
        for one in below([root])
        if one.kind.startswith("fuse") and b"user_id=%d" % uid in one.options.split(b",")
    )


def is_mounted(path: Path) -> bool:
    return any(one.path == os.fsencode(path) for one in table())


def layers(home: Path) -> tuple[Mount, ...]:
    """Return the overlays that sessions put over a home."""
    return tuple(one for one in table() if one.path == os.fsencode(home) and _is_layer(one))


def _is_layer(mount: Mount) -> bool:
    return mount.kind == "overlay" and mount.source == LAYER


def detach(paths: Sequence[Path], keep: Collection[Path] = ()) -> tuple[Mount, ...]:
    """Take off what is attached at these paths or below; return it.

    At a path of `keep`, what lies lowest stays, if the system itself put it there: it is neither
    a session's layer nor FUSE, the one kind that a patron can attach. Raises BusyError if
    anything is left.
    """
    gone: dict[int, Mount] = {}
    for number in range(_ROUNDS):
        found = _unwanted(paths, keep)
        if not found:
            return tuple(gone.values())
        for mount in found:
            gone[mount.number] = mount
            with suppress(OSError):
                linux.detach(mount.path, lazily=number >= _LAZILY_FROM)
    if left := _unwanted(paths, keep):
        raise _busy(left)
    return tuple(gone.values())


def _unwanted(paths: Sequence[Path], keep: Collection[Path]) -> list[Mount]:
    found = below(paths)
    stays = {number for path in keep if (number := _lowest(found, path)) is not None}
    return [mount for mount in found if mount.number not in stays]


def _lowest(found: Sequence[Mount], path: Path) -> int | None:
    here = [one for one in found if one.path == os.fsencode(path)]
    if not here or _is_layer(here[-1]) or here[-1].kind.startswith("fuse"):
        return None
    return here[-1].number


def _busy(left: Sequence[Mount]) -> BusyError:
    kinds = ", ".join(sorted({mount.kind for mount in left}))
    words = _(
        "Something is still attached in the account's folders ({kinds}). Detach it, then run it "
        "again; until then files may be left."
    )
    return BusyError(words.format(kinds=kinds))
