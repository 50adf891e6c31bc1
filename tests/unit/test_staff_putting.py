"""A policy is put in force whole, with the rights of the old one, or the old one stays."""

import os
import stat
import threading
from pathlib import Path

import pytest

from privacykit.errors import AgainError, PolicyError, SetupError
from privacykit.staff import putting
from privacykit.staff.rules import Rules, fingerprint
from privacykit.wipe import policy as policies
from privacykit.wipe.machine.system import System

KNOWN = {"firefox"}
OLD, NEW = "# old\nformat = 1\n", "# new\nformat = 1\r\n[undo]\r\nminutes = 5\r\n"


@pytest.fixture
def system(tmp_path: Path) -> System:
    return System(tmp_path / "computer")


@pytest.fixture
def file(system: System) -> Path:
    system.policy_file.parent.mkdir(parents=True)
    system.policy_file.write_text(OLD)
    system.policy_file.chmod(0o640)
    return system.policy_file


def around(file: Path) -> list[str]:
    return sorted(path.name for path in file.parent.iterdir())


def test_the_new_text_is_there_byte_for_byte_with_the_old_rights(
    system: System, file: Path
) -> None:
    os.chown(file, -1, 4)
    putting.put(system, NEW, KNOWN, fingerprint(OLD))
    assert file.read_bytes() == NEW.encode()
    info = file.stat()
    assert (stat.S_IMODE(info.st_mode), info.st_uid, info.st_gid) == (0o640, os.geteuid(), 4)
    assert around(file) == ["policy.toml"]


def test_a_first_policy_may_be_read_by_everybody_and_changed_by_root(system: System) -> None:
    system.root.mkdir()
    putting.put(system, NEW, KNOWN, fingerprint(""))
    assert stat.S_IMODE(system.policy_file.stat().st_mode) == 0o644
    assert policies.load(system.policy_file, {0, os.geteuid()}).undo.minutes == 5


def test_rights_with_which_the_engine_would_refuse_it_are_taken_away(
    system: System, file: Path
) -> None:
    file.chmod(0o666)
    putting.put(system, NEW, KNOWN)
    assert stat.S_IMODE(file.stat().st_mode) == 0o644
    assert policies.load(file, {0, os.geteuid()}).undo.minutes == 5


@pytest.mark.parametrize(
    "text",
    ["", "format = 1\nodd = 1\n", 'format = 1\naccounts = ["root"]\n', "[" * 99, "format = 1\n\0"],
)
def test_what_the_engine_refuses_is_refused_and_nothing_changes(
    system: System, file: Path, text: str
) -> None:
    with pytest.raises(PolicyError):
        putting.put(system, text, KNOWN)
    assert file.read_text() == OLD
    assert around(file) == ["policy.toml"]


@pytest.mark.parametrize("was", [fingerprint(""), fingerprint(NEW)])
def test_who_was_slower_overwrites_nothing(system: System, file: Path, was: str) -> None:
    with pytest.raises(PolicyError, match="changed these rules meanwhile"):
        putting.put(system, NEW, KNOWN, was)
    assert file.read_text() == OLD


def test_of_two_at_once_one_is_told_that_it_was_slower(
    system: System, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    present, refused = putting._present, list[PolicyError]()

    def second() -> None:
        try:
            putting.put(system, f"{OLD}# slower\n", KNOWN, fingerprint(OLD))
        except PolicyError as error:
            refused.append(error)

    thread = threading.Thread(target=second)

    def meanwhile(system: System) -> str:
        monkeypatch.setattr(putting, "_present", present)
        found = present(system)
        thread.start()
        thread.join(0.1)
        return found

    monkeypatch.setattr(putting, "_present", meanwhile)
    putting.put(system, NEW, KNOWN, fingerprint(OLD))
    thread.join()
    assert len(refused) == 1
    assert file.read_bytes() == NEW.encode()


def test_a_link_is_not_replaced_by_a_file(system: System, file: Path, tmp_path: Path) -> None:
    there = tmp_path / "managed.toml"
    file.rename(there)
    file.symlink_to(there)
    with pytest.raises(PolicyError, match=r"It is a link to .*managed\.toml"):
        putting.put(system, NEW, KNOWN)
    assert file.is_symlink()
    assert there.read_text() == OLD


@pytest.mark.parametrize(("reason", "error"), [(28, AgainError), (30, SetupError)])
def test_a_disk_that_refuses_leaves_the_old_policy(
    system: System,
    file: Path,
    monkeypatch: pytest.MonkeyPatch,
    reason: int,
    error: type[Exception],
) -> None:
    """28: no room left; 30: read-only file system."""

    def refuse(_file: int) -> None:
        raise OSError(reason, os.strerror(reason))

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(error, match="Everything is as it was"):
        putting.put(system, NEW, KNOWN)
    assert file.read_text() == OLD
    assert around(file) == ["policy.toml"]


def naive_put(file: Path, text: str) -> None:
    """Write over the old policy, as an editor's script might."""
    with file.open("w") as target:
        target.write(text)
        target.flush()
        os.fsync(target.fileno())


def test_a_naive_write_loses_the_old_policy_on_the_same_disk(
    system: System, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_file: int) -> None:
        raise OSError(28, "full")

    with monkeypatch.context() as disk:
        disk.setattr(os, "fsync", refuse)
        with pytest.raises(OSError, match="full"):
            naive_put(file, NEW)
        assert file.read_text() != OLD
        file.write_text(OLD)
        with pytest.raises(AgainError):
            putting.put(system, NEW, KNOWN)
    assert file.read_text() == OLD


def test_rules_can_be_opened_changed_and_saved_for_real(system: System, file: Path) -> None:
    trusted = {0, os.geteuid()}
    rules = Rules.open(file, trusted, KNOWN)
    rules.set(("undo", "minutes"), 5)
    rules.save(lambda text, was: putting.put(system, text, KNOWN, was))
    assert file.read_text() == "# old\nformat = 1\n\n[undo]\nminutes = 5\n"
    again = Rules.open(file, trusted, KNOWN)
    assert again.value(("undo", "minutes")) == 5
