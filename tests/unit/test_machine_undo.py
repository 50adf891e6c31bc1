"""What the end of a session removed: sealed, brought back by staff, gone after its time."""

import errno
import functools
import os
import tarfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Never, cast

import pytest

from privacykit.errors import AgainError, BaselineError, CancelledError, RightsError, UndoError
from privacykit.wipe import residue
from privacykit.wipe.finding import Measure
from privacykit.wipe.machine import landing, memory_key, removed, sessions, undo
from privacykit.wipe.machine.memory_key import Keyring
from privacykit.wipe.machine.packing import Thing
from privacykit.wipe.machine.quarantine import Taken
from privacykit.wipe.machine.returning import Return
from privacykit.wipe.places import World
from tests.real import disks
from tests.unit import machines
from tests.unit.deeds import every_way
from tests.unit.keeping import KEY, MARK, NOW, holds, own_keyring, session
from tests.unit.machines import HERE, NAME, Patron, in_own_mounts, needs_root

pytestmark = needs_root
HALF_AN_HOUR = 1800


@pytest.fixture
def keyring() -> Iterator[Keyring]:
    with own_keyring() as made:
        yield made


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    made = tmp_path / "vault"
    made.mkdir(mode=0o700)
    return made


@contextmanager
def library(folder: Path, way: str = "in-place", minutes: int = 30) -> Iterator[Patron]:
    """Give a frozen home whose sessions are kept, with the real keyring of root."""
    one = machines.patron(folder, way)
    machines.write_policy(one.system, f'[baseline]\nway = "{way}"\n[undo]\nminutes = {minutes}\n')
    one.freeze()
    try:
        yield one
    finally:
        undo.forget(one.system, NAME)


def work(one: Patron) -> None:
    """Do in one session what a patron might want back."""
    one.begin()
    (one.home / "Downloads").mkdir()
    (one.home / "Downloads/thesis.txt").write_text(f"{MARK}\n" * 300)
    (one.home / ".bashrc").write_text("edited")
    (one.home / "Documents/new").symlink_to("/etc/passwd")
    one.sign_out()


def sealed(vault: Path) -> list[Path]:
    return list((vault / "undo").iterdir())


def keep(things: Sequence[Thing], vault: Path, keyring: Keyring, seconds: int = 60) -> undo.Outcome:
    return undo.keep(things, vault, seconds=seconds, now=NOW, keyring=keyring)


@every_way
@in_own_mounts
def test_what_a_session_left_comes_back(tmp_path: Path, way: str) -> None:
    with library(tmp_path, way) as one:
        work(one)
        report = one.end()
        assert report.is_clean
        assert report.undo_until == "2026-11-21T09:30:00+00:00"
        assert not residue.search([one.home, one.vault], [MARK])
        done = undo.undo(one.system, NAME, tmp_path / "back")
        assert done == Measure(files=3, size=len(MARK) * 300 + 300 + 6)
        assert (tmp_path / "back/Downloads/thesis.txt").read_text() == f"{MARK}\n" * 300
        assert (tmp_path / "back/.bashrc").read_text() == "edited"
        assert (tmp_path / "back/Documents/new").readlink() == Path("/etc/passwd")
        assert sealed(one.vault) == []
        with pytest.raises(UndoError, match="Nothing is kept"):
            undo.kept(one.system, NAME)


@in_own_mounts
def test_a_snapshot_gives_back_only_what_the_session_changed(tmp_path: Path) -> None:
    with library(tmp_path, "btrfs") as one:
        one.begin()
        (one.home / "Documents").rename(one.home / "papers")
        (one.home / "Documents").write_text("a file now")
        (one.home / ".config").chmod(0o777)
        one.end()
        undo.undo(one.system, NAME, tmp_path / "back")
    found = {str(path.relative_to(tmp_path / "back")) for path in (tmp_path / "back").rglob("*")}
    assert found == {"Documents", "papers", "papers/link", "papers/welcome.txt"}


def test_the_policy_decides_whether_anything_is_kept(tmp_path: Path) -> None:
    with library(tmp_path, minutes=0) as one:
        work(one)
        assert one.end().undo_until == ""
        assert not (one.vault / "undo").exists()
        with pytest.raises(UndoError, match="policy"):
            undo.undo(one.system, NAME, tmp_path / "back")
        assert not (tmp_path / "back").exists()


def test_a_session_that_left_nothing_keeps_nothing(tmp_path: Path) -> None:
    with library(tmp_path) as one:
        one.begin()
        report = one.end()
        assert (report.undo_until, report.alarms) == ("", ())


