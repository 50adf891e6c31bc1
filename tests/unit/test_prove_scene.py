"""The room from inside, on a made-up computer: what is asked of the system, and in which order.

That the real thing holds is tested with real programs.
"""

import os
import resource
import sys
from pathlib import Path

import pytest

from privacykit import paths
from privacykit.errors import ProofError
from privacykit.wipe.machine import mounts
from privacykit.wipe.prove import scene

NUMBER = os.getuid()


@pytest.fixture
def asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, ...]]:
    """Have a computer in a folder; nothing is really mounted there."""
    said: list[tuple[str, ...]] = []
    monkeypatch.setattr(scene, "_do", lambda *words: said.append(tuple(map(str, words))))
    monkeypatch.setattr(scene, "wake_loopback", lambda: said.append(("loopback",)))
    monkeypatch.setattr(resource, "setrlimit", lambda *_words: said.append(("no dumps",)))
    monkeypatch.setattr(scene, "find_system", lambda name: f"/usr/sbin/{name}")
    monkeypatch.setattr(mounts, "detach", lambda places: said.append(("detach", *map(str, places))))
    monkeypatch.setattr(os, "umask", lambda _mask: 0)
    for name, below in (("HOMES", "home"), ("RUN", "run"), ("RECORDS", "var/lib/privacykit")):
        monkeypatch.setattr(scene, name, tmp_path / below)
    monkeypatch.setattr(scene, "STASH", tmp_path / "run/stash")
    monkeypatch.setattr(scene, "LAYERED", (tmp_path / "etc", tmp_path / "var"))
    monkeypatch.setattr(scene, "TEMPORARY", (tmp_path / "tmp",))
    monkeypatch.setattr(scene, "SPOOLS", (tmp_path / "var/spool/cups", tmp_path / "absent"))
    monkeypatch.setattr(scene, "CUPS", tmp_path / "etc/cups")
    for folder in ("run", "etc/cups", "var/spool/cups", "tmp", "disk/homes"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "etc/cups/cupsd.conf").write_text("MaxJobs 1")
    return said


def made(tmp_path: Path) -> None:
    scene.make(tmp_path / "disk/homes", "proof-1", NUMBER, outside="mnt:[1]")


def test_nothing_is_done_in_the_computers_own_namespace(
    asked: list[tuple[str, ...]], tmp_path: Path
) -> None:
    with pytest.raises(ProofError, match="cannot be made"):
        scene.make(tmp_path, "proof-1", NUMBER, outside=scene.namespace())
    assert asked == []
    assert scene.namespace().startswith("mnt:[")


def test_all_that_is_written_to_is_covered_before_the_account_is_made(
    asked: list[tuple[str, ...]], tmp_path: Path
) -> None:
    made(tmp_path)
    targets = [words[-1] for words in asked if words[0] == "mount"]
    covered = ("run", "etc", "var", "tmp", "var/lib/privacykit", "var/spool/cups", "etc/cups")
    for folder in (*covered, "home"):
        assert str(tmp_path / folder) in targets
    assert targets[0] == str(tmp_path / "run")
    assert asked[-1][0] == "useradd"
    assert asked[-1][-1] == "proof-1"
    assert str(tmp_path / "home/proof-1") in asked[-1]
    of_tmp = [words[0] for words in asked if words[-1] == str(tmp_path / "tmp")]
    assert of_tmp == ["detach", "mount"]
    assert asked.index(("no dumps",)) < asked.index(("loopback",)) < asked.index(asked[-1])


def test_the_homes_come_from_the_disk(asked: list[tuple[str, ...]], tmp_path: Path) -> None:
    made(tmp_path)
    (bound,) = [words for words in asked if words[:3:2] == ("mount", str(tmp_path / "disk/homes"))]
    moved = ("mount", "--move", bound[-1], str(tmp_path / "home"))
    assert moved in asked


