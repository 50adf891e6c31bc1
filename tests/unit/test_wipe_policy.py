"""The policy decides what is deleted: every mistake is one sentence with a line, never a crash."""

import os
import tomllib
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from privacykit import paths
from privacykit.errors import PolicyError
from privacykit.wipe import policy as policies
from privacykit.wipe.policy import Policy, keeper

MINE = frozenset({0, os.geteuid()})


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "policy.toml"


def load(file: Path, text: str) -> Policy:
    file.write_text(text)
    return policies.load(file, MINE, {"firefox"})


def refused(file: Path, text: str) -> PolicyError:
    with pytest.raises(PolicyError) as caught:
        load(file, text)
    return caught.value


def test_the_example_is_a_policy_that_removes_everything(file: Path) -> None:
    policy = load(file, (paths.resources() / "policy.toml").read_text())
    assert policy == Policy(format=1, accounts=("NAME",))


def test_the_example_spells_out_every_default(file: Path) -> None:
    spelled = tomllib.loads((paths.resources() / "policy.toml").read_text())
    default = msgspec.to_builtins(Policy.default())
    for table in ("folders", "programs", "baseline", "machine", "undo", "timers", "kiosk"):
        assert spelled[table] == default[table]


def test_a_full_policy(file: Path) -> None:
    policy = load(
        file,
        """
        format = 1
        accounts = ["patron"]
        leave_out = ["firefox"]
        [folders]
        documents = "keep"
        [programs]
        end = false
        seconds = 2
        [[keep]]
        path = "Desktop/*.desktop"
        why = "ours"
        """,
    )
    assert policy.folders.documents == "keep"
    assert policy.folders.downloads == "remove"
    assert (policy.programs.end, policy.programs.seconds) == (False, 2)
    assert policy.keep[0].why == "ours"


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("format = 1\ncolour = 'red'\n", 2, "“colour” means nothing here"),
        (
            "format = 1\n[folders]\nmusic = 'keep'\ngarage = 'keep'\n",
            4,
            "“garage” means nothing here",
        ),
        ("format = 1\n[folders]\nmusic = 'burn'\n", 3, "“music” must be one of: keep, remove"),
        ("format = 1\n[programs]\n\nseconds = 900\n", 4, "a whole number from 0 to 60"),
        ("format = 2\n", 1, "“format” must be one of: 1"),
        ("format = 1\n[baseline]\nway = 'zfs'\n", 3, "“way” must be one of: auto, btrfs"),
        ("format = 1\n[baseline]\nfull_check_every = -1\n", 3, "a whole number from 0 to 1000"),
        ("format = 1\n[machine]\nprinting = 1\n", 3, "“printing” must be"),
        ("format = 1\n[machine]\nfaxes = true\n", 3, "“faxes” means nothing here"),
        ("format = 1\n[undo]\nminutes = 121\n", 3, "a whole number from 0 to 120"),
        ("accounts = []\n", None, "“format” is missing"),
        ("format = 1\n\naccounts = ['root']\n", 3, "root's own files"),
        ("format = 1\naccounts = ['../x']\n", 2, "not the name of an account"),
        ("format = 1\naccounts = ['-x']\n", 2, "not the name of an account"),
        ("format = 1\nleave_out = ['firefix']\n", 2, "no trace “firefix”"),
        ("format = = 1\n", 1, "cannot be read as TOML"),
        ("format = 1\n\x00\n", 2, "cannot be read as TOML"),
        (
            "format = 1\n[[keep]]\npath = 'a'\nwhy = 'b'\n[[keep]]\npath = 'c'\n",
            5,
            "“why” is missing",
        ),
    ],
)
def test_mistakes_are_told_with_their_line(
    file: Path, text: str, line: int | None, words: str
) -> None:
    error = refused(file, text)
    assert words in str(error)
    assert error.line == line
    assert error.exit_code == 78


@pytest.mark.parametrize(
    "path",
    [
        "/etc",
        "~/x",
        "~root",
        "$HOME/x",
        "a/$X",
        "..",
        "a/../../b",
        "a//b",
        ".",
        "*",
        "**/x",
        "a\nb",
    ],
)
def test_paths_that_leave_the_home_are_refused(file: Path, path: str) -> None:
    text = f'format = 1\n[[keep]]\npath = "ok"\nwhy = "x"\n[[keep]]\npath = {path!a}\nwhy = "x"\n'
    error = refused(file, text.replace("'", '"'))
    assert error.line == 6
    assert "Documents/Forms" in str(error)
    assert naive_path(path, Path("/home/patron")) is not None


def naive_path(path: str, home: Path) -> Path:
    """Do what everyone writes first: it takes every one of these."""
    return home / Path(os.path.expandvars(path)).expanduser()


def test_check_tells_all_mistakes_at_once(file: Path) -> None:
    file.write_text("format = 1\naccounts = ['root', 'a b']\nleave_out = ['x']\n")
    assert len(policies.check(file, MINE, {"firefox"})) == 3
    file.write_text("format = ")
    assert len(policies.check(file, MINE, set())) == 1
    file.write_text("format = 1")
    assert policies.check(file, MINE, set()) == []
    assert policies.load(file, MINE) == Policy.default()


class TestKeeper:
    def test_keeps_what_matches_and_all_below(self) -> None:
        stays = keeper([b"Desktop/*.desktop", b"Forms"])
        assert stays.keeps(b"Forms")
        assert stays.keeps(b"Forms/deep/file")
        assert stays.keeps(b"Desktop/web.desktop")
        assert not stays.keeps(b"Desktop")
        assert not stays.keeps(b"Desktop/web.txt")
        assert not stays.keeps(b"forms")

    def test_knows_above_what_it_may_keep(self) -> None:
        stays = keeper([b"Desktop/*.desktop"])
        assert stays.may_keep_below(b"Desktop")
        assert not stays.may_keep_below(b"Documents")
        assert not stays.may_keep_below(b"Desktop/web.desktop")


KEYS = ("format", "accounts", "keep", "folders", "programs", "[folders]", "[[keep]]", "path", "why")
VALUES = ("1", "-1", "'x'", "['a', 'b']", "true", "{a = 1}", "'/'", "'~'", "'remove'", "nan", "")
LINES = st.one_of(
    st.sampled_from(KEYS),
    st.builds("{} = {}".format, st.sampled_from(KEYS), st.sampled_from(VALUES)),
    st.text(max_size=40),
)


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    content=st.one_of(
        st.binary(max_size=200),
        st.lists(LINES, max_size=8).map(lambda x: "\n".join(x).encode("utf-8", "replace")),
    )
)
def test_whatever_the_file_holds_it_is_a_policy_or_one_sentence(file: Path, content: bytes) -> None:
    file.write_bytes(content)
    for mistake in policies.check(file, MINE, set()):
        assert str(mistake).startswith(str(file))
        assert str(mistake).endswith(".")
