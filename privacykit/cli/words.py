"""Plans and reports in the words of a terminal."""

import os
from collections.abc import Iterator

from privacykit.i18n import _
from privacykit.wipe.amounts import files, size
from privacykit.wipe.plan import Plan
from privacykit.wipe.report import GroupCount, Report
from privacykit.wipe.tree import escape


def preview(plan: Plan, *, paths: bool) -> Iterator[str]:
    """Yield the lines of a preview; with `paths` every entry, safe to print."""
    if not plan.items:
        yield _("Nothing to remove in the account {name}.").format(name=plan.account.name)
    else:
        yield _("Found in the account {name}; nothing was changed:").format(name=plan.account.name)
        yield from groups(plan.groups())
        yield _("In all {files}, {size}.").format(files=files(plan.files), size=size(plan.size))
    if paths:
        for item in plan.items:
            whole = os.path.join(os.fsencode(item.place.root), item.path)  # noqa: PTH118 - bytes
            yield "  " + escape(whole) + ("/*" if item.contents else "")
    for one in plan.unseen:
        yield _("{path} could not be looked into: {why}").format(
            path=escape(one.problem.path), why=one.problem.words
        )
    for keep in plan.kept:
        yield _("Stays: {path}. {why}").format(path=keep.path, why=keep.why)
    if plan.programs:
        names = ", ".join(sorted({one.name for one in plan.programs}))
        yield _("Open now, and closed before a wipe: {programs}.").format(programs=names)
    if plan.why_not:
        yield plan.why_not


def report(done: Report) -> Iterator[str]:
    """Yield the lines of what was done."""
    if done.groups:
        yield _("There was:")
        yield from groups(done.groups)
    if done.programs_ended:
        yield _("Closed: {programs}.").format(programs=", ".join(done.programs_ended))
    for keep in done.kept:
        yield _("Stays: {path}. {why}").format(path=keep.path, why=keep.why)
    removed = {"files": files(done.removed_files), "size": size(done.removed_size)}
    yield from done.alarms
    if done.is_clean:
        yield _(
            "Clean and verified: {files} removed ({size}), and nothing found on looking again."
        ).format(**removed)
    else:
        yield _("Not clean: {files} removed ({size}), but this is still there:").format(**removed)
        for left in done.left:
            why = left.why or _("It came back after it was removed.")
            yield f"  {left.title}: {files(left.files)}. {why}"
    if done.still_open:
        yield _(
            "Still open, as the wipe was started from there: {programs}. What it writes when it "
            "closes is not removed; end the session and run the wipe from outside it."
        ).format(programs=", ".join(done.still_open))


def groups(groups: tuple[GroupCount, ...]) -> Iterator[str]:
    width = max(len(group.title) for group in groups)
    for group in groups:
        counts = f"{files(group.files):>14}  {size(group.size):>10}"
        yield f"  {group.title:<{width}}{counts}  {', '.join(group.names)}"
