"""The checks by id, in the order of the sheet, and how a check says what it found."""

import importlib
from collections.abc import Callable
from typing import NamedTuple

from privacykit.audit.check import About, Evidence, Finding, Verdict
from privacykit.audit.computer import Computer

MODULES = (
    "a_devices",
    "a_rights",
    "a_screen",
    "b_reset",
    "b_browsers",
    "b_left",
    "b_traces",
    "b_printing",
    "b_system",
    "b_tracking",
    "b_choice",
    "l_logs",
    "n_network",
    "c_web",
    "t_teaching",
)
"""Where checks are; each registers its own when it is imported."""
_LETTERS = "ABLNCT"
Function = Callable[[Computer], Finding]


class Check(NamedTuple):
    about: About
    look: Function


_CHECKS: dict[str, Check] = {}


def check(about: About) -> Callable[[Function], Function]:
    """Register the decorated function as the check of this id."""

    def register(look: Function) -> Function:
        _CHECKS[about.id] = Check(about, look)
        return look

    return register


def all_checks() -> tuple[Check, ...]:
    for module in MODULES:
        importlib.import_module(f"privacykit.audit.{module}")
    return tuple(sorted(_CHECKS.values(), key=_place))


def abouts() -> tuple[About, ...]:
    return tuple(one.about for one in all_checks())


def _place(one: Check) -> tuple[int, int]:
    short, _dash, _name = one.about.id.partition("-")
    return _LETTERS.index(short[0]), int(short[1:])


def found(verdict: Verdict, *evidence: Evidence, note: str = "") -> Finding:
    return Finding("", verdict, evidence, note)


def passed(*evidence: Evidence, note: str = "") -> Finding:
    return found("pass", *evidence, note=note)


def warned(*evidence: Evidence, note: str = "") -> Finding:
    return found("warn", *evidence, note=note)


def failed(*evidence: Evidence, note: str = "") -> Finding:
    return found("fail", *evidence, note=note)


def not_here(note: str, *evidence: Evidence) -> Finding:
    """Say that the check does not concern this computer, and why."""
    return found("not applicable", *evidence, note=note)


def cannot(note: str, *evidence: Evidence) -> Finding:
    """Say what stands in the way of a verdict, and how to get one."""
    return found("cannot tell", *evidence, note=note)


def ask(*evidence: Evidence, note: str = "") -> Finding:
    """Say that a person has to answer, or to answer again."""
    return found("ask", *evidence, note=note)
