"""`privacykit policy`: a first policy that works as it is, and every mistake at once."""

from io import BytesIO, TextIOWrapper
from pathlib import Path

import pytest

from privacykit.cli.main import run
from privacykit.staff.rules import fingerprint

Captured = pytest.CaptureFixture[str]


def test_a_new_policy_is_one_that_names_the_account_and_checks_out(
    tmp_path: Path, capsys: Captured
) -> None:
    assert run(["policy", "new", "--account", "patron"]) == 0
    text = capsys.readouterr().out
    assert 'accounts = ["patron"]' in text
    assert text.startswith("# ")
    file = tmp_path / "policy.toml"
    file.write_text(text)
    assert run(["policy", "check", str(file)]) == 0
    assert "Nothing to mend" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["root", "../x", '"]', "a b", "$USER"])
def test_no_policy_is_written_for_a_name_that_is_none(name: str, capsys: Captured) -> None:
    assert run(["policy", "new", "--account", name]) == 2
    assert capsys.readouterr().out == ""


def test_all_mistakes_are_told_with_their_lines(tmp_path: Path, capsys: Captured) -> None:
    file = tmp_path / "policy.toml"
    file.write_text(
        'format = 1\naccounts = ["root"]\nleave_out = ["x"]\n[[keep]]\npath = "/etc"\nwhy = "x"\n'
    )
    assert run(["policy", "check", str(file)]) == 78
    shown = capsys.readouterr()
    lines = shown.out.splitlines()
    assert [line.removeprefix(f"{file}:").split(":")[0] for line in lines] == ["2", "5", "3"]
    assert "3 things to mend." in shown.err


def test_every_value_that_does_not_fit_is_told(tmp_path: Path, capsys: Captured) -> None:
    file = tmp_path / "policy.toml"
    file.write_text("format = 1\nodd = 1\n[undo]\nminutes = 900\n[timers]\nidle_minutes = -1\n")
    assert run(["policy", "check", str(file)]) == 78
    lines = capsys.readouterr().out.splitlines()
    assert [line.removeprefix(f"{file}:").split(":")[0] for line in lines] == ["2", "4", "6"]


# Putting one in force


def computer(tmp_path: Path, text: str) -> tuple[Path, Path]:
    """Return the folder of a computer and its policy."""
    file = tmp_path / "computer/etc/privacykit/policy.toml"
    file.parent.mkdir(parents=True)
    file.write_text(text)
    return tmp_path / "computer", file


def test_a_sound_policy_is_put_in_force(tmp_path: Path, capsys: Captured) -> None:
    root, file = computer(tmp_path, "format = 1\n")
    new = tmp_path / "new.toml"
    new.write_bytes(b"# ours\r\nformat = 1\r\n")
    assert run(["policy", "write", str(new), "--root", str(root)]) == 0
    assert file.read_bytes() == new.read_bytes()
    assert "Nothing to mend" in capsys.readouterr().err


def test_a_policy_comes_from_standard_input_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root, file = computer(tmp_path, "format = 1\n")
    monkeypatch.setattr("sys.stdin", TextIOWrapper(BytesIO(b"format = 1 # typed\n")))
    assert run(["policy", "write", "-", "--root", str(root)]) == 0
    assert file.read_text() == "format = 1 # typed\n"


def test_a_mark_that_editors_on_windows_put_first_is_no_mistake(tmp_path: Path) -> None:
    root, file = computer(tmp_path, "format = 1\n")
    new = tmp_path / "new.toml"
    new.write_bytes(b"\xef\xbb\xbfformat = 1 # ours\r\n")
    assert run(["policy", "check", str(new)]) == 0
    assert run(["policy", "write", str(new), "--root", str(root)]) == 0
    assert file.read_bytes() == b"format = 1 # ours\r\n"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b'format = 1\naccounts = ["root"]\n', "root's own files"),
        (b"format = 1\nodd = 2\nmore = 3\n", "odd"),
        (b"format = \xff", "not UTF-8"),
        (b"#" * (1 << 20) + b"#", "larger than 1 MB"),
    ],
)
def test_a_refused_policy_is_told_and_the_old_one_stays(
    tmp_path: Path, capsys: Captured, content: bytes, said: str
) -> None:
    root, file = computer(tmp_path, "format = 1\n")
    new = tmp_path / "new.toml"
    new.write_bytes(content)
    assert run(["policy", "write", str(new), "--root", str(root)]) == 78
    shown = capsys.readouterr()
    assert said in shown.out + shown.err
    assert file.read_text() == "format = 1\n"


def test_a_policy_that_changed_meanwhile_is_not_overwritten(
    tmp_path: Path, capsys: Captured
) -> None:
    root, file = computer(tmp_path, "format = 1\n")
    new = tmp_path / "new.toml"
    new.write_text("format = 1\n[kiosk]\non = true\n")
    words = ["policy", "write", str(new), "--root", str(root), "--was"]
    assert run([*words, fingerprint("other")]) == 78
    assert "meanwhile" in capsys.readouterr().err
    assert run([*words, fingerprint("format = 1\n")]) == 0
    assert "kiosk" in file.read_text()


def test_a_file_that_is_not_there_is_one_sentence(tmp_path: Path, capsys: Captured) -> None:
    root, file = computer(tmp_path, "format = 1\n")
    assert run(["policy", "write", str(tmp_path / "none"), "--root", str(root)]) == 2
    assert "none" in capsys.readouterr().err
    assert file.read_text() == "format = 1\n"


def test_only_root_changes_the_policy_of_the_running_computer(
    tmp_path: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    new = tmp_path / "new.toml"
    new.write_text("format = 1\n")
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    assert run(["policy", "write", str(new)]) == 78
    assert "sudo" in capsys.readouterr().err
