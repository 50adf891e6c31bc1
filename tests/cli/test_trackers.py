"""`privacykit trackers` as IT staff meet it: a HAR, a page, JSON, a PDF, and what can go wrong."""

import errno
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from privacykit.audit import recording, visiting
from privacykit.cli.main import run
from privacykit.errors import CancelledError
from privacykit.tracking import har, recorded
from tests.unit.haring import CHROMIUM, FIREFOX
from tests.unit.haring import har as made
from tests.unit.haring import page as document
from tests.unit.sites import HOST, page, serving

Captured = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """Let nothing go online but where a test serves a page itself."""
    if "served" not in request.fixturenames:

        def online(*_arguments: Any, **_more: Any) -> None:
            raise AssertionError("it went online")

        monkeypatch.setattr(visiting, "of_address", online)


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    with serving(page("<script src=//www.google-analytics.com/a.js></script>")) as port:
        yield f"http://{HOST}:{port}/"


@pytest.fixture
def quiet(tmp_path: Path) -> Path:
    path = tmp_path / "quiet.har"
    path.write_bytes(made(document("https://www.library.example/")))
    return path


def refused(arguments: list[str], capsys: Captured, code: int = 2) -> str:
    """Return why, told in words and with a code that is none of a scan's own, 0 and 1."""
    assert run(["trackers", *arguments]) == code
    shown = capsys.readouterr()
    assert shown.out == ""
    assert "Traceback" not in shown.err
    return shown.err


def test_a_har_in_words(capsys: Captured) -> None:
    assert run(["trackers", "scan", str(FIREFOX)]) == 1
    shown = capsys.readouterr()
    assert shown.out.splitlines()[1] == "Out of a recording that a browser saved."
    assert "What somebody searched for was told to: tracknet.localhost" in shown.out
    assert "library.localhost/sok calls 4 other sites" in shown.out
    assert "SECRET" not in shown.out
    assert shown.err == ""


def test_nothing_to_mend_ends_with_zero(quiet: Path, capsys: Captured) -> None:
    assert run(["trackers", "scan", str(quiet)]) == 0
    assert capsys.readouterr().out.startswith("No other company learns that")


def test_json_alone(capsys: Captured) -> None:
    assert run(["trackers", "scan", "--json", str(CHROMIUM)]) == 1
    found = json.loads(capsys.readouterr().out)
    assert found["verdict"] == "followed"
    assert [one["address"] for one in found["pages"]] == [
        "catalogue.library.example/search",
        "catalogue.library.example/book/17",
    ]


def test_in_swedish(capsys: Captured) -> None:
    assert run(["--language", "sv", "trackers", "scan", "--help"]) == 0
    assert "--json" in capsys.readouterr().out


def test_a_page_whose_scripts_cannot_be_run_here(served: str, capsys: Captured) -> None:
    """Root runs no stranger's script, so the HTML is read, and that is said."""
    assert run(["trackers", "scan", served]) == 1
    shown = capsys.readouterr().out
    assert "1 company that follows people learns what is read here." in shown
    assert "Root runs no stranger's script" in shown
    assert "Google" in shown


def test_a_page_that_is_not_there(served: str, capsys: Captured) -> None:
    told = refused(["scan", "http://127.0.0.1:9/"], capsys, 75)
    assert "127.0.0.1 cannot be reached" in told
    assert "not the address of a web page" in refused(["scan", "ftp://x"], capsys)


