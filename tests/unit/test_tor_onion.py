"""The three envelopes: each relay opens one, learns its neighbours, and nothing else."""

from dataclasses import dataclass

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from hypothesis import given, settings
from hypothesis import strategies as st

from privacykit.activities.tor.engine import onion
from privacykit.activities.tor.engine.onion import Relay
from privacykit.errors import OnionError

LETTER = "Is this mole dangerous?"
NAMES = ("entry", "middle", "exit")


@pytest.fixture
def relays() -> list[Relay]:
    return [Relay(name) for name in NAMES]


@pytest.fixture
def site() -> Relay:
    return Relay("moles.example")


def test_each_relay_learns_only_its_neighbours(relays: list[Relay], site: Relay) -> None:
    hops = onion.send(LETTER, "you", site, relays, https=False)
    assert [(hop.name, hop.came_from, hop.goes_to) for hop in hops] == [
        ("entry", "you", "middle"),
        ("middle", "entry", "exit"),
        ("exit", "middle", "moles.example"),
        ("moles.example", "exit", ""),
    ]
    assert [hop.envelopes_left for hop in hops] == [2, 1, 0, 0]
    for hop in hops[:2]:
        assert LETTER.encode() not in hop.inside
        assert b"moles" not in hop.inside
    assert b"exit" not in hops[0].inside
    assert hops[2].inside == LETTER.encode() == hops[3].inside


def test_with_https_the_exit_relay_cannot_read_either(relays: list[Relay], site: Relay) -> None:
    hops = onion.send(LETTER, "you", site, relays, https=True)
    assert [hop.envelopes_left for hop in hops] == [3, 2, 1, 0]
    assert all(LETTER.encode() not in hop.inside for hop in hops[:3])
    assert hops[3].inside == LETTER.encode()


def test_no_relay_opens_another_ones_envelope(relays: list[Relay]) -> None:
    layer = onion.wrap(b"letter", "site", relays)
    for stranger in (*relays[1:], Relay("entry")):
        with pytest.raises(OnionError, match=f"{stranger.name} cannot open this envelope"):
            stranger.open(layer)
    assert relays[0].open(layer).next == "middle"


def test_the_same_letter_never_looks_the_same(relays: list[Relay]) -> None:
    first, second = (onion.wrap(b"letter", "site", relays) for _time in range(2))
    assert first[: onion.KEY] != second[: onion.KEY]
    assert first[onion.KEY :] != second[onion.KEY :]


@given(place=st.integers(0, 400), change=st.integers(1, 255))
@settings(max_examples=40, deadline=None)
def test_a_changed_byte_is_noticed(place: int, change: int) -> None:
    relay = Relay("entry")
    layer = bytearray(onion.seal(b"letter", "middle", relay.public))
    layer[place % len(layer)] ^= change
    with pytest.raises(OnionError):
        relay.open(bytes(layer))


def test_the_bit_that_x25519_ignores_is_noticed_too() -> None:
    relay = Relay("entry")
    layer = bytearray(onion.seal(b"letter", "middle", relay.public))
    layer[onion.KEY - 1] ^= 0x80
    with pytest.raises(OnionError):
        relay.open(bytes(layer))


@given(st.binary(max_size=200))
@settings(max_examples=40, deadline=None)
def test_garbage_gives_a_sentence(garbage: bytes) -> None:
    with pytest.raises(OnionError, match="for somebody else, or damaged"):
        Relay("entry").open(garbage)


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=120))
@settings(max_examples=20, deadline=None)
def test_every_letter_arrives_whole(letter: str) -> None:
    relays, site = [Relay(name) for name in NAMES], Relay("site")
    assert onion.send(letter, "you", site, relays, True)[-1].inside.decode() == letter


def test_an_independent_reader_of_the_format_opens_it() -> None:
    """Written from the module's description, with nothing of it but the purpose's words."""
    private = X25519PrivateKey.generate()
    public = private.public_key().public_bytes_raw()
    layer = onion.seal(b"inside", "næste", public)
    fresh, locked = layer[:32], layer[32:]
    secret = private.exchange(X25519PublicKey.from_public_bytes(fresh))
    info = b"privacykit onion layer 1" + fresh + public
    key = HKDF(algorithm=SHA256(), length=32, salt=None, info=info).derive(secret)
    plain = ChaCha20Poly1305(key).decrypt(bytes(12), locked, fresh)
    address = "næste".encode()
    assert plain == bytes([len(address)]) + address + b"inside"


def test_a_relay_shows_no_private_key(relays: list[Relay]) -> None:
    assert "rivate" not in repr(relays[0])


@dataclass(frozen=True)
class NaiveRelay:
    """Envelopes without locks: whoever carries them reads on."""

    name: str

    def seal(self, inside: bytes, goes_to: str) -> bytes:
        return f"to {goes_to}: ".encode() + inside


def test_without_locks_the_first_relay_would_read_everything() -> None:
    layer = LETTER.encode()
    for name, goes_to in (("exit", "site"), ("middle", "exit"), ("entry", "middle")):
        layer = NaiveRelay(name).seal(layer, goes_to)
    assert LETTER.encode() in layer
    assert b"site" in layer
