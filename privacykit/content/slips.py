"""What has the right shape and still cannot be meant: an answer that is no choice, a name twice."""

from collections.abc import Callable, Hashable, Iterator, Sequence
from difflib import get_close_matches
from typing import Any

import msgspec

from privacykit.content.station import Fact, Id, Manifest, Question
from privacykit.errors import StationError
from privacykit.i18n import _
from privacykit.toml.lines import Place
from privacykit.toml.table import Table

Look = Callable[[Any, Table[StationError]], Iterator[StationError]]


def in_id(id_: str) -> tuple[str, str] | None:
    """Return what is wrong with a station's id, and how to mend it; None if it can be one."""
    try:
        msgspec.convert(id_, Id)
    except msgspec.ValidationError:
        problem = _("“{id}” cannot be the id of a station.").format(id=id_)
        return problem, _("Use small letters, digits and hyphens, such as safe-email.")
    return None


def in_manifest(manifest: Manifest, table: Table[StationError]) -> Iterator[StationError]:
    folder = table.file.parent.name
    if told := in_id(manifest.id):
        yield table.mistake(("id",), *told)
    elif manifest.id != folder:
        problem = _("The id “{id}” is not the name of the folder, “{folder}”.")
        mend = _("Give both the same name; no two stations share one.")
        yield table.mistake(("id",), problem.format(id=manifest.id, folder=folder), mend)
    for name in ("languages", "minutes"):
        yield from _twice(getattr(manifest, name), table, (name,))


def in_quiz(quiz: Any, table: Table[StationError]) -> Iterator[StationError]:
    questions: Sequence[Question] = quiz.question
    texts = [question.text for question in questions]
    yield from _twice(texts, table, ("question",), "text")
    for number, question in enumerate(questions):
        at: Place = ("question", number)
        yield from _twice(question.choices, table, (*at, "choices"))
        if question.answer not in question.choices:
            yield table.mistake((*at, "answer"), *_no_choice(question))


def in_facts(facts: Any, table: Table[StationError]) -> Iterator[StationError]:
    entries: Sequence[Fact] = facts.fact
    yield from _twice([fact.id for fact in entries], table, ("fact",), "id")
    for number, fact in enumerate(entries):
        if fact.recheck_by <= fact.checked_on:
            problem = _("The fact “{id}” is to be checked again before it was checked.")
            mend = _("Choose a later day for recheck_by.")
            yield table.mistake(("fact", number, "recheck_by"), problem.format(id=fact.id), mend)


def _twice(
    values: Sequence[Hashable], table: Table[StationError], at: Place, field: str = ""
) -> Iterator[StationError]:
    for place, value in enumerate(values):
        if value in values[:place]:
            problem = _("“{value}” stands here twice.").format(value=value)
            yield table.mistake((*at, place, field), problem, _("Remove or change one of them."))


def _no_choice(question: Question) -> tuple[str, str]:
    problem = _("The answer “{answer}” is not one of the choices.").format(answer=question.answer)
    near = get_close_matches(question.answer, question.choices, n=1)
    if near:
        return problem, _("Did you mean “{guess}”?").format(guess=near[0])
    return problem, _("Copy the right choice, letter for letter.")