def test_each_session_is_kept_on_its_own(tmp_path: Path) -> None:
    with library(tmp_path) as one:
        for name in ("first", "second"):
            one.begin()
            (one.home / name).touch()
            later = functools.partial(NOW.replace, minute=len(name))
            sessions.end(one.system, NAME, World((), HERE.processes, later))
        found = undo.kept(one.system, NAME)
        assert [each.header.ended[14:16] for each in found] == ["06", "05"]
        with pytest.raises(UndoError, match="number"):
            undo.undo(one.system, NAME, tmp_path / "back", number=3)
        undo.undo(one.system, NAME, tmp_path / "back", number=2)
        assert (tmp_path / "back/first").exists()
        assert len(undo.kept(one.system, NAME)) == 1


@pytest.mark.parametrize("deed", ["begin", "end", "finish", "sweep"])
def test_after_its_time_the_next_session_deletes_it(tmp_path: Path, deed: str) -> None:
    with library(tmp_path) as one:
        work(one)
        one.end()
        (file,) = sealed(one.vault)
        undo.ROOTS.forget(f"privacykit:undo:{file.name}")  # as its time, or a switch-off, does
        with pytest.raises(UndoError, match="The time is over"):
            undo.undo(one.system, NAME, tmp_path / "back")
        deeds: dict[str, Callable[[], object]] = {
            "begin": one.begin,
            "end": one.end,
            "finish": lambda: sessions.finish(one.system, HERE),
            "sweep": lambda: sessions.sweep(one.system),
        }
        deeds[deed]()
        assert sealed(one.vault) == []


def test_within_its_time_the_next_session_leaves_it(tmp_path: Path) -> None:
    with library(tmp_path) as one:
        work(one)
        one.end()
        one.begin()
        one.end()
        sessions.sweep(one.system)
        assert len(sealed(one.vault)) == 1


def test_forgotten_nobody_opens_it(tmp_path: Path) -> None:
    with library(tmp_path) as one:
        work(one)
        one.end()
        (file,) = sealed(one.vault)
        undo.forget(one.system, NAME)
        assert not file.exists()
        assert undo.ROOTS.get(f"privacykit:undo:{file.name}") is None


def test_what_had_to_be_deleted_at_once_is_an_alarm(tmp_path: Path) -> None:
    @in_own_mounts
    def run() -> None:
        one = machines.patron(tmp_path)
        disks.memory(one.home)  # a home on a disk of its own has no vault there
        machines.lay_home(one.home)
        machines.write_policy(one.system, '[baseline]\nway = "in-place"\n[undo]\nminutes = 30\n')
        one.freeze()
        work(one)
        report = one.end()
        assert report.is_clean
        assert report.undo_until == ""
        assert "at once" in report.alarms[0]

    run()


def test_only_root_asks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one = machines.patron(tmp_path)
    with pytest.raises(BaselineError):
        undo.undo(one.system, NAME, tmp_path / "back")
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    for ask in (undo.kept, undo.forget):
        with pytest.raises(RightsError):
            ask(one.system, NAME)


@pytest.mark.parametrize("to", ["full", "open", "theirs", "file", "link", "none/back", "..", "/"])
def test_only_a_new_folder_of_roots_own_is_filled(tmp_path: Path, to: str) -> None:
    for name in ("full", "open", "theirs", "home"):
        (tmp_path / name).mkdir(mode=0o700)
    (tmp_path / "full/mine").touch()
    (tmp_path / "open").chmod(0o755)
    machines.give(tmp_path / "theirs")
    (tmp_path / "file").touch()
    (tmp_path / "link").symlink_to("home")
    with pytest.raises((UndoError, OSError)) as caught:
        landing.new_folder(tmp_path / to, [tmp_path / "home"])
    assert isinstance(caught.value, UndoError) or to in {"..", "link"}


@pytest.mark.parametrize("to", ["home", "home/new", "home/deep/new", "way/new"])
def test_nothing_comes_back_to_the_patrons_home(tmp_path: Path, to: str) -> None:
    (tmp_path / "home/deep").mkdir(parents=True, mode=0o700)
    (tmp_path / "way").symlink_to("home/deep")
    with pytest.raises(UndoError, match="outside the patrons' homes"):
        landing.new_folder(tmp_path / to, [tmp_path / "home"])
    assert [path.name for path in (tmp_path / "home").rglob("*")] == ["deep"]


def test_an_empty_folder_of_roots_own_will_do(tmp_path: Path) -> None:
    (tmp_path / "back").mkdir(mode=0o700)
    (tmp_path / "home").mkdir()
    os.close(landing.new_folder(tmp_path / "back", [tmp_path / "home"]))


