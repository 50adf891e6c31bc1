"""The interview: what people told counts for a year."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from privacykit.audit import answers
from privacykit.audit.answers import Answer
from privacykit.audit.check import Evidence, Finding, Verdict
from privacykit.audit.computer import Computer

NOW = datetime(2026, 11, 21, 10, tzinfo=UTC)
VENDOR = [one.id for one in answers.questions("C6-VENDOR")]


def told(given: dict[str, str], days: int = 0) -> Computer:
    on = NOW.date() - timedelta(days=days)
    return Computer(now=NOW, answers={name: Answer(value, on) for name, value in given.items()})


def test_every_question_can_be_answered() -> None:
    every = answers.questions()
    assert len({one.id for one in every}) == len(every)
    for one in every:
        assert one.text().endswith("?")
        assert one.choices.keys() == one.verdicts.keys()
        assert len(one.choices) > 1
        assert all(words() for words in one.choices.values())
        assert "pass" in one.verdicts.values()
        assert one.id.partition("-")[0] == one.check.partition("-")[0]


def test_the_form_for_suppliers_has_ten_questions() -> None:
    assert len(VENDOR) == 10


def test_asked_again_after_a_year() -> None:
    assert answers.value(told({"T2-sign": "yes"}, days=365), "T2-sign") == "yes"
    assert answers.value(told({"T2-sign": "yes"}, days=366), "T2-sign") is None
    assert answers.value(told({}), "T2-sign") is None
    old = {"T2-sign": Answer("yes", NOW.date() - timedelta(days=400))}
    fresh = {"T2-sign": Answer("yes", NOW.date())}
    assert "T2-sign" in {one.id for one in answers.due(old, NOW)}
    assert {one.id for one in answers.due({}, NOW)} - {
        one.id for one in answers.due(fresh, NOW)
    } == {"T2-sign"}


@pytest.mark.parametrize(
    ("given", "verdict"),
    [
        ({"A7-facing": "no", "A7-filter": "yes"}, "pass"),
        ({"A7-facing": "some", "A7-filter": "yes"}, "warn"),
        ({"A7-facing": "yes", "A7-filter": "yes"}, "fail"),
        ({"A7-facing": "no", "A7-filter": "no"}, "warn"),
        ({"A7-facing": "no"}, "ask"),
        ({"A7-facing": "no", "A7-filter": "of an older kit"}, "ask"),
        ({}, "ask"),
    ],
)
def test_the_worst_answer_decides(given: dict[str, str], verdict: Verdict) -> None:
    assert answers.judged(told(given), Finding("A7-POS", "ask")).verdict == verdict


@pytest.mark.parametrize(
    ("good", "verdict"), [(10, "pass"), (8, "pass"), (7, "warn"), (5, "warn"), (4, "fail")]
)
def test_of_a_form_the_share_decides(good: int, verdict: Verdict) -> None:
    best = {name: "no" if name in {"C6-passed-on", "C6-trackers"} else "yes" for name in VENDOR}
    given = {name: best[name] if n < good else "unknown" for n, name in enumerate(VENDOR)}
    assert answers.judged(told(given), Finding("C6-VENDOR", "ask")).verdict == verdict


def test_what_the_machine_saw_stays_beside_the_answers() -> None:
    asked = Finding("T2-SIGN", "ask", (Evidence("a", "1"),))
    finding = answers.judged(told({"T2-sign": "yes"}), asked)
    assert finding.evidence == (Evidence("a", "1"), Evidence("T2-sign", "yes"))


def test_a_check_without_questions_goes_on_asking() -> None:
    assert answers.judged(told({}), Finding("B9-PRINT", "ask")).verdict == "ask"


def test_kept_with_their_day(tmp_path: Path) -> None:
    folder = tmp_path / "state" / "audit"
    assert answers.load(folder) == {}
    given = {"T2-sign": Answer("yes", NOW.date())}
    answers.save(given, folder)
    assert answers.load(folder) == given


@pytest.mark.parametrize(
    "content", ["", "[]", '{"T2-sign": {"value": 1}}', '{"a": {"value": "b"}}']
)
def test_a_damaged_file_is_no_answer(tmp_path: Path, content: str) -> None:
    (tmp_path / "answers.json").write_text(content)
    assert answers.load(tmp_path) == {}
