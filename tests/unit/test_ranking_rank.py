"""What stands first, why, who is missing, and what a station's author hears of a mistake."""

from dataclasses import replace

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from privacykit import activities, paths
from privacykit.activities.ranking.engine import behind, why
from privacykit.activities.ranking.engine.overlap import rbo
from privacykit.activities.ranking.engine.rank import MOST, Engine, Points, Ranked, Weights
from privacykit.activities.ranking.engine.words import PAGE, Person, Words
from privacykit.content import load
from tests.unit.ranking import ALMA, DARIO, HITS, QUESTIONS, WORDS, YUSRA

NOTHING = Weights(0, 0, 0, 0)
ENGINE = Engine(HITS)
some_weights = st.builds(Weights, *[st.integers(0, MOST)] * 4)


def titles(found: tuple[Ranked, ...]) -> list[str]:
    return [each.hit.title for each in found]


def test_only_what_matches_is_found_and_places_count_from_one() -> None:
    found = ENGINE.ask("tea", ALMA, Weights())
    assert len(found) == 20
    assert [each.place for each in found] == list(range(1, 21))
    assert all("Tea" in each.hit.title for each in found)


def test_with_no_weights_the_words_alone_count_and_ties_stay_as_they_were() -> None:
    found = ENGINE.ask("tea", ALMA, NOTHING)
    assert titles(found) == [hit.title for hit in HITS if "Tea" in hit.title]


@pytest.mark.parametrize(
    ("name", "best"),
    [
        ("popular", lambda hit: hit.links),
        ("near", lambda hit: hit.place == "Mill"),
        ("clicked", lambda hit: hit.kind == "newspaper"),
        ("paid", lambda hit: hit.paid),
    ],
)
def test_each_handle_lifts_what_it_says(name: str, best: object) -> None:
    assert callable(best)
    found = ENGINE.ask("tea", ALMA, NOTHING._replace(**{name: MOST}))
    assert best(found[0].hit) == max(best(each.hit) for each in found)
    assert why.reasons(found[0])[1].percent > 0


def test_what_is_clicked_more_often_counts_for_more() -> None:
    found = ENGINE.ask("tea", ALMA, NOTHING._replace(clicked=MOST))
    given = {each.hit.kind: each.points.clicked for each in found}
    assert given["newspaper"] == 1
    assert given["club"] == 0.5
    assert given["forum"] == 0


def test_leaving_out_who_asks_makes_all_people_alike() -> None:
    personal = Weights(5, MOST, MOST, 5)
    lists = [titles(ENGINE.ask("tea", who, personal)) for who in (ALMA, DARIO, YUSRA)]
    assert lists[0] != lists[1] != lists[2]
    plain = [titles(ENGINE.ask("tea", who, personal.impersonal())) for who in (ALMA, DARIO)]
    assert plain[0] == plain[1]


@settings(deadline=None)
@given(some_weights, st.sampled_from(["tea", "bikes dangers", "benefits"]))
def test_the_order_is_that_of_the_points(weights: Weights, query: str) -> None:
    found = ENGINE.ask(query, YUSRA, weights)
    totals = [each.total for each in found]
    assert totals == sorted(totals, reverse=True)
    for each in found:
        assert sum(reason.percent for reason in why.reasons(each)) == pytest.approx(100, abs=3)


@pytest.mark.parametrize(
    ("points", "said"),
    [
        (Points(1, 0, 0, 0, 0), "apart most is the words"),
        (Points(0.5, 1, 0, 0, 0), "being popular"),
        (Points(0.5, 0, 1, 0, 0), "lying in Mill, where Alma lives"),
        (Points(0.5, 0, 0, 1, 0), "Alma often clicks on this kind, newspaper"),
        (Points(0.5, 0, 0, 0, 1), "somebody paid"),
    ],
)
def test_the_reason_is_what_sets_a_hit_apart(points: Points, said: str) -> None:
    first = Ranked(HITS[0], 1, points)
    usual = Ranked(HITS[3], 2, Points(0.7, 0, 0, 0, 0))
    assert said in why.sentence(first, [first, usual], ALMA)


