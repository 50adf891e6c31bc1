"""Whatever a folder holds, it is a station or a sentence says why not."""

import json
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from privacykit.content import load, shelf
from privacykit.errors import StationError
from tests.unit.station_example import KINDS, TEXTS, TODAY, told, write

FILES = st.sampled_from([*TEXTS, "media/lock.png", "media/drawing.svg"])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("fuzz"))


@contextmanager
def holding(path: Path, data: bytes) -> Iterator[None]:
    before = path.read_bytes() if path.exists() else b""
    path.write_bytes(data)
    try:
        yield
    finally:
        path.write_bytes(before)


def judge(folder: Path) -> None:
    """Check, load and list a folder: no crash, and a sentence for each refusal."""
    problems = told(folder)
    assert all(problem.problem and str(problem.path) in str(problem) for problem in problems)
    found = shelf.all_stations([folder.parent], KINDS, TODAY)
    station = load.read(folder, KINDS).station
    if station:
        assert found.stations == (station,)
    else:
        ((_folder, listed),) = found.broken
        assert list(map(str, listed)) == list(map(str, problems))
        with pytest.raises(StationError, match=re.escape(str(problems[0]))):
            load.load(folder, KINDS)


@settings(deadline=None)
@given(FILES, st.binary(max_size=300))
def test_any_bytes_in_any_file(folder: Path, name: str, data: bytes) -> None:
    with holding(folder / name, data):
        judge(folder)


@settings(deadline=None)
@given(FILES, st.text(max_size=300))
def test_any_text_in_any_file(folder: Path, name: str, text: str) -> None:
    with holding(folder / name, text.encode("utf-8", "surrogatepass")):
        judge(folder)


SIGNS = (
    "![ ]( ) [ ] < > <b> <!-- ` media/lock.png ../ https:// file:/// & \\ > - * _ x % %2e 1. ``` "
    "[a]: <https://a.b> \x00 \u202e |a| |--| --- ## 10 #"
)
PIECES = st.sampled_from([*SIGNS.split(), " ", "\n", "\t", "\n\n", "\n---\n"])


@settings(deadline=None)
@given(st.lists(PIECES, max_size=40).map("".join))
def test_any_markdown(folder: Path, text: str) -> None:
    with holding(folder / "en" / "learn.md", text.encode()):
        judge(folder)


def toml(value: object) -> str:
    """Write a value as TOML; JSON's texts, numbers, lists and truths are TOML too."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(k)} = {toml(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(toml, value)) + "]"
    return "2026-01-31" if value is None else json.dumps(value)


LETTERS = st.characters(exclude_categories=["Cs"], exclude_characters="\x7f")
KEYS = (
    "format id icon level minutes languages activity kind options title summary objectives minute "
    "take_home question text choices answer why fact source checked_on recheck_by door name keys "
    "rooms note hints"
)
NAMES = st.sampled_from(KEYS.split())
VALUES = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(-5, 10**20),
        st.floats(allow_nan=False, allow_infinity=False),
        st.text(LETTERS, max_size=5),
        st.sampled_from(["doors", "en", "sv", "beginner", "../en", "media", "oak", "A door"]),
    ),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(NAMES, inner, max_size=4)),
    max_leaves=10,
)


@settings(deadline=None)
@given(
    st.sampled_from([name for name in TEXTS if name.endswith(".toml")]),
    st.dictionaries(NAMES, VALUES, max_size=8),
)
def test_any_toml_in_any_file(folder: Path, name: str, values: dict[str, object]) -> None:
    text = "".join(f"{json.dumps(key)} = {toml(value)}\n" for key, value in values.items())
    with holding(folder / name, text.encode()):
        judge(folder)


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(TEXTS), st.data())
def test_any_slip_of_the_pen(folder: Path, name: str, data: st.DataObject) -> None:
    """Cut a stretch out of a good file and put other characters in its place."""
    text = (folder / name).read_text()
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 30)))
    new = data.draw(
        st.one_of(st.text(max_size=4), st.sampled_from(["[", "]", '"', "=", "\n", text]))
    )
    changed = text[:start] + new + text[end:]
    with holding(folder / name, changed.encode("utf-8", "surrogatepass")):
        judge(folder)


@settings(deadline=None)
@given(st.sampled_from(TEXTS), VALUES, st.data())
def test_any_value_in_the_place_of_another(
    folder: Path, name: str, value: object, data: st.DataObject
) -> None:
    lines = (folder / name).read_text().splitlines()
    at = data.draw(st.integers(0, len(lines) - 1))
    lines[at] = f"{lines[at].split('=')[0]}= {toml(value)}"
    with holding(folder / name, "\n".join(lines).encode()):
        judge(folder)


HEAVY = ["[", "a.", "{a=", '"""', "[[a]]\n", "![", "> ", "<", "a\n---\n", "href=", "a=[]\n[[b]]\n"]


@pytest.mark.parametrize("piece", HEAVY)
@pytest.mark.parametrize("name", ["station.toml", "en/learn.md", "media/drawing.svg"])
def test_much_of_anything_is_judged_in_time(folder: Path, name: str, piece: str) -> None:
    data = (piece * ((1 << 18) // len(piece))).encode()
    before = time.process_time()
    with holding(folder / name, data):
        problems = told(folder)
    assert all(problem.problem for problem in problems)
    assert time.process_time() - before < 10
