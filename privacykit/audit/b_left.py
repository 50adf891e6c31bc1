"""B7: how much earlier patrons left, in counts and ages; looks with the wipe's own catalogue."""

import os
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice
from pathlib import Path

from privacykit import paths
from privacykit.audit.b_ages import days_here
from privacykit.audit.b_thrown import frozen
from privacykit.audit.check import About, Evidence, Finding
from privacykit.audit.computer import Computer
from privacykit.audit.registry import cannot, check, found, passed
from privacykit.errors import PolicyError
from privacykit.i18n import _
from privacykit.wipe import plan, traces
from privacykit.wipe import policy as policies
from privacykit.wipe.looking import Item, Look
from privacykit.wipe.places import Account, Place
from privacykit.wipe.policy import Policy
from privacykit.wipe.progress import never, silent
from privacykit.wipe.traces import Catalogue
from privacykit.wipe.tree import Problem

_SETUP = frozenset({"settings", "startup", "caches"})
"""Groups that every home has from its first sign-in on."""
_ENTRIES = 1000
"""How many entries of a folder are looked at for its age."""


@check(
    About(
        "B7-LEFTOVER",
        "computer",
        duties=("K1",),
        ala=("P1.2",),
        effort=1,
        effect=3,
        question=lambda: _("How much is left from earlier patrons?"),
        means=lambda: _("Whoever sits down here can open it."),
        mend=lambda: _("Wipe now. Then find out why it stayed: see B1."),
        letter=lambda: _(
            "Please delete what earlier patrons left on the public computers, and find out why "
            "it was not deleted."
        ),
    )
)
def b7_left_over(computer: Computer) -> Finding:
    if home := frozen(computer):
        return _of_frozen(home.condition, home.left)
    if computer.system == "windows" or computer.home is None:
        return cannot(_("Name the patrons' account, and run the check-up as it or as admin."))
    try:
        items, problems = _items(computer, computer.home)
    except OSError:
        return cannot(_("There is no home at the place that the account list names."))
    if problems:
        return cannot(_("Not all of the home may be read: run the check-up as admin."))
    return _of_items(computer, items)


def _of_frozen(condition: str, left: int) -> Finding:
    evidence = Evidence("privacykit: frozen home", condition)
    if condition == "clean":
        return passed(evidence)
    if condition == "not clean":
        return found("fail", evidence, Evidence("things left", str(left)))
    return cannot(_("A session is going on: look again when it has ended."))


def _of_items(computer: Computer, items: tuple[Item, ...]) -> Finding:
    """Judge what is there: what is older than a day is not the present patron's."""
    if not items:
        return passed(Evidence("files", "0"))
    counts = Counter[str]()
    for item in items:
        counts[item.trace.group] += item.files
    age = days_here(computer, (path for item in items for path in _entries(item))) or 0
    evidence = [Evidence(f"{group}: files", str(count)) for group, count in counts.items()]
    return found("fail" if age else "warn", *evidence, Evidence("oldest, days", str(age)))


def _items(computer: Computer, home: Path) -> tuple[tuple[Item, ...], tuple[Problem, ...]]:
    """Return what a wipe would remove from the home, and what could not be looked into."""
    catalogue = traces.load()
    account = Account(computer.account, home.lstat().st_uid, home.lstat().st_gid, home)
    place = Place("home", home)
    look = Look(account, _policy(computer, catalogue), catalogue)
    with plan.open_place(account, place) as tree:
        items = look.items(place, tree, progress=silent, cancelled=never)
        return tuple(one for one in items if one.trace.group not in _SETUP), tree.problems


def _policy(computer: Computer, catalogue: Catalogue) -> Policy:
    """Return the library's policy, so that what it keeps is not taken for a leftover."""
    path = computer.root / str(paths.policy_file()).lstrip("/")
    with suppress(PolicyError):
        return policies.load(path, traces.owners(), catalogue.ids())
    return Policy.default()


def _entries(item: Item) -> Iterator[Path]:
    """Yield the item and what lies right in it, as far as it tells an age."""
    path = item.place.root / os.fsdecode(item.path)
    if path.is_symlink() or not path.is_dir():
        yield path
        return
    with suppress(OSError), os.scandir(path) as entries:
        for entry in islice(entries, _ENTRIES):
            yield Path(entry.path)
