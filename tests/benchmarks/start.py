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
        if peer := shutil.which("bleachbit"):
            rows["bleachbit --preview system.tmp (peer)"] = [
                peer,
                "--preview",
                "system.recent_documents",
            ]
        for name, command in rows.items():
            print(f"{median(command, environment):7.3f} s  {name}")


if __name__ == "__main__":
    main()
