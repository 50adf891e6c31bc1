"""A frozen home in words: each line where it belongs, and none that can steer the terminal."""

import msgspec
import pytest

from privacykit.cli import frozen_words
from privacykit.wipe.baseline.compare import Differences
from privacykit.wipe.baseline.manifest import Header
from privacykit.wipe.machine.sessions import Status
from privacykit.wipe.problems import problem
from privacykit.wipe.report import Kept, Left, Place, Report, stopped

CLEAN = Report(
    state="clean", exit_code=0, method="in-place", account="patron", removed_files=1, seconds=1.26
)
HEADER = Header(
    account="patron",
    uid=61234,
    gid=61234,
    home="/home/patron",
    vault="/home/.privacykit/patron",
    way="in-place",
    frozen_at="2026-11-21T09:00:00+00:00",
    files=2,
    size=2048,
)
STATUS = Status(
    account="patron",
    condition="clean",
    since="2026-11-21T10:00:00+00:00",
    message="",
    sessions=3,
    way="in-place",
    frozen_at="2026-11-21T09:00:00+00:00",
    files=2,
    size=2048,
    keep=(),
    warnings=(),
    may_sign_in=True,
)


def ended(**changes: object) -> list[str]:
    return [*frozen_words.ended(msgspec.structs.replace(CLEAN, **changes))]


def status(**changes: object) -> list[str]:
    return [*frozen_words.status(msgspec.structs.replace(STATUS, **changes))]


def test_a_clean_end() -> None:
    assert ended(restored=2) == [
        "The home of patron was brought back by mending what differed.",
        (
            "Clean and verified: 1 entry removed, 2 entries brought back, and nothing differs "
            "from the frozen home on looking again. It took 1.3 s."
        ),
    ]


@pytest.mark.parametrize(
    ("way", "ending", "returning"),
    [
        ("in-place", "mending what differed.", "what differs is mended."),
        ("overlay", "dropping the session's layer.", "a layer of its own"),
        ("btrfs", "from its snapshot.", "a snapshot takes the home's place."),
    ],
)
def test_each_way_has_its_sentences(way: str, ending: str, returning: str) -> None:
    assert ended(method=way)[0].endswith(ending)
    assert returning in status(way=way)[-1]
    assert returning in [*frozen_words.frozen(msgspec.structs.replace(HEADER, way=way))][-1]


def test_an_end_that_was_cut_short_says_only_why() -> None:
    assert [*frozen_words.ended(stopped(3, "Still open: x."))] == ["Still open: x."]


def test_what_was_closed_what_stays_and_what_staff_must_know() -> None:
    lines = ended(
        programs_ended=("firefox", "vlc"),
        kept=(Kept("Shared/*", "Ours."),),
        alarms=("One entry was locked.",),
        undo_until="2026-11-21T11:00:00+00:00",
    )
    assert lines[0] == "Closed: firefox, vlc."
    assert lines[2:4] == ["Stays: Shared/*. Ours.", "One entry was locked."]
    assert lines[-1] == (
        "Staff can bring back what was removed until 2026-11-21T11:00:00+00:00: "
        "privacykit undo --list --account patron"
    )


def test_what_was_done_outside_the_home() -> None:
    places = (
        Place("cron", "Planned jobs", "clean", removed=2),
        Place("mail", "Mail", "clean"),
        Place("ipc", "Shared memory", "clean", why="It was in use."),
        Place("drives", "Drives", "clean", removed=1, why="Give it back."),
        Place("at", "Jobs for later", "absent"),
        Place("cups", "Printers", "absent"),
        Place("network", "Networks", "skipped"),
    )
    assert ended(places=places)[1:-1] == [
        "  Planned jobs: 2 removed.",
        "  Shared memory: It was in use.",
        "  Drives: 1 removed.",
        "Not on this computer: Jobs for later, Printers.",
        "Left alone, as the policy says: Networks.",
    ]


def test_what_is_left_is_never_called_clean() -> None:
    lines = ended(
        state="residue",
        exit_code=1,
        restored=1,
        left=(
            Left("", "The frozen home", 1, "It belongs to another account."),
            Left("", "The frozen home", 2, ""),
        ),
    )
    assert lines[1:] == [
        "Not clean: 1 entry removed, 1 entry brought back, but this is still there:",
        "  The frozen home: 1 file. It belongs to another account.",
        "  The frozen home: 2 files. It came back after it was removed.",
    ]


def test_residue_outside_the_home_only_is_not_clean_either_and_named_last() -> None:
    places = (
        Place("print", "Print jobs", "residue", left=3),
        Place("ipc", "Shared memory", "residue", left=1, why="It is in use."),
        Place("drives", "Drives", "residue", left=1, why="Give it back."),
    )
    assert ended(state="residue", exit_code=1, places=places)[1:] == [
        "Not clean: 1 entry removed, 0 entries brought back, but this is still there:",
        "  Print jobs: 3 left.",
        "  Shared memory: 1 left. It is in use.",
        "  Drives: 1 left.",
    ]


def test_a_home_as_it_was() -> None:
    assert [*frozen_words.differences(Differences(), "patron", paths=True)] == [
        "The home of patron is as it was frozen."
    ]


def test_differences_are_counted_and_listed_when_asked_for() -> None:
    found = Differences(
        extra=(b"z", b"evil\x1b[2J\n\xff"),
        changed=(b"",),
        problems=(problem(b"lo\x07cked", 13),),
    )
    first = "The home of patron differs from its frozen state:"
    last = "lo\\u0007cked could not be looked into: This account is not allowed to change it."
    assert [*frozen_words.differences(found, "patron", paths=False)] == [
        first,
        "  New: 2",
        "  Changed: 1",
        last,
    ]
    assert [*frozen_words.differences(found, "patron", paths=True)] == [
        first,
        "  New: 2",
        "    evil\\u001b[2J\\u000a\\xff",
        "    z",
        "  Changed: 1",
        "    .",
        last,
    ]
    missing = Differences(missing=(b"a",))
    assert [*frozen_words.differences(missing, "patron", paths=False)][1:] == ["  Missing: 1"]


def test_a_freeze_tells_what_every_patron_will_find() -> None:
    assert [*frozen_words.frozen(HEADER)] == [
        "The home of patron is frozen: 2 files, 2.0 kB.",
        "After each session, what differs is mended.",
    ]
    warned = msgspec.structs.replace(HEADER, warnings=("A key.",))
    assert [*frozen_words.frozen(warned)][2:] == [
        "Every patron will find this in it. Remove it and freeze again:",
        "  A key.",
    ]


def test_the_status_of_a_clean_home() -> None:
    assert status(warnings=("A key.",)) == [
        "patron: clean and verified (2026-11-21T10:00:00+00:00)",
        "  Frozen 2026-11-21T09:00:00+00:00: 2 files, 2.0 kB; sessions since then: 3",
        "  After each session, what differs is mended.",
        "  A key.",
    ]


@pytest.mark.parametrize(
    ("condition", "may", "words"),
    [
        ("in use", True, "in use"),
        ("in use", False, "not clean; nobody can sign in"),
        ("ending", False, "being cleaned up; nobody can sign in"),
        ("not clean", False, "not clean; nobody can sign in"),
        ("thawed", True, "thawed; nothing is cleaned up"),
    ],
)
def test_each_condition_has_its_words(condition: str, may: bool, words: str) -> None:
    lines = status(condition=condition, may_sign_in=may, message="The disk is full.")
    assert lines[0].startswith(f"patron: {words} (")
    assert lines[1] == "  The disk is full."
    assert ("baseline freeze --account patron" in lines[2]) is (condition == "thawed")
