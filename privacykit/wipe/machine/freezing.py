"""Freezing the home of a signed-out account: from now on every session ends in this state."""

from dataclasses import dataclass

from privacykit.errors import BusyError, NotAllowedError
from privacykit.i18n import _
from privacykit.wipe import plan
from privacykit.wipe import policy as policies
from privacykit.wipe.baseline import freeze as baselines
from privacykit.wipe.baseline import secrets
from privacykit.wipe.baseline.manifest import Header, Manifest
from privacykit.wipe.machine import mounts, people, refuse, ways
from privacykit.wipe.machine import state as states
from privacykit.wipe.machine.records import HERE, Record, in_words
from privacykit.wipe.machine.system import System
from privacykit.wipe.machine.ways import Frozen
from privacykit.wipe.places import Account, World
from privacykit.wipe.policy import Policy
from privacykit.wipe.progress import Cancelled, Progress, never, silent


def freeze(
    system: System,
    name: str,
    policy: Policy,
    *,
    world: World = HERE,
    progress: Progress = silent,
    cancelled: Cancelled = never,
) -> Manifest:
    """Record the account's home as it is, as the state to which every session returns.

    An older baseline stays in force until the new one is whole. Raises UnsafeHomeError,
    NotAllowedError, BusyError if the account is signed in or was not cleaned up, BaselineError for
    what cannot be frozen, AgainError for a full disk or a file in use, CancelledError.
    """
    record = Record(system, name)
    account = system.account(name)
    refuse.check_frozen(system, account)
    if name not in policy.accounts:
        raise NotAllowedError(plan.no_policy_for(name, policy))
    system.prepare(record.folder)
    with record.held(), in_words():
        _need_unused(record, account, world)
        return _Freezing(record, account, policy, world).run(progress, cancelled)


def _need_unused(record: Record, account: Account, world: World) -> None:
    """Refuse a home in which something of a patron may be: it would come back for ever."""
    if record.is_frozen and record.state.condition not in {"clean", "thawed"}:
        words = _(
            "The last session of {name} has not been cleaned up, so its home cannot be frozen. "
            "Clean it up first: privacykit baseline restore --account {name}"
        )
        raise BusyError(words.format(name=account.name))
    who = people.person(record.system, account)
    if people.everyone(who, world.processes) or mounts.layers(account.home):
        raise record.signed_in()


@dataclass
class _Freezing:
    record: Record
    account: Account
    policy: Policy
    world: World

    def run(self, progress: Progress, cancelled: Cancelled) -> Manifest:
        """Store everything first; the baseline takes its place in one step, and last the state."""
        frozen = Frozen(self.account, self.record.vault(self.account))
        way = ways.choose(self.policy, self.account.home, frozen.vault)
        keep = tuple(one.path for one in self.policy.keep)
        manifest = baselines.freeze(
            self.account,
            frozen.vault,
            self._header(frozen, way.name, keep),
            keep=policies.keeper([path.encode() for path in keep]),
            progress=progress,
            cancelled=cancelled,
        )
        for other in ways.all_ways():
            other.forget(frozen)
        way.freeze(frozen)
        self.record.remember(self.account)
        self._commit(manifest)
        baselines.collect(frozen.vault, manifest)
        return manifest

    def _header(self, frozen: Frozen, way: ways.Name, keep: tuple[str, ...]) -> Header:
        return Header(
            format=1,
            account=self.account.name,
            uid=self.account.uid,
            gid=self.account.gid,
            home=str(self.account.home),
            vault=str(frozen.vault),
            way=way,
            frozen_at=self.world.now().isoformat(timespec="seconds"),
            keep=keep,
            warnings=secrets.warnings(self.account.home),
            files=0,
            size=0,
        )

    def _commit(self, manifest: Manifest) -> None:
        now, boot = self.world.now(), states.boot_id(self.record.system)
        about = {"way": manifest.header.way, "frozen_at": manifest.header.frozen_at}
        if not self.record.is_frozen:
            self.record.write("not clean", now, boot_id=boot, sessions=0)
        self.record.save(manifest)
        self.record.write("clean", now, boot_id=boot, sessions=0, **about)