def test_this_program_stays_readable_and_is_not_written_to(
    asked: list[tuple[str, ...]], tmp_path: Path
) -> None:
    made(tmp_path)
    for needed in {str(Path(sys.prefix)), str(paths.data_root().resolve())}:
        if not needed.startswith("/usr"):
            assert ("mount", "-o", "remount,bind,ro", needed) in asked


def test_a_closed_folder_on_the_way_to_it_is_covered(
    asked: list[tuple[str, ...]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deep = tmp_path / "closed/within/venv"
    deep.mkdir(parents=True)
    for folder in (deep.parent, deep.parent.parent):
        folder.chmod(0o700)
    monkeypatch.setattr(scene, "_needed", lambda: [deep])
    made(tmp_path)
    covers = [words[-1] for words in asked if "tmpfs" in words]
    assert str(tmp_path / "closed") in covers
    assert str(tmp_path / "closed/within") in covers


def test_what_a_cover_hides_needs_no_cover(
    asked: list[tuple[str, ...]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scene, "_closed", lambda _needed: [tmp_path / "hidden"])
    made(tmp_path)
    assert str(tmp_path / "hidden") not in [words[-1] for words in asked if "tmpfs" in words]


def test_of_the_print_servers_files_only_its_settings_show(
    asked: list[tuple[str, ...]], tmp_path: Path
) -> None:
    made(tmp_path)
    assert (tmp_path / "etc/cups/cupsd.conf").read_text() == "MaxJobs 1"
    assert str(tmp_path / "absent") not in [words[-1] for words in asked]


def test_the_run_folder_is_the_accounts_own(asked: list[tuple[str, ...]], tmp_path: Path) -> None:
    made(tmp_path)
    own = tmp_path / "run/user" / str(NUMBER)
    assert own.stat().st_uid == NUMBER
    assert own.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize(("kind", "volume"), [("btrfs\n", True), ("ext2/ext3\n", False)])
def test_a_home_is_a_volume_where_it_can_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, *, volume: bool
) -> None:
    class Done:
        stdout = kind

    monkeypatch.setattr(scene, "find_system", lambda name: f"/usr/sbin/{name}")
    monkeypatch.setattr(scene.subprocess, "run", lambda *_words, **_options: Done)  # type: ignore[attr-defined]
    assert bool(scene._as_volume(tmp_path)) == volume


def test_what_the_system_refuses_is_one_sentence() -> None:
    scene._do("true")
    with pytest.raises(ProofError, match=r"cannot be made: .*no-such-folder"):
        scene._do("ls", "/no-such-folder")


def test_the_loopback_is_woken_with_one_request(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[bytes] = []
    monkeypatch.setattr(
        scene.fcntl,  # type: ignore[attr-defined]
        "ioctl",
        lambda _line, _request, flags: asked.append(flags),
    )
    scene.wake_loopback()
    assert asked[0].startswith(b"lo\0")


def attached(*folders: str, kind: str = "ext4") -> tuple[mounts.Mount, ...]:
    return tuple(mounts.Mount(1, 0, folder.encode(), kind, "disk") for folder in folders)


def test_what_is_not_covered_can_only_be_read(
    asked: list[tuple[str, ...]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    below_run = str(tmp_path / "run/user/1")
    found = attached("/", "/srv/share", "/proc", "/dev/pts", "/sys/fs", below_run)
    monkeypatch.setattr(mounts, "table", lambda: found)
    monkeypatch.setattr(scene, "_OPEN", (scene.RUN, *scene._OPEN[1:]))
    scene._lock()
    assert [words[-1] for words in asked] == ["/", "/srv/share"]
    assert {words[:3] for words in asked} == {("mount", "-o", "remount,bind,ro")}


def test_only_what_root_may_not_enter_stays_unlocked(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_words: object) -> None:
        raise ProofError("permission denied")

    monkeypatch.setattr(scene, "_do", refuse)
    monkeypatch.setattr(mounts, "table", lambda: attached("/home/x/phone", kind="fuse.mtp"))
    scene._lock()
    monkeypatch.setattr(mounts, "table", lambda: attached("/srv/share"))
    with pytest.raises(ProofError, match="permission denied"):
        scene._lock()
