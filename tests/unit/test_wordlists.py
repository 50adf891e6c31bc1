"""The word lists: whole, unchanged, fit for dice, and with a licence each."""

import fnmatch
import hashlib
import math
import unicodedata
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import msgspec
import pytest

from privacykit import paths
from privacykit.activities.passwords.engine import dice
from privacykit.activities.passwords.engine.estimate import Verdict, estimate
from privacykit.activities.passwords.engine.words import Words

FOLDER = paths.resources() / "wordlists"
SEPARATOR = " "
PREFIX_FREE = {"en", "de", "sv", "es", "ca", "it", "pt-br"}


class WordListFacts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    language: str
    file: str
    words: int
    licence: str
    credit: str
    source: str
    sha256: str


def facts() -> list[WordListFacts]:
    data = (FOLDER / "lists.toml").read_bytes()
    return msgspec.toml.decode(data, type=dict[str, list[WordListFacts]])["list"]


def words_of(language: str) -> list[str]:
    return (FOLDER / f"{language}.txt").read_text("utf-8").splitlines()


def beginnings(words: Sequence[str]) -> list[tuple[str, str]]:
    """Return the words that begin another one, each with that other one."""
    return [(one, other) for one, other in pairwise(sorted(words)) if other.startswith(one)]


each_list = pytest.mark.parametrize("known", facts(), ids=lambda known: known.language)


@each_list
def test_a_list_is_the_one_that_was_looked_at(known: WordListFacts) -> None:
    data = (FOLDER / known.file).read_bytes()
    assert hashlib.sha256(data).hexdigest() == known.sha256
    assert known.file == f"{known.language}.txt"
    assert all([known.licence, known.credit, known.source])


@each_list
def test_every_word_is_there_once_and_can_be_typed_and_told_apart(known: WordListFacts) -> None:
    words = words_of(known.language)
    assert len(words) == len(set(words)) == known.words
    for word in words:
        assert 3 <= len(word) <= 9
        assert word == unicodedata.normalize("NFC", word)
        assert SEPARATOR not in word
        assert word.replace("-", "").replace("'", "").isalpha()


@each_list
def test_what_a_word_is_worth_follows_from_their_number(known: WordListFacts) -> None:
    word_list = dice.word_list(known.language)
    assert word_list.language == known.language
    assert dice.bits(word_list, 1) == pytest.approx(math.log2(known.words))
    assert dice.bits(word_list, 6) > 77.5


@pytest.mark.parametrize("language", ["en", "de", "sv"])
def test_a_passphrase_is_typed_without_capitals(language: str) -> None:
    assert [word for word in words_of(language) if word != word.lower()] == []


@pytest.mark.parametrize("language", sorted(PREFIX_FREE))
def test_no_word_begins_another(language: str) -> None:
    assert beginnings(words_of(language)) == []


def test_a_list_with_beginnings_would_be_noticed() -> None:
    assert beginnings(["kvist", "band", "bandage"]) == [("band", "bandage")]
    assert beginnings(words_of("fr"))


def test_every_list_is_named_in_the_licences() -> None:
    told = (FOLDER / "LICENCES.md").read_text("utf-8")
    lists = {path.name for path in FOLDER.glob("*.txt")} - {"build_sv_blocked.txt"}
    assert {known.file for known in facts()} == {f for f in lists if not f.startswith("common-")}
    assert [name for name in sorted(lists) if f"`{name}`" not in told] == []


def test_swedish_words_fit_any_keyboard_and_none_is_blocked() -> None:
    words = words_of("sv")
    assert len(words) == 7776
    assert words == sorted(words)
    assert all(word.isascii() and word.isalpha() and 4 <= len(word) <= 8 for word in words)
    lines = (FOLDER / "build_sv_blocked.txt").read_text("utf-8").splitlines()
    blocked = [pattern for line in lines for pattern in line.split("#")[0].split()]
    assert len(blocked) > 800
    assert {w for pattern in blocked for w in fnmatch.filter(words, pattern)} == set()


@pytest.mark.parametrize(
    "weak",
    ["Fotboll123!", "sommar2026", "älskling", "Alskling1", "hammarby", "bengtsson", "Hejsan123"],
)
def test_what_swedes_choose_counts_as_weak(weak: str) -> None:
    looked_at = estimate(weak)
    assert looked_at.verdict is Verdict.WEAK
    assert looked_at.guesses < 10**7


@pytest.mark.parametrize("file", sorted(FOLDER.glob("common-*.txt")), ids=lambda path: path.name)
def test_common_words_are_listed_once_with_their_licence(file: Path) -> None:
    lines = file.read_text("utf-8").splitlines()
    entries = [line for line in lines if not line.startswith("#")]
    assert len(entries) == len(set(entries)) > 500
    assert all(entry == entry.strip().lower() != "" for entry in entries)
    assert "GPL-3.0" in "".join(line for line in lines if line.startswith("#"))


@pytest.mark.parametrize("language", ["en", "sv"])
def test_the_samples_to_sort_are_clearly_apart_and_end_with_words_of_the_list(
    language: str,
) -> None:
    data = (paths.stations() / "passwords" / language / "activity.toml").read_bytes()
    samples = msgspec.toml.decode(data, type=Words).sample
    guesses = {sample.text: estimate(sample.text).guesses for sample in samples}
    ranked = sorted(guesses, key=guesses.__getitem__)
    assert all(guesses[b] >= 30 * guesses[a] for a, b in pairwise(ranked))
    assert set(ranked[-1].split()) <= set(words_of(language))
    assert all(len(sample.reason.split()) <= 14 for sample in samples)
