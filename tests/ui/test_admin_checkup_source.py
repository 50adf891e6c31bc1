"""What the check-up page works on: a computer laid out in a folder, its results and answers."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest

from privacykit.audit import running
from privacykit.audit.check import Evidence, Finding
from privacykit.audit.running import Audit
from privacykit.errors import AuditError, CancelledError
from privacykit.staff import deeds
from privacykit.staff.rights import Answer
from privacykit.ui.admin import access
from privacykit.ui.admin import checkup_merge as merge
from privacykit.ui.admin.checkup_source import OfThisComputer
from privacykit.wipe.progress import never, silent
from tests.ui import checkups
from tests.ui.checkups import TODAY

KEEPS = "PreserveJobFiles Yes\nPreserveJobHistory Yes\n"
FORGETS = "PreserveJobFiles No\nPreserveJobHistory No\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "computer"
    (folder / "etc/cups").mkdir(parents=True)
    (folder / "etc/passwd").touch()
    (folder / "usr/sbin").mkdir(parents=True)
    (folder / "usr/sbin/cupsd").touch()
    (folder / "etc/cups/cupsd.conf").write_text(KEEPS)
    return folder


@pytest.fixture
def source(tmp_path: Path, root: Path) -> OfThisComputer:
    return made(tmp_path)


def made(folder: Path) -> OfThisComputer:
    return OfThisComputer(access.made_up(folder), lambda: TODAY)


def verdict(audit: Audit, check: str) -> str:
    return next(finding.verdict for finding in audit.findings if finding.id == check)


def look(source: OfThisComputer) -> Audit:
    return source.look((), progress=silent, cancelled=never).audit


def test_a_check_up_is_kept_and_compared_with_the_next(
    source: OfThisComputer, root: Path, tmp_path: Path
) -> None:
    assert source.latest() is None
    first = look(source)
    assert verdict(first, "B9-PRINT") == "fail"
    (root / "etc/cups/cupsd.conf").write_text(FORGETS)
    second = source.look((), progress=silent, cancelled=never)
    assert second.problem == ""
    change = next(one for one in second.changes if one.id == "B9-PRINT")
    assert (change.before, change.now, change.kind) == ("fail", "pass", "better")
    kept = made(tmp_path).latest()
    assert kept is not None
    assert kept.audit == second.audit


def test_it_tells_how_far_it_is_and_stops(source: OfThisComputer) -> None:
    told: list[tuple[int, int]] = []
    source.look((), progress=lambda _what, done, total: told.append((done, total)), cancelled=never)
    assert told[0] == (0, told[0][1])
    assert len(told) == told[0][1] > 30
    with pytest.raises(CancelledError):
        source.look((), progress=silent, cancelled=lambda: True)


def test_what_root_has_found_is_shown_if_it_is_newer(
    source: OfThisComputer, tmp_path: Path
) -> None:
    own = look(source)
    public = tmp_path / "computer/var/lib/privacykit-public/audit"
    public.parent.mkdir(parents=True)
    later = Audit("2999-01-01T00:00:00+00:00", "linux", (Finding("B9-PRINT", "pass"),))
    running.save(later, public)
    seen = source.latest()
    assert seen is not None
    assert seen.audit == later
    running.save(Audit("1999-01-01T00:00:00+00:00", "linux", ()), public)
    seen = source.latest()
    assert seen is not None
    assert seen.audit == own


def test_answers_are_kept_with_their_day_and_judged(source: OfThisComputer, tmp_path: Path) -> None:
    source.look((), progress=silent, cancelled=never)
    seen = source.latest()
    assert seen is not None
    assert verdict(seen.audit, "A7-POS") == "ask"
    for question in source.questions({"A7-POS"}):
        source.answer(question.id, "yes")
    assert {answer.on for answer in made(tmp_path).answers().values()} == {date(2026, 11, 21)}
    assert source.waiting({"A7-POS"}) == ()
    assert len(source.waiting({"A7-POS", "T2-SIGN"})) == 1
    judged = source.look_after({"A7-POS"}, seen, progress=silent, cancelled=never)
    assert verdict(judged.audit, "A7-POS") == "fail"
    same = [finding for finding in judged.audit.findings if finding.id != "A7-POS"]
    assert same == [finding for finding in seen.audit.findings if finding.id != "A7-POS"]
    kept = source.latest()
    assert kept is not None
    assert kept.audit == judged.audit


def test_a_look_that_stays_offline_keeps_what_was_seen_online_with_its_day(
    source: OfThisComputer, tmp_path: Path
) -> None:
    folder = tmp_path / "staff/audit"
    assert source.latest() is None
    look(source)
    online = Finding("C1-HTTPS", "fail", (Evidence("scheme", "http"),))
    unknown = Finding("C2-THIRD", "not applicable")
    running.save(Audit("2026-08-01T10:00:00+00:00", "linux", (online, unknown)), folder)
    for _time in range(2):
        found = {finding.id: finding for finding in look(source).findings}
        assert found["C1-HTTPS"].verdict == "fail"
        assert found["C1-HTTPS"].evidence[1:] == (Evidence("last looked at", "2026-08-01"),)
        assert found["C2-THIRD"].verdict == "not applicable"
        assert found["C2-THIRD"].evidence == ()


def test_what_cannot_be_kept_is_told_and_shown_all_the_same(
    source: OfThisComputer, tmp_path: Path
) -> None:
    (tmp_path / "staff/audit").write_text("in the way")
    seen = source.look((), progress=silent, cancelled=never)
    assert verdict(seen.audit, "B9-PRINT") == "fail"
    assert "could not be kept in" in seen.problem
    with pytest.raises(AuditError, match="could not be kept"):
        source.answer("A7-facing", "yes")


def test_only_addresses_of_web_pages_are_taken(source: OfThisComputer) -> None:
    assert source.refused(["https://library.example", "catalogue.library.example"]) == ""
    assert "file:///etc/passwd" in source.refused(["https://library.example", "file:///etc/passwd"])


def test_the_letter_speaks_the_language_asked_for(source: OfThisComputer) -> None:
    source.look((), progress=silent, cancelled=never)
    seen = source.latest()
    assert seen is not None
    assert source.letter(seen, "en").startswith("Hello,")


def rights(answer: Answer, asked: list[tuple[str, ...]]) -> Any:
    def ask(args: Sequence[str], **_how: object) -> Answer:
        deeds.check(args)
        asked.append(tuple(args))
        return answer

    return ask


def test_an_administrator_may_have_the_rest_looked_at(tmp_path: Path) -> None:
    asked: list[tuple[str, ...]] = []
    told = Audit("2026-11-21T10:00:00+00:00", "linux", (Finding("L1-JOURNAL", "warn"),))
    report = json.loads(told.to_json())
    admin = replace(access.made_up(tmp_path), rights=rights(Answer(1, report, ""), asked))
    source = OfThisComputer(admin, lambda: TODAY)
    before = checkups.seen(Finding("L1-JOURNAL", "cannot tell"), Finding("B9-PRINT", "pass"))
    seen = source.look_as_root(before, progress=silent, cancelled=never)
    assert asked == [("audit", "--json", "--no-save", "--only", "L1-JOURNAL")]
    assert [finding.verdict for finding in seen.audit.findings] == ["warn", "pass"]
    assert source.latest() == seen


def test_who_is_refused_is_told_why(tmp_path: Path) -> None:
    refusal = Answer(-1, None, "No administrator agreed, so nothing was done.")
    admin = replace(access.made_up(tmp_path), rights=rights(refusal, []))
    source = OfThisComputer(admin, lambda: TODAY)
    with pytest.raises(AuditError, match="No administrator agreed"):
        source.look_as_root(checkups.seen(), progress=silent, cancelled=never)


def test_what_an_administrator_saw_stays_with_its_day(
    source: OfThisComputer, tmp_path: Path
) -> None:
    first = look(source)
    hidden = next(one.id for one in first.findings if one.verdict == "cannot tell")
    seen = merge.replaced(first, [Finding(hidden, "fail", (Evidence("setting", "on"),))])
    running.save(
        msgspec.structs.replace(seen, at="2026-08-01T10:00:00+00:00"), tmp_path / "staff/audit"
    )
    again = {finding.id: finding for finding in look(source).findings}[hidden]
    assert again.verdict == "fail"
    assert again.evidence[-1] == Evidence("last looked at", "2026-08-01")