def test_what_has_no_dot_and_is_no_file_is_an_address(
    served: str, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    asked: list[str] = []

    def noted(address: str, *_rest: Any) -> Any:
        asked.append(address)
        return har.read(CHROMIUM)

    monkeypatch.setattr(visiting, "of_address", noted)
    run(["trackers", "scan", "library.example"])
    run(["trackers", "scan", "https://library.example/list.json"])
    assert asked == ["library.example", "https://library.example/list.json"]


def test_a_file_is_never_an_address(tmp_path: Path, capsys: Captured) -> None:
    assert "No such file" in refused(["scan", str(tmp_path / "none.har")], capsys)
    plain = tmp_path / "library.example"
    plain.write_text("{}")
    assert "is no HAR file" in refused(["scan", str(plain)], capsys)
    assert "no file that can be read" in refused(["scan", str(tmp_path)], capsys)


def test_a_file_that_is_too_large(
    quiet: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    monkeypatch.setattr(har, "LARGEST", 10)
    assert "quiet.har is larger than" in refused(["scan", str(quiet)], capsys)


def test_a_file_that_may_not_be_read(
    quiet: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    def denied(*_arguments: Any) -> None:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    monkeypatch.setattr(os, "open", denied)
    assert "Permission denied" in refused(["scan", str(quiet)], capsys)


def test_ctrl_c_is_one_sentence(
    quiet: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    def stopped(*_arguments: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(visiting, "of_file", stopped)
    assert "Stopped" in refused(["scan", str(quiet)], capsys, CancelledError.exit_code)


def test_a_pdf(quiet: Path, tmp_path: Path, capsys: Captured) -> None:
    """Drawn by a process of its own, as this one may have no Qt."""
    path = tmp_path / "scan.pdf"
    done = subprocess.run(
        [sys.executable, "-m", "privacykit", "trackers", "scan", str(CHROMIUM), "--pdf", str(path)],
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": "/usr/bin:/bin", "LANG": "C"},
    )
    assert (done.returncode, done.stderr) == (1, "")
    assert path.read_bytes().startswith(b"%PDF")


def test_a_pdf_that_cannot_be_written(quiet: Path, tmp_path: Path, capsys: Captured) -> None:
    nowhere = tmp_path / "none" / "scan.pdf"
    assert "There is no folder" in refused(["scan", str(quiet), "--pdf", str(nowhere)], capsys, 2)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full on this system")
@pytest.mark.parametrize("more", [[], ["--json"]])
def test_a_full_disk(quiet: Path, more: list[str]) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "privacykit", "trackers", "scan", str(quiet), *more],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert done.returncode == 75
    assert done.stderr.startswith("privacykit: The system says: No space left")
    assert "Traceback" not in done.stderr


def test_no_qt_and_no_network_for_a_file(quiet: Path) -> None:
    code = (
        "import sys, socket\n"
        "def hook(event, arguments):\n"
        "    assert not event.startswith(('socket.', 'subprocess.')), event\n"
        "sys.addaudithook(hook)\n"
        "from privacykit.cli.main import run\n"
        "code = run(['trackers', 'scan', sys.argv[1]])\n"
        "assert not any(name.startswith('PySide6') for name in sys.modules)\n"
        "sys.exit(code)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(quiet)], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_a_har_made_into_a_small_file_to_share(tmp_path: Path, capsys: Captured) -> None:
    out = tmp_path / "visit.toml"
    before = FIREFOX.read_bytes()
    assert run(["trackers", "record", str(FIREFOX), str(out), "--title", "A search"]) == 0
    assert capsys.readouterr().out == f"Saved: {out}\n"
    assert recorded.load(out).title == "A search"
    assert "SECRET" not in out.read_text()
    assert FIREFOX.read_bytes() == before
    assert run(["trackers", "scan", str(out)]) == 1


def test_a_small_file_that_cannot_be_made(tmp_path: Path, capsys: Captured) -> None:
    told = refused(["record", str(FIREFOX), str(tmp_path / "x.har")], capsys, 2)
    assert "must end in .toml" in told
    told = refused(["record", str(FIREFOX), str(tmp_path / "none" / "x.toml")], capsys)
    assert "cannot be written. The system says: No such file" in told
    assert "is no HAR" in refused(["record", __file__, str(tmp_path / "x.toml")], capsys)


def test_the_browser_is_named_but_not_imported() -> None:
    assert recording._command("x")[:3] == [sys.executable, "-I", "-B"]
