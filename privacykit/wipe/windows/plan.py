"""What would be removed on Windows, and how: decided from what is handed in, nothing touched."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PureWindowsPath

from privacykit.i18n import _
from privacykit.wipe.windows import keys, profiles, tables, world
from privacykit.wipe.windows.gathering import Fence, Gathering, Kept, Removal, along
from privacykit.wipe.windows.keys import KeyRemoval
from privacykit.wipe.windows.profiles import Decision
from privacykit.wipe.windows.tables import MACHINE, OWN, Place, Tables
from privacykit.wipe.windows.world import Account, Folders, Registry, Tree


@dataclass(frozen=True, slots=True)
class Choice:
    """What the policy says."""

    whole: bool = True
    """The profile may go as a whole."""
    folders_kept: frozenset[str] = frozenset()
    """Keys of a person's own folders that stay."""


EVERYTHING = Choice()


@dataclass(frozen=True, slots=True)
class Plan:
    account: Account
    decision: Decision
    removals: tuple[Removal, ...]
    """In order: what is in a folder comes before it."""
    after_restart: tuple[Removal, ...]
    """What a program holds open, and the folders around it: Windows removes them as it starts."""
    keys: tuple[KeyRemoval, ...]
    kept: tuple[Kept, ...]
    """What stays or could not be looked into, with the reason."""
    services: tuple[str, ...]
    """Stopped before, started after."""


def plan(
    account: Account,
    known_folders: Folders,
    tree: Tree,
    registry: Registry,
    choice: Choice = EVERYTHING,
    known: Tables | None = None,
) -> Plan:
    """Return what would be removed from an account.

    Raises UnsafeHomeError for an account that is never wiped, CatalogueError.
    """
    world.check(account)
    known = known or tables.load()
    decision = profiles.decide(
        account, tree, registry, whole=choice.whole and not choice.folders_kept
    )
    places = [place for place in known.place if _counts(place, decision, choice)]
    gathering = Gathering(tree, Fence.of(known.never, known_folders))
    for moved in _moved(account, known_folders):
        gathering.keep(moved, _("It was moved out of the profile, perhaps to another drive."))
    services: dict[str, None] = {}
    for place in places:
        if _gather(place, account, known_folders, tree, gathering):
            services.update(dict.fromkeys(place.stop))
    of_keys = [one for one in known.key if decision.way == "list" or one.hive == "machine"]
    return Plan(
        account,
        decision,
        tuple(gathering.now.values()),
        tuple(gathering.after_restart.values()),
        tuple(keys.found(of_keys, account.sid, registry)),
        tuple(gathering.kept.values()),
        tuple(services),
    )


def _counts(place: Place, decision: Decision, choice: Choice) -> bool:
    """Tell whether a place is looked at: none in a profile that goes whole."""
    if place.folder is not None and place.folder in choice.folders_kept:
        return False
    return decision.way == "list" or place.base in MACHINE


def _moved(account: Account, known_folders: Folders) -> Iterator[PureWindowsPath]:
    """Yield a person's folders that lie elsewhere: not even deleting the profile takes them."""
    for base in sorted(OWN):
        for path in known_folders.get(base, ()):
            if ".." in path.parts or not path.is_relative_to(account.profile):
                yield path


def _gather(
    place: Place, account: Account, known_folders: Folders, tree: Tree, gathering: Gathering
) -> bool:
    """Gather what a place names; tell whether there was any."""
    any_there = False
    for base in known_folders.get(place.base, ()):
        if base in gathering.kept:
            continue
        if why := _why_not(place, account, base, tree):
            gathering.keep(base, why)
            continue
        for path, entry in _entries(place, account, base, tree, gathering):
            if place.verb != "files" or not entry.is_folder or entry.tag:
                any_there = True
                gathering.take(place.id, path, entry, contents=place.verb == "contents")
    return any_there


def _entries(
    place: Place, account: Account, base: PureWindowsPath, tree: Tree, gathering: Gathering
) -> Iterator[tuple[PureWindowsPath, world.Entry]]:
    for pattern in place.paths:
        try:
            yield from along(tree, base, pattern.replace("{sid}", account.sid).split("/"))
        except FileNotFoundError:
            continue
        except OSError as problem:
            words = _("The system says: {reason}").format(reason=problem.strerror or problem)
            gathering.keep(base / pattern, words)


def _why_not(place: Place, account: Account, base: PureWindowsPath, tree: Tree) -> str:
    """Return why a known folder is not looked into; empty if it is or is not there.

    Asked from the profile downwards, so that nothing is looked up through a link.
    """
    if place.base in MACHINE:
        return ""
    below = len(base.parts) - len(account.profile.parts)
    for path in reversed([base, *base.parents][: below + 1]):
        entry = tree.entry(path)
        if entry is None:
            return ""
        if entry.tag or not entry.is_folder:
            return _("A link or a file stands where a folder should be.")
    return ""
