"""How long a password holds: exact facts, plain words, and no text that breaks it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacykit.activities.passwords.engine import advice, durations, lists, parts
from privacykit.activities.passwords.engine.estimate import (
    LONGEST,
    SETTINGS,
    Estimate,
    Verdict,
    estimate,
    quick,
)
from privacykit.activities.passwords.engine.parts import Kind

ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=30)


def kinds(text: str) -> list[tuple[str, Kind]]:
    return [(part.text, part.kind) for part in estimate(text).parts]


@pytest.mark.parametrize(
    "text", ["Fotboll123!", "sommar2026", "Sommar2026!", "hostlov1", "höstlov1"]
)
def test_a_swedish_word_with_a_tail_is_weak(text: str) -> None:
    assert estimate(text).verdict is Verdict.WEAK


def test_the_parts_of_a_swedish_password_are_named() -> None:
    assert kinds("Fotboll123!") == [
        ("Fotboll", Kind.SWEDISH),
        ("123", Kind.SEQUENCE),
        ("!", Kind.SIGN),
    ]
    assert estimate("Fotboll123!").parts[0].in_words() == "a common Swedish word"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("letmein", Kind.PASSWORD),
        ("maria", Kind.NAME),
        ("international", Kind.ENGLISH),
        ("p@ssw0rd", Kind.SWAPPED),
        ("drowssap", Kind.BACKWARDS),
        ("qwerty", Kind.KEYS),
        ("abcdefg", Kind.SEQUENCE),
        ("aaaaaa", Kind.REPEAT),
        ("2026", Kind.YEAR),
        ("1915", Kind.YEAR),
        ("24/12/1987", Kind.DATE),
        ("x", Kind.LETTER),
        ("7", Kind.DIGIT),
        ("!", Kind.SIGN),
        (" ", Kind.SPACE),
        ("kX9!vQ2z", Kind.NOTHING),
    ],
)
def test_each_kind_of_part_is_recognised(text: str, expected: Kind) -> None:
    assert kinds(text) == [(text, expected)]


def test_what_the_count_leaves_whole_is_still_taken_apart_for_the_eye() -> None:
    assert kinds("Sommar2026!") == [
        ("Sommar", Kind.SWEDISH),
        ("2026", Kind.YEAR),
        ("!", Kind.SIGN),
    ]
    assert kinds("h8wq3xt5vk2zndr") == [("h8wq3xt5vk2zndr", Kind.NOTHING)]
    assert [text for text, _kind in kinds("correct horse")] == ["correct", " ", "horse"]


@pytest.mark.parametrize(
    ("tries", "words"),
    [
        (1, "1 try"),
        (9999, "9999 tries"),
        (12_345, "about 12 thousand tries"),
        (110_000_000, "about 110 million tries"),
        (3 * 10**9, "about 3 thousand million tries"),
        (5 * 10**12, "about 5 million million tries"),
        (10**15, "a number of tries with 16 digits"),
    ],
)
def test_tries_in_words(tries: int, words: str) -> None:
    assert advice.tries_in_words(tries) == words


def test_every_kind_has_words_of_its_own() -> None:
    said = [parts.IN_WORDS[kind]() for kind in Kind]
    assert len(set(said)) == len(Kind)
    groups = (parts.WORDS, parts.DISGUISED, parts.PATTERNS, parts.UNPATTERNED)
    assert sum(len(group) for group in groups) == len(Kind)


def test_random_words_are_strong_and_random_signs_at_least_fair() -> None:
    assert estimate("plafond reckless hubcap ointment stony dimly").verdict is Verdict.STRONG
    assert estimate("kX9!vQ2zLm#4tR7p").verdict is Verdict.FAIR


def test_a_slower_attacker_needs_longer() -> None:
    seconds = [estimate("Fotboll123!").seconds(setting) for setting in SETTINGS]
    assert seconds == sorted(seconds, reverse=True)
    assert len({setting.name() for setting in SETTINGS}) == 4


def test_what_holds_where_is_said_in_words() -> None:
    found = Estimate("x", 36_000, ())
    assert [found.holds(setting) for setting in SETTINGS] == [
        "15 days",
        "1 hour",
        "4 seconds",
        "less than a second",
    ]


def test_only_the_first_characters_are_looked_at() -> None:
    assert estimate("ab-" * 4000) == estimate(("ab-" * 4000)[:LONGEST])


@pytest.mark.parametrize(
    "text", ["", " ", "   ", "👩‍👩‍👧", "\ud800", "\0", "\0\n\r", "İİ2026", "٣٤٥٦"]
)
def test_strange_text_is_estimated_too(text: str) -> None:
    found = estimate(text)
    assert "".join(part.text for part in found.parts) == text
    assert found.verdict is Verdict.WEAK


@given(ANY_TEXT)
def test_no_text_breaks_it_and_the_parts_tile_the_text(text: str) -> None:
    found = estimate(text)
    assert "".join(part.text for part in found.parts) == text
    assert all(text[part.start : part.end] == part.text for part in found.parts)
    assert found.guesses >= 1
    assert advice.headline(found)
    assert bool(advice.advice(found)) == bool(text)


def test_long_or_sign_rich_text_is_not_called_quick() -> None:
    assert quick("Fotboll123!")
    assert not quick("a" * 41)
    assert not quick("4@8({[<396g1!|7l0$5+%2")


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "less than a second"),
        (0.99, "less than a second"),
        (1, "1 second"),
        (2.4, "2 seconds"),
        (59.6, "1 minute"),
        (660, "11 minutes"),
        (3 * durations.HOUR, "3 hours"),
        (23.9 * durations.HOUR, "1 day"),
        (29 * durations.DAY, "29 days"),
        (4 * durations.MONTH, "4 months"),
        (11.8 * durations.MONTH, "1 year"),
        (99 * durations.YEAR, "99 years"),
        (99.9 * durations.YEAR, "centuries"),
        (1e300, "centuries"),
    ],
)
def test_durations_in_words(seconds: float, words: str) -> None:
    assert durations.in_words(seconds) == words


@pytest.mark.parametrize(
    ("text", "headline", "reason"),
    [
        ("letmein", "Weak: falls in less than a second", "lists of common passwords"),
        ("p@ssw0rd", "Weak: falls in less than a second", "Signs for letters"),
        ("maria1987", "Weak: falls in less than a second", "common words with numbers"),
        ("internationalmaria", "Weak: falls in less than a second", "A few common words"),
        ("1987-05-12", "Weak: falls in less than a second", "Years and dates"),
        ("qwerty", "Weak: falls in less than a second", "neighbouring keys"),
        ("kX9!vQ2z", "Weak: falls in less than a second", "it is short"),
        ("kX9!vQ2zLm#", "Weak: falls in about 10 seconds", "it is short"),
        ("kX9!vQ2zLm#4tR7p", "Fair: may fall in about 12 days", "count is a careful one"),
        ("kX9!vQ2zLm#4tR7pW@", "Strong: would hold for 3 years", "It is long"),
    ],
)
def test_the_verdict_and_the_reason(text: str, headline: str, reason: str) -> None:
    found = estimate(text)
    assert advice.headline(found) == headline
    assert reason in advice.advice(found)


def test_a_list_is_read_without_comments_and_in_nfc() -> None:
    text = "# common words\nfo\u0308nster\n\n  hund # a dog\n"
    assert list(lists.entries(text)) == ["f\u00f6nster", "hund"]


def test_words_are_known_with_and_without_accents_at_their_best_rank() -> None:
    known = lists.merged([("a", ["Hund", "häst"]), ("b", ["häst", "katt", "hast"])])
    assert known["häst"] == lists.Known(1, "b")
    assert known["hast"] == lists.Known(1, "b")
    assert known["hund"] == lists.Known(1, "a")
    assert "Hund" not in known
