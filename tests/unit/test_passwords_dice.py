"""A passphrase picked by chance: the bits are right, dice pick what they should."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacykit.activities.passwords.engine import dice
from privacykit.activities.passwords.engine.dice import WordList

FULL = WordList("xx", tuple(f"word{number}" for number in range(7776)))
ODD = WordList("xx", tuple(f"word{number}" for number in range(8192)))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    (tmp_path / "en.txt").write_text("# free\n11111\tabacus\n11112 abdomen\n", encoding="utf-8")
    (tmp_path / "sv.txt").write_text("abborre\nåska\n", encoding="utf-8")
    monkeypatch.setattr(dice, "_folder", lambda: tmp_path)
    dice.word_list.cache_clear()
    yield tmp_path
    dice.word_list.cache_clear()


@pytest.mark.parametrize(
    ("words", "count", "bits"),
    [(FULL, 1, 12.925), (FULL, 5, 64.6), (FULL, 6, 77.5), (ODD, 6, 78.0)],
)
def test_bits(words: WordList, count: int, bits: float) -> None:
    assert round(dice.bits(words, count), 3 if count == 1 else 1) == bits


def test_dice_pick_the_first_the_second_and_the_last_word() -> None:
    assert dice.by_dice(FULL, "11111") == "word0"
    assert dice.by_dice(FULL, "11112") == "word1"
    assert dice.by_dice(FULL, "11121") == "word6"
    assert dice.by_dice(FULL, "66666") == "word7775"


@given(st.lists(st.sampled_from("123456"), min_size=5, max_size=5).map("".join))
def test_every_throw_picks_the_word_of_its_place(rolls: str) -> None:
    place = int("".join(str(int(sign) - 1) for sign in rolls), 6)
    assert dice.by_dice(FULL, rolls) == FULL.words[place]


@pytest.mark.parametrize("rolls", ["", "1111", "111111", "11117", "1111a", "1111\u0661"])
def test_what_is_no_throw_is_refused(rolls: str) -> None:
    with pytest.raises(ValueError, match=rolls or "^$"):
        dice.by_dice(FULL, rolls)


def test_dice_do_not_fit_every_list() -> None:
    assert FULL.dice_per_word == 5
    assert WordList("xx", FULL.words[:1296]).dice_per_word == 4
    assert ODD.dice_per_word == 0


def test_only_faces_of_dice_are_kept() -> None:
    assert dice.only_rolls("1 2-7a0 6\u0663") == "126"


def test_words_come_from_the_whole_list_evenly() -> None:
    words = WordList("xx", tuple("abcdefgh"))
    found = Counter(dice.roll(words, 8000))
    assert set(found) == set("abcdefgh")
    assert all(800 < count < 1200 for count in found.values())


def test_chance_is_asked_for_the_size_of_the_list() -> None:
    assert dice.roll(FULL, 2, lambda size: size - 1) == ("word7775", "word7775")


def test_one_word_is_rolled_again_and_the_others_stay() -> None:
    assert dice.again(FULL, ("a", "b", "c"), 1, lambda _size: 7) == ("a", "word7", "c")


def test_the_comparison_is_in_everyday_terms() -> None:
    said = dice.comparison(dice.bits(FULL, 6))
    assert "14 random letters and digits" in said
    assert "centuries" in said


def test_a_passphrase_has_spaces() -> None:
    assert dice.passphrase(("a", "b")) == "a b"


@pytest.mark.usefixtures("folder")
def test_the_list_of_the_language_or_the_english_one() -> None:
    assert dice.word_list("sv") == WordList("sv", ("abborre", "åska"))
    assert dice.word_list("xx") == WordList("en", ("abacus", "abdomen"))
    assert dice.word_list("sv-FI") == dice.word_list("sv")


def test_a_country_in_the_language_finds_its_list() -> None:
    assert dice.word_list("pt-BR").language == "pt-br"


def test_the_bundled_lists_fit_five_dice() -> None:
    for language in ("en", "sv"):
        words = dice.word_list(language)
        assert (words.language, words.dice_per_word) == (language, 5)
