"""A policy goes into the room as a file, and is there what it was outside."""

import os
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from privacykit.wipe import policy as policies
from privacykit.wipe.policy import Baseline, Folders, Keep, Machine, Policy, Programs, Undo
from privacykit.wipe.prove import tomlwriter

texts = st.text(st.characters(codec="utf-8"), min_size=1, max_size=20)
choices = st.sampled_from(["remove", "keep"])
written = st.builds(
    Policy,
    format=st.just(1),
    accounts=st.lists(st.from_regex(r"[a-z][a-z0-9-]{0,8}", fullmatch=True), max_size=3).map(tuple),
    folders=st.builds(Folders, desktop=choices, loose=choices),
    keep=st.lists(
        st.builds(
            Keep, path=st.from_regex(r"[A-Za-zåäö]{1,9}/[a-z *]{1,9}", fullmatch=True), why=texts
        ),
        max_size=3,
    ).map(tuple),
    programs=st.builds(Programs, end=st.booleans(), seconds=st.integers(0, 60)),
    leave_out=st.lists(texts, max_size=2).map(tuple),
    baseline=st.builds(Baseline, way=st.sampled_from(["auto", "in-place", "overlay", "btrfs"])),
    machine=st.builds(Machine, printing=st.booleans(), journal=st.booleans()),
    undo=st.builds(Undo, minutes=st.integers(0, 120)),
)


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("policy") / "policy.toml"


@settings(max_examples=200, deadline=None)
@given(policy=written)
def test_any_policy_reads_back_as_it_was(file: Path, policy: Policy) -> None:
    file.write_text(tomlwriter.write(policy), "utf-8")
    assert policies.load(file, {0, os.geteuid()}) == policy


def test_every_field_of_a_policy_is_written() -> None:
    lines = tomlwriter.write(Policy.default()).splitlines()
    for name in Policy.__struct_fields__:
        default = getattr(Policy.default(), name)
        is_table = isinstance(default, msgspec.Struct)
        assert (f"[{name}]" in lines) if is_table else any(s.startswith(f"{name} =") for s in lines)
