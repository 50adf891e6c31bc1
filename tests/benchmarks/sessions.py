"""How long after the end of a session the next patron can sign in, in each of the three ways.

Run by hand, as root: `python -m tests.benchmarks.sessions [files] [turns]`. The homes lie on ext4
and btrfs in RAM, in mounts of their own; a session changes one file of a hundred. Asserts only that
the home is clean: figures depend on the machine.
"""

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from unittest import mock

from privacykit.wipe.machine import state as states
from privacykit.wipe.machine.state import State
from tests.real import disks
from tests.unit.machines import NAME, Patron, give, patron, start

_A_FOLDER = 50
_HERE = "--here"


def lay(home: Path, files: int) -> list[Path]:
    """Fill a home with files of 2 KiB; return them."""
    paths = [home / f"d/{number // _A_FOLDER}/{number:05}" for number in range(files)]
    for path in paths:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(f"{path}".encode() * 20)
    give(*home.rglob("*"))
    return paths


def use(paths: list[Path], turn: int) -> None:
    """Change one file of a hundred: half of them edited, a quarter new, a quarter gone."""
    for number, path in enumerate(paths[turn::100]):
        if number % 4 == 0:
            path.unlink()
        elif number % 4 == 1:
            path.with_name(f"new-{path.name}").write_text("new")
        else:
            path.write_text("edited")


def ended(one: Patron) -> tuple[float, float]:
    """Return the seconds until the home is clean, and until all is deleted."""
    clean: list[float] = []
    write = states.write

    def watched(folder: Path, state: State) -> None:
        write(folder, state)
        if state.condition == "clean":
            clean.append(time.perf_counter())

    started = time.perf_counter()
    with mock.patch.object(states, "write", watched):
        report = one.end()
    assert report.is_clean, report.to_json()
    return clean[-1] - started, time.perf_counter() - started


def measure(way: str, files: int, turns: int, folder: Path) -> None:
    root = folder / "root"
    root.mkdir(parents=True)
    if way != "btrfs":
        disks.make("ext4", folder / "disk", 1024 + files // 40)
        disks.attach(folder / "disk", root)
    with mock.patch.object(disks, "make", _large):
        one = patron(folder, way)
    paths = lay(one.home, files)
    begun = time.perf_counter()
    one.freeze()
    print(f"{way}: freeze {time.perf_counter() - begun:.2f} s")
    for words, change in (("idle", False), ("1 % changed", True), ("after a cut", True)):
        times = [_turn(one, paths, turn, change=change, words=words) for turn in range(turns)]
        free, whole = (statistics.median(column) for column in zip(*times, strict=True))
        print(f"  {words:12} sign-in after {free:5.2f} s, all deleted after {whole:5.2f} s")


def _large(kind: str, image: Path, _mebibytes: int) -> None:
    _make(kind, image, 2048)


_make = disks.make


def _turn(
    one: Patron, paths: list[Path], turn: int, *, change: bool, words: str
) -> tuple[float, float]:
    one.begin()
    if change:
        use(paths, turn)
    if words == "after a cut":
        one.sign_out()
        start(one.system, f"start {turn}")
    return ended(one)


def main(folder: Path, files: int, turns: int) -> None:
    disks.memory(folder)
    print(f"{files} files, medians of {turns}; account {NAME}")
    for way in ("in-place", "overlay", "btrfs"):
        measure(way, files, turns, folder / way)


def in_own_mounts(files: str = "50000", turns: str = "5") -> int:
    """Run `main` where its mounts go away with it."""
    with tempfile.TemporaryDirectory(prefix="privacykit-benchmark-") as folder:
        words = ["unshare", "--mount", sys.executable, "-m", "tests.benchmarks.sessions", _HERE]
        return subprocess.run([*words, folder, files, turns], check=False).returncode


if __name__ == "__main__":
    if sys.argv[1:2] == [_HERE]:
        main(Path(sys.argv[2]), *map(int, sys.argv[3:]))
    else:
        sys.exit(in_own_mounts(*sys.argv[1:]))