def test_what_sets_nothing_apart_is_not_given_as_a_reason() -> None:
    found = ENGINE.ask("tea", ALMA, NOTHING)
    assert "Nothing lifts it above the average" in why.sentence(found[0], found, ALMA)


@settings(deadline=None)
@given(some_weights, st.sampled_from(["tea", "bikes dangers"]), st.sampled_from([ALMA, YUSRA]))
def test_a_reason_is_true_of_the_hit_it_is_given_for(
    weights: Weights, query: str, person: Person
) -> None:
    found = ENGINE.ask(query, person, weights)
    for each in found:
        said = why.sentence(each, found, person)
        reasons = {
            "being popular": each.hit.links * weights.popular > 0,
            "lying in": each.hit.place == person.place and weights.near > 0,
            "habit": each.hit.kind in person.clicked and weights.clicked > 0,
            "money": each.hit.paid * weights.paid > 0,
            "the words": any(other.points.words < each.points.words for other in found),
            "Nothing lifts": True,
        }
        assert [true for text, true in reasons.items() if text in said] == [True], said


def test_who_fills_the_first_page_and_who_comes_later() -> None:
    found = ENGINE.ask("ants dangers", ALMA, Weights(MOST, 0, 0, 0))
    kinds = behind.first_page(found)
    assert sum(count for _kind, count in kinds) == PAGE
    counts = [count for _kind, count in kinds]
    assert counts == sorted(counts, reverse=True)
    shop = replace(found[-1], hit=msgspec.structs.replace(found[-1].hit, kind="museum"), place=20)
    page = (*found[:PAGE], replace(shop, place=11), shop)
    assert behind.left_out(page) == [("museum", 11)]
    assert behind.left_out(found[:PAGE]) == []


def test_a_question_that_finds_too_little_is_told() -> None:
    with pytest.raises(ValueError, match="“zebra” finds 0 of the 12 pages"):
        Words((msgspec.structs.replace(QUESTIONS[0], text="zebra"),), WORDS.person, HITS)


def test_a_habit_without_pages_is_told() -> None:
    lost = msgspec.structs.replace(ALMA, clicked=("radio",))
    with pytest.raises(ValueError, match="Alma clicks on “radio”"):
        Words(QUESTIONS, (lost, DARIO, YUSRA), HITS)


@pytest.fixture(scope="module", params=["en", "sv"])
def words(request: pytest.FixtureRequest) -> Words:
    station = load.load(paths.stations() / "ranking", activities.kinds())
    words = station.words[request.param].activity
    assert isinstance(words, Words)
    return words


def test_the_corpus_shows_what_the_station_teaches(words: Words) -> None:
    """Opposite words part the lists more than people do, and research hides on page two."""
    engine, persistence = Engine(words.hit), 0.9
    for question in words.question:
        people = [titles(engine.ask(question.text, who, Weights()))[:PAGE] for who in words.person]
        for who, first in zip(words.person, people, strict=True):
            one, other = (titles(engine.ask(w, who, Weights()))[:PAGE] for w in question.ways)
            by_words = rbo(one, other, persistence)
            assert by_words < 0.5 < min(rbo(first, each, persistence) for each in people)
        missing = dict(behind.left_out(engine.ask(question.text, words.person[0], Weights())))
        assert {"research", "forskning"} & set(missing)


def test_every_page_is_made_up(words: Words) -> None:
    assert len(words.hit) >= 60
    assert all(hit.site.endswith(".example") for hit in words.hit)
    assert len({hit.title for hit in words.hit}) == len(words.hit)
    places = {hit.place for hit in words.hit} - {""}
    assert places == {person.place for person in words.person}


def test_no_first_page_strays_to_another_subject(words: Words) -> None:
    engine = Engine(words.hit)
    for question in words.question:
        subject = set(titles(engine.ask(question.text, words.person[0], Weights())))
        for way in question.ways:
            for person in words.person:
                assert set(titles(engine.ask(way, person, Weights()))[:PAGE]) <= subject
