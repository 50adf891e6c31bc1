"""A patron's session in real Firefox and Chromium, wiped, searched, and the next patron's start.

Each manner of leaving is lived through once; the tests ask what came of it.
"""

import json
import secrets
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
import pytest

from tests.real.room import PLACES, POLICY, Room

pytestmark = [pytest.mark.real, pytest.mark.usefixtures("real_programs")]

ENOUGH = 40
BROWSER_PROGRAMS = ("firefox", "chromium", "chrome_crashpad", "crashhelper")


@dataclass(frozen=True)
class Found:
    """Hits of the search: (path, form)."""

    hits: list[tuple[str, str]]

    @property
    def paths(self) -> set[str]:
        return {path for path, _form in self.hits}

    def of(self, part: str) -> set[str]:
        return {path for path in self.paths if part in path}

    @property
    def forms(self) -> Counter[str]:
        return Counter(form for _path, form in self.hits)


@dataclass(frozen=True)
class Outcome:
    """What was there at each point of a session that was planted, wiped and begun anew."""

    mark: str
    before: Found
    hurried: Found
    running: list[str]
    code: int
    said: str
    report: dict[str, Any]
    after: Found
    still_running: list[str]
    untouched: bool
    next_start: dict[str, dict[str, int]]


def find(room: Room, mark: str, home: Path) -> Found:
    hits = room.ask("look", mark, str(home), *PLACES, root=True)
    return Found([(path, form) for path, form in hits])


def browsers(room: Room) -> list[str]:
    """Return the account's browser programs; the host sees the processes of every room."""
    every = [process.info for process in psutil.process_iter(["name", "status", "uids"])]
    own = [one for one in every if one["uids"] and one["uids"].real == room.number]
    names = [str(one["name"]) for one in own if one["status"] != psutil.STATUS_ZOMBIE]
    return [name for name in names if name.startswith(BROWSER_PROGRAMS)]


def hurried_script(room: Room, mark: str) -> Found:
    """Let a script delete the well-known files of a copy of the home, and search the copy."""
    copy = room.home.with_name("copy")
    room.run("cp", "-a", str(room.home), str(copy), root=True)
    assert room.ask("patron", "hurry", str(copy), root=True) > 10
    hits = find(room, mark, copy)
    room.run("rm", "-r", str(copy), root=True)
    return Found([hit for hit in hits.hits if hit[0].startswith(str(copy))])


def live_through(room: Room, mark: str, manner: str) -> Outcome:
    neighbours = Path("/tmp/of-somebody-else.txt")
    room.run("touch", str(neighbours), root=True)
    room.ask("patron", "plant", mark, manner)
    before, running = find(room, mark, room.home), browsers(room)
    hurried = hurried_script(room, mark)
    room.write_policy(f'format = 1\naccounts = ["{room.name}"]\n')
    program = Path(sys.executable).with_name("privacykit")
    done = room.run(str(program), "wipe", "--yes", "--policy", str(POLICY), "--json")
    report = json.loads(done.stdout) if done.returncode == 0 else {}
    after, still_running = find(room, mark, room.home), browsers(room)
    return Outcome(
        mark,
        before,
        hurried,
        running,
        done.returncode,
        done.stderr + done.stdout,
        report,
        after,
        still_running,
        room.run("test", "-f", str(neighbours)).returncode == 0,
        room.ask("patron", "reopen", mark) if report else {},
    )


def told(manner: str, outcome: Outcome, seconds: float) -> Iterator[str]:
    before = outcome.before
    parts = {"Firefox": "mozilla", "Chromium": "chromium"}
    counts = {name: len(before.of(part)) for name, part in parts.items()}
    counts["other programs and files"] = len(before.paths) - sum(counts.values())
    yield f"{manner}: marks in {len(before.paths)} places before ({counts}), {seconds:.0f} s in all"
    yield f"  forms: {dict(before.forms.most_common())}"
    yield f"  a script that deletes the well-known files leaves {len(outcome.hurried.paths)}"
    yield f"  after the wipe: {len(outcome.after.paths)}; exit code {outcome.code}"


@pytest.fixture(scope="module", params=["clean", "kill"])
def outcome(
    request: pytest.FixtureRequest, real_programs: None, figures: list[str]
) -> Iterator[Outcome]:
    start, mark = time.monotonic(), f"m{secrets.token_hex(8)}"
    with Room() as room:
        lived = live_through(room, mark, request.param)
        figures.extend(told(request.param, lived, time.monotonic() - start))
        yield lived


def test_the_search_finds_the_session_before_the_wipe(outcome: Outcome) -> None:
    assert len(outcome.before.paths) >= ENOUGH
    for part in ("mozilla", "chromium", "Trash", "recently-used", "thumbnails", "/dev/shm"):
        assert outcome.before.of(part), part
    forms = {"utf-8", "utf-16-le", "name > utf-8", "gzip > utf-8", "zip > utf-8"}
    assert forms | {"sqlite > snappy > utf-8", "reversed"} <= outcome.before.forms.keys()


def test_a_script_that_deletes_the_well_known_files_leaves_marks(outcome: Outcome) -> None:
    assert len(outcome.hurried.of("mozilla")) > 5
    assert len(outcome.hurried.of("chromium")) > 5


def test_the_wipe_says_that_it_is_clean_and_verified(outcome: Outcome) -> None:
    assert outcome.code == 0, outcome.said
    assert outcome.report["state"] == "clean"
    assert outcome.report["removed_files"] > ENOUGH


def test_no_mark_is_left_anywhere(outcome: Outcome) -> None:
    assert outcome.after.hits == []


def test_browsers_left_running_are_ended(outcome: Outcome) -> None:
    assert outcome.running
    assert outcome.report["programs_ended"]
    assert outcome.still_running == []


def test_a_file_of_somebody_else_in_a_shared_folder_stays(outcome: Outcome) -> None:
    assert outcome.untouched


def test_the_report_holds_nothing_of_the_patron(outcome: Outcome) -> None:
    assert outcome.said
    assert outcome.mark not in outcome.said


def test_the_next_patron_starts_browsers_that_remember_nothing(outcome: Outcome) -> None:
    nothing = {"visits": 0, "cookies": 0, "logins": 0}
    assert outcome.next_start == {"Firefox": nothing, "Chromium": nothing}
