"""Read it for me: the language, the time, the passages, and how well the rules know them."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from privacykit import paths
from privacykit.activities import kinds
from privacykit.activities.terms.engine import marking, rules
from privacykit.activities.terms.engine.words import Words
from privacykit.content import load
from privacykit.errors import CancelledError, TermsError
from tests.unit import policies_of_terms as policies

LEAST_PRECISION, LEAST_RECALL = 0.85, 0.75
"""The screen says that about four of five passages are found."""
LANGUAGES = pytest.mark.parametrize("language", rules.LANGUAGES)
FILLER = "The garden of the house is open to all of you on the days when it is not raining. "


@LANGUAGES
@pytest.mark.parametrize("unseen", [True, False])
def test_the_rules_know_most_passages_and_few_others(language: str, unseen: bool) -> None:
    score = policies.score(language, unseen=unseen)
    assert score.precision >= LEAST_PRECISION
    assert score.recall >= LEAST_RECALL


@LANGUAGES
def test_marking_every_sentence_would_not_do(language: str) -> None:
    every = [one for p in policies.policies(language, unseen=True) for one in policies.sentences(p)]
    right = sum(len(one.about) for one in every)
    assert right / (len(every) * len(rules.SUBJECTS)) < LEAST_PRECISION / 2


@LANGUAGES
def test_there_are_enough_policies_and_each_has_every_subject(language: str) -> None:
    seen, unseen = (policies.policies(language, unseen=each) for each in (False, True))
    assert len(seen) >= 3
    assert len(unseen) >= 2
    for policy in (*seen, *unseen):
        about = {each for one in policies.sentences(policy) for each in one.about}
        assert about == {*rules.SUBJECTS}, policy.name


@LANGUAGES
def test_the_language_of_every_policy_is_known(language: str) -> None:
    for unseen in (True, False):
        for policy in policies.policies(language, unseen=unseen):
            text = "\n".join(one.said for one in policies.sentences(policy))
            assert marking.language_of(text) == language


@pytest.mark.parametrize(
    "text", ["", "123 456", "Der Himmel und die Erde und das Meer, ein Tag und eine Nacht " * 9]
)
def test_another_language_is_none(text: str) -> None:
    assert marking.language_of(text) == ""


@LANGUAGES
def test_the_terms_of_the_mock_service_are_marked_as_a_person_would(language: str) -> None:
    station = load.load(paths.stations() / "terms", kinds())
    words = station.words[language].activity
    assert isinstance(words, Words)
    reading = marking.read("\n".join(words.join.terms))
    assert reading.language == language
    numbers = {
        subject: {
            words.join.terms.index(term) + 1
            for term in words.join.terms
            for p in found
            if p.text in term
        }
        for subject, found in reading.found.items()
    }
    assert numbers == {"taken": {4, 5}, "shared": {6}, "leaving": {10}, "changes": {9}}


def test_passages_lie_where_they_say_and_the_clearest_is_first() -> None:
    text = FILLER + "We may change these terms at any time without notice. " + FILLER
    text += "We collect your name 😀.\n\nWe collect your e-mail address. These terms may change."
    reading = marking.read(text)
    for passages in reading.found.values():
        assert [-p.score for p in passages] == sorted(-p.score for p in passages)
        for passage in passages:
            assert text[passage.start : passage.end] == passage.text
    assert [p.text for p in reading.found["taken"]] == [
        "We collect your name 😀.",
        "We collect your e-mail address.",
    ]
    assert reading.found["changes"][0].text.endswith("without notice.")


def test_a_hint_alone_is_not_enough() -> None:
    reading = marking.read(FILLER + "The trees were cut without notice.")
    assert not any(reading.found.values())


def test_headings_are_no_passages() -> None:
    text = f"{FILLER}\nChanges to this policy\nThey are ours. Amendments.\nYour rights\n"
    reading = marking.read(text + "What information we collect\nWe collect your name.")
    assert [p.text for p in reading.found["taken"]] == ["We collect your name."]
    assert reading.found["leaving"] == reading.found["changes"] == ()


def test_no_more_is_shown_than_one_can_read() -> None:
    reading = marking.read(FILLER + "We collect your name.\n" * 9)
    assert len(reading.found["taken"]) == 9
    assert reading.shown("taken") == reading.found["taken"][: marking.SHOWN]
    assert reading.shown("leaving") == ()


def test_the_time_is_that_of_an_average_adult() -> None:
    assert marking.seconds("word " * marking.PACE) == 60
    reading = marking.Reading("en", 10 * marking.PACE, {})
    assert reading.minutes() == 10
    assert reading.minutes(marking.FAST) < 10 < reading.minutes(marking.SLOW)
    assert marking.Reading("en", 20, {}).minutes() == 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("We collect names.", "too little text"),
        ("x" * (marking.LONGEST + 1), "longer than any terms"),
        ("Der Himmel und das Meer " * 20, "neither English nor Swedish"),
    ],
)
def test_what_cannot_be_read_is_a_sentence(text: str, said: str) -> None:
    with pytest.raises(TermsError, match=said):
        marking.read(text)


def test_reading_can_be_stopped() -> None:
    with pytest.raises(CancelledError):
        marking.read(FILLER * 5, lambda: True)


def test_a_text_without_full_stops_is_cut() -> None:
    text = "we collect the name of you and of all in the house " * 200
    pieces = list(marking.sentences(text))
    assert max(len(said) for _start, said in pieces) <= 2000
    assert "".join(said for _start, said in pieces).replace(" ", "") == text.replace(" ", "")
    assert [len(said) for _start, said in marking.sentences("x" * 4500)] == [2000, 2000, 500]


def test_empty_lines_are_no_sentences() -> None:
    assert list(marking.sentences("  \n \n\n  One.  \n")) == [(8, "One.")]


def test_short_items_of_a_list_belong_to_the_sentence_before() -> None:
    long = "• " + "a long item that says a whole thing by itself " * 3
    text = f"We collect:\n\n• your name\n - your address\n{long}\nWe sell nothing.\n\n\nNext"
    assert [said for _start, said in marking.sentences(text)] == [
        "We collect:\n\n• your name\n - your address",
        long.strip(),
        "We sell nothing.",
        "Next",
    ]


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet=st.sampled_from("aB.!? \n•-“”wecollect\u2028😀"), max_size=400))
def test_sentences_lie_where_they_say_and_leave_no_word_out(text: str) -> None:
    pieces = list(marking.sentences(text))
    assert all(text[start : start + len(said)] == said for start, said in pieces)
    assert "".join("".join(said.split()) for _start, said in pieces) == "".join(text.split())


def test_what_is_quoted_keeps_its_closing_mark() -> None:
    found = [said for _start, said in marking.sentences("It says “we sell.” You pay (a lot.) Yes.")]
    assert found == ["It says “we sell.”", "You pay (a lot.)", "Yes."]


def test_long_lines_are_folded_where_sentences_end_and_no_word_is_lost() -> None:
    short = "One. Two.\n\n  Three “four.” Five"
    assert marking.folded(short) == short
    long = FILLER * 30
    assert marking.folded(f"a\n{long}\nb").splitlines() == ["a", *[FILLER.strip()] * 30, "b"]
    assert [len(line) for line in marking.folded("x" * 4500).split("\n")] == [2000, 2000, 500]


@pytest.mark.parametrize(
    "made", ["a", "a ", "we  ", "we\n ", ". ", "we collect name ", "“. ", "\n", "\n\n• a"]
)
def test_no_text_makes_the_rules_slow(made: str) -> None:
    begun = time.monotonic()
    head = FILLER * 3
    text = (head + made * 60_000)[:60_000]
    marking.read(text, lambda: time.monotonic() - begun > 9)
    assert time.monotonic() - begun < 9
