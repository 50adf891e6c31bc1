"""An account that can become root, or whose home is not its own alone, is never frozen."""

import os
from dataclasses import replace
from pathlib import Path

import pytest

from privacykit.errors import UnsafeHomeError
from privacykit.wipe.machine.refuse import check_frozen
from privacykit.wipe.machine.system import System
from privacykit.wipe.places import Account
from tests.unit.computer import lay_out

UID = 61234 if os.geteuid() == 0 else os.geteuid()
GID = 61234 if os.geteuid() == 0 else os.getegid()
needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="a second account needs root")


@pytest.fixture
def system(tmp_path: Path) -> System:
    made = lay_out(tmp_path / "computer", UID, GID)
    os.chown(made.at("/home/patron"), UID, GID)
    return made


@pytest.fixture
def patron(system: System) -> Account:
    return system.account("patron")


def add(system: System, path: str, text: str) -> None:
    where = system.at(path)
    where.parent.mkdir(exist_ok=True)
    where.write_text((where.read_text() if where.exists() else "") + text)


def refused(system: System, account: Account, words: str) -> None:
    with pytest.raises(UnsafeHomeError) as caught:
        check_frozen(system, account)
    assert words in str(caught.value)
    assert str(caught.value).endswith(".")
    assert caught.value.exit_code == 78


def test_a_patrons_account_may_be_frozen(system: System, patron: Account) -> None:
    check_frozen(system, patron)


def test_it_may_be_without_sudo_on_the_computer(system: System, patron: Account) -> None:
    system.at("/etc/sudoers").unlink()
    check_frozen(system, patron)


@pytest.mark.parametrize("uid", [0, 1, 999])
def test_no_account_of_the_system(system: System, patron: Account, uid: int) -> None:
    refused(system, replace(patron, uid=uid), "account of the system")


@pytest.mark.parametrize("group", ["sudo", "wheel", "adm", "docker", "disk", "lxd", "shadow"])
def test_no_member_of_a_powerful_group(system: System, patron: Account, group: str) -> None:
    add(system, "/etc/group", f"{group}:x:99:boss,patron\n")
    refused(system, patron, f"group {group}")


def test_no_account_whose_first_group_is_powerful(system: System, patron: Account) -> None:
    refused(system, replace(patron, gid=27), "group sudo")


@pytest.mark.parametrize(
    "rule",
    [
        "patron ALL=(ALL) NOPASSWD: ALL",
        "boss, patron ALL = /bin/true",
        "ALL ALL=(ALL) ALL",
        f"#{UID} ALL=(ALL) ALL",
        "%patron ALL=(ALL) ALL",
        f"%#{GID} ALL=ALL",
        '"patron" ALL=ALL',
        "boss,\\\n patron ALL=ALL",
        "User_Alias STAFF = boss, patron",
    ],
)
@pytest.mark.parametrize("file", ["/etc/sudoers", "/etc/sudoers.d/library"])
def test_nobody_whom_sudo_knows(system: System, patron: Account, rule: str, file: str) -> None:
    add(system, file, f"{rule}\n")
    refused(system, patron, "sudoers")


@pytest.mark.parametrize(
    "rule",
    [
        "# patron ALL=ALL",
        "boss patron=(ALL) ALL",
        "boss ALL=(patron) ALL",
        "Defaults:patron lecture",
    ],
)
def test_a_name_elsewhere_in_sudoers_is_no_power(
    system: System, patron: Account, rule: str
) -> None:
    add(system, "/etc/sudoers", f"{rule}\n")
    add(system, "/etc/sudoers.d/old.bak", "patron ALL=(ALL) ALL\n")
    check_frozen(system, patron)


def test_nobody_with_a_twin(system: System, patron: Account) -> None:
    add(system, "/etc/passwd", f"broken line\ntwin:x:{UID}:5::/home/twin:/bin/sh\n")
    refused(system, patron, "shares its number")


@pytest.mark.parametrize("home", ["/home/patron", "/home/patron/in", "/home/patron/.."])
def test_no_home_in_or_around_another(system: System, patron: Account, home: str) -> None:
    add(system, "/etc/passwd", f"other:x:5000:5000::{home}:/bin/sh\n")
    refused(system, patron, "lie in one another")


def test_homes_that_are_the_systems_count_for_nothing(system: System, patron: Account) -> None:
    add(system, "/etc/passwd", "odd:x:5000:5000::nowhere:/bin/sh\na:x:5001:1::/home:/bin/sh\n")
    check_frozen(system, patron)


@pytest.mark.parametrize("home", ["/", "/home", "/root", "/etc/x", "/usr/share/x", "/home/../etc"])
def test_no_folder_of_the_system(system: System, patron: Account, home: str) -> None:
    refused(system, replace(patron, home=system.at(home)), "not wiped")


def test_no_home_outside_the_computer(system: System, patron: Account) -> None:
    refused(system, replace(patron, home=system.root.parent / "elsewhere"), "not wiped")
    refused(system, replace(patron, home=Path("relative")), "not wiped")


def test_no_link_for_a_home(system: System, patron: Account) -> None:
    system.at("/home/patron").rename(system.at("/home/real"))
    system.at("/home/patron").symlink_to("real")
    refused(system, patron, "link")


def test_no_link_above_a_home(system: System, patron: Account) -> None:
    system.at("/home").rename(system.at("/homes"))
    system.at("/home").symlink_to("homes")
    refused(system, patron, "link")


def test_no_home_that_others_may_change(system: System, patron: Account) -> None:
    system.at("/home/patron").chmod(0o757)
    refused(system, patron, "chmod go-w")


def test_no_home_in_a_folder_that_others_may_change(system: System, patron: Account) -> None:
    system.at("/home").chmod(0o1777)
    refused(system, patron, "Others may change")


@needs_root
def test_no_home_in_the_patrons_own_folder(system: System, patron: Account) -> None:
    os.chown(system.at("/home"), UID, GID)
    refused(system, patron, "Others may change")


@needs_root
def test_no_home_of_someone_else(system: System, patron: Account) -> None:
    os.chown(system.at("/home/patron"), UID + 1, GID)
    refused(system, patron, "another account")


def test_a_group_that_may_write_is_the_accounts_own(system: System, patron: Account) -> None:
    system.at("/home/patron").chmod(0o770)
    check_frozen(system, patron)
    add(system, "/etc/group", f"again:x:{GID}:friend\n")
    refused(system, patron, "chmod g-w")
