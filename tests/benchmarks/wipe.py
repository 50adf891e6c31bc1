"""How long checking and mending a frozen home takes, beside rsync and find, in turns.

Run by hand, as root: `python tests/benchmarks/wipe.py [files ...]`. A whole command's time includes
the start of the program and all reading and writing of the manifest; its file system is in RAM
unless --on names a folder. rsync keeps its golden copy there too. Asserts nothing: figures depend
on the machine.
"""

import argparse
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from privacykit.wipe.baseline import manifest as manifests
from privacykit.wipe.baseline.freeze import freeze
from privacykit.wipe.baseline.manifest import Header
from privacykit.wipe.places import Account
from privacykit.wipe.policy import keeper
from privacykit.wipe.progress import never, silent

PATRON = 61234
A_FOLDER = 8
SIZES = (300, 1_000, 3_000, 12_000)
CHECK = """
import sys
from pathlib import Path
from privacykit.wipe.baseline import manifest
from privacykit.wipe.baseline.compare import compare
from privacykit.wipe.policy import keeper
from privacykit.wipe.progress import never, silent
folder = Path(sys.argv[1])
frozen = manifest.load(folder / "records/baseline", manifest.key(folder / "records"))
quiet = {"progress": silent, "cancelled": never}
found = compare(folder / "home", frozen, keep=keeper(()), **quiet)
"""
REPAIR = (
    CHECK
    + """
from privacykit.wipe.baseline.restore import Removing, restore
home = folder / "home"
done = restore(home, frozen, found, folder / "vault", out=Removing(home), **quiet)
manifest.save(done.manifest, folder / "records/baseline", manifest.key(folder / "records"))
"""
)
TIMED = """
import time
began = time.perf_counter()
{0}
print(time.perf_counter() - began)
"""
PEAK = """
status = Path("/proc/self/status").read_text()
print(int(status.partition("VmHWM:")[2].split()[0]) / 1024)
"""


@dataclass
class Bench:
    """One frozen home, and the copy of it that rsync goes by."""

    folder: Path
    files: int
    times: dict[str, list[float]] = field(default_factory=dict)

    @property
    def home(self) -> Path:
        return self.folder / "home"

    def lay(self) -> None:
        chance = random.Random(self.files)  # noqa: S311 - the same tree each time
        for number in range(self.files):
            folder = self.home / f"d{number // A_FOLDER % 61}/{number // A_FOLDER}"
            if number % A_FOLDER == 0:
                folder.mkdir(parents=True, exist_ok=True)
            (folder / f"{number:x}.dat").write_bytes(chance.randbytes(chance.choice(SIZES)))
        subprocess.run(["chown", "-R", f"{PATRON}:{PATRON}", str(self.home)], check=True)
        (self.folder / "vault").mkdir(mode=0o700)
        (self.folder / "records").mkdir(mode=0o700)
        subprocess.run(["cp", "-a", str(self.home), str(self.folder / "golden")], check=True)
        self.freeze()

    def freeze(self) -> None:
        header = Header(
            account="patron",
            uid=PATRON,
            gid=PATRON,
            home=str(self.home),
            vault=str(self.folder / "vault"),
            way="in-place",
            frozen_at="2026-01-01T00:00:00+00:00",
        )
        account = Account("patron", PATRON, PATRON, self.home)
        found = freeze(
            account,
            self.folder / "vault",
            header,
            keep=keeper(()),
            progress=silent,
            cancelled=never,
        )
        key = manifests.key(self.folder / "records")
        manifests.save(found, self.folder / "records/baseline", key)

    def change(self, number: int, turn: int) -> list[Path]:
        """Change so many files as a session does; return those of the forger among them."""
        chance = random.Random(turn)  # noqa: S311 - the same changes for everyone
        names = sorted(chance.sample(range(self.files), number))
        forged = []
        for count, each in enumerate(names):
            path = self.home / f"d{each // A_FOLDER % 61}/{each // A_FOLDER}/{each:x}.dat"
            if count % 10 < 3:
                path.unlink()
            elif count % 10 < 6:
                (path.parent / f"new{each}").write_bytes(b"session" * 300)
            elif count % 10 < 7:
                path.write_bytes(b"edited")
            else:
                forge(path)
                forged.append(path)
        return forged

    def wrong(self) -> int:
        """Return how many entries differ from the golden copy, read to the last byte."""
        command = ["rsync", "-aicn", "--delete", "--no-t", self.golden, f"{self.home}/"]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        return sum(line[:2] in {">f", "*d", "cL"} for line in done.stdout.splitlines())

    @property
    def golden(self) -> str:
        return f"{self.folder / 'golden'}/"

    def rsync(self, *options: str) -> list[str]:
        return ["rsync", "-a", "--delete", *options, self.golden, f"{self.home}/"]

    def ours(self, script: str) -> list[str]:
        return [sys.executable, "-c", script, str(self.folder)]

    def time(self, name: str, command: list[str]) -> None:
        began = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        self.times.setdefault(name, []).append(time.perf_counter() - began)

    def time_inside(self, name: str, script: str) -> None:
        """Time the comparison alone, without the start of a program."""
        lines = script.strip().splitlines()
        timed = "\n".join([*lines[:-1], TIMED.format(lines[-1])])
        done = subprocess.run(self.ours(timed), check=True, capture_output=True, text=True)
        self.times.setdefault(name, []).append(float(done.stdout))

    def tell(self, title: str, peer: str) -> None:
        print(f"\n{title}")
        other = statistics.median(self.times[peer])
        for name, taken in self.times.items():
            median = statistics.median(taken)
            print(
                f"  {name:44}{median:8.3f} s  {median / other:5.2f}  {self.files / median:9.0f}/s"
            )
        self.times.clear()


