"""The sheet of 38 checks: each is there once, and can be understood and sent on."""

import re
from collections.abc import Callable

import pytest

from privacykit.audit import asked, compare, registry, told
from privacykit.audit.check import About, Finding
from privacykit.audit.running import Audit

SHEET = [
    *("A1-USB", "A2-KBD", "A3-BOOT", "A4-ADMIN", "A5-SCREEN", "A6-LASTUSER", "A7-POS"),
    *("B1-RESET", "B2-CANARY", "B3-UPDATES", "B4-FFSHUT", "B5-CRSHUT", "B6-PASS", "B7-LEFTOVER"),
    *("B8-CLIP", "B9-PRINT", "B10-AV", "B11-TELEM", "B12-TRACK", "B13-HTTPS", "B14-SEARCH"),
    *("B15-PRIV", "B16-TOR", "L1-JOURNAL", "L2-RESERV", "L3-PROXY", "L4-REMOTE", "L5-LIST"),
    *("N1-SEG", "N2-WIFI", "C1-HTTPS", "C2-THIRD", "C3-REFER", "C4-COOKIE", "C5-POLICY"),
    *("C6-VENDOR", "T1-TEACH", "T2-SIGN"),
]
DUTIES = {f"K{number}" for number in range(1, 8)}
ALA = re.compile(r"P1\.[1-5]|P2\.[1-4]|P3\.[1-5]")
ASKS_ONLY = {"A7-POS", "L5-LIST", "C6-VENDOR", "T1-TEACH", "T2-SIGN"}
ASKS_TOO = {
    "A2-KBD",
    "A3-BOOT",
    "B2-CANARY",
    "L2-RESERV",
    "L3-PROXY",
    "N1-SEG",
    "N2-WIFI",
    "C5-POLICY",
}


def test_the_sheet() -> None:
    assert len(SHEET) == 38
    assert [about.id for about in registry.abouts()] == SHEET


@pytest.mark.parametrize("about", registry.abouts(), ids=lambda about: about.id)
def test_each_can_be_understood_and_sent_on(about: About) -> None:
    for words in (about.question, about.means, about.mend, about.letter):
        assert words().strip()
    assert about.question().endswith("?")
    assert about.letter().startswith("Please ")
    assert about.letter().endswith(".")
    assert set(about.duties) <= DUTIES
    assert about.duties
    assert all(ALA.fullmatch(line) for line in about.ala)
    assert about.effort in {1, 2, 3}
    assert about.effect in {1, 2, 3}
    assert told.part(about.part)


def test_every_duty_is_somebodys() -> None:
    assert {duty for about in registry.abouts() for duty in about.duties} == DUTIES
    assert all(told.duty(duty) for duty in DUTIES)


def test_only_what_was_read_is_told_as_alas_words() -> None:
    assert told.ala("P1.5") == "ALA P1.5: “Offer privacy screens to users who desire to use them”"
    assert told.ala("P2.4") == "ALA P2.4"


def test_who_is_asked() -> None:
    assert {question.check for question in asked.QUESTIONS} == ASKS_ONLY | ASKS_TOO


@pytest.mark.parametrize(
    ("say", "verdict"),
    [
        (registry.passed, "pass"),
        (registry.warned, "warn"),
        (registry.failed, "fail"),
        (registry.ask, "ask"),
    ],
)
def test_how_a_check_says_what_it_found(say: Callable[..., Finding], verdict: str) -> None:
    assert say(note="so").verdict == verdict
    assert say(note="so").note == "so"


def test_how_a_check_says_that_it_cannot() -> None:
    assert registry.not_here("none").verdict == "not applicable"
    assert registry.cannot("closed").verdict == "cannot tell"


def test_what_fails_and_is_easy_comes_first() -> None:
    hard, easy = Finding("B1-RESET", "fail"), Finding("B4-FFSHUT", "fail")
    rest = [Finding("A7-POS", "pass"), Finding("B16-TOR", "warn"), Finding("gone", "fail"), hard]
    order = compare.ordered(Audit("2026-11-21T10:00:00+00:00", "linux", (*rest, easy)))
    assert [finding.id for finding in order] == ["B4-FFSHUT", "B1-RESET", "B16-TOR", "A7-POS"]
