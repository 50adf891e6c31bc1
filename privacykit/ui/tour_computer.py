"""Pictures of this computer's page, in each condition of a made-up one on which nothing runs."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, cast

from privacykit.audit import running
from privacykit.audit.check import Finding, Verdict
from privacykit.audit.running import Audit
from privacykit.i18n import _
from privacykit.record import chain, row
from privacykit.record.row import Row
from privacykit.staff.rights import Answer
from privacykit.ui.admin import access
from privacykit.ui.admin.computer import ThisComputer
from privacykit.ui.admin.hub import Hub
from privacykit.ui.world import Admin, Route
from privacykit.wipe.machine import shown
from privacykit.wipe.machine import state as states
from privacykit.wipe.machine.state import Condition, State
from privacykit.wipe.progress import Cancelled, Progress, never, silent
from privacykit.wipe.report import GroupCount, Left, Place, Report
from privacykit.wipe.traces import group_title

if TYPE_CHECKING:
    from privacykit.ui.tour import Tour
    from privacykit.ui.window import MainWindow

NAME = "patron"
_POLICY = f"""format = 1
accounts = ["{NAME}"]
[timers]
idle_minutes = 10
[undo]
minutes = 15
"""
_A_DAY = (2, 3, 2, 4, 3, 0, 0, 3, 4, 2, 3, 5, 0, 0, 2, 3, 3, 4, 3, 0, 0, 3, 4, 3, 4, 3, 0, 0, 4, 3)
"""Wipes of each of the last days, the earliest first."""
_VERDICTS: Mapping[Verdict, int] = {"pass": 24, "fail": 2, "warn": 3, "ask": 3}


def set_up(admin: Admin, *names: str) -> None:
    """Lay the folders of a computer, and rules for these accounts."""
    admin.system.records.mkdir(mode=0o700, parents=True)
    admin.policy_file.parent.mkdir(parents=True)
    listed = ", ".join(f'"{name}"' for name in names)
    admin.policy_file.write_text(_POLICY.replace(f'"{NAME}"', listed), "utf-8")
    admin.policy_file.chmod(0o644)


def freeze(admin: Admin, name: str, condition: Condition, now: datetime, **more: Any) -> None:
    """Let an account be frozen, and in that condition for half an hour."""
    folder = admin.system.record(name)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "baseline").touch()
    since = _ago(now, minutes=30)
    known = {"way": "in-place", "frozen_at": _ago(now, days=18), "verified_at": since}
    until = more.pop("undo_until", "")
    states.write(folder, State(condition, since, **{**known, **more}))
    shown.tell(admin.system, {name: until})


def _ago(now: datetime, **span: float) -> str:
    return row.time(now - timedelta(**span)).isoformat()


def wipe_for_a_month(admin: Admin, now: datetime) -> None:
    """Write the record of a month; the last wipe is half an hour old."""
    book = chain.of_computer(admin.system)
    for day, wipes in enumerate(_A_DAY, start=1 - len(_A_DAY)):
        for number in range(wipes, 0, -1):
            at = now + timedelta(days=day, minutes=-30 * number)
            chain.append(book, _row(at, is_clean=(day, number) != (-8, 1)))


def wipe_once(admin: Admin, now: datetime) -> None:
    """Write down one wipe, half an hour ago."""
    chain.append(chain.of_computer(admin.system), _row(now - timedelta(minutes=30)))


def _row(at: datetime, *, is_clean: bool = True) -> Row:
    return Row(
        number=1,
        at=row.time(at),
        state="clean" if is_clean else "residue",
        method="in-place",
        seconds=1.4,
        removed=214,
        size=33_000_000,
        restored=1,
        programs=3,
        left=0 if is_clean else 2,
    )


def check_up(admin: Admin, now: datetime) -> None:
    verdicts = [verdict for verdict, count in _VERDICTS.items() for _one in range(count)]
    findings = tuple(Finding(f"B{n}", verdict) for n, verdict in enumerate(verdicts, start=1))
    admin.audit_folder.parent.mkdir(parents=True, exist_ok=True)
    running.save(Audit(_ago(now, days=2), "linux", findings), admin.audit_folder)


def report(**changes: Any) -> Report:
    """Return what a preview or a wipe of such a computer would tell."""
    groups = (
        ("browsers", 131, 24_000_000, ("Firefox",)),
        ("files", 4, 9_000_000, (_("Downloads"),)),
        ("recent", 18, 40_000, (_("Recently used files"),)),
        ("thumbnails", 61, 1_200_000, (_("Previews"),)),
    )
    told: dict[str, Any] = {
        "state": "preview",
        "exit_code": 0,
        "method": "in-place",
        "account": NAME,
        "groups": tuple(GroupCount(one[0], group_title(one[0]), *one[1:]) for one in groups),
        "restored": 1,
    }
    return Report(**{**told, **changes})


def _differs() -> str:
    """Return what the check of a home tells that is not as it was frozen."""
    words = _("The home of {name} differs from its frozen state:").format(name=NAME)
    return "\n".join((words, f"{_('New')}: 2", f"{_('Changed')}: 1"))


def wiped() -> Report:
    return report(
        state="clean",
        removed_files=214,
        removed_size=34_240_000,
        programs_ended=("firefox-esr", "soffice.bin", "thunar"),
        places=(Place("printing", _("Print jobs"), "clean", removed=1),),
        looks=1,
        seconds=1.4,
    )


def not_clean() -> Report:
    why = _("This account is not allowed to change it.")
    return report(
        state="residue",
        exit_code=1,
        removed_files=211,
        left=(Left("", _("The frozen home"), 3, why),),
    )


def answering(admin: Admin, answers: Mapping[str, Report | str]) -> Admin:
    """Return a computer whose commands answer so: by the word of theirs that is a key."""

    def rights(
        args: Sequence[str],
        *,
        reason: str,
        progress: Progress = silent,
        cancelled: Cancelled = never,
        typed: bytes = b"",
    ) -> Answer:
        found = next((answer for word, answer in answers.items() if word in args), "")
        if isinstance(found, str):
            return Answer(0, None, "", found)
        return Answer(found.exit_code, json.loads(found.to_json()), found.message, found.to_json())

    return replace(admin, rights=rights)


def computer(tour: "Tour", window: "MainWindow") -> None:
    """Wipe a made-up computer, find it unclean, thaw it; then leave the tour's own in its place."""
    before = tour.world.admin
    with TemporaryDirectory() as folder:
        admin = access.made_up(Path(folder))
        now = datetime.now().astimezone()
        set_up(admin, NAME)
        wipe_for_a_month(admin, now)
        check_up(admin, now)
        _clean(tour, window, admin, now)
        _others(tour, window, admin, now)
    tour.world.admin = before


