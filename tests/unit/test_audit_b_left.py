"""B7: what is left in a home, in counts and ages."""

from pathlib import Path

import pytest

from privacykit.audit.b_left import b7_left_over
from privacykit.audit.check import Verdict
from privacykit.wipe.tree import Problem, Tree
from tests.unit.laid_out import LATER, evidence, frozen, lay_out, linux, windows


def _home(root: Path, files: dict[str, str]) -> Path:
    home = root / "home"
    home.mkdir()
    lay_out(home, files)
    return home


_LEFT = {
    "Downloads/mark.pdf": "x",
    ".mozilla/firefox/mark.default/places.sqlite": "x",
    ".config/dconf/user": "x",
    ".bash_history": "x",
}


def test_an_empty_home_passes(tmp_path: Path) -> None:
    home = _home(tmp_path, {".bashrc": ""})
    assert b7_left_over(linux(tmp_path, home=home)).verdict == "pass"


def test_what_is_left_is_counted_by_group_and_never_named(tmp_path: Path) -> None:
    home = _home(tmp_path, _LEFT)
    (home / "Downloads/link").symlink_to("/etc")
    today = b7_left_over(linux(tmp_path, home=home))
    assert today.verdict == "warn"
    assert evidence(today)["oldest, days"] == "0"
    later = b7_left_over(linux(tmp_path, home=home, now=LATER))
    assert later.verdict == "fail"
    assert int(evidence(later)["oldest, days"]) >= 99
    assert int(evidence(later)["files: files"]) >= 2
    assert "settings: files" not in evidence(later)
    assert "mark" not in repr(later)


def test_what_the_policy_keeps_is_not_left_over(tmp_path: Path) -> None:
    home = _home(tmp_path, {"Documents/Forms/permit.odt": "x"})
    policy = 'format = 1\n[[keep]]\npath = "Documents/Forms"\nwhy = "forms"\n'
    computer = linux(tmp_path, {"/etc/privacykit/policy.toml": policy}, home=home, now=LATER)
    assert b7_left_over(computer).verdict == "pass"


def test_a_frozen_home_is_known_from_its_condition(tmp_path: Path) -> None:
    def judged(condition: str, left: int = 0) -> Verdict:
        return b7_left_over(linux(tmp_path, frozen(condition, left=left))).verdict

    assert judged("clean") == "pass"
    assert judged("not clean", left=3) == "fail"
    assert judged("in use") == "cannot tell"


def test_a_home_that_may_not_be_read_whole_is_not_judged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = _home(tmp_path, _LEFT)
    shut = Problem(b"Downloads", 13, "shut")
    monkeypatch.setattr(Tree, "problems", (shut,))
    finding = b7_left_over(linux(tmp_path, home=home))
    assert finding.verdict == "cannot tell"
    assert finding.note


def test_a_home_that_is_not_there_cannot_be_judged(tmp_path: Path) -> None:
    finding = b7_left_over(linux(tmp_path, home=tmp_path / "gone"))
    assert finding.verdict == "cannot tell"


def test_a_home_that_nobody_named_cannot_be_judged(tmp_path: Path) -> None:
    assert b7_left_over(linux(tmp_path)).verdict == "cannot tell"
    assert b7_left_over(windows(tmp_path, {})).verdict == "cannot tell"
