"""What an account leaves outside its home: found by owner, removed, and nobody else's touched."""

import os
import shutil
from pathlib import Path

import pytest

from privacykit.errors import CancelledError, UnsafeHomeError
from privacykit.wipe.machine import (
    leftovers,
)
from privacykit.wipe.machine.leftovers import Known
from privacykit.wipe.machine.system import System
from privacykit.wipe.places import Account
from privacykit.wipe.policy import Machine
from privacykit.wipe.problems import problem
from privacykit.wipe.report import Place
from tests.unit import machines
from tests.unit.machines import NAME, UID, needs_root

pytestmark = needs_root
OTHER = 61_235
ALL = Machine(journal=True)
BOOT = "0123456789abcdef" * 2
HOSTILE = [b"-rf", b"a\nb", b"\x1b[2J", b"\xff\xfe", b"*", b"x" * 255, b"..hidden", b" "]
WHERE = {
    "temporary": ["tmp/f", "var/tmp/f", "dev/shm/f", "dev/mqueue/f", "run/lock/f"],
    "runtime": [f"run/user/{UID}/bus"],
    "jobs": [
        f"var/spool/cron/crontabs/{NAME}",
        f"var/spool/cron/{NAME}",
        "var/spool/cron/atjobs/a0000101",
        "var/spool/cron/atspool/a0000101",
        "var/spool/at/a0000101",
        f"var/lib/systemd/linger/{NAME}",
    ],
    "mail": [f"var/mail/{NAME}", f"var/spool/mail/{NAME}"],
    "crashes": [
        f"var/lib/systemd/coredump/core.cat.{UID}.{BOOT}.77.1700000000000000.zst",
        f"var/lib/systemd/coredump/core.a\\x2eb.{UID}.{BOOT}.78.1700000000000000.zst",
        f"var/crash/_usr_bin_cat.{UID}.crash",
    ],
    "journal": [f"var/log/journal/m/user-{UID}.journal", f"var/log/journal/m/user-{UID}@1.journal"],
}
OTHERS = [
    "tmp/theirs",
    "dev/shm/theirs",
    f"run/user/{OTHER}/bus",
    "var/spool/cron/crontabs/reader",
    "var/spool/cron/atjobs/theirs",
    "var/lib/systemd/linger/reader",
    f"var/mail/{NAME}2",
    f"var/lib/systemd/coredump/core.cat.{OTHER}.{BOOT}.{UID}.1700000000000000.zst",
    f"var/lib/systemd/coredump/core.{UID}.{OTHER}.{BOOT}.77.1700000000000000.zst",
    f"var/crash/_opt_{UID}.{OTHER}.crash",
    f"var/crash/planted.{UID}.crash",
    f"var/log/journal/m/user-{OTHER}.journal",
    "var/log/journal/m/system.journal",
]


def put(system: System, path: str, owner: int) -> Path:
    file = system.at(f"/{path}")
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("canary")
    os.chown(file, owner, owner)
    return file


@pytest.fixture
def system(tmp_path: Path) -> System:
    return machines.computer(tmp_path / "root")


@pytest.fixture
def account(system: System) -> Account:
    return system.account(NAME)


def states(places: tuple[Place, ...]) -> dict[str, str]:
    return {place.id: place.state for place in places}


def by_id(places: tuple[Place, ...], name: str) -> Place:
    return next(place for place in places if place.id == name)


def test_every_place_is_cleared_and_nothing_of_others(system: System, account: Account) -> None:
    ours = {kind: [put(system, path, UID) for path in WHERE[kind]] for kind in WHERE}
    theirs = [put(system, path, OTHER) for path in OTHERS]

    seen = leftovers.look(system, account, ALL, Known())
    assert {one.id: one.left for one in seen if one.left} == {k: len(v) for k, v in ours.items()}
    assert all(path.exists() for paths in ours.values() for path in paths)

    done = leftovers.clear(system, account, ALL, Known())
    assert {one.id: one.removed for one in done if one.removed} == {
        kind: len(paths) for kind, paths in ours.items()
    }
    assert not {one.state for one in done} & {"residue"}
    assert not any(path.exists() for paths in ours.values() for path in paths)
    assert all(path.read_text() == "canary" for path in theirs)


def test_a_twin_that_goes_by_name_takes_what_is_anothers(system: System) -> None:
    theirs = put(system, "tmp/theirs", OTHER)
    for entry in theirs.parent.iterdir():
        entry.unlink()
    assert not theirs.exists()


