"""A check-up from start to file: one check that breaks spoils nothing."""

import json
import os
import stat
from datetime import UTC, date, datetime
from pathlib import Path

import msgspec
import pytest

from privacykit import paths
from privacykit.audit import compare, registry, running
from privacykit.audit.answers import Answer
from privacykit.audit.check import Evidence, Finding, Verdict
from privacykit.audit.computer import Computer
from privacykit.audit.registry import Check
from privacykit.audit.running import Audit
from privacykit.errors import CancelledError

NOW = datetime(2026, 11, 21, 10, tzinfo=UTC)
HERE = Computer(root=Path("/nowhere"), now=NOW)


def audit(at: str = "2026-11-21T10:00:00+00:00", **verdicts: Verdict) -> Audit:
    found = tuple(Finding(name, verdict) for name, verdict in verdicts.items())
    return Audit(at, "linux", found)


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have three checks, of which the second breaks."""

    def breaks(_computer: Computer) -> Finding:
        raise ZeroDivisionError("private words")

    def passes(_computer: Computer) -> Finding:
        return registry.passed(Evidence("a", "1"))

    first, second, third, *_rest = registry.all_checks()
    three = Check(first.about, passes), Check(second.about, breaks), Check(third.about, passes)
    monkeypatch.setattr(registry, "all_checks", lambda: three)


@pytest.mark.usefixtures("broken")
def test_a_check_that_breaks_cannot_tell_and_the_others_go_on() -> None:
    found = running.run(HERE).findings
    assert [finding.verdict for finding in found] == ["pass", "cannot tell", "pass"]
    assert [finding.id for finding in found] == ["A1-USB", "A2-KBD", "A3-BOOT"]
    assert "ZeroDivisionError" in found[1].note
    assert "private words" not in found[1].note


@pytest.mark.usefixtures("broken")
def test_how_far_it_is() -> None:
    told: list[tuple[str, int, int]] = []
    running.run(HERE, progress=lambda *step: told.append(step))
    assert [step[1:] for step in told] == [(0, 3), (1, 3), (2, 3)]
    assert told[0][0].endswith("?")


def test_a_person_may_stop_it() -> None:
    with pytest.raises(CancelledError):
        running.run(HERE, cancelled=lambda: True)


def test_a_check_may_be_stopped_from_within(monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(_computer: Computer) -> Finding:
        raise CancelledError

    only = Check(registry.all_checks()[0].about, stopped)
    monkeypatch.setattr(registry, "all_checks", lambda: (only,))
    with pytest.raises(CancelledError):
        running.run(HERE)


def test_only_some_and_when() -> None:
    found = running.run(HERE, ids={"T2-SIGN"})
    assert [finding.id for finding in found.findings] == ["T2-SIGN"]
    assert (found.at, found.system) == ("2026-11-21T10:00:00+00:00", "linux")


def test_what_a_person_told_decides_what_no_machine_can() -> None:
    answers = {"T2-sign": Answer("old", date(2026, 11, 1))}
    computer = Computer(root=Path("/nowhere"), now=NOW, answers=answers)
    (finding,) = running.run(computer, ids={"T2-SIGN"}).findings
    assert finding.verdict == "warn"
    assert finding.evidence == (Evidence("T2-sign", "old"),)


def test_kept_and_the_one_before(tmp_path: Path) -> None:
    folder = tmp_path / "state" / "audit"
    assert running.latest(folder) is running.before(folder) is None
    first, second = audit(A="fail"), audit("2026-11-22T10:00:00+00:00", A="pass")
    running.save(first, folder)
    assert (running.latest(folder), running.before(folder)) == (first, None)
    running.save(second, folder)
    assert (running.latest(folder), running.before(folder)) == (second, first)


def test_new_answers_take_the_place_of_the_same_check_up(tmp_path: Path) -> None:
    folder = tmp_path / "audit"
    first = audit(A="fail")
    answered = audit("2026-11-22T10:00:00+00:00", A="pass")
    for one in (first, audit("2026-11-22T10:00:00+00:00", A="ask"), answered):
        running.save(one, folder)
    assert (running.latest(folder), running.before(folder)) == (answered, first)


def test_roots_results_are_everybodys_to_read_and_an_accounts_are_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paths, "public", lambda: tmp_path / "public")
    before = os.umask(0o077)
    try:
        running.save(audit(A="fail"), tmp_path / "public" / "audit")
        running.save(audit(A="fail"), tmp_path / "state" / "audit")
    finally:
        os.umask(before)
    for path in ("public", "public/audit", f"public/audit/{running.LATEST}"):
        assert (tmp_path / path).stat().st_mode & stat.S_IROTH
    assert (tmp_path / "state").stat().st_mode & 0o777 == stat.S_IRWXU


def test_a_folder_of_anothers_is_not_written(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "audit").symlink_to("real")
    with pytest.raises(OSError, match="audit"):
        running.save(audit(A="fail"), tmp_path / "audit")


_NEVER = '{"at": "%s", "system": "linux", "findings": [], "format": 1}'


@pytest.mark.parametrize(
    "content",
    ["", "{", "[]", '{"format": 2}', "\ud800", _NEVER % "x", _NEVER % "0001-01-01T00:00+14:00"],
)
def test_a_damaged_file_is_none(tmp_path: Path, content: str) -> None:
    (tmp_path / running.LATEST).write_text(content, "utf-8", "surrogatepass")
    assert running.latest(tmp_path) is None
    with pytest.raises((msgspec.DecodeError, UnicodeEncodeError)):
        running.from_json(content)


def test_json_is_read_back() -> None:
    found = audit(A="warn")
    assert running.from_json(found.to_json()) == found
    assert json.loads(found.to_json())["format"] == 1


def test_side_by_side() -> None:
    before = audit(A="fail", B="pass", C="ask", D="warn", E="warn", G="not applicable", H="fail")
    now = audit(A="pass", B="warn", C="pass", D="warn", F="fail", G="pass", H="not applicable")
    changed = compare.changes(before, now)
    assert {change.id: change.kind for change in changed} == {
        "A": "better",
        "B": "worse",
        "C": "changed",
        "F": "new",
        "G": "new",
    }
