"""The interview: what only a person can tell, kept with the day on which it was told."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path

import msgspec

from privacykit.audit import keeping
from privacykit.audit.asked import QUESTIONS, Question
from privacykit.audit.check import Evidence, Finding, Verdict
from privacykit.audit.computer import Computer

__all__ = ["Answer", "Question", "due", "judged", "load", "questions", "save", "value"]

_NAME = "answers.json"
KEPT_DAYS = 365
"""After so many days a question is asked again."""
_WORST_FIRST: tuple[Verdict, ...] = ("fail", "warn", "pass")
_FORM = 5
"""With so many questions, a check is a form: the share of good answers counts, not the worst."""
_GOOD, _FAIR = 0.8, 0.5


class Answer(msgspec.Struct, frozen=True):
    value: str
    """One of the question's choices."""
    on: date


def questions(check: str = "") -> tuple[Question, ...]:
    """Return the questions of a check, or all of them, in the order of the sheet."""
    return tuple(one for one in QUESTIONS if check in {"", one.check})


def value(computer: Computer, question: str) -> str | None:
    """Return an answer; None if there is none, or it is too old."""
    answer = computer.answers.get(question)
    return answer.value if answer and _is_fresh(answer, computer.now) else None


def due(answers: Mapping[str, Answer], now: datetime) -> tuple[Question, ...]:
    """Return what has no answer, or one that is too old."""
    return tuple(
        one for one in QUESTIONS if one.id not in answers or not _is_fresh(answers[one.id], now)
    )


def judged(computer: Computer, finding: Finding) -> Finding:
    """Return what the answers make of a finding that asks; it goes on asking if one is missing."""
    given = [(one, value(computer, one.id) or "") for one in questions(finding.id)]
    said = [one.verdicts.get(answer) for one, answer in given]
    known = [verdict for verdict in said if verdict]
    if not known or len(known) < len(said):
        return finding
    evidence = tuple(Evidence(one.id, answer) for one, answer in given)
    return msgspec.structs.replace(
        finding, verdict=_together(known), evidence=finding.evidence + evidence
    )


def _together(verdicts: Sequence[Verdict]) -> Verdict:
    if len(verdicts) < _FORM:
        return min(verdicts, key=_WORST_FIRST.index)
    share = verdicts.count("pass") / len(verdicts)
    if share >= _GOOD:
        return "pass"
    return "warn" if share >= _FAIR else "fail"


def _is_fresh(answer: Answer, now: datetime) -> bool:
    return (now.date() - answer.on).days <= KEPT_DAYS


def load(folder: Path) -> dict[str, Answer]:
    """Return the answers by the question's id; none if the file is missing or damaged."""
    with suppress(OSError, msgspec.DecodeError):
        return msgspec.json.decode(keeping.get(folder, _NAME), type=dict[str, Answer])
    return {}


def save(answers: Mapping[str, Answer], folder: Path) -> None:
    """Keep the answers. Raises OSError."""
    keeping.put(folder, _NAME, msgspec.json.encode(answers))
