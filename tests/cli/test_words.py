"""Lines that only rare plans and reports have."""

from pathlib import Path
from typing import NamedTuple, cast

from privacykit.cli import words
from privacykit.wipe.looking import Unseen
from privacykit.wipe.places import Account, Place
from privacykit.wipe.plan import Plan
from privacykit.wipe.report import Left, Report
from privacykit.wipe.tree import Problem


class _Open(NamedTuple):
    name: str


class _Plan(NamedTuple):
    account: Account
    unseen: tuple[Unseen, ...]
    programs: tuple[_Open, ...]
    items: tuple[()] = ()
    kept: tuple[()] = ()
    why_not: str = ""


def test_a_preview_tells_what_is_hidden_and_what_is_open() -> None:
    account = Account("patron", 1000, 1000, Path("/home/patron"))
    hidden = Unseen(Place("home", account.home), Problem(b".x\n", 13, "Shut."))
    plan = _Plan(account, (hidden,), (_Open("firefox"), _Open("firefox")))
    lines = [*words.preview(cast("Plan", plan), paths=False)]
    assert lines[1] == ".x\\u000a could not be looked into: Shut."
    assert lines[2] == "Open now, and closed before a wipe: firefox."


def test_a_report_tells_what_was_closed_what_came_back_and_what_stays_open() -> None:
    report = Report(
        state="residue",
        exit_code=1,
        programs_ended=("firefox",),
        still_open=("xterm",),
        left=(Left("bash", "Terminal: Bash", 1, ""),),
    )
    text = "\n".join(words.report(report))
    assert "Closed: firefox." in text
    assert "Terminal: Bash: 1 file. It came back" in text
    assert "started from there: xterm" in text
