"""A made-up computer for the pictures: accounts, a month of wipes, a check-up; nothing runs."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from privacykit.audit import running
from privacykit.audit.check import Finding, Verdict
from privacykit.audit.running import Audit
from privacykit.record import chain, row
from privacykit.record.row import Row
from privacykit.staff.rights import Answer
from privacykit.ui.world import Admin
from privacykit.wipe.machine import shown
from privacykit.wipe.machine import state as states
from privacykit.wipe.machine.state import Condition, State
from privacykit.wipe.progress import Cancelled, Progress, never, silent
from privacykit.wipe.report import GroupCount, Left, Place, Report
from privacykit.wipe.traces import group_title

NAME = "patron"
_POLICY = f"""format = 1
accounts = ["{NAME}"]
[timers]
idle_minutes = 10
[undo]
minutes = 15
"""
_A_DAY = (6, 8, 5, 9, 7, 0, 0, 8, 9, 5, 6, 10, 0, 0, 5, 8, 7, 9, 6, 0, 0, 7, 8, 6, 9, 7, 0, 0, 8, 6)
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
            chain.append(book, _row(at, is_clean=(day, number) != (-9, 1)))


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
        ("files", 4, 9_000_000, ("Downloads",)),
        ("recent", 18, 40_000, ("Recently used files",)),
        ("thumbnails", 61, 1_200_000, ("Thumbnails",)),
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


def wiped() -> Report:
    return report(
        state="clean",
        removed_files=214,
        removed_size=34_240_000,
        programs_ended=("firefox-esr", "soffice.bin", "thunar"),
        places=(Place("printing", "Print jobs", "clean", removed=1),),
        looks=1,
        seconds=1.4,
    )


def not_clean() -> Report:
    why = "This account is not allowed to change it."
    return report(
        state="residue",
        exit_code=1,
        removed_files=211,
        left=(Left("", "The frozen home", 3, why),),
        alarms=("3 entries were locked against changes, which only an administrator can do.",),
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
