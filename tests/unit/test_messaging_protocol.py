"""Two phones: what arrives, what those on the way see, and what a stolen key opens."""

import asyncio
import copy
from dataclasses import replace

import pytest
from cryptography.exceptions import InvalidTag
from doubleratchet import EncryptedMessage
from hypothesis import given, settings
from hypothesis import strategies as st

from privacykit.activities.messaging.engine import protocol
from privacykit.activities.messaging.engine.pair import Pair
from privacykit.activities.messaging.engine.phone import Envelope, Phone, UnreadableError
from privacykit.activities.messaging.engine.theft import AHEAD, Theft
from privacykit.activities.messaging.engine.ways import Line, Way

A, B = "Amina", "Bo"
TEXT = "Meet at six, by the lake"


@pytest.fixture
def pair() -> Pair:
    return Pair(A, B)


def test_texts_arrive_both_ways_and_in_any_order(pair: Pair) -> None:
    assert pair.send(A, TEXT).arrives == TEXT
    assert pair.send(B, "Yes! \u2764").arrives == "Yes! \u2764"
    first, second = (pair.phones[A].write(text, B, pair.phones[B].bundle) for text in "12")
    assert [pair.phones[B].read(each) for each in (second, first)] == ["2", "1"]


@settings(max_examples=15, deadline=None)
@given(st.lists(st.tuples(st.sampled_from([A, B]), st.text(max_size=60)), max_size=8))
def test_any_talk_arrives_and_is_never_sent_in_the_clear(talk: list[tuple[str, str]]) -> None:
    pair = Pair(A, B)
    for sender, text in talk:
        sent = pair.send(sender, text)
        assert sent.arrives == text
        assert sent.overheard is None
        assert len(text) < 6 or text.encode() not in sent.envelope.sealed


def test_the_same_text_is_sealed_with_another_key_every_time(pair: Pair) -> None:
    assert len({pair.send(A, TEXT).envelope.sealed for _time in range(5)}) == 5


def test_nobody_else_opens_it_and_nothing_can_be_changed_or_sent_again(pair: Pair) -> None:
    pair.send(A, "hello")
    envelope = pair.phones[A].write(TEXT, B, pair.phones[B].bundle)
    for wrong in (_changed(envelope), replace(envelope, message=_moved(envelope))):
        with pytest.raises(UnreadableError):
            pair.phones[B].read(wrong)
    assert pair.phones[B].read(envelope) == TEXT
    with pytest.raises(UnreadableError):
        pair.phones[B].read(envelope)
    with pytest.raises(UnreadableError):
        Phone(B).read(envelope)
    with pytest.raises(UnreadableError):
        Phone(B).read(replace(envelope, greeting=None))


def _changed(envelope: Envelope) -> Envelope:
    sealed = bytearray(envelope.sealed)
    sealed[0] ^= 1
    return replace(envelope, message=envelope.message._replace(ciphertext=bytes(sealed)))


def _moved(envelope: Envelope) -> EncryptedMessage:
    header = envelope.message.header
    return envelope.message._replace(header=header._replace(sending_chain_length=50))


def test_on_a_postcard_all_can_be_read(pair: Pair) -> None:
    journey = pair.journey(Way.PLAIN, A, TEXT)
    assert journey.network.text == journey.server.text == journey.arrives == TEXT
    assert journey.network.knows_names


def test_with_tls_only_the_server_reads(pair: Pair) -> None:
    journey = pair.journey(Way.TLS, A, TEXT)
    assert (journey.network.text, journey.server.text) == (None, TEXT)
    assert TEXT.encode() not in journey.network.data
    assert TEXT.encode() in journey.server.data
    assert journey.arrives == TEXT
    assert not journey.network.knows_names


def test_end_to_end_the_server_learns_who_and_how_much(pair: Pair) -> None:
    journey = pair.journey(Way.END_TO_END, A, TEXT)
    assert (journey.network.text, journey.server.text) == (None, None)
    assert TEXT.encode() not in journey.network.data + journey.server.data
    assert journey.server.knows_names
    assert journey.server.size >= len(TEXT)
    assert journey.arrives == TEXT


