"""A stranger's file is read in a process of its own, which may hang, die, eat or shout."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from privacykit import __main__ as start
from privacykit.aside import child, read, readers
from privacykit.errors import CancelledError
from tests.unit import children

MEGA = 1024 * 1024
HOSTILE = """
import os, signal, sys, time
def run(*words):
    *words, data = words
    kind = data.decode()
    if kind == "hang":
        time.sleep(60)
    if kind == "spin":
        while True: pass
    if kind == "eat":
        return 0, bytes(600 * 1024 * 1024)
    if kind == "shout":
        while True: os.write(1, bytes(65536))
    if kind == "die":
        os.kill(os.getpid(), signal.SIGSEGV)
    if kind == "raise":
        raise RecursionError
    if kind == "odd":
        os._exit(200)
    if kind == "write":
        with open(words[0], "wb") as file: file.write(b"x")
    if kind == "silent":
        os.close(1); time.sleep(60)
    if kind == "own":
        return 12, b"thrown away"
    return 0, " ".join(words).encode()
"""


@pytest.fixture
def hostile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put a reader into a child's way that does what the file says."""
    (tmp_path / "hostile_reader.py").write_text(HOSTILE, encoding="utf-8")
    program = (
        f"import sys; sys.path.insert(0, {str(tmp_path)!r})\n"
        "from privacykit.aside import child, readers\n"
        "from privacykit.aside.readers import Reader\n"
        "readers.READERS['hostile'] = Reader('hostile_reader:run', 300 << 20, 1000, 1000, 20.0)\n"
        "sys.exit(child.main(sys.argv[2:]))"
    )
    monkeypatch.setattr(read, "command", lambda: [sys.executable, "-B", "-c", program])
    made = readers.Reader("hostile_reader:run", 300 * MEGA, 1000, 1000, 20.0)
    monkeypatch.setitem(readers.READERS, "hostile", made)


def ask(tmp_path: Path, kind: str, *words: str, seconds: float | None = None) -> read.Answer:
    file = tmp_path / "file"
    file.write_text(kind, encoding="utf-8")
    return read.read("hostile", file, *words, seconds=seconds)


def test_words_go_along_and_the_answer_comes_back(hostile: None, tmp_path: Path) -> None:
    assert ask(tmp_path, "say", "hello", "there") == (0, b"hello there")


@pytest.mark.parametrize("kind", ["die", "raise", "odd", "eat"])
def test_whatever_kills_a_parser_is_a_broken_file(hostile: None, tmp_path: Path, kind: str) -> None:
    assert ask(tmp_path, kind) == (child.BROKEN, b"")
    assert not children.ours()


def test_a_reader_has_codes_of_its_own_and_then_no_answer(hostile: None, tmp_path: Path) -> None:
    assert ask(tmp_path, "own") == (12, b"")


@pytest.mark.parametrize("kind", ["hang", "spin", "silent"])
def test_no_file_is_waited_for_longer_than_is_decent(
    hostile: None, tmp_path: Path, kind: str
) -> None:
    begun = time.monotonic()
    assert ask(tmp_path, kind, seconds=0.5) == (read.TOO_SLOW, b"")
    assert time.monotonic() - begun < 60, "as long as it would have gone on"
    assert not children.ours()


def test_an_endless_answer_is_cut_off(hostile: None, tmp_path: Path) -> None:
    assert ask(tmp_path, "shout") == (read.TOO_MUCH, b"")
    assert not children.ours()


def test_a_reader_can_write_no_file(hostile: None, tmp_path: Path) -> None:
    left = tmp_path / "left"
    assert ask(tmp_path, "write", str(left)).code == child.BROKEN
    assert not left.exists() or left.read_bytes() == b""


def test_where_a_process_cannot_bound_itself_it_is_watched(
    hostile: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(read, "_taken", lambda _child: 301 * MEGA)
    assert ask(tmp_path, "hang") == (child.BROKEN, b"")


def test_a_process_that_is_gone_takes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    class Gone:
        pid = 2**22 - 1

    assert read._taken(Gone()) == 0  # type: ignore[arg-type]


def test_it_can_be_stopped(hostile: None, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("hang", encoding="utf-8")
    with pytest.raises(CancelledError):
        read.read("hostile", tmp_path / "file", cancelled=lambda: True)
    assert not children.ours()


def test_a_file_too_large_is_not_even_read(hostile: None, tmp_path: Path) -> None:
    assert ask(tmp_path, "x" * 1001) == (read.TOO_LARGE, b"")


def test_what_is_no_common_file_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", tmp_path, tmp_path / "missing", Path("/dev/zero")):
        assert read.read("terms", path).code == read.NO_FILE


def test_the_child_bounds_its_memory_time_and_files(monkeypatch: pytest.MonkeyPatch) -> None:
    import resource

    asked: dict[int, tuple[int, int]] = {}
    monkeypatch.setattr(resource, "setrlimit", asked.__setitem__)
    child.bound(readers.READERS["terms"])
    assert asked[resource.RLIMIT_AS] == (512 * MEGA, 512 * MEGA)
    assert asked[resource.RLIMIT_CPU] == (15, 15)
    assert asked[resource.RLIMIT_FSIZE] == (0, 0)


def test_a_system_without_limits_is_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "resource", None)
    child.bound(readers.READERS["terms"])


@pytest.mark.parametrize("words", [[], ["nobody"]])
def test_a_reader_nobody_knows_is_one_code(words: list[str]) -> None:
    assert start.main(["aside", *words]) == child.BROKEN


def test_the_child_reads_and_answers(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    monkeypatch.setattr(child, "bound", lambda _reader: None)
    (tmp_path / "terms").write_text("We collect names.", encoding="utf-8")
    with (tmp_path / "terms").open() as file:
        monkeypatch.setattr(sys, "stdin", file)
        with open(1, "w", closefd=False, encoding="utf-8") as out:
            monkeypatch.setattr(sys, "stdout", out)
            assert start.main(["aside", "terms"]) == 0
    assert capfdbinary.readouterr().out == b"We collect names."


def test_a_frozen_program_starts_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    assert read.command() == [sys.executable, "-I", "-B", "-m", "privacykit"]
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert read.command() == [sys.executable]


@pytest.mark.parametrize("name", [*readers.READERS])
def test_every_reader_is_there(name: str) -> None:
    assert callable(readers.load(name))


def test_whatever_a_parser_raises_is_a_broken_file(monkeypatch: pytest.MonkeyPatch) -> None:
    def run(_data: bytes) -> tuple[int, bytes]:
        raise MemoryError

    monkeypatch.setattr(readers, "load", lambda _name: run)
    assert child.answer("terms", [], b"") == (child.BROKEN, b"")


def test_one_that_has_closed_its_answer_but_stays_is_too_slow() -> None:
    with subprocess.Popen(["sleep", "600"]) as stays:
        assert read._ended(stays, b"all of it", 0) == (read.TOO_SLOW, b"")
        stays.kill()


def test_one_that_has_just_ended_takes_no_memory() -> None:
    with subprocess.Popen(["true"]) as ended:
        ended.wait()
    assert read._taken(ended) == 0
