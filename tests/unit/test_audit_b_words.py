"""What the checks of the computer tell to write is what they then accept."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from privacykit.audit import registry
from privacykit.audit.check import About
from privacykit.audit.registry import Check
from tests.unit.laid_out import CHROMIUM, FIREFOX, chromium, firefox, frozen, linux, windows

_LINE = re.compile(r"(/etc/\S+\.json): (\{.*\})$", re.MULTILINE)
_OURS = [one for one in registry.all_checks() if one.about.id.startswith("B")]


def _told(about: About) -> dict[str, str]:
    """Return the files that the mend tells to write."""
    return dict(_LINE.findall(about.mend()))


def _flat(text: str) -> set[str]:
    """Return the names of all policies in a JSON text."""
    said = json.loads(text)
    return {*said.get("policies", said), "ExtensionSettings", "ClearBrowsingDataOnExitList"}


_BY_POLICY = [one for one in _OURS if _told(one.about)]


def test_all_sixteen_checks_are_there() -> None:
    assert [one.about.id.split("-")[0] for one in _OURS] == [f"B{n}" for n in range(1, 17)]


@pytest.mark.parametrize("one", _BY_POLICY, ids=lambda one: one.about.id)
def test_who_writes_what_the_mend_tells_passes(tmp_path: Path, one: Check) -> None:
    files = _told(one.about)
    there = FIREFOX if "firefox" in "".join(files) else {}
    there = there | (CHROMIUM if "chromium" in "".join(files) else {})
    for text in files.values():
        assert isinstance(json.loads(text), dict)
    before = one.look(linux(tmp_path / "before", there))
    assert before.verdict in {"fail", "warn"} or one.about.id == "B15-PRIV"
    assert one.look(linux(tmp_path / "after", there | files)).verdict == "pass"


def test_printing_is_mended_by_the_words_of_its_mend(tmp_path: Path) -> None:
    (printing,) = (one for one in _OURS if one.about.id == "B9-PRINT")
    file, lines = re.findall(r"(/etc/\S+): ([^.]*)\.", printing.about.mend())[0]
    computer = linux(tmp_path, {file: lines.replace("; ", "\n")})
    assert printing.look(computer).verdict == "pass"


_NAMES = sorted(
    {name for one in _BY_POLICY for text in _told(one.about).values() for name in _flat(text)}
)
_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda below: st.lists(below) | st.dictionaries(st.sampled_from(_NAMES) | st.text(), below),
    max_leaves=6,
)


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@example({"ClearBrowsingDataOnExitList": [[]]})
@example({"ExtensionSettings": {"x": {"installation_mode": []}}})
@given(st.dictionaries(st.sampled_from(_NAMES), _JSON))
def test_policies_of_any_shape_get_a_verdict(tmp_path: Path, policies: dict[str, object]) -> None:
    computer = linux(tmp_path, firefox(policies) | chromium(policies))
    for one in _BY_POLICY:
        assert one.look(computer).verdict in {"pass", "warn", "fail"}


def _words(about: About) -> Iterator[str]:
    yield from (about.question(), about.means(), about.mend(), about.letter())


@pytest.mark.parametrize("one", _OURS, ids=lambda one: one.about.id)
def test_every_check_has_its_words(one: Check) -> None:
    assert all(_words(one.about))
    assert one.about.question().endswith("?")
    assert one.about.letter().startswith("Please ")
    assert one.about.part == "computer"


@pytest.mark.parametrize("one", _OURS, ids=lambda one: one.about.id)
def test_a_computer_of_which_nothing_is_known_gets_a_verdict(tmp_path: Path, one: Check) -> None:
    for computer in (linux(tmp_path), windows(tmp_path, {})):
        finding = one.look(computer)
        assert finding.evidence or finding.note or finding.verdict == "ask"


@pytest.mark.parametrize("one", _OURS, ids=lambda one: one.about.id)
def test_nothing_of_a_session_gets_into_a_finding(tmp_path: Path, one: Check) -> None:
    mark = "xmarkx"
    home = tmp_path / "home"
    (home / "Downloads").mkdir(parents=True)
    (home / "Downloads" / f"{mark}.pdf").write_text(mark)
    (home / ".bash_history").write_text(mark)
    files = frozen(account=mark) | {
        "/etc/firefox/policies/policies.json": json.dumps(
            {"policies": {"Homepage": {"URL": f"https://library.example/{mark}?{mark}"}}}
        ),
        f"/var/spool/cups/d00001-001.{mark}": mark,
        "/etc/cups/cupsd.conf": f"ServerAdmin {mark}\n",
        "/proc/self/mounts": f"tmpfs /home/{mark} tmpfs rw 0 0",
    }
    assert mark not in repr(one.look(linux(tmp_path / "root", files, home=home, account="x")))
    computer = linux(tmp_path / "root", home=home, account=mark)
    assert mark not in repr(one.look(computer))
