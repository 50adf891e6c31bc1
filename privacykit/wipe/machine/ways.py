"""The ways to bring a frozen home back quickly. After each of them the same comparison decides.

A way only ever shortens the work: whatever it leaves undone is found by comparing the home with
its manifest and mended entry by entry, so every way keeps the same promises.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

from privacykit.errors import BaselineError
from privacykit.i18n import _
from privacykit.wipe.machine.quarantine import Quarantine
from privacykit.wipe.places import Account
from privacykit.wipe.policy import Policy
from privacykit.wipe.progress import Cancelled, Progress

Name = Literal["in-place", "overlay", "btrfs"]


@dataclass(frozen=True, slots=True)
class Frozen:
    """A frozen account, and root's own folder on the file system of its home."""

    account: Account
    vault: Path


class Way(Protocol):
    @property
    def name(self) -> Name: ...

    def offered(self, home: Path, vault: Path) -> str:
        """Return why the home cannot be brought back like this; empty if it can."""

    def freeze(self, frozen: Frozen) -> None:
        """Get ready for the first session, with the home as it is to be from now on."""

    def forget(self, frozen: Frozen) -> None:
        """Drop what an earlier freeze in this way left in the vault."""

    def begin(self, frozen: Frozen) -> None:
        """Get the home ready for a session; harmless where it is ready."""

    def bring_back(
        self, frozen: Frozen, quarantine: Quarantine, *, progress: Progress, cancelled: Cancelled
    ) -> None:
        """Bring back as much as can be at once; nothing runs and nothing is attached there."""

    def make_room(self, frozen: Frozen) -> None:
        """Delete at once what the session wrote, if that is not in the home itself."""


class InPlace:
    """Every file system can: what differs is mended entry by entry."""

    name: Name = "in-place"

    def offered(self, home: Path, vault: Path) -> str:
        return ""

    def freeze(self, frozen: Frozen) -> None: ...

    def forget(self, frozen: Frozen) -> None: ...

    def begin(self, frozen: Frozen) -> None: ...

    def bring_back(
        self, frozen: Frozen, quarantine: Quarantine, *, progress: Progress, cancelled: Cancelled
    ) -> None: ...

    def make_room(self, frozen: Frozen) -> None: ...


def all_ways() -> tuple[Way, ...]:
    """Return every way, the quickest first."""
    from privacykit.wipe.machine.btrfs import Btrfs
    from privacykit.wipe.machine.overlay import Overlay

    return Btrfs(), Overlay(), InPlace()


def named(name: str) -> Way:
    return next(way for way in all_ways() if way.name == name)


def to_begin(name: str, policy: Policy) -> Way:
    """Return the way of a frozen home, unless by now the policy keeps what it would drop."""
    return InPlace() if policy.keep else named(name)


def to_end(name: str, policy: Policy) -> Way:
    """Return the same for the end; a layer goes in any case, as it may be a session's."""
    return InPlace() if policy.keep and name == "btrfs" else named(name)


def choose(policy: Policy, home: Path, vault: Path) -> Way:
    """Return the way the policy wants, or the quickest; raise BaselineError if it cannot be."""
    wanted = policy.baseline.way
    if wanted == "auto":
        return next(way for way in all_ways() if not _hindrance(way, policy, home, vault))
    way = named(wanted)
    if why := _hindrance(way, policy, home, vault):
        raise BaselineError(why)
    return way


def _hindrance(way: Way, policy: Policy, home: Path, vault: Path) -> str:
    if policy.keep and way.name != "in-place":
        return _("The policy keeps files of a session. Only the way “in-place” can do that.")
    return way.offered(home, vault)
