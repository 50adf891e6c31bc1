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


def seconds(command: list[str], environment: dict[str, str]) -> float:
    began = time.perf_counter()
    subprocess.run(command, env=environment, check=False, capture_output=True, timeout=60)
    return time.perf_counter() - began


def median(command: list[str], environment: dict[str, str]) -> float:
    seconds(command, environment)
    return statistics.median(seconds(command, environment) for _ in range(RUNS))


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


def main() -> None:
    with tempfile.TemporaryDirectory() as home:
        environment = os.environ | {"HOME": home, "QT_QPA_PLATFORM": "offscreen"}
        python = sys.executable
        kit = str(Path(python).parent / "privacykit")
        rows = {
            "python -c pass": [python, "-c", "pass"],
            "privacykit wipe --practice --preview": [kit, "wipe", "--practice", "--preview"],
            "privacykit wipe --practice --yes": [kit, "wipe", "--practice", "--yes"],
            "first window, offscreen": [python, "-c", WINDOW],
        }
        rows |= peer(environment)
        for name, command in rows.items():
            print(f"{median(command, environment):7.3f} s  {name}")


if __name__ == "__main__":
    main()
