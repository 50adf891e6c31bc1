"""Two computers with a real firewall between them, in a network namespace of their own."""

import json
import os
import subprocess
import sys

import pytest

from privacykit import paths

TALK = r"""
import json, subprocess, sys
from tests.unit.pairing import HOST, Limits, joined, opened

def firewall(rule, *places):
    table = "add table inet t; add chain inet t i { type filter hook input priority 0; }"
    rules = [f"add rule inet t i tcp dport {place.port} {rule}" for place in places]
    subprocess.run(["nft", "; ".join(("flush ruleset", table, *rules))], check=True)

subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
said = {}
quick, patient = Limits(connecting=1, lost=1), Limits(lost=600)
with opened(patient) as (naive, three, _near), joined(naive, three.code(), patient) as (four, far):
    three.number(), four.number()
    with opened(quick) as (place, one, here), joined(place, one.code(), quick) as (two, there):
        one.number(), two.number()
        firewall("drop", place, naive)
        there.say("Are you there?")
        far.say("Are you there?")
        said["shown"] = [each.text("Are you there?").text for each in (two, four)]
        said["talking"] = [one.end(), two.end()]
    said["naive"] = [type(news[-1]).__name__ for news in (three.news, four.news)]
for rule in ("drop", "reject with icmpx admin-prohibited", "reject with tcp reset"):
    with opened(quick) as (place, one, _here):
        firewall(rule, place)
        with joined(place, one.code(), quick) as (two, _there):
            said[rule] = [two.end().replace(str(place), "there")]
print(json.dumps(said))
"""


@pytest.fixture(scope="module")
def said() -> dict[str, list[str]]:
    done = subprocess.run(
        ["unshare", "-rn", sys.executable, "-c", TALK],
        cwd=paths.data_root(),
        env={**os.environ, "PATH": f"{os.environ['PATH']}:/usr/sbin:/sbin"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert not done.returncode, done.stderr
    heard: dict[str, list[str]] = json.loads(done.stdout)
    return heard


def test_a_firewall_that_shuts_in_mid_talk_is_told_on_both_sides(
    said: dict[str, list[str]],
) -> None:
    """What is written goes nowhere and still stands on the screen, so the end must come soon."""
    assert said["shown"] == ["Are you there?"] * 2
    gone = "The other computer has left, or the network between you is gone."
    assert said["talking"] == [gone, gone]


def test_without_a_sign_of_life_both_would_go_on_talking_to_nobody(
    said: dict[str, list[str]],
) -> None:
    """The naive twin: the same talk with all the patience in the world."""
    assert said["naive"] == ["Paired", "Text"]


def test_a_firewall_that_is_there_from_the_beginning_is_named(said: dict[str, list[str]]) -> None:
    drop, reject = "drop", "reject with icmpx admin-prohibited"
    assert said[drop][0].startswith("No answer from there. A firewall may stand between;")
    assert said[reject][0].startswith("There is no way from here to there.")
    assert said["reject with tcp reset"][0].startswith("Nobody waits at there, or a firewall")
    assert "firewall" in said[reject][0]
