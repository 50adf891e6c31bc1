"""What lies on a computer for the staff: polkit's two actions, and no lock that a wipe takes."""

import os
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

import pytest

from privacykit import paths
from privacykit.wipe import plan as plans
from privacykit.wipe import practice, traces
from privacykit.wipe.machine import setup as setups
from privacykit.wipe.machine.system import System
from privacykit.wipe.places import Account, World
from privacykit.wipe.policy import Policy
from tests.unit.computer import lay_out

UID = 61234 if os.geteuid() == 0 else os.geteuid()
GID = 61234 if os.geteuid() == 0 else os.getegid()
ACTIONS = "/usr/share/polkit-1/actions"
PROGRAM = "/opt/privacykit/bin/privacykit"


@pytest.fixture
def system(tmp_path: Path) -> System:
    made = lay_out(tmp_path / "computer", UID, GID)
    os.chown(made.at("/home/patron"), UID, GID)
    return made


def test_where_polkit_answers_its_actions_are_written_and_taken_back(system: System) -> None:
    system.at(ACTIONS).mkdir(parents=True)
    setups.apply(setups.plan(system, "patron"))
    written = system.at(f"{ACTIONS}/org.privacykit.policy")
    assert written.stat().st_mode & 0o777 == 0o644
    assert f"{ACTIONS}/org.privacykit.policy" in setups.undo(system).removed
    assert not written.exists()
    assert system.at(ACTIONS).is_dir()


def test_where_it_does_not_nothing_is(system: System) -> None:
    assert not [file for file in setups.plan(system, "patron").files if "polkit" in file.path]


def actions() -> dict[str, ET.Element]:
    file = paths.resources() / "system" / "org.privacykit.policy"
    tree = ET.parse(file)  # noqa: S314 - our own file
    return {str(action.get("id")): action for action in tree.iter("action")}


def allowed(action: ET.Element) -> dict[str, str]:
    return {one.tag: str(one.text) for one in action.iterfind("defaults/*")}


def starts(action: ET.Element) -> list[str | None]:
    return [one.text for one in action.iterfind("annotate")]


def test_only_the_question_about_the_passphrase_needs_no_password() -> None:
    run, check = actions()["org.privacykit.run"], actions()["org.privacykit.check"]
    assert starts(run) == ["@PROGRAM@", "--progress-lines"]
    assert starts(check) == ["@PROGRAM@", "admin-check"]
    assert set(allowed(run).values()) <= {"auth_admin", "auth_admin_keep", "no"}
    assert allowed(check) == {"allow_any": "no", "allow_inactive": "no", "allow_active": "yes"}


@pytest.mark.parametrize("name", ["org.privacykit.run", "org.privacykit.check"])
def test_each_says_in_both_languages_what_it_is_for(name: str) -> None:
    languages = "{http://www.w3.org/XML/1998/namespace}lang"
    for tag in ("message", "description"):
        found = {one.get(languages): one.text for one in actions()[name].iterfind(tag)}
        assert set(found) == {None, "sv"}
        assert all(found.values())


@pytest.fixture
def account() -> Iterator[Account]:
    made = practice.lay_out()
    yield made
    practice.clear_up(made)


def test_a_wipe_leaves_what_the_kit_keeps_for_the_account(
    account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(account.home))
    for name in ("lock", "audit/latest.json", "audit/answers.json"):
        (paths.state() / name).parent.mkdir(parents=True, exist_ok=True)
        (paths.state() / name).touch()
    plan = plans.make(account, Policy.default(), traces.load(), World(processes=tuple))
    planned = [os.fsdecode(item.path) for item in plan.items]
    assert any("mozilla" in path for path in planned)
    assert not [path for path in planned if ".local/state" in path]
