"""`privacykit audit` as IT staff meet it: words, JSON, a letter, a PDF, and what is kept."""

import errno
import importlib
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import click
import pytest

from privacykit.audit import answers, here, running
from privacykit.audit.answers import Answer
from privacykit.audit.computer import Computer
from privacykit.cli.main import AGAIN, run
from privacykit.errors import CancelledError

Captured = pytest.CaptureFixture[str]
MANY = ["audit", "--only", "B9", "--only", "T2-sign"]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep results in a folder of the test's own, and look at a made-up computer."""
    kept = tmp_path / "kept" / "audit"
    monkeypatch.setattr(here, "folder", lambda: kept)
    monkeypatch.setattr(here, "computer", made_up)
    return kept


def made_up(system: Any, given: Any, before: Any, addresses: Any, **_rest: Any) -> Computer:
    root = system.root if system.root != Path("/") else Path("/nowhere")
    assert not addresses
    return Computer(root=root, answers=given, before=before)


@pytest.fixture
def cups(tmp_path: Path) -> Path:
    root = tmp_path / "root"
    (root / "etc/cups").mkdir(parents=True)
    (root / "etc/cups/cupsd.conf").write_text("PreserveJobFiles No\nPreserveJobHistory No\n")
    return root


def test_something_to_mend_ends_with_one(capsys: Captured) -> None:
    assert run(["audit", "--only", "B1"]) == 1
    shown = capsys.readouterr()
    assert shown.out.startswith("1 thing to mend · 0 good")
    assert "B1-RESET" in shown.out
    assert shown.err == ""


def test_nothing_to_mend_ends_with_zero(cups: Path, capsys: Captured) -> None:
    assert run([*MANY, "--root", str(cups)]) == 0
    assert capsys.readouterr().out.startswith("0 things to mend · 1 good · 1 to answer")


def test_json_alone(cups: Path, capsys: Captured) -> None:
    assert run(["audit", "--json", "--only", "b9-print", "--root", str(cups)]) == 0
    (finding,) = json.loads(capsys.readouterr().out)["findings"]
    assert (finding["id"], finding["verdict"]) == ("B9-PRINT", "pass")


def test_a_check_that_is_not_there(capsys: Captured) -> None:
    assert run(["audit", "--only", "B99"]) == 2
    assert "There is no check B99" in capsys.readouterr().err


def test_a_letter(capsys: Captured) -> None:
    assert run(["audit", "--letter", "--only", "B1"]) == 1
    assert capsys.readouterr().out.startswith("Hello,\n")


def test_kept_when_all_was_looked_at(folder: Path, cups: Path) -> None:
    run(["audit", "--only", "B1"])
    run(["audit", "--root", str(cups)])
    run(["audit", "--no-save"])
    assert running.latest(folder) is None
    run(["audit"])
    kept = running.latest(folder)
    assert kept is not None
    assert len(kept.findings) > 20


def test_what_is_only_a_part_is_not_kept(folder: Path, cups: Path, capsys: Captured) -> None:
    assert run(["audit", "--only", "B1", "--save"]) == 2
    assert run(["audit", "--root", str(cups), "--save"]) == 2
    assert "can be kept" in capsys.readouterr().err
    assert running.latest(folder) is None


def test_compared_with_last_time(folder: Path, capsys: Captured) -> None:
    old = running.Audit("2026-01-02T00:00:00+00:00", "linux", ())
    running.save(old, folder)
    run(["audit"])
    assert "Since 2026-01-02: 0 better, 0 worse." in capsys.readouterr().out
    assert running.before(folder) == old


def test_the_web_is_looked_at_where_it_is_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen: list[Any] = []

    def noted(system: Any, given: Any, before: Any, addresses: Any, **rest: Any) -> Computer:
        seen.append((addresses, rest))
        return made_up(system, given, before, ())

    monkeypatch.setattr(here, "computer", noted)
    run([*MANY, "--web", "a.example", "--web", "b.example", "--account", "patron"])
    assert seen == [(("a.example", "b.example"), {"account": "patron"})]


def test_what_is_no_address_is_refused_before_anything_is_looked_at(capsys: Captured) -> None:
    assert run(["audit", "--web", "a.example", "--web", "ftp://x"]) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert "ftp://x is not the address of a web page." in shown.err


def test_the_interview(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> None:
    numbers = iter((1, 2))
    monkeypatch.setattr(click, "prompt", lambda *_words, **_options: next(numbers))
    assert run(["audit", "--ask", "--only", "A7"]) == 1
    shown = capsys.readouterr()
    assert "Can others in the room read the screens?\n  1  No\n" in shown.err
    assert "A7-facing, A7-filter = no" in shown.out
    today = datetime.now(UTC).date()
    kept = {"A7-facing": Answer("no", today), "A7-filter": Answer("no", today)}
    assert answers.load(folder) == kept
    assert run(["audit", "--ask", "--only", "A7"]) == 1, "nothing is asked twice"


def test_an_interview_that_is_broken_off_keeps_what_was_told(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    def told() -> Iterator[int]:
        yield 1
        raise click.exceptions.Abort

    numbers = told()
    monkeypatch.setattr(click, "prompt", lambda *_words, **_options: next(numbers))
    assert run(["audit", "--ask", "--only", "A7"]) == CancelledError.exit_code
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.endswith("Nothing was changed, and the answers so far are kept.\n")
    assert [*answers.load(folder)] == ["A7-facing"]


def test_a_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> None:
    written: list[Path] = []
    problems = iter(("", "The page could not be saved."))

    def write(_audit: object, path: Path) -> str:
        written.append(path)
        return next(problems)

    real = importlib.import_module

    def imported(name: str, *rest: Any) -> Any:
        return SimpleNamespace(write=write) if name.endswith("checkup_paper") else real(name, *rest)

    monkeypatch.setattr(importlib, "import_module", imported)
    pages = tmp_path / "pages.pdf"
    assert run(["audit", "--only", "T2", "--pdf", str(pages)]) == 0
    assert written == [pages]
    assert run(["audit", "--only", "T2", "--pdf", str(pages)]) == 1
    assert capsys.readouterr().err == "privacykit: The page could not be saved.\n"


def test_a_page_in_a_folder_that_is_not_there(tmp_path: Path, capsys: Captured) -> None:
    assert run(["audit", "--pdf", str(tmp_path / "none" / "a.pdf")]) == 2
    assert "There is no folder" in capsys.readouterr().err


def test_what_cannot_be_kept_is_told_all_the_same(folder: Path, capsys: Captured) -> None:
    folder.parent.write_text("a file where the folder should be")
    assert run(["audit"]) == 1
    shown = capsys.readouterr()
    assert "to mend" in shown.out
    assert shown.err.startswith(f"privacykit: It could not be kept in {folder} (")
    assert shown.err.count("\n") == 1


def test_keeping_that_was_asked_for_and_failed_is_in_the_exit_code(
    monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    def full(*_words: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(running, "save", full)
    assert run(["audit"]) == 1
    assert run(["audit", "--save"]) == AGAIN
    monkeypatch.setattr(answers, "save", full)
    monkeypatch.setattr(click, "prompt", lambda *_words, **_options: 1)
    assert run(["audit", "--ask", "--only", "A7"]) == AGAIN
    assert capsys.readouterr().err.count("could not be kept in") == 3
