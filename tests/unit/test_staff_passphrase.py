"""A passphrase: weak ones are refused in words, and what is kept says only yes or no."""

import msgspec
import pytest

from privacykit.errors import LockError
from privacykit.staff import passphrase as phrases
from privacykit.staff.passphrase import Cost, Verifier, make, matches
from tests.unit.locking import GOOD, QUICK


@pytest.mark.parametrize(
    "weak", ["", "secret", "library1", "qwertyuiop", "sommar2026", "privacykit"]
)
def test_a_weak_one_is_refused_with_a_way_to_a_better_one(weak: str) -> None:
    with pytest.raises(LockError, match="four or more words"):
        make(weak, cost=QUICK)


def test_the_accounts_own_name_makes_it_no_stronger() -> None:
    assert phrases.strength("karlskoga-kiosk") > phrases.strength(
        "karlskoga-kiosk", ["karlskoga", "kiosk"]
    )


def test_one_that_nobody_could_type_is_refused() -> None:
    with pytest.raises(LockError, match="longer than 256"):
        make("ab" * 200, cost=QUICK)


def test_only_the_right_one_matches() -> None:
    kept = make(GOOD, cost=QUICK)
    assert matches(kept, GOOD)
    for other in ("", GOOD + " ", GOOD.upper(), "x" * 10_000):
        assert not matches(kept, other)


def test_letters_are_the_same_however_the_keyboard_composed_them() -> None:
    kept = make("blå häst öppnar fönstret", cost=QUICK)
    assert matches(kept, "bla\u030a ha\u0308st o\u0308ppnar fo\u0308nstret")


def test_a_keyboard_that_sends_half_a_letter_is_no_error() -> None:
    assert not matches(make(GOOD, cost=QUICK), "\ud83d")


def test_two_checks_of_the_same_passphrase_have_nothing_in_common() -> None:
    one, two = make(GOOD, cost=QUICK), make(GOOD, cost=QUICK)
    assert one.salt != two.salt
    assert one.hash != two.hash
    assert GOOD.encode() not in msgspec.json.encode(one)


def test_the_usual_cost_is_what_is_advised_for_passwords() -> None:
    assert Cost() == (1 << 17, 8, 1), "OWASP, Password Storage Cheat Sheet, 2025"


@pytest.mark.parametrize(
    "damage",
    [{"n": 1 << 30}, {"r": 1 << 10}, {"p": 99}, {"salt": ""}, {"hash": "AA=="}, {"version": 2}],
)
def test_a_damaged_one_asks_for_neither_memory_nor_time(damage: dict[str, object]) -> None:
    kept = msgspec.json.decode(msgspec.json.encode(make(GOOD, cost=QUICK)))
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({**kept, **damage}, Verifier)


def test_a_secret_is_wiped_where_we_hold_it() -> None:
    typed = phrases.encoded("geheim")
    phrases.wipe(typed)
    assert typed == bytes(6)
