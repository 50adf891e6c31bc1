"""How long removing 100,000 small files in RAM takes, beside `rm -rf`, in turns.

Run by hand: `python tests/benchmarks/removing.py [files] [turns]`. Both times include the start of
the program. Asserts nothing: figures depend on the machine.
"""

import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

_OURS = """
import sys
from pathlib import Path
from privacykit.wipe.tree import Tree
with Tree(Path(sys.argv[1])) as tree:
    tree.remove(b"d")
"""


def lay(home: Path, files: int, a_folder: int) -> None:
    """Fill home/d with files of 2 KiB, so many to a folder."""
    for number in range(files):
        folder = home / f"d/{number // a_folder}"
        if number % a_folder == 0:
            folder.mkdir(parents=True)
        (folder / f"{number:040X}").write_bytes(b"x" * 2048)


def seconds(command: list[str]) -> float:
    started = time.perf_counter()
    subprocess.run(command, check=True)
    return time.perf_counter() - started


def compare(home: Path, files: int, a_folder: int, turns: int) -> None:
    commands = {
        "rm -rf": ["rm", "-rf", str(home / "d")],
        "privacykit": [sys.executable, "-c", _OURS, str(home)],
    }
    times: dict[str, list[float]] = {name: [] for name in commands}
    for _turn in range(turns):
        for name, command in commands.items():
            lay(home, files, a_folder)
            times[name].append(seconds(command))
    print(f"{files} files, {a_folder} to a folder, {turns} turns:")
    for name, how in (("median", statistics.median), ("best", min)):
        peer, ours = how(times["rm -rf"]), how(times["privacykit"])
        print(
            f"  {name:6} rm -rf {peer:5.2f} s  privacykit {ours:5.2f} s  ratio {ours / peer:5.2f}"
        )


def main(files: int = 100_000, turns: int = 5) -> None:
    home = Path(tempfile.mkdtemp(prefix="privacykit-benchmark-", dir="/dev/shm"))
    try:
        for a_folder in (files, 200):
            compare(home, files, a_folder, turns)
    finally:
        shutil.rmtree(home)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
