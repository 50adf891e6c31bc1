"""`privacykit traces`: what an IT person gets from a cleaner, and every mistake of a file."""

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from privacykit.cli.main import run
from privacykit.wipe import traces

Captured = pytest.CaptureFixture[str]
CLEANER = """<cleaner id="reader"><label>Reader</label>
<option id="history"><label>History</label>
<action command="delete" search="file" path="~/.reader/history"/>
<action command="process" cmd="reader --clean"/>
</option></cleaner>"""


@pytest.fixture
def cleaner(tmp_path: Path) -> Path:
    file = tmp_path / "reader.xml"
    file.write_text(CLEANER)
    return file


def test_a_cleaner_becomes_a_file_that_checks_out(
    cleaner: Path, tmp_path: Path, capsys: Captured
) -> None:
    assert run(["traces", "import", str(cleaner)]) == 0
    shown = capsys.readouterr()
    assert shown.err == (
        f"{cleaner}:4: option “history” is not taken over. It runs a program. A trace never does.\n"
        "1 trace made. 1 action left out.\n"
    )
    file = tmp_path / "reader.toml"
    file.write_text(shown.out)
    assert run(["traces", "check", str(file)]) == 0
    assert "Nothing to mend" in capsys.readouterr().err


def test_out_writes_a_new_file_and_never_over_another(
    cleaner: Path, tmp_path: Path, capsys: Captured
) -> None:
    out = tmp_path / "own.toml"
    assert run(["traces", "import", str(cleaner), "--out", str(out)]) == 0
    assert capsys.readouterr().out == ""
    before = out.read_text()
    assert 'paths = [\n    ".reader/history",\n]' in before
    assert run(["traces", "import", str(cleaner), "--out", str(out)]) == 78
    assert "is there already" in capsys.readouterr().err
    assert out.read_text() == before


@contextmanager
def no_room() -> Iterator[None]:
    """Let no file of this process grow; not for a whole test, as pytest too writes to one."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_disk_without_room_leaves_no_half_of_a_file(
    cleaner: Path, tmp_path: Path, capsys: Captured
) -> None:
    for out in (tmp_path / "own.toml", tmp_path / "none" / "own.toml"):
        with no_room():
            code = run(["traces", "import", str(cleaner), "--out", str(out)])
        assert code == 1
        assert f"{out} cannot be written. The system says: " in capsys.readouterr().err
        assert not out.exists()


def test_a_cleaner_with_nothing_to_take_over_ends_with_1(cleaner: Path, capsys: Captured) -> None:
    cleaner.write_text(CLEANER.replace('"delete"', '"truncate"'))
    assert run(["traces", "import", str(cleaner)]) == 1
    shown = capsys.readouterr()
    assert shown.out == ""
    assert "Nothing in it can be taken over." in shown.err


@pytest.mark.parametrize("text", ["", "<!DOCTYPE c [<!ENTITY a 'b'>]><c>&a;</c>", "<html/>"])
def test_what_is_no_cleaner_is_one_sentence(cleaner: Path, text: str, capsys: Captured) -> None:
    cleaner.write_text(text)
    assert run(["traces", "import", str(cleaner)]) == 1
    shown = capsys.readouterr()
    assert (shown.out, shown.err.count("\n")) == ("", 1)


def test_names_in_a_cleaner_cannot_steer_the_terminal(cleaner: Path, capsys: Captured) -> None:
    sneaky = CLEANER.replace('id="history"', 'id="&#x9b;2J&#x202e;x"').replace("~", "&#x9b;2J")
    cleaner.write_text(sneaky, encoding="utf-8")
    assert run(["traces", "import", str(cleaner)]) == 1
    told = capsys.readouterr().err
    assert all(character.isprintable() or character == "\n" for character in told)


def test_every_mistake_of_a_file_is_told(tmp_path: Path, capsys: Captured) -> None:
    file = tmp_path / "own.toml"
    file.write_text(
        '[[trace]]\nid = "firefox"\ntitle = "x"\ngroup = "apps"\nverb = "tree"\n'
        'paths = ["Documents"]\nsource = "x"\nlicence = "x"\n'
    )
    assert run(["traces", "check", str(file)]) == 78
    shown = capsys.readouterr()
    assert len(shown.out.splitlines()) == 2
    assert "2 things to mend." in shown.err
    assert run(["traces", "check", str(tmp_path / "none.toml")]) == 78


def test_an_imported_trace_is_one_of_the_catalogues(cleaner: Path, tmp_path: Path) -> None:
    folder = tmp_path / "traces"
    folder.mkdir()
    out = str(folder / "reader.toml")
    assert run(["traces", "import", str(cleaner), "--out", out]) == 0
    assert traces.load(folder).ids() == {"own-reader-history"}
