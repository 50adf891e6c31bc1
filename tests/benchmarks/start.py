"""How long a start takes: the command, the first window, and the peer beside them in one run.

Run by hand:  .venv/bin/python tests/benchmarks/start.py
"""

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

RUNS = 7
NOT_AN_ACCOUNTS = (
    "apt.",
    "deepscan.",
    "dnf.",
    "journald.",
    "yum.",
    "system.free",
    "system.memory",
    "system.localizations",
    "system.custom",
)
WINDOW = """
import sys, time
began = time.perf_counter()
from privacykit.ui import app
from PySide6.QtWidgets import QApplication
QApplication.exec = lambda *_: QApplication.processEvents() or 0
app.run()
"""
EMPTY = """
import os, sys
from pathlib import Path
from privacykit.__main__ import main
from privacykit.wipe import places
account = places.Account("patron", os.getuid() or 61234, 0, Path(sys.argv[1]))
os.geteuid = lambda: account.uid  # root's own files are never looked through
places.current_account = lambda: account
sys.exit(main(["wipe", "--preview"]))
"""
"""`privacykit wipe --preview` as an account with that home."""


def seconds(command: list[str], environment: dict[str, str]) -> float:
    began = time.perf_counter()
    subprocess.run(command, env=environment, check=False, capture_output=True, timeout=60)
    return time.perf_counter() - began


def in_turns(rows: dict[str, list[str]], environment: dict[str, str]) -> dict[str, list[float]]:
    """Run each so many times, one after the other, so that all meet the same load."""
    times: dict[str, list[float]] = {name: [] for name in rows}
    for turn in range(RUNS + 1):
        for name, command in rows.items():
            taken = seconds(command, environment)
            if turn:  # the first run only warms up
                times[name].append(taken)
    return times


def peer(environment: dict[str, str]) -> dict[str, list[str]]:
    """Return BleachBit's preview of all that it knows of one account, if it is installed."""
    program = shutil.which("bleachbit")
    if program is None:
        return {}
    listed = subprocess.run(
        [program, "--list-cleaners"], env=environment, check=True, capture_output=True, text=True
    )
    options = [one for one in listed.stdout.split() if not one.startswith(NOT_AN_ACCOUNTS)]
    return {"bleachbit --preview, everything of an account": [program, "--preview", *options]}


def empty_home(folder: str) -> str:
    """Lay a home below a folder that temporary folders may be made in, as the account's own."""
    home = Path(folder) / "home"
    home.mkdir(mode=0o700)
    os.chown(home, os.getuid() or 61234, -1)
    return str(home)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as home:
        environment = os.environ | {"HOME": home, "QT_QPA_PLATFORM": "offscreen"}
        python = sys.executable
        kit = str(Path(python).parent / "privacykit")
        rows = {
            "python -c pass": [python, "-c", "pass"],
            "python -c import click": [python, "-c", "import click"],
            "privacykit wipe --preview, empty home": [python, "-c", EMPTY, empty_home(folder)],
            "privacykit wipe --practice --preview": [kit, "wipe", "--practice", "--preview"],
            "privacykit wipe --practice --yes": [kit, "wipe", "--practice", "--yes"],
            "first window, offscreen": [python, "-c", WINDOW],
        }
        rows |= peer(environment)
        for name, times in in_turns(rows, environment).items():
            print(f"{statistics.median(times):7.3f} s, at best {min(times):.3f} s  {name}")


if __name__ == "__main__":
    main()
