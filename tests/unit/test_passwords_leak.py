"""Has it leaked? Five signs leave, the comparison is made here, and hashlib agrees."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacykit.activities.passwords.engine import leak

PRETEND = ("letmein", "sommar2026", "Fotboll123!")
ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=40)


@given(ANY_TEXT)
def test_the_fingerprint_is_sha1_in_two_pieces(password: str) -> None:
    asked = leak.question(password)
    digest = hashlib.sha1(password.encode("utf-8", "surrogatepass")).hexdigest().upper()  # noqa: S324
    assert asked.asked + asked.kept == asked.fingerprint == digest
    assert len(asked.asked) == 5


def test_a_known_fingerprint() -> None:
    assert leak.question("password").fingerprint == "5BAA61E4C9B93F3F0682250B6CF8331B7EE68FD8"


@pytest.mark.parametrize("password", PRETEND)
def test_a_leaked_password_is_found_in_its_answer(password: str) -> None:
    asked = leak.question(password)
    assert leak.seen(asked.kept, leak.answer(asked.asked, PRETEND)) > 0


@given(ANY_TEXT.filter(lambda text: text not in PRETEND))
def test_another_password_is_not_found_but_gets_as_full_an_answer(password: str) -> None:
    asked = leak.question(password)
    lines = leak.answer(asked.asked, PRETEND)
    assert leak.seen(asked.kept, lines) == 0
    assert len(lines) >= 8
    assert all(len(line.ending) == 35 and line.seen > 0 for line in lines)
    assert [line.ending for line in lines] == sorted(line.ending for line in lines)


def test_the_answer_depends_on_five_signs_only() -> None:
    asked = leak.question("letmein").asked
    assert leak.answer(asked, PRETEND) == leak.answer(asked, PRETEND)
    assert len(leak.answer(asked, PRETEND)) == len(leak.answer(asked, ())) + 1


def test_a_password_seen_more_often_stands_earlier_in_the_list() -> None:
    counts = []
    for password in PRETEND:
        asked = leak.question(password)
        counts.append(leak.seen(asked.kept, leak.answer(asked.asked, PRETEND)))
    assert counts == sorted(counts, reverse=True)