def test_a_line_refuses_what_was_changed_on_it() -> None:
    with pytest.raises(InvalidTag):
        Line().unseal(Line().seal(b"hello"))


def test_a_stolen_key_opens_nothing_of_yesterday(pair: Pair) -> None:
    before = [pair.send(who, f"old {who}").envelope for who in (A, A, B, A)]
    theft = Theft(pair.phones[B], A)
    assert [theft.open(envelope) for envelope in before] == [None] * 4
    assert theft.tried == 2 + 2 * AHEAD


def test_a_phone_that_kept_its_one_time_keys_would_open_yesterday(pair: Pair) -> None:
    """The naive twin: stolen with the key of the first message still in it."""
    kept = copy.deepcopy(pair.phones[B])
    first = pair.send(A, TEXT).envelope
    theft = Theft(pair.phones[B], A)
    assert theft.open(first) is None
    theft._phone = kept
    assert theft.open(first) == TEXT


def test_a_stolen_key_reads_on_until_both_have_made_new_ones(pair: Pair) -> None:
    pair.send(A, "before")
    theft = Theft(pair.phones[B], A)
    opened = [theft.open(pair.send(who, who).envelope) for who in (A, B, A)]
    assert opened == [A, B, A]
    assert [theft.open(pair.send(who, who).envelope) for who in (B, A, B)] == [None] * 3


def test_with_one_key_for_all_a_thief_reads_yesterday_too(pair: Pair) -> None:
    """The naive twin: a messenger that keeps one key, here the line's, loses everything."""
    line = Line()
    recorded = [line.seal(text.encode()) for text in ("old", "older")]
    stolen = copy.copy(line)
    assert [stolen.unseal(each).decode() for each in recorded] == ["old", "older"]


def test_there_is_nothing_to_steal_before_the_first_message(pair: Pair) -> None:
    with pytest.raises(KeyError):
        Theft(pair.phones[A], B)


def test_a_thief_of_a_phone_that_only_received_has_one_chain() -> None:
    pair = Pair(A, B)
    first = pair.send(A, "one").envelope
    theft = Theft(pair.phones[A], B)
    assert theft.open(first) is None
    assert theft.tried >= 2 + AHEAD


def test_however_many_answers_in_a_row_a_thief_reads_on(pair: Pair) -> None:
    """Only when both write by turns are there new keys."""
    pair.send(A, "before")
    theft = Theft(pair.phones[B], A)
    assert all(theft.open(pair.send(B, TEXT).envelope) for _answer in range(AHEAD + 5))


def test_the_one_in_the_middle_reads_all_and_nobody_notices_but_by_the_number(pair: Pair) -> None:
    assert pair.number(A).digits == pair.number(B).digits
    pair.swap(middle=True)
    there, back = pair.send(A, TEXT), pair.send(B, "fine")
    assert (there.arrives, there.overheard) == (TEXT, TEXT)
    assert (back.arrives, back.overheard) == ("fine", "fine")
    assert pair.number(A).digits != pair.number(B).digits
    pair.swap(middle=False)
    assert pair.send(A, TEXT).overheard is None
    assert pair.number(A).digits == pair.number(B).digits


def test_without_the_number_swapped_keys_look_the_same_to_both(pair: Pair) -> None:
    """The naive twin: to go by whether messages arrive tells nothing."""
    honest = pair.send(A, TEXT).arrives
    pair.swap(middle=True)
    assert pair.send(A, TEXT).arrives == honest


def test_swapping_keeps_the_phones_own_keys(pair: Pair) -> None:
    before = pair.number(A).digits
    pair.swap(middle=True)
    pair.swap(middle=False)
    assert pair.number(A).digits == before


def test_a_new_phone_changes_the_number_for_both(pair: Pair) -> None:
    pair.send(A, "hello")
    before = pair.number(A).digits
    pair.new_phone(B)
    assert pair.number(A).digits == pair.number(B).digits != before
    assert pair.send(A, "again").arrives == "again"


def test_a_coroutine_that_waits_is_no_step_of_the_protocol() -> None:
    with pytest.raises(RuntimeError):
        protocol.done(asyncio.sleep(0))