def test_links_lead_nowhere_and_hard_links_keep_their_file(
    system: System, account: Account, tmp_path: Path
) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "kept").write_text("kept")
    folder = system.at("/tmp")
    folder.mkdir()
    (folder / "link").symlink_to(outside)
    os.link(outside / "kept", folder / "hard")
    os.chown(outside / "kept", UID, UID)
    machines.give(folder / "link")
    done = leftovers.clear(system, account, ALL, Known())
    assert by_id(done, "temporary").removed == 2
    assert list(folder.iterdir()) == []
    assert (outside / "kept").read_text() == "kept"


def test_a_twin_that_follows_a_link_empties_what_is_outside(system: System, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "kept").write_text("kept")
    system.at("/tmp").mkdir()
    link = system.at("/tmp/link")
    link.symlink_to(outside)
    shutil.rmtree(link.resolve())
    assert not outside.exists()


def test_hostile_names_go(system: System, account: Account) -> None:
    folder = system.at("/var/tmp")
    folder.mkdir(parents=True)
    for name in HOSTILE:
        path = os.fsencode(folder) + b"/" + name
        os.close(os.open(path, os.O_CREAT))
        os.chown(path, UID, UID)
    assert by_id(leftovers.clear(system, account, ALL, Known()), "temporary").state == "clean"
    assert list(folder.iterdir()) == []


def test_a_folder_of_theirs_in_ours_and_of_ours_in_theirs(system: System, account: Account) -> None:
    mixed = put(system, "tmp/ours/deep/file", UID)
    machines.give(mixed.parent, mixed.parent.parent)
    theirs = put(system, "tmp/theirs/ours", UID)
    os.chown(theirs.parent, OTHER, OTHER)
    done = by_id(leftovers.clear(system, account, ALL, Known()), "temporary")
    assert (done.state, done.removed) == ("clean", 1)
    assert not mixed.parent.parent.exists()
    assert theirs.exists()