def test_a_damaged_file_is_told_and_stays(tmp_path: Path) -> None:
    with library(tmp_path) as one:
        work(one)
        one.end()
        (file,) = sealed(one.vault)
        text = bytearray(file.read_bytes())
        text[-1] ^= 1
        file.write_bytes(text)
        with pytest.raises(UndoError, match="damaged"):
            undo.undo(one.system, NAME, tmp_path / "back")
        assert sealed(one.vault) == [file]


def test_a_damaged_file_hides_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with library(tmp_path) as one:
        work(one)
        one.end()
        (sound,) = sealed(one.vault)
        (sound.parent / "aa").write_bytes(b"privacykit undo 1\nno header")
        monkeypatch.setattr(
            undo, "_files", lambda at: [at / "undo/gone", *sealed(at), at / "undo/a.new"]
        )
        assert [each.file for each in undo.kept(one.system, NAME)] == [sound]
        sound.unlink()
        with pytest.raises(UndoError, match="damaged"):
            undo.kept(one.system, NAME)


def test_nor_does_it_come_back_to_another_patrons_home(tmp_path: Path) -> None:
    with library(tmp_path) as one:
        work(one)
        one.end()
        other = one.home.parent / "children"
        other.mkdir(mode=0o700)
        with one.system.at("/etc/passwd").open("a") as file:
            file.write(f"children:x:{machines.UID + 1}:0::/home/children:/bin/sh\n")
        for name in ("children", "gone"):
            one.system.record(name).mkdir()
            (one.system.record(name) / "baseline").touch()
        with pytest.raises(UndoError, match="outside the patrons' homes"):
            undo.undo(one.system, NAME, other / "back")


def test_what_cannot_be_listed_is_an_alarm_and_is_deleted_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_work: object) -> Never:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(removed, "things", refuse)
    with library(tmp_path) as one:
        work(one)
        report = one.end()
        assert report.is_clean
        assert "Nothing was kept for an undo" in report.alarms[0]
        assert list((one.vault / "quarantine").iterdir()) == []


def test_a_time_that_ends_meanwhile_is_told(tmp_path: Path, vault: Path, keyring: Keyring) -> None:
    keep([session(tmp_path)], vault, keyring)
    (file,) = sealed(vault)
    keyring.forget(f"privacykit:undo:{file.name}")
    with pytest.raises(UndoError, match="The time is over"):
        undo._open(file, -1, keyring, lambda: False)


@in_own_mounts
def test_a_full_disk_of_staff_forgets_nothing(tmp_path: Path) -> None:
    with library(tmp_path) as one:
        one.begin()
        (one.home / "film").write_bytes(bytes(3 << 20))
        one.end()
        stick = disks.memory(tmp_path / "stick", "size=1m")
        with pytest.raises(AgainError, match="No space left"):
            undo.undo(one.system, NAME, stick / "back")
        assert undo.undo(one.system, NAME, tmp_path / "back").size == 3 << 20


@in_own_mounts
def test_no_disk_holds_a_word_of_it_or_its_key(tmp_path: Path) -> None:
    disks.make("ext4", tmp_path / "image", 16)
    vault = disks.attach(tmp_path / "image", tmp_path / "vault")
    with own_keyring() as keyring:
        outcome = keep([session(tmp_path)], vault, keyring)
        assert outcome.until
        (file,) = sealed(vault)
        key = bytes.fromhex("".join(holds(keyring, f"privacykit:undo:{file.name}").split()))
        disks.detach(vault)
        disk = (tmp_path / "image").read_bytes()
        assert file.name.encode() in disk
        assert file.name not in MARK
        for secret in (MARK.encode(), b"thesis", key, key.hex().encode()):
            assert secret not in disk
        disks.attach(tmp_path / "image", vault)
        assert residue.search([vault], [MARK]) == ()
        _naive(tmp_path / "left", vault)
        assert residue.search([vault], [MARK])
        disks.detach(vault)
        assert MARK.encode() in (tmp_path / "image").read_bytes()


def _naive(left: Path, vault: Path) -> None:
    """Keep it as an archive that only root may read, and let it be deleted later."""
    with tarfile.open(vault / "undo/kept.tar", "w") as archive:
        archive.add(left)
    (vault / "undo/kept.tar").chmod(0o600)


def test_after_its_time_nothing_opens_it(tmp_path: Path, vault: Path, keyring: Keyring) -> None:
    keep([session(tmp_path)], vault, keyring, seconds=1)
    (file,) = sealed(vault)
    deadline = time.monotonic() + 20
    while holds(keyring, f"privacykit:undo:{file.name}"):
        assert time.monotonic() < deadline, "the key outlived its time"
    assert undo._key(file, keyring) is None
    undo.sweep(vault, keyring)
    assert sealed(vault) == []


