"""Frozen accounts on a computer that really starts, with systemd, logind and PAM."""

import re
import time
from collections.abc import Iterator

import pytest

from tests.real.apart import needs_root
from tests.real.booted import PATIENCE, SIGNED_IN, Booted, booted

pytestmark = [pytest.mark.real, needs_root]
LOOK = "ls -A; ps -u patron -o comm --no-headers"
LEAVES = """
echo mine > essay; echo alias ls=true >> .profile
(trap '' HUP TERM; exec sleep 4321 </dev/null >/dev/null 2>&1) & sleep 0.1
"""
"""Writes, and leaves a program that does not end when asked to."""


@pytest.fixture(scope="module")
def computer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Booted]:
    """Give a computer that was set up and frozen as the README says."""
    with booted(tmp_path_factory.mktemp("booted")) as made:
        made.kit("setup", "--account", "patron", "--yes")
        made.cut_the_power()  # setup says: start the computer anew
        made.kit("baseline", "freeze", "--account", "patron")
        yield made


@pytest.fixture(autouse=True)
def as_if_time_had_passed(computer: Booted) -> None:
    """Have systemd forget how often it started units of its own: tests sign in without a pause."""
    computer.run("systemctl", "reset-failed")


def test_a_sign_out_brings_the_home_back(computer: Booted) -> None:
    assert "mine" in computer.sign_in("echo mine > essay; cat essay")
    computer.wait_until_clean()
    assert not (computer.home / "essay").exists()


def test_nobody_joins_the_session_of_the_one_before(computer: Booted) -> None:
    for _time in range(3):
        found = computer.sign_in(f"{LOOK}; {LEAVES}")
        assert ".profile" in found
        assert "essay" not in found
        assert "sleep" not in found


def test_without_the_question_at_the_sign_in_one_does(computer: Booted) -> None:
    """The naive twin: that systemd ends the sessions is not enough."""
    asks = computer.root / "etc/pam.d/common-account"
    text = asks.read_text()
    asks.write_text(re.sub("# privacykit: begin.*# privacykit: end", "", text, flags=re.DOTALL))
    try:
        computer.sign_in(LEAVES)
        found = computer.sign_in(LOOK)
    finally:
        asks.write_text(text)
    assert "essay" in found
    assert "sleep" in found


def test_an_account_that_lingers_is_ended_too(computer: Booted) -> None:
    computer.sign_in("echo mine > essay")
    computer.run("systemctl", "stop", "privacykit-linger@patron.path")
    computer.run("loginctl", "enable-linger", "patron")
    assert "essay" not in computer.sign_in(LOOK)


def test_a_print_server_that_sleeps_does_not_wait_for_the_end_that_asks_it(
    computer: Booted,
) -> None:
    """The session's unit comes after CUPS, so systemd starts CUPS when the end is over."""
    computer.run("systemctl", "start", "cups.socket")
    computer.run("systemctl", "stop", "cups.service")
    computer.run("systemctl", "start", "cups.socket")
    computer.sign_in("echo mine > essay")
    computer.wait_until_clean()
    assert computer.run("systemctl", "is-active", "cups.service").stdout.strip() == "active"


def test_after_a_power_cut_nobody_finds_the_session_that_was_cut(computer: Booted) -> None:
    computer.run("systemd-run", "-q", *SIGNED_IN, "sh", "-c", "echo mine > essay; sync; sleep 4321")
    over = time.monotonic() + PATIENCE
    while not (computer.home / "essay").exists():
        assert time.monotonic() < over
    computer.cut_the_power()
    assert not (computer.home / "essay").exists()
    assert "essay" not in computer.sign_in(LOOK)
