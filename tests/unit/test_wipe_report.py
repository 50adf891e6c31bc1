"""The report: one shape for screen, JSON and exit code."""

import json

import pytest

from privacykit.wipe.report import EXIT_CODES, GroupCount, Left, Report, stopped


@pytest.mark.parametrize(
    ("code", "state"),
    [(3, "busy"), (4, "interrupted"), (78, "refused"), (75, "failed"), (1, "failed")],
)
def test_a_run_that_ended_early_says_why(code: int, state: str) -> None:
    report = stopped(code, "The sentence.")
    assert (report.state, report.exit_code, report.message) == (state, code, "The sentence.")
    assert not report.is_clean


def test_json_is_one_object_with_its_format() -> None:
    report = Report(
        state="residue",
        exit_code=EXIT_CODES["residue"],
        groups=(GroupCount("mail", "E-mail", 1, 2, ("Thunderbird",)),),
        left=(Left("thunderbird", "Thunderbird", 1, ""),),
    )
    read = json.loads(report.to_json())
    assert (read["format"], read["state"], read["exit_code"]) == (1, "residue", 1)
    assert read["groups"][0]["names"] == ["Thunderbird"]
    assert read["left"][0]["trace"] == "thunderbird"
