"""What everybody may know of the frozen accounts: one small file, rewritten at every change.

It only shows; what decides is root's own state. So it is not kept through a power cut, and
nothing ever fails because of it.
"""

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Literal

import msgspec

from privacykit import paths
from privacykit.wipe.machine import public
from privacykit.wipe.machine import state as states
from privacykit.wipe.machine.locks import held_soon
from privacykit.wipe.machine.state import Condition
from privacykit.wipe.machine.system import System

NAME = "status.json"
_LARGEST = 1 << 20


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """One frozen account; times are ISO 8601, UTC, empty if there was none."""

    account: str
    condition: Condition
    since: str
    way: str = ""
    """How the home is brought back; empty for one frozen by an older kit and not ended since."""
    frozen_at: str = ""
    verified_at: str = ""
    """When the home was last looked through and found clean."""
    left: int = 0
    """How many things the last session's end could not remove."""
    undo_until: str = ""
    """Until when staff can bring back what the last session left."""


class _File(msgspec.Struct, frozen=True):
    format: Literal[1] = 1
    accounts: tuple[Shown, ...] = ()


def folder(system: System) -> Path:
    """Return the folder that everybody may read."""
    return system.at(paths.public())


def tell(system: System, undo: Mapping[str, str] | None = None) -> None:
    """Write down what is known of every account now; `undo`: until when, of those that changed."""
    with suppress(OSError), held_soon(system.records), public.opened(folder(system)) as where:
        before = {one.account: one.undo_until for one in read(folder(system))}
        kept = before | dict(undo or {})
        found = _File(accounts=tuple(_of(system, name, kept) for name in system.frozen()))
        public.replace(where, NAME, msgspec.json.encode(found))


def read(folder: Path) -> tuple[Shown, ...]:
    """Return every frozen account; none if the file is missing or damaged."""
    with suppress(OSError, msgspec.MsgspecError, UnicodeDecodeError):
        content = public.read(folder / NAME, _LARGEST)
        return msgspec.json.decode(content, type=_File).accounts
    return ()


def _of(system: System, name: str, undo: Mapping[str, str]) -> Shown:
    state = states.read(system.record(name))
    return Shown(
        account=name,
        condition=state.condition,
        since=state.since,
        way=state.way,
        frozen_at=state.frozen_at,
        verified_at=state.verified_at,
        left=state.left,
        undo_until=undo.get(name, ""),
    )
