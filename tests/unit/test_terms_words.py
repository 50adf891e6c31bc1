"""What a station may say in its activity.toml, and the rules as data."""

import msgspec
import pytest

from privacykit import paths
from privacykit.activities.terms.engine import rules
from privacykit.activities.terms.engine.rules import Reader, Rules
from privacykit.activities.terms.engine.words import Join, Options, Study, Words

SOURCE = (paths.stations() / "terms/en/activity.toml").read_text(encoding="utf-8")


def decoded(text: str) -> Words:
    return msgspec.toml.decode(text, type=Words)


def test_the_planted_clause_is_the_absurd_one() -> None:
    join = decoded(SOURCE).join
    assert "wash the dishes" in join.terms[join.planted - 1]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("planted = 8", "planted = 13"),
        ("planted = 8", "planted = 0"),
        ("share = 74", "share = 174"),
        ("points = -1", "points = -3"),
        ('source = "https://', 'source = "http://'),
        ("friends = true", "friend = true"),
    ],
)
def test_a_mistake_in_the_words_is_told(old: str, new: str) -> None:
    with pytest.raises(msgspec.ValidationError):
        decoded(SOURCE.replace(old, new, 1))


def test_a_planted_clause_beyond_the_terms_names_both_numbers() -> None:
    with pytest.raises(ValueError, match="planted is 5, but there are 4 terms"):
        Join("N", "p", ("a", "b", "c", "d"), 5, "x")


def test_the_study_has_a_source() -> None:
    study = decoded(SOURCE).study
    assert isinstance(study, Study)
    assert study.source.startswith("https://")
    assert "543" in study.text


def test_an_address_book_has_150_names_unless_a_station_says_otherwise() -> None:
    assert Options().contacts == 150


def made(**changes: object) -> Rules:
    rule = {"subject": "taken", "has": ["taking", "data"], "without": ["never"]}
    lists = {"taking": ["collect*", "we store"], "data": ["*name*"], "never": ["we do not"]}
    return msgspec.convert({"common": ["the"], "lists": lists, "rule": [rule], **changes}, Rules)


@pytest.mark.parametrize(
    ("said", "score"),
    [
        ("We COLLECT your Nickname", 2),
        ("Collecting surnames", 2),
        ("we  store\nnames", 2),
        ("we stored names", 0),
        ("recollect the name", 0),
        ("we do not collect names", 0),
        ("collect apples", 0),
    ],
)
def test_a_rule_needs_each_list_and_none_of_the_others(said: str, score: int) -> None:
    assert Reader(made()).scores(said).get("taken", 0) == score


def test_rules_of_one_subject_add_up() -> None:
    weak = {"subject": "taken", "has": ["never"], "weight": 1}
    strong = {"subject": "taken", "has": ["taking", "data"]}
    assert Reader(made(rule=[weak, strong])).scores("we do not collect names") == {"taken": 3}


@pytest.mark.parametrize("lists", [{"taking": ["a"], "data": ["b"]}, {"odd": ["a"]}])
def test_a_list_that_is_missing_or_left_over_is_told(lists: dict[str, list[str]]) -> None:
    with pytest.raises(msgspec.ValidationError, match="not there, or not used"):
        made(lists=lists)


@pytest.mark.parametrize("language", rules.LANGUAGES)
def test_every_list_of_the_kit_is_used_and_holds_no_phrase_twice(language: str) -> None:
    data = (paths.resources() / "terms" / f"{language}.toml").read_bytes()
    lists = msgspec.toml.decode(data, type=Rules).lists
    for name, phrases in lists.items():
        assert len({*phrases}) == len(phrases), name
        assert all(each == each.casefold().strip() and each.strip("*") for each in phrases), name
