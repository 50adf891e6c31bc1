"""The code, the addresses and the pieces: what strangers send, and what a recording gives away."""

import asyncio
import hashlib
import hmac
import os
import secrets
from collections.abc import Callable
from typing import Any, TypeVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from privacykit.activities.messaging.pairing import addresses, code, frames, wire
from privacykit.activities.messaging.pairing.addresses import Place
from privacykit.activities.messaging.pairing.handshake import Handshake
from privacykit.errors import PairingError

_Typed = TypeVar("_Typed")
_Made = TypeVar("_Made")
ALL = [f"{number:06}" for number in range(10**6)]


def test_the_same_code_gives_the_same_keys_crosswise_and_another_does_not() -> None:
    for typed, same in (("123456", True), ("123457", False)):
        one, two = Handshake("123456", host=True), Handshake(typed, host=False)
        host, guest = one.agree(two.hello), two.agree(one.hello)
        assert host.is_proven_by(guest.proof) is same
        assert guest.is_proven_by(host.proof) is same
        assert (host.sending == guest.receiving) is same
        assert len({host.proof, host.expected, host.sending, host.receiving}) == 4


def test_a_recording_does_not_tell_which_code_it_was() -> None:
    """Whoever has every piece that passed, and tries codes on it, the right one among them."""
    one, two = Handshake("123456", host=True), Handshake("123456", host=False)
    hellos = one.hello, two.hello
    host, guest = one.agree(two.hello), two.agree(one.hello)
    recorded = {host.proof, guest.proof}
    for tried in ("123455", "123456", "123457"):
        for place, hello in enumerate(hellos):
            keys = Handshake(tried, host=place == 1).agree(hello)
            assert not recorded & {keys.proof, keys.expected}


def test_with_a_hash_instead_a_recording_tells_it_in_a_second() -> None:
    """The naive twin: prove the code by a keyed hash of both sides' random numbers."""
    spoken = "731946"
    salt = os.urandom(16) + os.urandom(16)
    recorded = _naive_proof(spoken, salt)
    found = next(tried for tried in ALL if _naive_proof(tried, salt) == recorded)
    assert found == spoken


def _naive_proof(tried: str, salt: bytes) -> bytes:
    return hashlib.sha256(salt + tried.encode()).digest()


def test_the_twin_and_ours_take_the_right_code_and_refuse_a_wrong_one() -> None:
    salt = os.urandom(32)
    assert hmac.compare_digest(_naive_proof("123456", salt), _naive_proof("123456", salt))
    assert not hmac.compare_digest(_naive_proof("123456", salt), _naive_proof("123457", salt))


def test_codes_differ_and_are_read_in_any_writing() -> None:
    assert len({code.fresh() for _time in range(50)}) > 40
    assert code.fresh("123456") != "123456"
    for text in ("123456", " 123 456 ", "123-456", "\u0661\u0662\u0663 \u0664\u0665\u0666"):
        assert code.typed(text) == "123456"
    assert code.shown("123456") == "123 456"


