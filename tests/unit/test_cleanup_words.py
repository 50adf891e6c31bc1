"""The words of the exercise: ten traces that can be told apart, seven steps."""

import msgspec
import pytest

from privacykit.activities.cleanup.engine.words import STEPS, TRACES, Options, Words
from tests.unit.cleanup import words


@pytest.mark.parametrize("language", ["en", "sv"])
def test_the_kits_own_words_are_whole(language: str) -> None:
    ours = words(language)
    assert {one.id for one in ours.trace} == set(TRACES)
    assert tuple(one.id for one in ours.step) == STEPS_IN_ORDER
    assert {one.true for one in ours.claim} == {True, False}
    assert Options().clock


STEPS_IN_ORDER = ("signed-in", "programs", "files", "drive", "clipboard", "printer", "finish")


def changed(number: int, **changes: object) -> Words:
    raw = msgspec.to_builtins(words())
    raw["trace"] = [dict(one) for one in raw["trace"]]
    raw["trace"][number].update(changes)
    return msgspec.convert(raw, Words)


def test_a_missing_trace_is_named() -> None:
    with pytest.raises(msgspec.ValidationError, match=r"\[\[trace\]\] “download” is missing"):
        changed(0, id="recent")


def test_a_missing_step_is_named() -> None:
    raw = msgspec.to_builtins(words())
    raw["step"] = [dict(raw["step"][0]) for _step in STEPS]
    with pytest.raises(msgspec.ValidationError, match=r"\[\[step\]\] “programs” is missing"):
        msgspec.convert(raw, Words)


def test_two_traces_that_cannot_be_told_apart_are_named() -> None:
    with pytest.raises(msgspec.ValidationError, match="“knee pain” stands in two traces"):
        changed(5, text="knee pain")


@pytest.mark.parametrize("text", ["../outside.pdf", ".hidden.pdf", "noending", "line\nbreak.pdf"])
def test_what_is_no_name_of_a_file_is_refused(text: str) -> None:
    with pytest.raises(msgspec.ValidationError, match="no name of a file"):
        changed(0, text=text)
