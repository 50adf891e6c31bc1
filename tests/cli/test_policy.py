"""`privacykit policy`: a first policy that works as it is, and every mistake at once."""

from pathlib import Path

import pytest

from privacykit.cli.main import run

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