def test_a_file_of_a_kill_goes_when_its_key_does(vault: Path, keyring: Keyring) -> None:
    (vault / "undo").mkdir()
    (vault / "undo/0123.new").touch()
    keyring.put("privacykit:undo:0123", KEY, 60)
    undo.sweep(vault, keyring)
    assert len(sealed(vault)) == 1
    keyring.forget("privacykit:undo:0123")
    undo.sweep(vault, keyring)
    assert sealed(vault) == []


def test_a_file_that_vanishes_meanwhile_is_no_failure(
    vault: Path, keyring: Keyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(undo, "_files", lambda at: [at / "undo/gone"])
    undo.sweep(vault, keyring)


def nothing_kept(outcome: undo.Outcome, vault: Path, keyring: Keyring, reason: str) -> None:
    assert outcome.until == ""
    assert reason in outcome.why
    assert not (vault / "undo").exists() or sealed(vault) == []
    assert not memory_key._keyctl(memory_key._READ, keyring.number)


def test_what_is_huge_is_not_kept(tmp_path: Path, vault: Path, keyring: Keyring) -> None:
    thing = session(tmp_path)
    with (tmp_path / "left/huge").open("wb") as file:
        file.truncate(1 << 40)
    nothing_kept(keep([thing], vault, keyring), vault, keyring, "File too large")


@in_own_mounts
def test_half_of_what_is_free_stays_free(tmp_path: Path) -> None:
    vault = disks.memory(tmp_path / "vault", "size=1m,mode=700")
    (tmp_path / "film").write_bytes(bytes(600_000))
    with own_keyring() as keyring:
        outcome = keep([Thing(tmp_path, b"film", b"film")], vault, keyring)
        nothing_kept(outcome, vault, keyring, "No space left")


@in_own_mounts
def test_a_disk_that_fills_up_meanwhile_keeps_nothing(tmp_path: Path) -> None:
    vault = disks.memory(tmp_path / "vault", "size=1m,mode=700")
    (tmp_path / "film").write_bytes(bytes(3 << 20))
    with own_keyring() as keyring, pytest.MonkeyPatch.context() as patch:
        patch.setattr(undo, "_free", lambda _disk: 1 << 30)
        outcome = keep([Thing(tmp_path, b"film", b"film")], vault, keyring)
        nothing_kept(outcome, vault, keyring, "No space left")


def test_without_keyrings_nothing_is_kept(
    tmp_path: Path, vault: Path, keyring: Keyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_words: object) -> int:
        raise OSError(errno.EPERM, "no")

    monkeypatch.setattr(memory_key, "_add_key", refuse)
    outcome = keep([session(tmp_path)], vault, keyring)
    monkeypatch.undo()
    nothing_kept(outcome, vault, keyring, "Operation not permitted")


def test_stopped_nothing_is_kept(tmp_path: Path, vault: Path, keyring: Keyring) -> None:
    with pytest.raises(CancelledError):
        undo.keep(
            [session(tmp_path)],
            vault,
            seconds=60,
            now=NOW,
            keyring=keyring,
            cancelled=lambda: True,
        )
    assert sealed(vault) == []


def test_a_keyring_that_fails_reads_as_over(
    vault: Path, keyring: Keyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_words: object) -> int:
        raise OSError(errno.EPERM, "no")

    monkeypatch.setattr(memory_key, "_keyctl", refuse)
    assert undo._key(vault / "undo/file", keyring) is None


def paths(way: str, *taken: bytes) -> list[bytes]:
    """Return where the things of a quarantine would come back to."""
    entries = tuple(Taken(str(number), path) for number, path in enumerate(taken))
    quarantine = SimpleNamespace(entries=lambda: entries, folder=Path("/q"))
    done = SimpleNamespace(quarantine=quarantine, way=SimpleNamespace(name=way))
    return [thing.path for thing in removed.things(cast("Return", done))]


def test_what_was_taken_twice_comes_back_twice() -> None:
    assert paths("in-place", b"a", b"d/b", b"d/c") == [b"a", b"d/b", b"d/c"]
    assert paths("in-place", b"a", b"a", b"a") == [b"a", b"again 1/a", b"again 2/a"]
    assert paths("in-place", b"d", b"d/a") == [b"d", b"again 1/d/a"]
    assert paths("in-place", b"d/e/a", b"d") == [b"d/e/a", b"again 1/d"]
    assert paths("overlay", b"", b"a", b"") == [b"", b"again 1/a", b"again 2"]
    assert paths("overlay", b"a", b"") == [b"a", b"again 1"]
