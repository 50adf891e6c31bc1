"""A computer that really starts: this one's files under systemd, in a container of its own.

What it writes lies in memory; its mounts and processes are gone with the test.
"""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil
import pytest

import privacykit

PROGRAMS = ("systemd-nspawn", "nsenter", "unshare", "useradd", "cupsd")
INIT = ("/lib/systemd/systemd", "--unit=signing-in.target", "--show-status=0")
TARGET = """\
[Unit]
Requires=basic.target
Wants=systemd-logind.service systemd-user-sessions.service privacykit-finish.service
After=basic.target systemd-logind.service systemd-user-sessions.service privacykit-finish.service
"""
START = """
set -e
mount -t tmpfs own "$1"
mkdir "$1/up" "$1/work" "$1/root"
mount -t overlay own -o "lowerdir=/,upperdir=$1/up,workdir=$1/work" "$1/root"
: > "$1/root/etc/machine-id"
cp "$2" "$1/root/etc/systemd/system/signing-in.target"
rm -f "$1/root/etc/resolv.conf"
folder=$1; shift 2
while :; do systemd-nspawn -D "$folder/root" "$@" </dev/null || true; done
"""
"""Starts it again whenever its power was cut."""
WAYS = (
    "--quiet",
    "--register=no",
    "--keep-unit",
    "--private-network",
    "--console=pipe",
    "--resolv-conf=off",
    "--timezone=off",
    "--link-journal=no",
)
SIGNED_IN = "-pPAMName=login", "-pUser=patron", "-pWorkingDirectory=~"
KIT = Path(sys.executable).with_name("privacykit")
CODE = (Path(privacykit.__file__).parents[1], Path(sys.prefix), Path(sys.base_prefix))
PATIENCE = 60.0
"""Seconds for a start, and for each command."""


class Booted:
    """The computer, on which patrons sign in."""

    def __init__(self, started: "subprocess.Popen[bytes]") -> None:
        self._started = started
        self._init = 0

    def wait(self) -> None:
        """Wait until one may sign in; skip the test where no computer comes up."""
        over = time.monotonic() + PATIENCE
        while not self._is_up():
            if time.monotonic() > over or self._started.poll() is not None:
                pytest.skip("no computer can be started in a container here")

    def _is_up(self) -> bool:
        """Look for the container's first process, and whether systemd is done with its start."""
        for one in psutil.Process(self._started.pid).children(recursive=True):
            with suppress(psutil.Error):
                if one.cmdline()[: len(INIT)] == [*INIT]:
                    self._init = one.pid
                    said = self.run("systemctl", "is-system-running", "--wait").stdout
                    return said.strip() in {"running", "degraded"}
        return False

    @property
    def root(self) -> Path:
        """Where its files are to be seen from here."""
        return Path(f"/proc/{self._init}/root")

    @property
    def home(self) -> Path:
        return self.root / "home/patron"

    def run(self, *command: str) -> "subprocess.CompletedProcess[str]":
        inside = "nsenter", "--target", str(self._init), "--all", "env", "-i"
        return subprocess.run(
            [*inside, f"PATH={os.defpath}:/usr/sbin:/sbin", "LANG=C.UTF-8", *command],
            cwd="/",
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )

    def kit(self, *words: str) -> str:
        done = self.run(str(KIT), *words)
        assert done.returncode == 0, done
        return done.stdout

    def sign_in(self, script: str) -> str:
        """Sign in as the patron by PAM, run lines of shell, and sign out; return what they said."""
        unit = "systemd-run", "-q", "--pipe", "--wait", "--collect", *SIGNED_IN
        done = self.run(*unit, "sh", "-c", script)
        return done.stdout if done.returncode == 0 else f"refused: {done}"

    def wait_until_clean(self) -> None:
        over = time.monotonic() + PATIENCE
        while "clean and verified" not in (told := self.run(str(KIT), "baseline", "status")).stdout:
            assert time.monotonic() < over, f"{told}\n{self.news()}"

    def news(self) -> str:
        """Return what systemd has to say, for a test that fails."""
        lines = "journalctl -b -n 120 -o short-precise --no-pager; systemctl list-jobs; ps -ef"
        return self.run("sh", "-c", lines).stdout

    def cut_the_power(self) -> None:
        first = psutil.Process(self._init)
        first.kill()
        psutil.wait_procs([first])
        self.wait()


@contextmanager
def booted(folder: Path) -> Iterator[Booted]:
    """Start a computer with an account "patron"; skips where that cannot be."""
    if absent := [name for name in PROGRAMS if shutil.which(name) is None]:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(f"not installed: {absent}")
    target = folder / "target"
    target.write_text(TARGET)
    (folder / "computer").mkdir()
    lower = Path("/").stat().st_dev
    shown = [f"--bind-ro={path}" for path in CODE if path.stat().st_dev != lower]
    apart = "unshare", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc"
    started = subprocess.Popen(
        [*apart, "sh", "-c", START, "sh", folder / "computer", target, *WAYS, *shown, *INIT],
        env={"PATH": os.environ["PATH"], "SYSTEMD_NSPAWN_UNIFIED_HIERARCHY": "1"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        computer = Booted(started)
        computer.wait()
        made = computer.run("useradd", "-m", "-s", "/bin/sh", "patron")
        assert made.returncode == 0, made
        yield computer
    finally:
        started.kill()
        started.wait()