def test_the_old_code_never_comes_again(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = iter([7, 7, 8])
    monkeypatch.setattr(secrets, "randbelow", lambda _most: next(drawn))
    assert code.fresh("000007") == "000008"


def tried(read: Callable[[_Typed], _Made], typed: _Typed) -> tuple[_Made | None, str]:
    """Return what was made of it, or nothing and the sentence."""
    try:
        return read(typed), ""
    except PairingError as error:
        return None, str(error)


@given(st.text(max_size=12))
def test_what_is_no_code_is_a_sentence(text: str) -> None:
    made, why = tried(code.typed, text)
    assert "six digits" in why if made is None else len(made) == 6 and made.isascii()


@given(st.binary(max_size=6000))
@settings(max_examples=150, deadline=None)
def test_any_stream_is_read_to_pieces_within_bounds(data: bytes) -> None:
    """Every piece is there as it was sent, or the stream is refused or at its end."""

    async def pieces() -> list[bytes]:
        reader = asyncio.StreamReader()
        reader.feed_data(data)
        reader.feed_eof()
        found = []
        try:
            while True:
                found.append(await frames.read(reader))
        except (PairingError, EOFError):
            return found

    read = asyncio.run(pieces())
    assert all(0 < len(piece) <= frames.LONGEST for piece in read)
    assert data.startswith(b"".join(map(frames.packed, read)))


@given(st.lists(st.binary(min_size=1, max_size=frames.LONGEST), max_size=4))
@settings(max_examples=30, deadline=None)
def test_what_was_packed_comes_out(sent: list[bytes]) -> None:
    async def back() -> list[bytes]:
        reader = asyncio.StreamReader()
        reader.feed_data(b"".join(map(frames.packed, sent)))
        return [await frames.read(reader) for _piece in sent]

    assert asyncio.run(back()) == sent


@given(st.binary(max_size=300))
@settings(deadline=None)
def test_any_bytes_are_a_sentence_or_what_they_should_be(data: bytes) -> None:
    readers: list[Callable[[bytes], Any]] = [
        wire.to_bundle,
        lambda each: wire.to_envelope(each, "a", "b"),
    ]
    for read in readers:
        made, why = tried(read, data)
        assert made is not None or "makes no sense" in why


@given(st.binary(max_size=40))
@settings(max_examples=60, deadline=None)
def test_any_hello_is_a_sentence(data: bytes) -> None:
    with pytest.raises(PairingError):
        Handshake("123456", host=True).agree(b"privacykit room\x01" + data)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("192.168.1.20", Place("192.168.1.20", 21563)),
        (" 10.0.0.7 : 4000 ", Place("10.0.0.7", 4000)),
        ("172.16.0.1:21563", Place("172.16.0.1")),
        ("fd00::2", Place("fd00::2")),
        ("[fd00::2]:4000", Place("fd00::2", 4000)),
        ("[fe80::1%eth0]:4000", Place("fe80::1", 4000)),
        ("fe80::1%eth0", Place("fe80::1")),
        ("::1", Place("::1")),
    ],
)
def test_addresses_as_people_type_them(text: str, place: Place) -> None:
    assert addresses.typed(text) == place
    assert addresses.typed(str(place)) == place


@pytest.mark.parametrize(
    "text",
    [
        "8.8.8.8",
        "100.64.0.1",
        "172.32.0.1",
        "192.0.2.2",
        "0.0.0.1",
        "255.255.255.255",
        "224.0.0.1",
        "2001:db8::1",
        "::ffff:8.8.8.8",
        "::",
    ],
)
def test_nothing_outside_the_room_is_an_address(text: str) -> None:
    assert not addresses.is_local(text)
    with pytest.raises(PairingError, match="does not go out online"):
        addresses.typed(text)


@given(st.text(max_size=40))
def test_whatever_is_typed_is_a_place_in_the_room_or_a_sentence(text: str) -> None:
    place, why = tried(addresses.typed, text)
    assert why if place is None else addresses.is_local(place.host) and place.port >= 1024


@pytest.mark.parametrize(
    "text", ["10.0.0.1:80", "10.0.0.1:65536", "[fd00::1]:\u00b2", "10.0.0.1:x"]
)
def test_a_port_that_cannot_be_is_told(text: str) -> None:
    with pytest.raises(PairingError, match="1024 to 65535"):
        addresses.typed(text)


@pytest.mark.parametrize("text", ["", "library", "1.2.3", "10.0.0.1.5:4000"])
def test_half_an_address_is_told(text: str) -> None:
    with pytest.raises(PairingError, match="not a whole address"):
        addresses.typed(text)


def test_addresses_are_offered_from_the_room_first_and_never_a_public_one() -> None:
    interfaces = {
        "lo": ["127.0.0.1", "::1", "00:00:00:00:00:00"],
        "eth0": ["203.0.113.9", "fe80::5%eth0", "2001:db8::5", "192.168.1.20", "fd00::5"],
        "wlan0": ["10.1.2.3"],
    }
    offered = addresses.own(interfaces)
    assert offered[:3] == ("192.168.1.20", "10.1.2.3", "fd00::5")
    assert set(offered[3:]) == {"fe80::5%eth0", "127.0.0.1", "::1"}
    assert str(Place("fe80::5%eth0", 4000)) == "[fe80::5]:4000"


def test_a_link_local_place_is_tried_in_each_zone_of_this_computer() -> None:
    interfaces = {"lo": ["::1"], "eth0": ["fe80::5%eth0"], "wlan0": ["fe80::6%wlan0", "10.0.0.1"]}
    tried = list(addresses.hosts(Place("fe80::9"), interfaces))
    assert tried == ["fe80::9%eth0", "fe80::9%wlan0"]
    assert list(addresses.hosts(Place("10.0.0.9"), interfaces)) == ["10.0.0.9"]
    assert list(addresses.hosts(Place("fd00::9"), interfaces)) == ["fd00::9"]
