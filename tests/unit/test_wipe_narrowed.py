"""A part of a plan takes only its own groups of traces, however often it is looked at again."""

from dataclasses import replace

import psutil

from privacykit.wipe import plan as plans
from privacykit.wipe import practice, session, traces
from privacykit.wipe.places import World
from privacykit.wipe.policy import Policy
from privacykit.wipe.programs import Running


def test_a_part_leaves_the_rest_untouched() -> None:
    account = practice.lay_out()
    try:
        whole = plans.make(account, Policy.default(), traces.load(), World(processes=lambda: ()))
        part = plans.narrowed(whole, {"browsers"})
        assert {item.trace.group for item in part.items} == {"browsers"}
        assert part.files < whole.files
        report = session.end(part)
        assert (report.state, report.removed_files) == ("clean", part.files)
        after = plans.again(whole)
        assert after.files == whole.files - part.files
        assert plans.again(part).is_empty
    finally:
        practice.clear_up(account)


def test_a_part_ends_no_other_programs() -> None:
    account = practice.empty()
    try:
        whole = plans.make(account, Policy.default(), traces.load(), World(processes=lambda: ()))
        us = psutil.Process()
        whole = replace(whole, programs=(Running("firefox-esr", us), Running("vlc", us)))
        part = plans.narrowed(whole, {"browsers"})
        assert [one.name for one in part.programs] == ["firefox-esr"]
        assert "firefox-esr" in part.program_names
        assert "vlc" not in part.program_names
        assert part.program_names < whole.program_names
    finally:
        practice.clear_up(account)