def _clean(tour: "Tour", window: "MainWindow", admin: Admin, now: datetime) -> None:
    freeze(admin, NAME, "clean", now, undo_until=_ago(now, minutes=-12))
    page = _go(tour, window, answering(admin, {"--preview": report(), "--yes": wiped()}))
    tour.shoot(window, "computer-1-clean")
    page.ask("wipe")
    tour.shoot(window, "computer-2-question")
    page.see_plan()
    tour.wait()
    tour.shoot(window, "computer-3-plan")
    page.wipe()
    tour.wait()
    tour.shoot(window, "computer-4-wiped")
    page.ask("undo")
    tour.shoot(window, "computer-5-undo")


def _others(tour: "Tour", window: "MainWindow", admin: Admin, now: datetime) -> None:
    freeze(admin, NAME, "not clean", now, left=3)
    page = _go(tour, window, answering(admin, {"--yes": not_clean(), "check": _differs()}))
    page.wipe()
    tour.wait()
    tour.shoot(window, "computer-6-not-clean")
    freeze(admin, NAME, "thawed", now)
    page = _go(tour, window, answering(admin, {"check": _differs()}))
    tour.shoot(window, "computer-7-thawed")
    page.ask("check")
    tour.wait()
    tour.shoot(window, "computer-8-checked")
    page.ask("forget")
    tour.shoot(window, "computer-9-forget")


def _go(tour: "Tour", window: "MainWindow", admin: Admin) -> ThisComputer:
    tour.world.admin = admin
    window.go(Route("staff", "computer"))
    return cast("ThisComputer", cast("Hub", window.page).page)
