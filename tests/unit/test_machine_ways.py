"""The ways to bring a home back, each on the file system that it is for, in mounts of its own."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from privacykit.errors import AgainError, BaselineError, BusyError
from privacykit.wipe import linux
from privacykit.wipe.machine import mounts, overlay, subvolumes, ways
from privacykit.wipe.machine.btrfs import Btrfs
from privacykit.wipe.machine.overlay import Overlay
from privacykit.wipe.machine.quarantine import Quarantine
from privacykit.wipe.machine.ways import Frozen, InPlace, Way
from privacykit.wipe.places import Account
from privacykit.wipe.policy import Baseline, Keep, Policy
from privacykit.wipe.progress import never, silent
from tests.real import disks
from tests.unit.machines import NAME, UID, btrfs, in_own_mounts, lay_home, mount, needs_root, seen
from tests.unit.wiping import names, refusing

pytestmark = needs_root


def plain(folder: Path) -> Frozen:
    """Lay a home in a folder and a vault beside it."""
    home = folder / "home"
    lay_home(home)
    (folder / "vault").mkdir(mode=0o700)
    return Frozen(Account(NAME, UID, UID, home), folder / "vault")


def on_btrfs(folder: Path) -> Frozen:
    """Lay a home that is a subvolume of a new file system."""
    disks.make("btrfs", folder / "image", 128)
    disk = disks.attach(folder / "image", folder / "disk")
    btrfs("create", disk / "home")
    return plain(disk)


def bring_back(way: Way, frozen: Frozen) -> int:
    """Return how many files were deleted."""
    with Quarantine(frozen.vault, frozen.account.home) as quarantine:
        way.bring_back(frozen, quarantine, progress=silent, cancelled=never)
        return quarantine.empty().files


def use(home: Path) -> None:
    (home / ".bashrc").write_text("echo evil\n")
    (home / "Documents/welcome.txt").unlink()
    (home / "Documents").rename(home / "Papers")
    (home / "new").write_text("the patron's")


# Choosing


def policy(way: str = "auto", *keep: str) -> Policy:
    kept = tuple(Keep(path, "forms") for path in keep)
    return Policy(format=1, keep=kept, baseline=Baseline(way=way))  # type: ignore[arg-type]


@in_own_mounts
def test_by_itself_the_quickest_that_the_home_offers_is_chosen(tmp_path: Path) -> None:
    frozen = plain(tmp_path)
    home, vault = frozen.account.home, frozen.vault
    assert ways.choose(policy(), home, vault).name == "overlay"
    assert ways.choose(policy("in-place"), home, vault).name == "in-place"
    assert names(vault) == []
    disk = tmp_path / "other"
    disk.mkdir()
    frozen = on_btrfs(disk)
    assert ways.choose(policy(), frozen.account.home, frozen.vault).name == "btrfs"
    assert ways.choose(policy("overlay"), frozen.account.home, frozen.vault).name == "overlay"


@in_own_mounts
def test_a_policy_that_keeps_something_leaves_only_mending(tmp_path: Path) -> None:
    frozen = plain(tmp_path)
    home, vault = frozen.account.home, frozen.vault
    assert ways.choose(policy("auto", "Documents/Forms"), home, vault).name == "in-place"
    with pytest.raises(BaselineError, match="keeps"):
        ways.choose(policy("overlay", "Documents/Forms"), home, vault)
    for name in ("overlay", "btrfs"):
        assert ways.to_begin(name, policy("auto", "Documents/Forms")).name == "in-place"
        assert ways.to_begin(name, policy()).name == ways.to_end(name, policy()).name == name
    assert ways.to_end("btrfs", policy("auto", "Documents/Forms")).name == "in-place"


@in_own_mounts
def test_what_the_home_does_not_offer_is_refused_with_the_reason(
    tmp_path: Path,
) -> None:
    frozen = plain(tmp_path)
    home, vault = frozen.account.home, frozen.vault
    with pytest.raises(BaselineError, match="subvolume"):
        ways.choose(policy("btrfs"), home, vault)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(linux, "attach", refusing(19))
        with pytest.raises(BaselineError, match="No such device"):
            ways.choose(policy("overlay"), home, vault)
        assert names(vault) == []
    odd = tmp_path / "a:b"
    odd.mkdir()
    with pytest.raises(BaselineError, match="sign"):
        ways.choose(policy("overlay"), odd, vault)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(shutil, "which", lambda *_words, **_named: None)
        assert "btrfs-progs" in Btrfs().offered(home, vault)


@in_own_mounts
def test_a_subvolume_that_is_attached_as_the_home_cannot_be_exchanged(tmp_path: Path) -> None:
    frozen = on_btrfs(tmp_path)
    home = frozen.account.home
    mount("--bind", home, home)
    assert "drive" in Btrfs().offered(home, frozen.vault)


# In place


def test_mending_in_place_needs_no_help(tmp_path: Path) -> None:
    way, frozen = InPlace(), plain(tmp_path)
    before = seen(frozen.account.home)
    way.freeze(frozen)
    way.begin(frozen)
    assert bring_back(way, frozen) == 0
    way.forget(frozen)
    assert seen(frozen.account.home) == before


# Overlay


@in_own_mounts
def test_a_layer_takes_all_that_a_session_does_and_is_dropped(tmp_path: Path) -> None:
    way, frozen = Overlay(), plain(tmp_path)
    home = frozen.account.home
    os.setxattr(home, "user.colour", b"blue")
    before = seen(home)
    way.freeze(frozen)
    for _session in range(2):
        way.begin(frozen)
        way.begin(frozen)
        assert len(mounts.layers(home)) == 1
        assert home.stat().st_uid == UID
        assert os.getxattr(home, "user.colour") == b"blue"
        flags = os.statvfs(home).f_flag
        assert flags & os.ST_NOSUID
        assert flags & os.ST_NODEV
        use(home)
        assert names(home) == [".bashrc", ".config", "Papers", "new"]
        with pytest.raises(BusyError, match="layer"):
            bring_back(way, frozen)
        mounts.detach([home])
        assert bring_back(way, frozen) >= 3
        assert seen(home) == before
    assert names(frozen.vault / "layer") == ["upper", "work"]
    assert names(frozen.vault / "layer/upper") == []
    way.forget(frozen)
    assert names(frozen.vault) == ["quarantine"]


@in_own_mounts
def test_a_layer_that_was_dropped_in_part_is_made_whole(tmp_path: Path) -> None:
    way, frozen = Overlay(), plain(tmp_path)
    home = frozen.account.home
    way.freeze(frozen)
    for lose in ("layer/work", "layer/upper", "layer"):
        overlay._drop(frozen.vault, lose)
        way.begin(frozen)
        assert len(mounts.layers(home)) == 1
        mounts.detach([home])
        overlay._drop(frozen.vault, lose)
        bring_back(way, frozen)
        assert names(frozen.vault / "layer") == ["upper", "work"]


@in_own_mounts
def test_on_a_full_disk_the_layer_goes_first_and_the_home_comes_back_all_the_same(
    tmp_path: Path,
) -> None:
    way, frozen = Overlay(), plain(tmp_path)
    home = frozen.account.home
    before = seen(home)
    way.freeze(frozen)
    way.begin(frozen)
    use(home)
    mounts.detach([home])
    way.make_room(frozen)
    assert names(frozen.vault) == []
    assert bring_back(way, frozen) == 0
    assert seen(home) == before
    assert names(frozen.vault / "layer") == ["upper", "work"]


# Btrfs


@in_own_mounts
def test_a_subvolume_is_exchanged_for_its_snapshot(tmp_path: Path) -> None:
    way, frozen = Btrfs(), on_btrfs(tmp_path)
    home = frozen.account.home
    before, number = seen(home), (home / ".bashrc").stat().st_ino
    changed = (home / ".bashrc").stat().st_ctime_ns
    way.freeze(frozen)
    for _session in range(2):
        way.begin(frozen)
        use(home)
        bring_back(way, frozen)
        assert seen(home) == before
        info = (home / ".bashrc").stat()
        assert (info.st_ino, info.st_ctime_ns) == (number, changed), "trusted without reading"
    assert names(frozen.vault) == ["golden", "quarantine"]
    way.freeze(frozen)
    way.forget(frozen)
    way.forget(frozen)
    assert names(frozen.vault) == ["quarantine"]
    assert names(frozen.vault / "quarantine") == []


@in_own_mounts
def test_what_a_patron_made_of_subvolumes_goes_with_the_rest(tmp_path: Path) -> None:
    way, frozen = Btrfs(), on_btrfs(tmp_path)
    home = frozen.account.home
    way.freeze(frozen)
    before = seen(home)
    for path in (home / "own", home / "own/inner", home / "d/deep"):
        path.parent.mkdir(exist_ok=True)
        btrfs("create", path)
        (path / "note").write_text("the patron's")
    btrfs("snapshot", "-r", home / "own", home / "d/locked")
    subprocess.run(["btrfs", "property", "set", home, "ro", "true"], check=True)
    with linux.opened(linux.open_folder(home)) as top:
        assert subvolumes.make_writable(top)
        assert not subvolumes.make_writable(top)
    bring_back(way, frozen)
    assert seen(home) == before
    assert names(frozen.vault / "quarantine") == []


@in_own_mounts
def test_a_locked_subvolume_can_be_taken_out_of_a_home_in_place(tmp_path: Path) -> None:
    frozen = on_btrfs(tmp_path)
    home = frozen.account.home
    btrfs("snapshot", "-r", home, home / "locked")
    with Quarantine(frozen.vault, home) as quarantine:
        with linux.opened(linux.open_folder(home)) as folder:
            quarantine.take(folder, b"locked", b"locked")
        assert "locked" not in names(home)
        assert quarantine.empty().problems == ()


@in_own_mounts
def test_a_cut_at_any_step_of_an_exchange_is_finished_the_next_time(tmp_path: Path) -> None:
    way, frozen = Btrfs(), on_btrfs(tmp_path)
    home = frozen.account.home
    way.freeze(frozen)
    before = seen(home)
    for step in ("exchange", "move"):
        use(home)
        with pytest.MonkeyPatch.context() as patch:
            cut_at(step, frozen.vault / "next", patch)
            with pytest.raises(OSError, match="Input/output"):
                bring_back(way, frozen)
        assert "next" in names(frozen.vault)
        bring_back(way, frozen)
        assert seen(home) == before
        assert "next" not in names(frozen.vault)


def cut_at(step: str, following: Path, patch: pytest.MonkeyPatch) -> None:
    """Let a step fail, once the next home is there."""
    real = getattr(linux, step)

    def fail(*arguments: object) -> None:
        if following.exists():
            raise OSError(5, "Input/output error")
        real(*arguments)

    patch.setattr(linux, step, fail)


@in_own_mounts
def test_without_its_snapshot_a_home_is_left_to_mending(tmp_path: Path) -> None:
    way, frozen = Btrfs(), on_btrfs(tmp_path)
    way.freeze(frozen)
    way.forget(frozen)
    use(frozen.account.home)
    before = seen(frozen.account.home)
    assert bring_back(way, frozen) == 0
    assert seen(frozen.account.home) == before


def test_what_btrfs_says_is_passed_on(tmp_path: Path) -> None:
    with pytest.raises(AgainError, match="btrfs says"):
        subvolumes.snapshot(tmp_path, tmp_path / "new")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(subprocess, "run", refusing(2))
        with pytest.raises(AgainError, match="No such file"):
            subvolumes.drop(tmp_path)
