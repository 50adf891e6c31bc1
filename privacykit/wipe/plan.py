"""What will be removed and why: the object that is shown, confirmed and carried out."""

import os
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from pathlib import Path

from privacykit import paths
from privacykit.i18n import _
from privacykit.wipe import places, programs, traces
from privacykit.wipe import policy as policies
from privacykit.wipe.looking import Item, Look, Unseen
from privacykit.wipe.places import Account, Place, World
from privacykit.wipe.policy import Keep, Keeper, Policy
from privacykit.wipe.programs import Running
from privacykit.wipe.progress import Cancelled, Progress, never, silent
from privacykit.wipe.report import GroupCount
from privacykit.wipe.traces import GROUPS, Catalogue
from privacykit.wipe.tree import Tree

__all__ = ["GroupCount", "Item", "Plan", "Unseen", "for_account", "make"]


@dataclass(frozen=True)
class Plan:
    account: Account
    items: tuple[Item, ...]
    kept: tuple[Keep, ...]
    """What the policy keeps, with its reason: paths that are there, folders, traces left out."""
    programs: tuple[Running, ...]
    """What is open now and will be ended."""
    unseen: tuple[Unseen, ...]
    """Folders that could not be looked into; ending the session opens them first."""
    allowed: bool
    why_not: str
    """The sentence for a person when this account may only be looked at; else empty."""
    keeper: Keeper = field(repr=False)
    policy: Policy = field(repr=False)
    catalogue: Catalogue = field(repr=False)
    world: World = field(repr=False)
    only: frozenset[str] = field(default=frozenset(GROUPS), repr=False)
    """Groups of traces that it is about; most plans are about all."""

    @property
    def program_names(self) -> frozenset[str]:
        """Return the names of the programs that write what it removes."""
        return self.catalogue.programs(self.only)

    @property
    def files(self) -> int:
        return sum(item.files for item in self.items)

    @property
    def size(self) -> int:
        """Bytes."""
        return sum(item.size for item in self.items)

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing is there, as far as every place could be looked into."""
        return not self.items and not self.unseen

    @property
    def digest(self) -> str:
        """Return a fingerprint of what would be removed; equal for equal deeds."""
        import hashlib

        lines = sorted(
            b"%s\0%s\0%d" % (os.fsencode(item.place.root), item.path, item.contents)
            for item in self.items
        )
        return hashlib.blake2b(b"\n\0".join(lines), digest_size=16).hexdigest()

    def groups(self) -> tuple[GroupCount, ...]:
        """Return the counts by group, those with nothing left out."""
        present = {item.trace.group for item in self.items}
        return tuple(self._group(group) for group in GROUPS if group in present)

    def _group(self, group: str) -> GroupCount:
        items = [item for item in self.items if item.trace.group == group]
        return GroupCount(
            group,
            traces.group_title(group),
            sum(item.files for item in items),
            sum(item.size for item in items),
            tuple(dict.fromkeys(item.trace.in_words() for item in items)),
        )


def make(
    account: Account,
    policy: Policy,
    catalogue: Catalogue,
    world: World,
    *,
    progress: Progress = silent,
    cancelled: Cancelled = never,
) -> Plan:
    """Look through the account's places and return what would be removed. Changes nothing.

    Raises UnsafeHomeError for an account or a home that may never be wiped, CancelledError.
    """
    places.check(account)
    look = Look(account, policy, catalogue)
    items: list[Item] = []
    unseen: list[Unseen] = []
    for place in places.places(account, world.temporary):
        with open_place(account, place) as tree:
            items += look.items(place, tree, progress=progress, cancelled=cancelled)
            unseen += (Unseen(place, problem) for problem in tree.problems)
    why_not = _why_not(account, policy)
    return Plan(
        account=account,
        items=tuple(items),
        kept=_kept(account, policy, catalogue),
        programs=programs.running(account, catalogue.programs(), world.processes),
        unseen=tuple(unseen),
        allowed=not why_not,
        why_not=why_not,
        keeper=look.keeper(),
        policy=policy,
        catalogue=catalogue,
        world=world,
    )


def again(plan: Plan, *, progress: Progress = silent, cancelled: Cancelled = never) -> Plan:
    """Look once more, with the same policy and catalogue."""
    look = make(
        plan.account,
        plan.policy,
        plan.catalogue,
        plan.world,
        progress=progress,
        cancelled=cancelled,
    )
    return narrowed(look, plan.only)


def narrowed(plan: Plan, groups: Collection[str]) -> Plan:
    """Return the part of a plan that is about some groups of traces, and their programs."""
    names = plan.catalogue.programs(groups)
    return replace(
        plan,
        items=tuple(item for item in plan.items if item.trace.group in groups),
        programs=tuple(one for one in plan.programs if one.name in names),
        only=frozenset(groups),
    )


def for_account(
    account: Account | None = None,
    policy_path: Path | None = None,
    *,
    progress: Progress = silent,
    cancelled: Cancelled = never,
) -> Plan:
    """Return the plan for an account, by default the present one and this computer's policy.

    Raises UnsafeHomeError, PolicyError, CatalogueError, CancelledError.
    """
    account = account or places.current_account()
    places.check(account)
    catalogue = traces.load()
    policy = _policy(policy_path, catalogue)
    return make(account, policy, catalogue, World(), progress=progress, cancelled=cancelled)


def open_place(account: Account, place: Place) -> Tree:
    return Tree(place.root, owner=account.uid if place.kind == "temp" else None)


def _policy(path: Path | None, catalogue: Catalogue) -> Policy:
    if path is None and not paths.policy_file().exists():
        return Policy.default()
    return policies.load(path or paths.policy_file(), {0, os.geteuid()}, catalogue.ids())


def _why_not(account: Account, policy: Policy) -> str:
    if account.practice or account.name in policy.accounts:
        return ""
    return no_policy_for(account.name, policy)


def no_policy_for(name: str, policy: Policy) -> str:
    """Return the sentence for an account that the policy does not name, and what to do about it.

    One that holds something is not to be written over.
    """
    if policy != Policy.default():
        return _(
            "The policy does not name the account {name}, so its files stay. An administrator can "
            "add it there, to “accounts”."
        ).format(name=name)
    return _(
        "No policy on this computer lets the files of {name} be removed. An administrator can "
        "write one: privacykit policy new --account {name} | sudo privacykit policy write -"
    ).format(name=name)


def _kept(account: Account, policy: Policy, catalogue: Catalogue) -> tuple[Keep, ...]:
    with Tree(account.home) as tree:
        there = [one for one in policy.keep if any(True for _path in tree.find(one.path.encode()))]
    folders = [key for key in policy.folders.__struct_fields__ if _stays(policy, key)]
    left_out = [one.in_words() for one in catalogue.traces if one.id in policy.leave_out]
    return (
        *there,
        *(Keep(key, _("The policy keeps this folder.")) for key in folders),
        *(Keep(title, _("The policy leaves this trace out.")) for title in left_out),
    )


def _stays(policy: Policy, folder: str) -> bool:
    return bool(getattr(policy.folders, folder) == "keep")
