"""The interview: what only a person can tell, kept with the day on which it was told."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

import msgspec

from privacykit.audit import asked
from privacykit.audit.computer import Computer
from privacykit.wipe.machine import public

_NAME, _LARGEST = "answers.json", 1 << 20
KEPT_DAYS = 365
"""After so many days a question is asked again."""


class Answer(msgspec.Struct, frozen=True):
    value: str
    """One of the question's choices."""
    on: date


class Question(NamedTuple):
    id: str
    check: str
    text: Callable[[], str]
    choices: Mapping[str, Callable[[], str]]
    """Value and words of each answer."""


def questions(check: str = "") -> tuple[Question, ...]:
    """Return the questions of a check, or all of them, in the order of the sheet."""
    return tuple(Question(*one) for one in asked.QUESTIONS if check in {"", one[1]})


def value(computer: Computer, question: str) -> str | None:
    """Return an answer; None if there is none, or it is too old."""
    answer = computer.answers.get(question)
    return answer.value if answer and is_fresh(answer, computer.now) else None


def is_fresh(answer: Answer, now: datetime) -> bool:
    return (now.date() - answer.on).days <= KEPT_DAYS


def due(answers: Mapping[str, Answer], now: datetime) -> tuple[Question, ...]:
    """Return what has no answer, or one that is too old."""
    return tuple(
        one for one in questions() if one.id not in answers or not is_fresh(answers[one.id], now)
    )


def load(folder: Path) -> dict[str, Answer]:
    """Return the answers by the question's id; none if the file is missing or damaged."""
    with suppress(OSError, msgspec.DecodeError):
        return msgspec.json.decode(public.read(folder / _NAME, _LARGEST), type=dict[str, Answer])
    return {}


def save(answers: Mapping[str, Answer], folder: Path) -> None:
    """Keep the answers. Raises OSError."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with public.opened(folder) as where:
        public.replace(where, _NAME, msgspec.json.encode(answers), lasting=True)