def forge(path: Path) -> None:
    """Change a file, keep its size and set its time back."""
    before = path.stat()
    with path.open("r+b") as file:
        file.write(b"forged")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def idle(bench: Bench, turns: int) -> None:
    peer = "rsync -a --delete"
    for _turn in range(turns):
        bench.time(peer, bench.rsync())
        bench.time("rsync -a --delete -c", bench.rsync("-c"))
        bench.time("find -printf, which only walks", walk(bench))
        bench.time("privacykit, the whole command", bench.ours(CHECK))
        bench.time_inside("privacykit, the comparison alone", CHECK)
    bench.tell(f"{bench.files} files, nothing changed", peer)


def walk(bench: Bench) -> list[str]:
    return ["find", str(bench.home), "-printf", "%P %m %U %G %s %T@ %C@ %i\\n"]


def repair(bench: Bench, changes: int, turns: int) -> None:
    commands = {
        "rsync -a --delete": bench.rsync(),
        "rsync -a --delete -c": bench.rsync("-c"),
        "privacykit": bench.ours(REPAIR),
    }
    left: dict[str, list[int]] = {name: [] for name in commands}
    for turn in range(turns):
        for name, command in commands.items():
            bench.change(changes, turn)
            bench.time(name, command)
            left[name].append(bench.wrong())
            subprocess.run(bench.rsync("-c"), check=True)
            subprocess.run(bench.ours(REPAIR), check=True)
    title = f"{bench.files} files, {changes} changed, 3 of 10 of them forged"
    bench.tell(title, "rsync -a --delete")
    for name, counts in left.items():
        print(f"  left wrong by {name:30}{statistics.median(counts):8.0f}")


def memory(bench: Bench) -> None:
    for name, script in {"check": CHECK, "repair": REPAIR}.items():
        done = subprocess.run(bench.ours(script + PEAK), check=True, capture_output=True, text=True)
        print(f"  peak memory of a {name}: {float(done.stdout):.0f} MiB")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("files", nargs="*", type=int, default=[5_000, 50_000, 200_000])
    options.add_argument("--on", default="/dev/shm", help="folder that the homes are laid in")
    options.add_argument("--turns", type=int, default=5)
    chosen = options.parse_args()
    for files in chosen.files:
        folder = Path(tempfile.mkdtemp(prefix="privacykit-benchmark-", dir=chosen.on))
        try:
            bench = Bench(folder, files)
            bench.lay()
            idle(bench, chosen.turns)
            for changes in (files // 1000, files // 100, files // 20):
                repair(bench, changes, chosen.turns)
            memory(bench)
        finally:
            shutil.rmtree(folder)


if __name__ == "__main__":
    main()
