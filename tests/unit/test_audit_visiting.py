"""The visit behind a scan: by a browser where that can be, by the HTML where not, or a file."""

import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import psutil
import pytest

from privacykit.audit import c_web, recording, running, visiting
from privacykit.audit.computer import Computer
from privacykit.audit.scripts import Scripts
from privacykit.audit.web import Web
from privacykit.errors import CancelledError, VisitError, WebError
from privacykit.tracking import recorded, scan
from privacykit.tracking.model import Cookie, Page, Request, Visit
from privacykit.tracking.scan import Scan
from tests.unit.haring import FIREFOX
from tests.unit.laid_out import NOW, evidence
from tests.unit.sites import HOST, page, redirect, serving

SITE = "library.example"
VISIT = Visit(
    (
        Page(
            0,
            SITE,
            SITE,
            "/",
            (
                Request(0, SITE, "a.track.example", kind="script", third=True, carried=("q",)),
                Request(0, SITE, "www.google-analytics.com", third=True),
            ),
            (Cookie(0, SITE, SITE, "_ga", 20, days=400),),
        ),
    ),
    source="live",
)


@pytest.fixture(autouse=True)
def an_ordinary_user(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)


@pytest.fixture
def saying(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Let a script stand for the browser."""

    def says(code: str) -> None:
        monkeypatch.setattr(
            recording, "_command", lambda address: [sys.executable, "-c", code, address]
        )

    return says


def giving(visit: Visit) -> str:
    return f"import os; os.write(1, {msgspec.json.encode(visit)!r})"


def test_what_the_browser_tells_is_the_visit(saying: Any) -> None:
    saying(giving(VISIT))
    assert recording.visit("https://library.example/") == VISIT


def test_the_browser_is_the_station_s_and_knows_little_of_its_surroundings(tmp_path: Path) -> None:
    command = recording._command("https://a.example/")
    assert command[-2:] == [
        "privacykit.activities.trackers.view.browser.record",
        "https://a.example/",
    ]
    ours = {"PATH": "/bin", "HOME": "/root", "SECRET": "x", "HTTPS_PROXY": "y"}
    told = recording._environment(ours, str(tmp_path))
    assert told["PATH"] == "/bin"
    assert told["HOME"] == told["XDG_CONFIG_HOME"] == str(tmp_path)
    assert not {"SECRET", "HTTPS_PROXY"} & told.keys()


@pytest.mark.parametrize(
    "code",
    [
        "",
        "raise SystemExit(75)",
        "print('not json')",
        "print('[' * 100000)",
        "import os; os.write(1, b'\"\\xff\"')",
        giving(Visit()),
        "import os; os.write(1, b' ' * 70_000_000)",
    ],
)
def test_a_browser_that_fails_is_told_in_one_sentence(
    saying: Any, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recording, "LARGEST", 1 << 20)
    saying(code)
    with pytest.raises(VisitError, match="could not be opened as in a browser"):
        recording.visit("https://library.example/")


def test_root_and_a_frozen_program_have_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    with pytest.raises(VisitError, match="Root runs no"):
        recording.visit("https://library.example/")
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert recording.why_not() == ""
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert "only its HTML" in recording.why_not()


def test_a_system_without_groups_of_processes_ends_the_browser_alone(
    saying: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(os, "killpg")
    saying("import time; time.sleep(60)")
    with pytest.raises(VisitError):
        recording.visit("https://library.example/", seconds=0.2)


SLOW = """
import os, subprocess, sys, time
child = subprocess.Popen(["sleep", "60"])
open(os.environ["HOME"] + "/pids", "w").write(f"{os.getpid()} {child.pid}")
os.replace(os.environ["HOME"] + "/pids", sys.argv[1])
time.sleep(60)
"""


def ended(path: Path) -> bool:
    """Tell whether none of the processes named in a file runs any more."""
    pids = map(int, path.read_text().split())
    alive = [pid for pid in pids if psutil.pid_exists(pid)]
    return all(psutil.Process(pid).status() == psutil.STATUS_ZOMBIE for pid in alive)


@pytest.mark.parametrize("stop", ["time", "person"])
def test_a_browser_that_hangs_is_ended_with_all_it_started(
    saying: Any, tmp_path: Path, stop: str
) -> None:
    path = tmp_path / "pids"
    saying(SLOW)
    if stop == "person":
        with pytest.raises(CancelledError):
            recording.visit(str(path), cancelled=path.exists)
    else:
        with pytest.raises(VisitError):
            recording.visit(str(path), seconds=1.5)
    end = time.monotonic() + 5
    while not ended(path) and time.monotonic() < end:
        os.sched_yield()
    assert ended(path)


# Of an address: with scripts, or the HTML alone

HTML = "<script src=//a.track.example/x.js></script><img src=//files.example/y.png>"


@pytest.fixture
def served() -> Iterator[str]:
    answer = page(HTML, "Set-Cookie: id=secret; Max-Age=864000", "Set-Cookie: gone=; Max-Age=0")
    with serving(answer) as port, serving(redirect(f"http://{HOST}:{port}/")) as first:
        yield f"http://{HOST}:{first}/"


def test_scripts_are_run_where_that_can_be(saying: Any) -> None:
    saying(giving(VISIT))
    told: list[str] = []
    visit = visiting.of_address("library.example", lambda what, _done, _total: told.append(what))
    assert visit == VISIT
    assert told == ["Opening the page"]


def test_where_not_the_html_is_read_and_that_is_said(saying: Any, served: str) -> None:
    saying("raise SystemExit(69)")
    visit = visiting.of_address(served)
    assert visit.source == "page"
    assert "only its HTML was read" in visit.notes[0]
    calls = [(one.host, one.kind, one.third, one.plain) for one in visit.requests]
    assert calls == [
        (HOST, "document", False, True),
        (HOST, "document", False, True),
        ("a.track.example", "script", True, False),
        ("files.example", "other", True, False),
    ]
    assert [(one.name, one.length, one.days) for one in visit.cookies] == [("id", 6, 10.0)]
    assert "secret" not in repr(visit)


def test_a_page_that_is_not_there_is_one_sentence(saying: Any) -> None:
    saying("raise SystemExit(75)")
    with serving(page("")) as port:
        gone = port
    with pytest.raises(WebError, match="cannot be reached"):
        visiting.of_address(f"http://{HOST}:{gone}/")
    with pytest.raises(WebError, match="not the address"):
        visiting.of_address("ftp://x")
    with pytest.raises(WebError):
        visiting.of_html(Web(()))


def test_files_are_told_by_their_ending(tmp_path: Path) -> None:
    visit = visiting.of_file(FIREFOX)
    path = tmp_path / "visit.toml"
    recorded.save(visit, path)
    assert visiting.of_file(path).pages == visit.pages
    assert visiting.of_file(path).source == "recorded"
    with pytest.raises(VisitError, match="no HAR"):
        visiting.of_file(path.rename(tmp_path / "visit.har"))


# The check-up's C-checks on a page that was opened as in a browser


def report(visit: Visit) -> Scan:
    return scan.report(visit, lambda one: one)


def looked(check: Any, scripts: Scripts | None) -> Any:
    with serving(page("<script src=//files.example/x></script>")) as port:
        address = f"http://{HOST}:{port}/"
        return check(Computer(web=Web((address,)), scripts=scripts, now=NOW))


def test_scripts_of_the_pages_are_run_once_for_all_checks() -> None:
    opened: list[str] = []

    def opening(address: str, _cancelled: Any) -> Visit:
        opened.append(address)
        return VISIT

    scripts = Scripts(opening, report)
    with serving(page("")) as port:
        computer = Computer(web=Web((f"http://{HOST}:{port}/",)), scripts=scripts, now=NOW)
        running.run(computer, ids={"C2-THIRD", "C3-REFER", "C4-COOKIE"})
    assert opened == [f"http://{HOST}:{port}/"]


def test_what_scripts_call_is_judged_beside_the_html() -> None:
    without = looked(c_web.c2_third_parties, None)
    assert evidence(without) == {f"{HOST}: other companies": "1", "files.example": "?"}
    scripts = Scripts(lambda _address, _cancelled: VISIT, report)
    found = looked(c_web.c2_third_parties, scripts)
    assert found.verdict == "fail"
    assert evidence(found) == {
        f"{HOST}: other companies": "3",
        "files.example": "?",
        "google-analytics.com": "Google",
        "track.example": "?",
    }
    words = looked(c_web.c3_referrer, scripts)
    assert words.verdict == "fail"
    assert evidence(words)[f"{HOST}: was told what stands in the address"] == "track.example"
    kept = looked(c_web.c4_cookies, scripts)
    assert kept.verdict == "fail"
    assert evidence(kept)[f"{HOST}: cookies for recognising, by scripts and others"] == "1"


def test_a_page_that_could_not_be_opened_says_why_and_is_judged_by_its_html() -> None:
    def failing(_address: str, _cancelled: Any) -> Visit:
        raise VisitError("No browser here.")

    found = looked(c_web.c2_third_parties, Scripts(failing, report))
    assert (found.verdict, found.note) == ("warn", "No browser here.")


def test_a_check_up_can_be_stopped_while_a_page_is_open(saying: Any, tmp_path: Path) -> None:
    path = tmp_path / "pids"
    saying(SLOW.replace("sys.argv[1]", repr(str(path))))
    with serving(page("")) as port:
        computer = Computer(web=Web((f"http://{HOST}:{port}/",)), scripts=Scripts(), now=NOW)
        with pytest.raises(CancelledError):
            running.run(computer, ids={"C2-THIRD"}, cancelled=path.exists)
