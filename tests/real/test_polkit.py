"""Root's lock through the real polkit: a patron is told yes or no, and gets nothing else from it.

In mounts and processes of its own: a system bus, polkitd and /var/lib that are gone with the test.
Nobody is signed in there, so a rule stands in for "whoever sits at the computer".
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from privacykit import paths
from tests.unit.locking import GOOD

pytestmark = [pytest.mark.real, pytest.mark.skipif(os.geteuid() != 0, reason="needs root")]
PROGRAMS = ("pkexec", "/usr/lib/polkit-1/polkitd", "dbus-daemon", "setpriv", "unshare")
RULES = """
polkit.addRule(function(action, subject) {
    return action.id == "org.privacykit.check" ? polkit.Result.YES : polkit.Result.NO;
});
"""
WORLD = """
set -u
mount -t tmpfs -o mode=755 own /run
mount -t tmpfs -o mode=755 own /var/lib
mount --bind "$1/actions" /usr/share/polkit-1/actions
mount --bind "$1/rules" /etc/polkit-1/rules.d
mkdir /run/dbus
cp "$1/privacykit" /run/privacykit
dbus-daemon --system --nofork --nopidfile >/dev/null 2>&1 &
until [ -S /run/dbus/system_bus_socket ]; do sleep 0.05; done
/usr/lib/polkit-1/polkitd --no-debug >/dev/null 2>&1 &
until pkaction --action-id org.privacykit.check >/dev/null 2>&1; do sleep 0.05; done
kit() { /run/privacykit "$@"; }
patron() { setpriv --reuid nobody --regid nogroup --clear-groups -- "$@"; }
ask() { printf '%s' "$1" | patron pkexec --disable-internal-agent /run/privacykit admin-check; }
"""
Lines = Callable[[str], list[str]]


@pytest.fixture
def inside(tmp_path: Path) -> Lines:
    """Return a function that runs lines of shell there."""
    if absent := [name for name in PROGRAMS if shutil.which(name) is None]:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(f"not installed: {absent}")
    for name in ("actions", "rules"):
        (tmp_path / name).mkdir()
    action = (paths.resources() / "system" / "org.privacykit.policy").read_text("utf-8")
    own = action.replace("@PROGRAM@", "/run/privacykit")
    (tmp_path / "actions" / "org.privacykit.policy").write_text(own, "utf-8")
    (tmp_path / "rules" / "10-test.rules").write_text(RULES)
    program = tmp_path / "privacykit"
    program.write_text(
        f'#!/bin/sh\ncd "{Path.cwd()}" && exec "{sys.executable}" -m privacykit "$@"\n'
    )
    program.chmod(0o755)
    for path in (tmp_path / "actions", tmp_path / "rules"):
        path.chmod(0o755)

    def run(lines: str) -> list[str]:
        apart = ["unshare", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc"]
        done = subprocess.run(
            [*apart, "sh", "-c", f"{WORLD}\n{lines}", "sh", str(tmp_path)],
            env={"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C"},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        return [*done.stdout.splitlines(), *done.stderr.splitlines()]

    return run


def test_a_patron_gets_a_yes_or_a_no_and_waits_for_more(inside: Lines) -> None:
    told = inside(
        f"""
        echo '{GOOD}' | kit admin passphrase >/dev/null
        for word in 'wrong' '{GOOD}' 'wrong' 'wrong' 'wrong' '{GOOD}'; do ask "$word"; done
        """
    )
    answers = [json.loads(line) for line in told]
    assert [answer["ok"] for answer in answers] == [False, True, False, False, False, False]
    assert [answer["early"] for answer in answers] == [False] * 5 + [True]
    assert 0 < answers[-2]["wait"] <= 5


def test_a_patron_gets_nothing_else(inside: Lines) -> None:
    told = inside(
        f"""
        echo '{GOOD}' | kit admin passphrase >/dev/null
        as_root="patron pkexec --disable-internal-agent /run/privacykit"
        for line in 'admin reset' 'admin passphrase' '--progress-lines wipe' 'wipe admin-check'; do
            $as_root $line >/dev/null 2>&1 </dev/null; echo "refused $?"
        done
        patron pkexec --disable-internal-agent /bin/sh -c id >/dev/null 2>&1; echo "refused $?"
        patron cat /var/lib/privacykit/admin; patron rm -f /var/lib/privacykit-public/lock
        kit admin status
        ask '{GOOD}'
        """
    )
    assert told[:5] == ["refused 127"] * 5
    assert "A passphrase is set." in told[5]
    assert json.loads(told[6])["ok"] is True
    assert sum("Permission denied" in line for line in told[7:]) == 2
