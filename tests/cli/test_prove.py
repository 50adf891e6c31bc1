"""`privacykit prove` as IT staff meet it: a table, JSON, a page, and an exit code that tells."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from privacykit import paths
from privacykit.cli.main import run
from privacykit.errors import ProofError
from privacykit.wipe.policy import Policy
from privacykit.wipe.prove import proof
from privacykit.wipe.prove.certificate import Certificate
from tests.unit.proving import certificate, row

Captured = pytest.CaptureFixture[str]
ROOT = Path(__file__).parents[2]


@pytest.fixture
def asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Have a proof that passes at once, and note what was asked of it."""
    said: dict[str, Any] = {"answer": certificate(row("bash"), row("trash"))}

    def made(apps: tuple[str, ...], **options: Any) -> Certificate:
        said.update(options, apps=apps)
        if isinstance(said["answer"], Exception):
            raise said["answer"]
        answer: Certificate = said["answer"]
        return answer

    monkeypatch.setattr(proof, "run", made)
    monkeypatch.setattr(paths, "policy_file", lambda: tmp_path / "none.toml")
    return said


def test_a_computer_that_passes(asked: dict[str, Any], capsys: Captured) -> None:
    assert run(["prove"]) == 0
    shown = capsys.readouterr()
    assert shown.out.startswith("Passed")
    assert "bash" in shown.out
    assert "nothing left" in shown.out
    assert "Left by" not in shown.out
    assert shown.err == ""
    assert (asked["apps"], asked["method"], asked["policy"]) == ((), "baseline", Policy.default())


def test_one_that_does_not_names_the_places(asked: dict[str, Any], capsys: Captured) -> None:
    places = tuple(f"/var/spool/{number}" for number in range(25))
    asked["answer"] = certificate(row("cron", "left", after=25, left=places))
    assert run(["prove", "--app", "cron"]) == 1
    shown = capsys.readouterr().out
    assert shown.startswith("Not passed")
    assert "Left by cron: /var/spool/0\n" in shown
    assert "/var/spool/20" not in shown
    assert "and 5 more places" in shown
    assert asked["apps"] == ("cron",)


def test_json_alone(asked: dict[str, Any], capsys: Captured) -> None:
    assert run(["prove", "--json", "--method", "traces"]) == 0
    shown = capsys.readouterr()
    assert json.loads(shown.out)["proven"] is True
    assert shown.err == ""
    assert asked["method"] == "traces"


def test_a_proof_that_cannot_be_made_is_one_sentence(
    asked: dict[str, Any], capsys: Captured
) -> None:
    asked["answer"] = ProofError("The room for the proof cannot be made: no namespaces")
    assert run(["prove", "--json"]) == 1
    shown = capsys.readouterr()
    assert json.loads(shown.out)["message"] == str(asked["answer"])
    assert shown.err == f"privacykit: {asked['answer']}\n"


def test_a_program_that_is_not_known_is_a_slip(asked: dict[str, Any], capsys: Captured) -> None:
    assert run(["prove", "--app", "netscape"]) == 2
    assert "firefox" in capsys.readouterr().err


def test_it_takes_the_policy_that_is_given(asked: dict[str, Any], tmp_path: Path) -> None:
    file = tmp_path / "policy.toml"
    file.write_text('format = 1\naccounts = ["kiosk"]\n')
    assert run(["prove", "--policy", str(file)]) == 0
    assert asked["policy"].accounts == ("kiosk",)
    file.write_text("format = 2\n")
    assert run(["prove", "--policy", str(file)]) == 78


def test_a_page_is_saved_too(
    asked: dict[str, Any], tmp_path: Path, capsys: Captured, qapp: object
) -> None:
    page = tmp_path / "page.pdf"
    assert run(["prove", "--pdf", str(page)]) == 0
    assert page.read_bytes().startswith(b"%PDF-")
    assert capsys.readouterr().out.startswith("Passed")


def test_a_page_that_cannot_be_saved_is_told(
    asked: dict[str, Any],
    tmp_path: Path,
    capsys: Captured,
    monkeypatch: pytest.MonkeyPatch,
    qapp: object,
) -> None:
    assert run(["prove", "--pdf", str(tmp_path / "none" / "page.pdf")]) == 2
    assert "apps" not in asked
    taken = tmp_path / "page.pdf"
    taken.mkdir()
    (taken / "file").touch()
    assert run(["prove", "--pdf", f"{taken}/"]) == 2
    target = tmp_path / "a" / "page.pdf"
    target.parent.mkdir()
    asked["answer"] = certificate(row("bash"))
    made = proof.run

    def made_too_late(*words: Any, **options: Any) -> Certificate:
        target.parent.rmdir()
        return made(*words, **options)

    monkeypatch.setattr(proof, "run", made_too_late)
    assert run(["prove", "--pdf", str(target)]) == 1
    shown = capsys.readouterr()
    assert shown.out.startswith("Passed")
    assert "could not be saved" in shown.err


def test_the_command_itself_does_without_qt() -> None:
    code = "import sys, privacykit.cli.prove; sys.exit('PySide6' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


@pytest.mark.skipif(os.geteuid() == 0, reason="it would be done")
def test_it_needs_root(capsys: Captured) -> None:
    assert run(["prove"]) == 78
    assert "sudo" in capsys.readouterr().err
