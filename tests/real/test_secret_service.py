"""The lock in a real Secret Service: gnome-keyring in a session bus and a home of its own."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.real import secret_story
from tests.real.secret_story import GOOD

pytestmark = pytest.mark.real
PROGRAMS = ("dbus-run-session", "gnome-keyring-daemon")
Story = Callable[..., list[str]]
OPEN = "Result(ok=True, wait_seconds=0, sentence='', early=False)"
EARLY = "Result(ok=False, wait_seconds=5, sentence='', early=True)"


@pytest.fixture
def story(tmp_path: Path) -> Story:
    """Return a function that lives one session of an account with its keyring."""
    if absent := [name for name in PROGRAMS if shutil.which(name) is None]:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(f"not installed: {absent}")
    (tmp_path / "run").mkdir(mode=0o700)
    own = {"HOME": str(tmp_path), "XDG_RUNTIME_DIR": str(tmp_path / "run"), "LC_ALL": "C.UTF-8"}

    def told(deed: str, password: str = "of the sign-in") -> list[str]:  # noqa: S107 - a test's
        program = [sys.executable, secret_story.__file__, str(tmp_path), deed, password]
        done = subprocess.run(
            ["dbus-run-session", "--", *program],
            env={"PATH": os.environ["PATH"], "PYTHONPATH": str(Path.cwd()), **own},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.splitlines()

    return told


def test_the_keyring_keeps_it_over_sessions(story: Story, tmp_path: Path) -> None:
    where, *tries = story("first")
    assert "keyring" in where
    assert tries == [OPEN, "0", "0", "5", EARLY]
    assert story("again")[0] == EARLY, "what was wrong in one session costs time in the next"
    assert story("pointer")[0] == EARLY, "and no file takes it back"
    kept = (tmp_path / "state" / "lock").read_bytes()
    assert kept == b"in the keyring\n"
    files = [file for file in tmp_path.rglob("*") if file.is_file()]
    assert any(file.suffix == ".keyring" for file in files)
    assert not [file for file in files if GOOD.encode() in file.read_bytes()]


def test_a_removed_entry_shuts_the_door(story: Story) -> None:
    story("first")
    (told,) = story("entry")
    assert "is gone from the keyring" in told


def test_a_keyring_that_nobody_unlocked_is_a_sentence_and_no_hang(story: Story) -> None:
    story("first")
    (told,) = story("again", "not the password")
    assert "was not unlocked" in told
