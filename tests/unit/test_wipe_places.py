"""Only a patron's own home may be wiped: everything that must be refused, beside a naive twin."""

import os
import pwd
import tempfile
from pathlib import Path

import pytest

from privacykit.errors import UnsafeHomeError
from privacykit.wipe import places, practice
from privacykit.wipe.places import Account, Place
from tests.unit import naive

UID = 61234


def person(home: Path | str, uid: int = UID) -> Account:
    return Account("patron", uid, uid, Path(home))


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a home, and act as the account that owns it."""
    made = tmp_path / "patron"
    made.mkdir(mode=0o700)
    owner = made.stat().st_uid
    if owner == 0:
        os.chown(made, UID, UID)
    acting = made.stat().st_uid
    monkeypatch.setattr(os, "geteuid", lambda: acting)
    return made


def owner_of(home: Path) -> Account:
    return person(home, home.stat().st_uid)


def test_a_patrons_own_home_may_be_wiped(home: Path) -> None:
    places.check(owner_of(home))


def test_the_home_comes_from_the_account_list_and_not_from_the_environment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("HOME", "/etc")
    account = places.current_account()
    assert account.home == Path(pwd.getpwuid(os.geteuid()).pw_dir)
    assert naive_home() == Path("/etc")


def naive_home() -> Path:
    return Path("~").expanduser()


def test_an_account_that_is_in_no_list_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(_uid: int) -> None:
        raise KeyError

    monkeypatch.setattr(pwd, "getpwuid", missing)
    with pytest.raises(UnsafeHomeError, match="not in the account list"):
        places.current_account()


@pytest.mark.parametrize(
    ("uid", "words"),
    [(0, "root's own files"), (999, "of the system"), (UID + 1, "Only patron can")],
)
def test_other_accounts_are_refused(home: Path, uid: int, words: str) -> None:
    with pytest.raises(UnsafeHomeError, match=words):
        places.check(person(home, uid))


@pytest.mark.parametrize(
    "folder",
    ["/", "/home", "/etc", "/tmp", "/var", "/usr/games", "/root/x", "/home/../etc", "home/patron"],
)
def test_folders_of_the_system_are_refused(folder: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: UID)
    with pytest.raises(UnsafeHomeError, match="folder of the system"):
        places.check(person(folder))


def test_a_home_that_is_a_link_is_refused_where_the_naive_twin_loses_a_strangers_files(
    home: Path,
) -> None:
    account = owner_of(home)
    stranger = home.parent / "stranger"
    stranger.mkdir()
    (stranger / "thesis").write_text("years of work")
    home.rmdir()
    home.symlink_to(stranger)
    with pytest.raises(UnsafeHomeError, match="link"):
        places.check(account)
    assert (stranger / "thesis").exists()
    with pytest.raises(NotADirectoryError):
        naive.remove(home)
    assert not (stranger / "thesis").exists()


def test_a_link_on_the_way_to_the_home_is_refused(home: Path) -> None:
    account = owner_of(home)
    (home.parent / "way").symlink_to(home.parent)
    with pytest.raises(UnsafeHomeError, match="link"):
        places.check(Account("patron", account.uid, account.gid, home.parent / "way/patron"))


def test_a_missing_home_is_refused(home: Path) -> None:
    account = owner_of(home)
    home.rmdir()
    with pytest.raises(UnsafeHomeError, match="cannot be looked at"):
        places.check(account)


@pytest.mark.parametrize("mode", [0o702, 0o722])
def test_a_home_that_others_may_change_is_refused(home: Path, mode: int) -> None:
    home.chmod(mode)
    with pytest.raises(UnsafeHomeError, match="chmod"):
        places.check(owner_of(home))


def test_a_home_that_only_a_foreign_group_may_change_is_refused(home: Path) -> None:
    home.chmod(0o770)
    account = owner_of(home)
    places.check(account)
    foreign = Account("patron", account.uid, account.gid + 1, home)
    if account.uid != home.stat().st_gid:
        pytest.skip("the group of this account is shared")
    places.check(foreign)


def test_a_home_of_another_owner_is_refused(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: UID + 1)
    with pytest.raises(UnsafeHomeError, match="another account"):
        places.check(person(home, UID + 1))


class TestPractice:
    @pytest.fixture
    def account(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Account:
        monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
        return practice.lay_out()

    def test_a_practice_home_may_be_wiped(self, account: Account) -> None:
        places.check(account)

    def test_without_its_marker_it_is_an_ordinary_folder(self, account: Account) -> None:
        (account.home.parent / places.MARKER).unlink()
        with pytest.raises(UnsafeHomeError, match="not a practice home"):
            places.check(account)

    def test_a_link_is_no_marker(self, account: Account) -> None:
        marker = account.home.parent / places.MARKER
        marker.rename(marker.with_name("moved"))
        marker.symlink_to("moved")
        with pytest.raises(UnsafeHomeError, match="not a practice home"):
            places.check(account)

    def test_a_folder_open_to_others_is_no_practice_home(self, account: Account) -> None:
        account.home.parent.chmod(0o755)
        with pytest.raises(UnsafeHomeError, match="not a practice home"):
            places.check(account)

    @pytest.mark.parametrize("above", [False, True])
    def test_outside_the_temporary_folder_there_is_none(
        self, account: Account, monkeypatch: pytest.MonkeyPatch, *, above: bool
    ) -> None:
        folder = account.home.parent
        elsewhere = folder if above else folder.parent / "elsewhere"
        monkeypatch.setattr(tempfile, "tempdir", str(elsewhere))
        with pytest.raises(UnsafeHomeError, match="folder for temporary files"):
            places.check(account)

    def test_another_account_cannot_use_it(
        self, account: Account, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(os, "geteuid", lambda: account.uid + 1)
        with pytest.raises(UnsafeHomeError, match="another account"):
            places.check(account)

    def test_its_temporary_files_are_its_own(self, account: Account, tmp_path: Path) -> None:
        assert places.places(account, [tmp_path]) == (
            Place("home", account.home),
            Place("temp", account.home.parent / "tmp"),
        )


def test_temporary_folders_that_are_missing_or_links_are_left_out(
    home: Path, tmp_path: Path
) -> None:
    (tmp_path / "shared").mkdir()
    (tmp_path / "link").symlink_to("shared")
    found = places.places(owner_of(home), [tmp_path / n for n in ("shared", "link", "none")])
    assert [place.root for place in found] == [home, tmp_path / "shared"]


def test_the_world_is_this_computer_unless_another_is_handed_in() -> None:
    world = places.World()
    assert os.getpid() in {process.pid for process in world.processes()}
    assert world.now().tzinfo is not None


class TestReadSmall:
    def test_reads_a_plain_file_up_to_a_limit(self, tmp_path: Path) -> None:
        (tmp_path / "a").mkdir()
        (tmp_path / "a/b").write_text("words")
        assert places.read_small(tmp_path, b"a/b") == b"words"
        assert places.read_small(tmp_path, b"a/b", largest=2) == b"wo"

    def test_follows_no_link_and_opens_no_pipe(self, tmp_path: Path) -> None:
        (tmp_path / "secret").mkdir()
        (tmp_path / "secret/file").write_text("of somebody else")
        (tmp_path / "folder").symlink_to("secret")
        (tmp_path / "link").symlink_to("secret/file")
        os.mkfifo(tmp_path / "pipe")
        for path in (b"folder/file", b"link", b"pipe", b"secret", b"none", b"none/none"):
            assert places.read_small(tmp_path, path) == b""
        assert (tmp_path / "link").read_text() == "of somebody else"
