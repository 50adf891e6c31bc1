"""A frozen home in the words of a terminal: what the end of a session did, what differs."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from privacykit.cli.words import groups
from privacykit.i18n import _, _n
from privacykit.wipe.amounts import files, size
from privacykit.wipe.report import Left, Place, Report
from privacykit.wipe.tree import escape

if TYPE_CHECKING:
    from privacykit.wipe.baseline.compare import Differences
    from privacykit.wipe.baseline.manifest import Header
    from privacykit.wipe.machine.sessions import Status


def ended(done: Report) -> Iterator[str]:
    """Yield the lines of a session's end that brought a frozen home back."""
    if done.message:
        yield done.message
        return
    if done.groups:
        yield _("There was:")
        yield from groups(done.groups)
    if done.programs_ended:
        yield _("Closed: {programs}.").format(programs=", ".join(done.programs_ended))
    yield _way(done)
    yield from _places(done.places)
    for keep in done.kept:
        yield _("Stays: {path}. {why}").format(path=keep.path, why=keep.why)
    yield from done.alarms
    yield from _verdict(done)
    if done.undo_until:
        yield _(
            "Staff can bring back what was removed until {time}: "
            "privacykit undo --list --account {name}"
        ).format(time=done.undo_until, name=done.account)


def _way(done: Report) -> str:
    sentences = {
        "in-place": _("The home of {name} was brought back by mending what differed."),
        "overlay": _("The home of {name} was brought back by dropping the session's layer."),
        "btrfs": _("The home of {name} was brought back from its snapshot."),
    }
    return sentences[done.method].format(name=done.account)


def _verdict(done: Report) -> Iterator[str]:
    counts = {
        "removed": _n("{count} entry", "{count} entries", done.removed_files),
        "restored": _n("{count} entry", "{count} entries", done.restored),
    }
    words = {
        "removed": counts["removed"].format(count=done.removed_files),
        "restored": counts["restored"].format(count=done.restored),
        "seconds": round(done.seconds, 1),
    }
    if done.is_clean:
        yield _(
            "Clean and verified: {removed} removed, {restored} brought back, and nothing differs "
            "from the frozen home on looking again. It took {seconds} s."
        ).format(**words)
        return
    yield _(
        "Not clean: {removed} removed, {restored} brought back, but this is still there:"
    ).format(**words)
    yield from still_there(done.left)
    for place in done.places:
        if place.state == "residue":
            count = _("{title}: {count} left.").format(title=place.title, count=place.left)
            yield f"  {count} {'' if place.id == 'drives' else place.why}".rstrip()


def still_there(left: Iterable[Left]) -> Iterator[str]:
    for one in left:
        why = one.why or _("It came back after it was removed.")
        yield f"  {one.title}: {files(one.files)}. {why}"


def _places(places: tuple[Place, ...]) -> Iterator[str]:
    """Yield what was done outside the home; what is left there comes with the verdict."""
    for place in places:
        if place.state == "residue":
            continue
        if place.why and place.id != "drives":
            yield f"  {place.title}: {place.why}"
        elif place.removed:
            yield "  " + _("{title}: {count} removed.").format(
                title=place.title, count=place.removed
            )
    absent = [place.title for place in places if place.state == "absent"]
    if absent:
        yield _("Not on this computer: {things}.").format(things=", ".join(absent))
    skipped = [place.title for place in places if place.state == "skipped"]
    if skipped:
        yield _("Left alone, as the policy says: {things}.").format(things=", ".join(skipped))


def differences(found: "Differences", name: str, *, paths: bool) -> Iterator[str]:
    """Yield how a home differs from its frozen state; with `paths` every entry, safe to print."""
    if found.is_empty:
        yield _("The home of {name} is as it was frozen.").format(name=name)
        return
    kinds = (
        (_("New"), found.extra),
        (_("Changed"), found.changed),
        (_("Missing"), found.missing),
    )
    yield _("The home of {name} differs from its frozen state:").format(name=name)
    for title, entries in kinds:
        if entries:
            yield f"  {title}: {len(entries)}"
        if paths:
            yield from ("    " + (escape(path) or ".") for path in sorted(entries))
    for problem in found.problems:
        yield _("{path} could not be looked into: {why}").format(
            path=escape(problem.path), why=problem.words
        )


def ahead(report: Report) -> Iterator[str]:
    """Yield what the end of the session would remove and close."""
    if report.groups:
        yield _("Found in the account {name}; nothing was changed:").format(name=report.account)
        yield from groups(report.groups)
    if report.programs_open:
        names = ", ".join(report.programs_open)
        yield _("Open now, and closed before a wipe: {programs}.").format(programs=names)


def frozen(header: "Header") -> Iterator[str]:
    """Yield what a freeze recorded, and what should not be in a home that comes back for ever."""
    yield _("The home of {name} is frozen: {files}, {size}.").format(
        name=header.account, files=files(header.files), size=size(header.size)
    )
    yield _returns(header.way)
    if header.warnings:
        yield _("Every patron will find this in it. Remove it and freeze again:")
        yield from (f"  {warning}" for warning in header.warnings)


def _returns(way: str) -> str:
    sentences = {
        "in-place": _("After each session, what differs is mended."),
        "overlay": _("Each session writes to a layer of its own, which is dropped at its end."),
        "btrfs": _("After each session, a snapshot takes the home's place."),
    }
    return sentences[way]


def status(one: "Status") -> Iterator[str]:
    """Yield the lines about one frozen account."""
    yield f"{one.account}: {_condition(one)} ({one.since})"
    if one.message:
        yield "  " + one.message
    if one.condition == "thawed":
        yield "  " + _("Do not forget: privacykit baseline freeze --account {name}").format(
            name=one.account
        )
    yield "  " + _("Frozen {time}: {files}, {size}; sessions since then: {sessions}").format(
        time=one.frozen_at, files=files(one.files), size=size(one.size), sessions=one.sessions
    )
    yield "  " + _returns(one.way)
    yield from ("  " + warning for warning in one.warnings)


def _condition(one: "Status") -> str:
    words = {
        "clean": _("clean and verified"),
        "in use": _("in use"),
        "ending": _("being cleaned up; nobody can sign in"),
        "not clean": _("not clean; nobody can sign in"),
        "thawed": _("thawed; nothing is cleaned up"),
    }
    cut = one.condition == "in use" and not one.may_sign_in
    return words["not clean" if cut else one.condition]
