"""The safety number against libsignal's published vectors and an independent computation."""

import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from privacykit.activities.messaging.engine.safety import Side, number

# libsignal, rust/protocol/src/fingerprint.rs and NumericFingerprintGeneratorTest.java
ALICE = Side(
    "+14152222222",
    bytes.fromhex("06863bc66d02b40d27b8d49ca7c09e9239236f9d7d25d6fcca5ce13c7064d868"),
)
BOB = Side(
    "+14153333333",
    bytes.fromhex("f781b6fb32fed9ba1cf2de978d4d5da28dc34046ae814402b5c0dbd96fda907b"),
)
DIGITS = "300354477692869396892869876765458257569162576843440918079131"
OF_ALICE = "1e301a0353dce3dbe7684cb8336e85136cdc0ee96219494ada305d62a7bd61df"
OF_BOB = "d62cbf73a11592015b6b9f1682ac306fea3aaf3885b84d12bca631e9d4fb3a4d"


@pytest.mark.parametrize("version", [1, 2])
def test_signals_vectors(version: int) -> None:
    alice, bob = number(ALICE, BOB, version), number(BOB, ALICE, version)
    assert alice.digits == bob.digits == DIGITS
    assert alice.code.hex() == f"080{version}12220a20{OF_ALICE}1a220a20{OF_BOB}"
    assert bob.code.hex() == f"080{version}12220a20{OF_BOB}1a220a20{OF_ALICE}"


def test_it_is_read_aloud_in_twelve_groups_of_five() -> None:
    groups = number(ALICE, BOB).groups
    assert len(groups) == 12
    assert {len(group) for group in groups} == {5}
    assert "".join(groups) == DIGITS


def independent(first: Side, second: Side) -> str:
    halves = []
    for name, key in ((first.name, first.key), (second.name, second.key)):
        seed = b"\0\0\5" + key + name.encode()
        for _round in range(5200):
            hashed = hashlib.new("sha512")
            hashed.update(seed + b"\5" + key)
            seed = hashed.digest()
        whole = int.from_bytes(seed[:30], "big")
        chunks = [(whole >> shift) & (2**40 - 1) for shift in range(200, -1, -40)]
        halves.append("".join(str(chunk % 100_000).zfill(5) for chunk in chunks))
    return min(halves) + max(halves)


sides = st.builds(Side, st.text(max_size=20), st.binary(min_size=32, max_size=32))


@settings(max_examples=10, deadline=None)
@given(sides, sides)
def test_any_two_sides_give_what_another_computation_gives(one: Side, two: Side) -> None:
    assert number(one, two).digits == number(two, one).digits == independent(one, two)


@settings(max_examples=10, deadline=None)
@given(sides, st.integers(0, 255))
def test_one_bit_of_a_key_changes_the_number(side: Side, bit: int) -> None:
    changed = (int.from_bytes(side.key, "big") ^ (1 << bit)).to_bytes(32, "big")
    assert number(side, BOB).digits != number(Side(side.name, changed), BOB).digits
