"""What a session's end took out of the home, as it lies in the quarantine before it is deleted."""

from collections.abc import Iterable, Iterator
from contextlib import suppress

from privacykit.i18n import _
from privacykit.wipe import linux
from privacykit.wipe.baseline import compare as comparing
from privacykit.wipe.machine import undo
from privacykit.wipe.machine.memory_key import Keyring
from privacykit.wipe.machine.packing import Thing
from privacykit.wipe.machine.quarantine import WHOLE, Taken
from privacykit.wipe.machine.returning import Return
from privacykit.wipe.machine.undo import Outcome
from privacykit.wipe.policy import keeper

_AGAIN = b"again %d"
"""Where a thing lies whose name was taken once before in the same session."""


def keep(work: Return, keyring: Keyring = undo.ROOTS) -> Outcome:
    """Keep for staff what was removed, if the policy says so. Raises CancelledError."""
    minutes = work.policy.undo.minutes
    if not minutes:
        return Outcome()
    try:
        found = list(things(work))
    except OSError as error:
        return undo.nothing(error)
    kept = undo.keep(
        found,
        work.frozen.vault,
        seconds=minutes * 60,
        now=work.world.now(),
        keyring=keyring,
        cancelled=work.cancelled,
    )
    if kept.why or not work.quarantine.deleted:
        return kept
    lost = _("What had to be deleted at once, for want of room, was not kept for an undo.")
    return Outcome(kept.until, lost)


def things(work: Return) -> Iterator[Thing]:
    """Yield what the session had added or changed, each with a path of its own."""
    used, above = set[bytes](), set[bytes]()
    for number, thing in enumerate(_found(work)):
        parents = set(_parents(thing.path))
        if thing.path in used | above or parents & used:
            top = _AGAIN % number
            yield thing._replace(path=top + b"/" + thing.path if thing.path else top)
        else:
            yield thing
            used.add(thing.path)
            above |= parents


def _parents(path: bytes) -> Iterator[bytes]:
    while path:
        path = path.rpartition(b"/")[0]
        yield path


def _found(work: Return) -> Iterator[Thing]:
    for taken in work.quarantine.entries():
        if taken.path == WHOLE:
            yield from _in_whole(taken, work)
        else:
            yield Thing(work.quarantine.folder, taken.name.encode(), taken.path)


def _in_whole(taken: Taken, work: Return) -> Iterable[Thing]:
    folder = work.quarantine.folder / taken.name
    if work.way.name == "overlay":
        return [Thing(folder, b"upper", b"")]
    differences = comparing.compare(
        folder, work.manifest, keep=keeper(()), progress=work.progress, cancelled=work.cancelled
    )
    with linux.opened(linux.open_folder(folder)) as home:
        was_folder = work.manifest.folders.raw
        changed = [
            path
            for path in differences.changed
            if path not in was_folder or not _is_folder(home, path)
        ]
    return [Thing(folder, path, path) for path in (*differences.extra, *changed)]


def _is_folder(home: int, path: bytes) -> bool:
    with suppress(OSError), linux.opened(linux.open_path(home, path)):
        return True
    return False
