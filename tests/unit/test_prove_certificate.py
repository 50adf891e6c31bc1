"""A certificate: passed only if every program left marks and none of them is left."""

import json
from typing import Any

import msgspec
import pytest

from privacykit.wipe.prove import certificate as certificates
from privacykit.wipe.prove.certificate import Certificate, Row
from tests.unit.proving import certificate, row


def test_it_passes_when_every_mark_is_gone() -> None:
    made = certificate(row("bash"), row("trash"))
    assert made.proven
    assert made.exit_code == 0
    assert certificates.verdict(made).startswith("Passed")


@pytest.mark.parametrize(
    "worse",
    [
        certificate(),
        certificate(row("bash"), row("cron", "left", after=1)),
        certificate(row("bash"), row("cron", "nothing found", before=0)),
        certificate(row("bash"), row("cron", "could not be tried", before=0)),
        certificate(row("bash"), state="residue"),
        certificate(row("bash"), state="busy"),
        certificate(row("bash"), other=1),
        certificate(row("bash"), unread=1),
        certificate(row("bash"), running=("sleep",)),
    ],
)
def test_anything_else_does_not_pass(worse: Certificate) -> None:
    assert not worse.proven
    assert worse.exit_code == 1
    assert certificates.verdict(worse).startswith("Not passed")


def test_json_says_whether_it_passed_and_reads_back() -> None:
    made = certificate(row("bash"), row("cron", "left", after=1, left=("/var/spool/cron/x",)))
    told: dict[str, Any] = json.loads(made.to_json())
    assert told.pop("proven") is False
    assert told["format"] == 1
    assert msgspec.convert(told, Certificate) == made


@pytest.mark.parametrize(
    ("tried", "said"),
    [
        (row("bash"), "nothing left"),
        (row("bash", "left", after=2), "something is left"),
        (row("bash", "nothing found", before=0), "nothing is proven"),
        (row("bash", "could not be tried", why="It is not installed."), "It is not installed."),
    ],
)
def test_each_line_says_what_came_of_it(tried: Row, said: str) -> None:
    name, before, after, result = certificates.cells(tried)
    assert (name, before, after) == ("bash", str(tried.before), str(tried.after))
    assert said in result
    assert len(certificates.heads()) == len(certificates.cells(tried))


def test_what_went_wrong_is_said_and_nothing_else() -> None:
    short = list(certificates.remarks(certificate(row("bash"))))
    assert len(short) == 1
    full = certificate(
        message="Still open.",
        alarms=("A drive was left in.",),
        running=("sleep",),
        other=2,
        unread=3,
        not_tried=("Brave",),
    )
    said = "\n".join(certificates.remarks(full))
    for part in ("Still open.", "A drive was left in.", "sleep", "mark: 2", "searched: 3", "Brave"):
        assert part in said
