"""The course of a proof inside its room: begin, plant, search, end, search again, tell."""

import os
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import psutil
from msgspec.structs import replace

from privacykit import __version__
from privacykit.errors import PrivacykitError
from privacykit.i18n import _
from privacykit.wipe.machine.system import System
from privacykit.wipe.places import TEMPORARY, Account
from privacykit.wipe.progress import Progress
from privacykit.wipe.prove import apps, marks, methods, scene, web
from privacykit.wipe.prove.apps import App
from privacykit.wipe.prove.certificate import Certificate, Outcome, Row
from privacykit.wipe.prove.marks import Found, Marks
from privacykit.wipe.prove.patron import Patron
from privacykit.wipe.prove.protocol import Request
from privacykit.wipe.report import Report, stopped

AT_ONCE = 3
"""Most of a program's time is waiting for the disk."""


@dataclass(frozen=True)
class Planting:
    """What was tried, with which marks, and what was found of them."""

    apps: tuple[App, ...]
    absent: tuple[App, ...] = ()
    marks: Marks = field(default_factory=Marks)
    failed: dict[str, str] = field(default_factory=dict)
    """Why, by program."""


def take(request: Request, system: System, progress: Progress) -> Certificate:
    """Go through the whole of it. Raises PrivacykitError where the session cannot begin."""
    methods.write_policy(system, request.policy)
    account = system.account(request.name)
    method = methods.METHODS[request.method]
    method.begin(system, account, progress)
    planting = _chosen(request)
    plant(account, planting, progress)
    before = marks.seek(folders(), planting.marks, progress=progress)
    report = _end(method, system, account, progress)
    after = marks.seek(folders(), planting.marks, progress=progress)
    rows = tuple(_row(app, planting, before, after) for app in planting.apps)
    return replace(
        _certificate(request, report, after),
        rows=rows,
        running=running(account),
        not_tried=tuple(app.title() for app in planting.absent),
    )


def _chosen(request: Request) -> Planting:
    """Choose what to try: all that is asked for, or all that is there."""
    frozen = request.method == "baseline"
    every = [app for app in apps.chosen(request.apps) if frozen or not app.frozen]
    tried = tuple(app for app in every if request.apps or app.is_installed)
    return Planting(tried, tuple(app for app in every if app not in tried))


def _certificate(request: Request, report: Report, after: Found) -> Certificate:
    return Certificate(
        version=__version__,
        computer=request.computer,
        date=datetime.now(UTC).isoformat(timespec="seconds"),
        method=request.method,
        way=report.method,
        state=report.state,
        message=report.message,
        alarms=report.alarms,
        other=len(after.places.get("", ())),
        unread=after.unread,
        searched=after.searched,
        seconds=report.seconds,
    )


def plant(account: Account, planting: Planting, progress: Progress) -> None:
    """Let every program leave its mark; one that fails is told, and the others go on."""
    with web.serving() as site, ThreadPoolExecutor(AT_ONCE) as pool:
        patron = Patron(account, site)
        jobs = {
            pool.submit(_try, app, patron, planting.marks.of(app.id)): app for app in planting.apps
        }
        for done, job in enumerate(as_completed(jobs)):
            progress(_("Leaving marks"), done, len(jobs))
            further, why = job.result()
            planting.marks.further[jobs[job].id] = further
            if why:
                planting.failed[jobs[job].id] = why


def _try(app: App, patron: Patron, mark: str) -> tuple[tuple[str, ...], str]:
    """Return what else tells of the mark, and why it could not be tried."""
    if not app.is_installed:
        return (), _("It is not installed.")
    try:
        return app.plant(patron, mark), ""
    except PrivacykitError as error:
        return (), str(error)
    except (OSError, subprocess.SubprocessError) as error:
        return (), _("The system says: {reason}.").format(reason=error)


def folders() -> tuple[Path, ...]:
    """Return every folder of the room that anything of the session could have been written to.

    What was written to /etc and /var lies in the layers below /run.
    """
    wanted = [scene.RUN, scene.RECORDS, *TEMPORARY, *scene.SPOOLS, scene.CUPS]
    return (*(folder for folder in wanted if folder.is_dir()), *_devices(scene.HOMES.resolve()))


def _devices(homes: Path) -> Iterator[Path]:
    """Yield the homes, and each folder below them that is mounted or a volume of its own."""
    yield homes
    for folder, names, _files in os.walk(homes):
        device = os.lstat(folder).st_dev
        for name in names:
            below = Path(folder, name)
            if below.lstat().st_dev != device:
                yield below


def _end(method: methods.Ways, system: System, account: Account, progress: Progress) -> Report:
    try:
        return method.end(system, account, progress)
    except PrivacykitError as error:
        return stopped(error.exit_code, str(error))


def running(account: Account) -> tuple[str, ...]:
    """Return the names of the account's programs that are open."""
    names = set()
    for process in psutil.process_iter():
        with suppress(psutil.Error):
            if account.uid in process.uids() and process.status() != psutil.STATUS_ZOMBIE:
                names.add(process.name())
    return tuple(sorted(names))


def _row(app: App, planting: Planting, before: Found, after: Found) -> Row:
    there, left = before.places.get(app.id, ()), after.places.get(app.id, ())
    why = planting.failed.get(app.id, "")
    return Row(
        id=app.id,
        title=app.title(),
        outcome=_outcome(len(there), len(left), why),
        before=len(there),
        after=len(left),
        left=tuple(map(_as_outside, left)),
        why=why,
    )


def _outcome(before: int, after: int, why: str) -> Outcome:
    if after:
        return "left"
    if why:
        return "could not be tried"
    return "clean" if before else "nothing found"


def _as_outside(path: str) -> str:
    """Return a place of a layer under the name that a program knows it by."""
    for folder in scene.LAYERED:
        inside = f"{scene.layer(folder)}{os.sep}"
        if path.startswith(inside):
            return f"{folder}{os.sep}{path.removeprefix(inside)}"
    return path
