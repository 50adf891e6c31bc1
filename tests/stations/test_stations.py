"""Every folder in stations/: a copied station is tested with no new test."""

import re
from pathlib import Path

import pytest

from privacykit import activities, i18n, paths
from privacykit.content import check, load
from privacykit.content.source import PICTURES, TEXTS
from privacykit.content.station import Station
from privacykit.errors import StaleFactError

FOLDERS = sorted(path for path in paths.stations().glob("*") if path.is_dir())

pytestmark = pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)


@pytest.fixture
def station(folder: Path) -> Station:
    return load.load(folder, activities.kinds())


def test_it_holds_data_and_nothing_else(folder: Path) -> None:
    files = [path for path in folder.rglob("*") if path.is_symlink() or not path.is_dir()]
    assert files
    assert [path for path in files if path.suffix not in PICTURES | TEXTS] == []
    assert [path for path in files if path.is_symlink() or path.stat().st_mode & 0o111] == []


def test_nothing_is_to_be_mended(folder: Path, station: Station) -> None:
    """A fact grows stale by itself, so its day is told by the check and not by a test."""
    day = max(fact.checked_on for words in station.words.values() for fact in words.facts)
    assert [str(one) for one in check.problems(folder, activities.kinds(), day)] == []


def test_it_speaks_every_language_of_the_kit(folder: Path, station: Station) -> None:
    assert set(station.words) >= set(i18n.LANGUAGES), folder
    assert [words.language for words in station.words.values() if words.borrowed] == []


def test_the_quiz_has_eight_questions(folder: Path, station: Station) -> None:
    assert {len(words.quiz) for words in station.words.values()} == {8}, folder


def test_the_answer_is_not_always_at_the_same_place(folder: Path, station: Station) -> None:
    for words in station.words.values():
        places = {question.choices.index(question.answer) for question in words.quiz}
        assert len(places) > 1, folder


def test_there_are_three_actions_to_take_home(folder: Path, station: Station) -> None:
    assert {len(words.about.take_home) for words in station.words.values()} == {3}, folder


def test_there_are_plans_for_one_ten_and_thirty_minutes(folder: Path, station: Station) -> None:
    assert set(station.manifest.minutes) >= {1, 10, 30}, folder


def test_every_fact_has_an_address_and_a_day_to_look_again(folder: Path, station: Station) -> None:
    for words in station.words.values():
        assert words.facts, folder
        for fact in words.facts:
            assert fact.source.startswith("https://"), fact.id
            assert 0 < (fact.recheck_by - fact.checked_on).days <= 800, fact.id


def shape(station: Station, language: str) -> tuple[object, ...]:
    """Return what must be the same in each language: how much there is of what."""
    words = station.words[language]
    return (
        len(words.learn),
        [(fact.id, fact.source, fact.checked_on, fact.recheck_by) for fact in words.facts],
        [question.choices.index(question.answer) for question in words.quiz],
        re.findall(r"^#+ ", words.facilitator, re.MULTILINE),
        len(words.about.objectives),
    )


def test_the_languages_say_the_same(folder: Path, station: Station) -> None:
    first, *others = station.manifest.languages
    for other in others:
        assert shape(station, other) == shape(station, first), folder


def test_the_languages_are_not_copies(folder: Path, station: Station) -> None:
    first, *others = (station.words[language] for language in station.manifest.languages)
    for other in others:
        assert other.about.summary != first.about.summary, folder
        assert not {one.text for one in other.quiz} & {one.text for one in first.quiz}, folder
        assert not set(other.learn) & set(first.learn), folder


def test_a_copy_of_it_passes_the_check(folder: Path, station: Station, tmp_path: Path) -> None:
    from privacykit.content.copying import copy

    made = copy(station, tmp_path, "a-copy")
    problems = check.problems(made, activities.kinds(), station.words["en"].facts[0].checked_on)
    assert [str(one) for one in problems if not isinstance(one, StaleFactError)] == [], folder
