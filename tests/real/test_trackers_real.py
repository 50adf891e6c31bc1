"""The station's browser as an ordinary account has it: Chromium's sandbox on, watched by strace."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from privacykit.tracking.model import Visit
from tests.real.room import Room

pytestmark = pytest.mark.real
_ADDRESS = re.compile(r'inet_(?:addr\(|pton\(AF_INET6, )"([^"]+)"')
_CALLS = "connect,sendto,sendmsg,sendmmsg"
LOOPBACK = {"127.0.0.1", "::1"}
LOOKING = "2001:4860:4860::8888"
"""Chromium connects a datagram socket here to learn if there is IPv6; nothing is sent on it."""


@pytest.fixture(scope="module")
def room(real_programs: None) -> Iterator[Room]:
    with Room() as room:
        yield room


@pytest.fixture(scope="module")
def recorded(room: Room) -> Visit:
    return msgspec.convert(room.ask("tracked", "record"), Visit)


def test_a_page_is_recorded_with_what_its_scripts_call(recorded: Visit) -> None:
    calls = {one.path: one for one in recorded.requests}
    assert calls["/"].kind == "document"
    assert (calls["/by-script"].kind, calls["/by-script"].third) == ("xhr", True)
    assert calls["/pixel"].names == ("uid",)
    assert {one.outcome for one in recorded.requests} == {"tried"}
    assert [one.what for one in recorded.pages[0].probes] == ["canvas"]
    assert (recorded.source, bool(recorded.made)) == ("live", True)


def test_cookies_set_before_anybody_agreed_are_told_without_values(recorded: Visit) -> None:
    assert {(one.name, one.length, one.third) for one in recorded.cookies} == {("seen", 11, False)}
    assert "s3cret" not in repr(recorded)


@pytest.fixture(scope="module")
def practised(room: Room) -> tuple[dict[str, Any], list[str], list[str]]:
    """Return the answer, the calls to the network, and the files that the account has then."""
    log = "/tmp/network.log"
    watched = ["strace", "-f", "-qq", "-e", f"trace={_CALLS}", "-o", log]
    practising = [sys.executable, "-m", "tests.real.tracked", "practise"]
    done = room.run("env", "QT_QPA_PLATFORM=offscreen", *watched, *practising)
    assert done.returncode == 0, f"the program did not end well:\n{done.stderr}"
    found = room.run("find", str(room.home), "/tmp", "/var/tmp", "/dev/shm", "-type", "f")
    ours = str(Path(__file__).parents[2])  # a checkout may lie below a temporary folder
    files = [line for line in found.stdout.splitlines() if line != log]
    files = [file for file in files if not file.startswith(f"{ours}/")]
    lines = room.at(log).read_text(errors="replace").splitlines()
    return json.loads(done.stdout.splitlines()[-1]), lines, files


def test_eight_visits_behind_four_doors_leave_loopback_by_no_call(
    practised: tuple[dict[str, Any], list[str], list[str]],
) -> None:
    answer, lines, _files = practised
    assert answer["pages"] == 8
    assert len(answer["hosts"]) >= 6
    far = [line for line in lines if any(a not in LOOPBACK for a in _ADDRESS.findall(line))]
    assert [line for line in far if not _only_looks(line)] == []
    assert sum('"127.0.0.1"' in line for line in lines) >= 8, "strace saw the visits"
    assert not [line for line in lines if "htons(53)" in line], "nobody asks for a name"


def _only_looks(line: str) -> bool:
    return " connect(" in line and LOOKING in line


def test_the_same_search_finds_a_call_that_leaves(room: Room) -> None:
    line = '77 sendto(5, "x", 1, 0, {sa_family=AF_INET, sin_addr=inet_addr("192.0.2.1")}, 16) = 1'
    assert _ADDRESS.findall(line) == ["192.0.2.1"]
    assert not _only_looks(line)


def test_no_file_is_left_although_nothing_was_tidied_up(
    practised: tuple[dict[str, Any], list[str], list[str]], room: Room
) -> None:
    _answer, _lines, files = practised
    skeleton = {str(room.home / path.name) for path in Path("/etc/skel").iterdir()}
    cached = (f"{room.home}/.cache/fontconfig", f"{room.home}/.cache/mesa")
    assert [file for file in files if file not in skeleton and not file.startswith(cached)] == []


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["https://www.example.org/"], 78),
        ([], 2),
        (["file:///etc/passwd"], 2),
        (["javascript:alert(1)"], 2),
    ],
)
def test_root_and_what_is_no_page_are_refused(
    real_programs: None, words: list[str], code: int
) -> None:
    module = "privacykit.activities.trackers.view.browser.record"
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-m", module, *words]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    assert (done.returncode, done.stdout) == (code, "")
    assert done.stderr.count("\n") == 1


def test_a_page_that_is_not_there_ends_with_a_sentence(room: Room) -> None:
    module = "privacykit.activities.trackers.view.browser.record"
    command = [sys.executable, "-m", module, "http://127.0.0.1:9/"]
    done = room.run("env", "QT_QPA_PLATFORM=offscreen", *command)
    assert (done.returncode, done.stdout) == (75, "")
    assert "The page could not be loaded." in done.stderr
