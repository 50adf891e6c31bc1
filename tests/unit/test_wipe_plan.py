"""What a plan takes in and what it leaves alone, whatever a patron prepared."""

import configparser
import os
import shutil
import tempfile
from pathlib import Path

import pytest

from privacykit import paths
from privacykit.errors import CancelledError, PolicyError, UnsafeHomeError
from privacykit.wipe import looking, places
from privacykit.wipe import plan as plans
from privacykit.wipe.places import Account, Place
from privacykit.wipe.policy import Folders, Keep, Policy
from tests.unit.practising import empty, found, make, trace, write

DOCUMENTS = trace("Documents", verb="folder", id="documents", folder="documents", group="files")
DOWNLOADS = trace("Downloads", verb="folder", id="downloads", folder="downloads", group="files")
LOOSE = trace("*", verb="loose", id="loose", group="files")
PROFILES = trace(".ff/profiles.ini", verb="firefox-profiles", id="profiles")


@pytest.fixture
def account(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Account:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    (tmp_path / "practice").mkdir()
    return empty(tmp_path / "practice")


def test_an_empty_home_is_an_empty_plan(account: Account) -> None:
    plan = make(account, trace(".x"), LOOSE, DOCUMENTS)
    assert plan.is_empty
    assert (plan.files, plan.size, plan.groups()) == (0, 0, ())


def test_the_shipped_catalogue_finds_nothing_in_an_empty_home(account: Account) -> None:
    plan = plans.for_account(account)
    assert plan.is_empty


def test_counts_files_and_bytes_by_group(account: Account) -> None:
    write(account.home, ".a/b/c", ".a/d", ".e", "loose.txt")
    plan = make(account, trace(".a", id="a", title="A"), trace(".e", id="e", title="E"), LOOSE)
    one, two = plan.groups()
    assert (one.group, one.files, one.size, one.names) == ("browsers", 3, 48, ("A", "E"))
    assert (two.group, two.files, two.names) == ("files", 1, ("Made-up",))
    assert (plan.files, plan.size) == (4, 64)


def test_contents_leaves_the_folder_and_needs_something_in_it(account: Account) -> None:
    write(account.home, ".full/a")
    (account.home / ".bare").mkdir()
    write(account.home, ".file")
    plan = make(account, trace(".full", ".bare", ".file", verb="contents"))
    assert [(item.path, item.contents) for item in plan.items] == [
        (b".file", False),
        (b".full", True),
    ]


def test_an_entry_is_claimed_once_by_the_first_and_by_the_outermost(account: Account) -> None:
    write(account.home, ".config/a/b", ".config/c", ".config-x")
    plan = make(
        account,
        trace(".config/a", id="first"),
        trace(".config/*", ".config/a/b", ".config-x", id="second"),
    )
    assert [(item.trace.id, item.path) for item in plan.items] == [
        ("first", b".config/a"),
        ("second", b".config/c"),
        ("second", b".config-x"),
    ]


def test_an_entry_that_vanished_is_no_folder(account: Account) -> None:
    assert not looking._is_folder(Place("home", account.home), b"gone")


def test_names_that_look_like_patterns_are_taken_as_they_are(account: Account) -> None:
    write(account.home, "[a]*/x", "a/x")
    plan = make(account, LOOSE, policy=Policy(format=1, keep=(Keep("*/k", "x"),)))
    assert found(plan) == [b"[a]*", b"a"]


class TestFolders:
    def names(self, account: Account, text: str) -> None:
        write(account.home, ".config/user-dirs.dirs")
        (account.home / ".config/user-dirs.dirs").write_text(text)

    def test_names_in_other_languages_are_read(self, account: Account) -> None:
        self.names(account, 'XDG_DOWNLOAD_DIR="$HOME/Hämtningar"\n# XDG\nOTHER="$HOME/x"\n')
        write(account.home, "Hämtningar/a", "Downloads/b")
        plan = make(account, DOWNLOADS, LOOSE)
        assert [(item.path, item.contents) for item in plan.items] == [
            (b"Downloads", True),
            ("Hämtningar".encode(), True),
        ]

    @pytest.mark.parametrize(
        "value",
        [
            '"$HOME/"',
            '"$HOME"',
            '"$HOME/.."',
            '"$HOME/../victim"',
            '"/etc"',
            '"$HOME/a/b"',
            '"$HOME/.hidden"',
            '"$HOME/snap"',
            '"$HOME/Downloads"',
            "$HOME/x",
            "",
        ],
    )
    def test_a_patron_can_make_the_policy_keep_nothing_else(
        self, account: Account, value: str
    ) -> None:
        self.names(account, f"XDG_DOCUMENTS_DIR={value}\n")
        write(account.home, ".hidden/a", "snap/app/a", "Downloads/a", "a/b/c", "x/y")
        keep = Policy(format=1, folders=Folders(documents="keep"))
        traces = trace(".hidden", id="h"), trace("snap/*", id="s"), DOWNLOADS, DOCUMENTS, LOOSE
        assert set(found(make(account, *traces, policy=keep))) == {
            b".hidden",
            b"snap/app",
            b"Downloads",
            b"a",
            b"x",
        }

    def test_outside_the_home_nothing_is_touched_where_a_naive_reading_goes_out(
        self, account: Account
    ) -> None:
        victim = account.home.parent / "victim"
        write(victim, "thesis")
        self.names(account, 'XDG_DOWNLOAD_DIR="$HOME/../victim"\n')
        plan = make(account, DOWNLOADS, LOOSE)
        assert plan.is_empty
        value = (account.home / ".config/user-dirs.dirs").read_text().split('"')[1]
        naive = Path(value.replace("$HOME", str(account.home)))
        assert (naive / "thesis").exists()

    def test_the_policy_decides(self, account: Account) -> None:
        write(account.home, "Documents/a", "Downloads/b", "notes")
        folders = Folders(documents="keep", loose="keep")
        plan = make(account, DOCUMENTS, DOWNLOADS, LOOSE, policy=Policy(format=1, folders=folders))
        assert found(plan) == [b"Downloads"]
        assert [keep.path for keep in plan.kept] == ["documents", "loose"]

    def test_a_folder_that_became_a_link_goes_and_its_target_stays(self, account: Account) -> None:
        victim = account.home.parent / "victim"
        write(victim, "thesis")
        (account.home / "Downloads").symlink_to(victim)
        plan = make(account, DOWNLOADS, LOOSE)
        assert [(item.path, item.contents, item.files) for item in plan.items] == [
            (b"Downloads", False, 1)
        ]


class TestKeep:
    def policy(self, *patterns: str) -> Policy:
        return Policy(format=1, keep=tuple(Keep(pattern, "ours") for pattern in patterns))

    def test_a_plan_goes_around_what_stays(self, account: Account) -> None:
        write(account.home, "Documents/ours/a", "Documents/b", "Documents/c/d", ".x/deep/a")
        policy = self.policy("Documents/ours", ".x/*/a", "Nowhere")
        plan = make(account, DOCUMENTS, trace(".x", id="x"), policy=policy)
        assert set(found(plan)) == {b"Documents/b", b"Documents/c"}
        assert [keep.path for keep in plan.kept] == ["Documents/ours", ".x/*/a"]

    def test_where_nothing_stays_the_whole_is_taken(self, account: Account) -> None:
        write(account.home, ".x/a", ".x/b")
        plan = make(account, trace(".x"), policy=self.policy(".x/c"))
        assert found(plan) == [b".x"]

    def test_something_kept_whole_is_no_item(self, account: Account) -> None:
        write(account.home, ".x/a")
        assert make(account, trace(".x"), policy=self.policy(".x")).is_empty

    def test_traces_left_out_are_no_items_but_are_named(self, account: Account) -> None:
        write(account.home, ".x/a")
        policy = Policy(format=1, leave_out=("x",))
        plan = make(account, trace(".x", id="x", title="Exy"), policy=policy)
        assert plan.is_empty
        assert [keep.path for keep in plan.kept] == ["Exy"]


class TestProfiles:
    def ini(self, account: Account, *paths: str) -> None:
        write(account.home, ".ff/profiles.ini")
        lines = [f"[Profile{n}]\nIsRelative=0\nPath={path}\n" for n, path in enumerate(paths)]
        (account.home / ".ff/profiles.ini").write_text("\n".join(["[General]", *lines]))

    def test_profiles_elsewhere_in_the_home_are_found(self, account: Account) -> None:
        write(account.home, "secret/places.sqlite", "near/prefs.js", ".ff/inside/prefs.js")
        self.ini(account, f"{account.home}/secret", "../near", "inside", "missing")
        assert found(make(account, PROFILES)) == [b".ff/inside", b"near", b"secret"]

    def test_paths_out_of_the_home_are_not_followed_where_a_naive_reading_does(
        self, account: Account
    ) -> None:
        victim = account.home.parent / "victim"
        write(victim, "thesis")
        (account.home / "way").symlink_to(victim)
        self.ini(
            account,
            str(victim),
            "../../victim",
            "../way/thesis",
            "..",
            str(account.home),
            "/",
            f"{account.home}-other",
            "nul\0",
            "",
        )
        assert found(make(account, PROFILES)) == [b".ff"]
        naive = configparser.ConfigParser(strict=False)
        naive.read(account.home / ".ff/profiles.ini")
        assert (Path(naive["Profile0"]["Path"]) / "thesis").exists()

    def test_a_link_is_not_read(self, account: Account) -> None:
        write(account.home, "x/prefs.js", "real.ini", ".ff/x")
        (account.home / "real.ini").write_text(f"Path={account.home}/x\n")
        (account.home / ".ff/profiles.ini").symlink_to("../real.ini")
        assert make(account, PROFILES).is_empty


class TestStandIn:
    STAND_IN = trace(".config", ".cache", verb="stand-in", id="stand-in")
    BROWSER = trace(".config/browser", id="browser")

    def test_data_behind_a_link_is_found_where_the_plain_path_finds_nothing(
        self, account: Account
    ) -> None:
        write(account.home, ".elsewhere/browser/history")
        (account.home / ".hop").symlink_to(".elsewhere")
        (account.home / ".config").symlink_to(".hop")
        assert (account.home / ".config/browser/history").exists()
        assert make(account, self.BROWSER).is_empty, "the naive twin: known paths only"
        plan = make(account, self.BROWSER, self.STAND_IN)
        assert found(plan) == [b".config", b".elsewhere"]

    @pytest.mark.parametrize("target", ["..", "../victim", ".", "/etc", ".config", "missing"])
    def test_out_of_the_home_only_the_link_goes(self, account: Account, target: str) -> None:
        write(account.home.parent / "victim", "thesis")
        (account.home / ".config").symlink_to(target)
        assert found(make(account, self.STAND_IN)) == [b".config"]

    def test_what_the_policy_keeps_is_no_target(self, account: Account) -> None:
        write(account.home, "Documents/a")
        (account.home / ".config").symlink_to("Documents")
        keep = Policy(format=1, folders=Folders(documents="keep"))
        assert found(make(account, self.STAND_IN, DOCUMENTS, policy=keep)) == [b".config"]

    def test_a_real_folder_stays_and_a_file_goes(self, account: Account) -> None:
        write(account.home, ".config/own", ".cache")
        assert found(make(account, self.STAND_IN)) == [b".cache"]


class TestTemporary:
    def test_only_traces_of_shared_folders_look_there(self, account: Account) -> None:
        write(account.home.parent / "tmp", "a/b", ".c")
        owned = trace("[!.]*", verb="owned", id="owned", group="temporary")
        plan = make(account, owned, trace(".c", id="home"))
        assert [(item.place.kind, item.path) for item in plan.items] == [("temp", b"a")]

    @pytest.mark.skipif(os.geteuid() != 0, reason="a second account needs root")
    def test_what_others_have_there_is_not_seen_where_a_naive_twin_takes_it(
        self, account: Account
    ) -> None:
        shared = account.home.parent / "tmp"
        write(shared, "mine", "theirs/x")
        os.chown(shared / "theirs", 61234, 61234)
        plan = make(account, trace("*", verb="owned", group="temporary"))
        assert found(plan) == [b"mine"]
        assert {path.name for path in shared.glob("*")} == {"mine", "theirs"}


def test_the_fingerprint_is_that_of_the_deed(account: Account) -> None:
    write(account.home, ".x/a")
    one, same = make(account, trace(".x")), make(account, trace(".x"))
    assert one.digest == same.digest
    assert one.digest != make(account, trace(".x", verb="contents")).digest


def test_only_a_policy_that_names_the_account_or_practice_allows(
    account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert make(account).allowed
    monkeypatch.setattr(places, "check", lambda _account: None)
    person = Account("patron", account.uid, account.gid, account.home)
    refused = make(person)
    assert not refused.allowed
    assert "privacykit policy new --account patron | sudo privacykit" in refused.why_not
    others = make(person, policy=Policy(format=1, accounts=("kids",)))
    assert not others.allowed
    assert "add it there, to “accounts”" in others.why_not
    assert make(person, policy=Policy(format=1, accounts=("patron",))).allowed


def test_a_home_that_may_not_be_wiped_is_not_even_looked_at(account: Account) -> None:
    shutil.rmtree(account.home)
    with pytest.raises(UnsafeHomeError):
        make(account)


def test_looking_can_be_stopped(account: Account) -> None:
    plan = make(account, trace(".x"))
    with pytest.raises(CancelledError):
        plans.again(plan, cancelled=lambda: True)


def test_looking_tells_how_far_it_is(account: Account) -> None:
    plan = make(account, trace(".x", id="x"), trace(".y", id="y"))
    told: list[tuple[str, int, int]] = []
    plans.again(plan, progress=lambda *step: told.append(step))
    assert ("Looking for traces", 1, 2) in told


class TestForAccount:
    def test_takes_the_policy_of_this_computer_if_there_is_one(
        self, account: Account, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        file = tmp_path / "policy.toml"
        monkeypatch.setattr(paths, "policy_file", lambda: file)
        assert plans.for_account(account).policy == Policy.default()
        file.write_text('format = 1\naccounts = ["patron"]\n')
        assert plans.for_account(account).policy.accounts == ("patron",)

    def test_takes_the_policy_that_is_named(self, account: Account, tmp_path: Path) -> None:
        file = tmp_path / "policy.toml"
        with pytest.raises(PolicyError, match="cannot be read"):
            plans.for_account(account, file)
        file.write_text('format = 1\nleave_out = ["nothing-like-it"]\n')
        with pytest.raises(PolicyError, match="no trace"):
            plans.for_account(account, file)

    def test_without_an_account_it_is_the_present_one(
        self, account: Account, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(places, "current_account", lambda: account)
        assert plans.for_account().account is account