def test_what_a_container_of_theirs_left_under_a_lent_number(
    system: System, account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    lent = 3_000_000_000
    monkeypatch.setattr("pwd.getpwuid", {lent + 9: "domain"}.__getitem__)
    system.at("/etc/subuid").write_text(f"{NAME}:{lent}:10\n")
    inside, alone = put(system, "tmp/ours/inside", lent + 7), put(system, "var/tmp/alone", lent)
    machines.give(inside.parent)
    theirs = [put(system, "tmp/theirs", lent + 10), put(system, "tmp/domain", lent + 9)]
    done = by_id(leftovers.clear(system, account, ALL, Known()), "temporary")
    assert (done.state, done.removed) == ("clean", 2)
    assert not inside.parent.exists()
    assert not alone.exists()
    assert all(path.exists() for path in theirs)


@machines.in_own_mounts
def test_what_lies_in_a_folder_that_is_open_to_all(tmp_path: Path) -> None:
    system = machines.computer(tmp_path / "root")
    ours = [put(system, f"tmp/{name}/hidden/note", UID) for name in (".X11-unix", "caf\udce9 \n")]
    machines.give(*(note.parent for note in ours))
    theirs = put(system, "tmp/.X11-unix/X0", OTHER)
    shut = put(system, "var/tmp/shut/note", UID)
    stick = put(system, "tmp/stick/note", UID)
    for name in (".X11-unix", "caf\udce9 \n", "stick"):
        system.at(f"/tmp/{name}").chmod(0o1777)
    machines.mount("--bind", stick.parent, stick.parent)
    system.at("/tmp/link").symlink_to(shut.parent)
    done = by_id(leftovers.clear(system, system.account(NAME), ALL, Known()), "temporary")
    assert (done.state, done.removed) == ("clean", 2)
    assert not any(note.parent.exists() for note in ours)
    assert all(path.exists() for path in (theirs, shut, stick))


@pytest.mark.parametrize("name", ["crontabs", "atjobs", "*", "a[b]"])
def test_an_account_called_like_a_folder_takes_no_folder(system: System, name: str) -> None:
    account = Account(name, UID, UID, Path("/home/x"))
    theirs = [put(system, path, OTHER) for path in OTHERS]
    leftovers.clear(system, account, ALL, Known())
    assert all(path.exists() for path in theirs)


def test_what_the_policy_leaves_is_named_and_stays(system: System, account: Account) -> None:
    kept = [put(system, path, UID) for kind in WHERE for path in WHERE[kind]]
    nothing = Machine(
        printing=False, jobs=False, crashes=False, mail=False, network=False, journal=False
    )
    done = states(leftovers.clear(system, account, nothing, Known()))
    skipped = {kind for kind, state in done.items() if state == "skipped"}
    assert skipped == {kind.id for kind in leftovers.KINDS if kind.choice}
    assert {path.exists() for path in kept[6:]} == {True}


def test_what_this_computer_has_not_is_absent(system: System, account: Account) -> None:
    done = states(leftovers.clear(system, account, ALL, Known()))
    assert {kind for kind, state in done.items() if state == "clean"} == {"trash", "drives"}
    assert set(done.values()) == {"absent", "clean"}


def test_what_cannot_be_removed_is_residue_with_a_reason(system: System, account: Account) -> None:
    theirs = put(system, "tmp/ours/theirs", OTHER)
    machines.give(theirs.parent)
    left = by_id(leftovers.clear(system, account, ALL, Known()), "temporary")
    assert (left.state, left.left, left.why) == ("residue", 1, "It belongs to another account.")
    assert theirs.exists()


class Broken:
    def __init__(self, error: Exception) -> None:
        self.error = error

    def is_there(self) -> bool:
        raise self.error

    def count(self) -> int:
        raise self.error

    def clear(self) -> str:
        raise self.error


@pytest.mark.parametrize(
    ("error", "why"),
    [
        (OSError(5, ""), "The system says: Input/output error"),
        (OSError("odd"), "The system says: Success"),
        (UnsafeHomeError("No way in."), "No way in."),
    ],
)
def test_a_place_that_cannot_be_looked_into_is_residue(
    system: System, account: Account, error: Exception, why: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    kind = leftovers.Kind("odd", lambda: "Odd", lambda _s, _a, _k: Broken(error))
    monkeypatch.setattr(leftovers, "KINDS", (kind,))
    for deed in (leftovers.look, leftovers.clear):
        assert deed(system, account, ALL, Known()) == (Place("odd", "Odd", "residue", 0, 1, why),)


def test_a_folder_in_the_way_is_residue_not_an_end(system: System, account: Account) -> None:
    put(system, "var/log/journal/m/user-x.journal", UID)

    def look(_self: object) -> tuple[object, ...]:
        return (problem(b"m", 18),)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("privacykit.wipe.tree.Tree.problems", property(look))
        left = by_id(leftovers.look(system, account, ALL, Known()), "journal")
    assert (left.state, left.left) == ("residue", 1)
    assert left.why == "Another drive or folder is attached there. It was left alone."


def test_cancelled_between_two_places(system: System, account: Account) -> None:
    answers = iter([False, True])
    ours = put(system, f"run/user/{UID}/bus", UID)
    with pytest.raises(CancelledError):
        leftovers.clear(system, account, ALL, Known(), cancelled=lambda: next(answers))
    assert ours.exists()


def test_cancelled_in_a_place(
    system: System, account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    kind = leftovers.Kind("odd", lambda: "Odd", lambda _s, _a, _k: Broken(CancelledError()))
    monkeypatch.setattr(leftovers, "KINDS", (kind,))
    with pytest.raises(CancelledError):
        leftovers.look(system, account, ALL, Known())


def test_two_clearings_are_told_as_one() -> None:
    before = (Place("a", "A", "residue", 2, 1, "Stuck."), Place("b", "B", "clean"))
    after = (Place("a", "A", "clean", 1), before[1], Place("c", "C", "absent"))
    assert leftovers.joined(before, after) == (
        Place("a", "A", "clean", 3, 0, "Stuck."),
        Place("b", "B", "clean"),
        Place("c", "C", "absent"),
    )
    assert leftovers.joined((), after) == after


NETWORK = [
    "etc/NetworkManager/system-connections/{}.nmconnection",
    "etc/netplan/90-NM-{}.yaml",
]


def test_only_networks_and_devices_that_were_added_go(system: System, account: Account) -> None:
    adapter = "var/lib/bluetooth/AA:AA:AA:AA:AA:AA"
    own = [put(system, path.format("library"), 0) for path in NETWORK]
    own += [put(system, f"{adapter}/11:11:11:11:11:11/info", 0)]
    own += [put(system, f"{adapter}/settings", 0), put(system, "etc/netplan/01-lan.yaml", 0)]
    known = leftovers.remember(system, account)
    assert (len(known.connections), len(known.devices)) == (2, 1)
    new = [put(system, path.format("caf\udce9 \n"), 0) for path in NETWORK]
    new += [put(system, f"{adapter}/22:22:22:22:22:22/info", 0)]
    done = leftovers.clear(system, account, ALL, known)
    assert by_id(done, "connections").removed == 2
    assert by_id(done, "bluetooth").removed == 1
    assert not any(path.exists() for path in new)
    assert all(path.exists() for path in own)
