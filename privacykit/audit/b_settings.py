"""What is set, held against what should be: the sums that most checks of the computer do."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from privacykit.audit.check import Evidence, Verdict
from privacykit.audit.computer import Computer

_ORDER: tuple[Verdict, ...] = ("pass", "warn", "fail")
NOT_SET = "not set"


class Wanted(NamedTuple):
    """A setting, and what it says of the computer."""

    name: str
    """`A.B` is the member B of the setting A."""
    good: tuple[object, ...]
    unset: Verdict = "fail"
    wrong: Verdict = "fail"


class Judged(NamedTuple):
    verdict: Verdict
    evidence: Evidence


def value(table: Mapping[str, object], name: str) -> object:
    """Return a setting or a member of one; None if it is not set."""
    first, _dot, rest = name.partition(".")
    found = table.get(first)
    if not rest:
        return found
    return value(found, rest) if isinstance(found, Mapping) else None


def key(computer: Computer, name: str) -> Mapping[str, str | int]:
    """Return the values of a registry key, written in whatever case; empty if it is not there."""
    keys = computer.registry.items()
    return next((values for one, values in keys if one.lower() == name.lower()), {})


def judge(table: Mapping[str, object], wanted: Iterable[Wanted], source: str) -> list[Judged]:
    """Return a judgement of each setting; `source` is whose settings they are."""
    return [_judged(one, value(table, one.name), source) for one in wanted]


def any_of(table: Mapping[str, object], wanted: Iterable[Wanted], source: str) -> Judged:
    """Return the first of the settings that is as it should be; else the first that is set."""
    judged = judge(table, wanted, source)
    good = (one for one in judged if one.verdict == "pass")
    there = (one for one in judged if one.evidence.value != NOT_SET)
    return next(good, None) or next(there, judged[0])


def _judged(wanted: Wanted, found: object, source: str) -> Judged:
    verdict = wanted.unset if found is None else wanted.wrong
    if found is not None and found in wanted.good:
        verdict = "pass"
    return Judged(verdict, Evidence(f"{source}: {wanted.name}", shown(found)))


def shown(found: object) -> str:
    """Return a setting's value for the evidence; of a list or a table only its length."""
    if found is None:
        return NOT_SET
    if isinstance(found, bool):
        return "true" if found else "false"
    if isinstance(found, (list, Mapping)):
        return str(len(found))
    return str(found)


def worst(judged: Iterable[Judged]) -> Verdict:
    return max((one.verdict for one in judged), key=_ORDER.index, default="pass")


def best(judged: Iterable[Judged]) -> Verdict:
    """Return the best verdict, as where one way of several is enough; fail if there is none."""
    return min((one.verdict for one in judged), key=_ORDER.index, default="fail")
