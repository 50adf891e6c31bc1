"""What is left of one planted session: BleachBit, `privacykit wipe`, and a frozen account's end.

Run by hand as root: `python tests/benchmarks/residue.py`. Every program that is installed leaves a
mark in a throwaway account, in a room of its own; then each of the three cleans the same planted
home and the same temporary folders. The first two run as the account, as a patron would run them.
Asserts nothing: figures depend on what is installed.
"""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from privacykit.wipe.machine import sessions
from privacykit.wipe.machine.system import System
from privacykit.wipe.places import TEMPORARY, Account, World
from privacykit.wipe.policy import Baseline, Policy
from privacykit.wipe.progress import silent
from privacykit.wipe.prove import apps, course, marks, methods, tomlwriter
from privacykit.wipe.prove.course import Planting
from privacykit.wipe.prove.marks import Found
from privacykit.wipe.prove.patron import Patron
from tests.real.room import Room

UNFAIR = {"left-running", "runtime"}
"""What needs more than an account's own rights and an open session."""
NOT_SENSIBLE = (
    "system.free_disk_space",
    "system.memory",
    "system.localizations",
    "deepscan.",
)
"""BleachBit's options that fill the disk, need root, or delete by a file's name alone."""
COPY = Path("/home/copy")


def plant(account: Account) -> Planting:
    chosen = tuple(app for app in apps.KNOWN if app.is_installed and app.id not in UNFAIR)
    planting = Planting(chosen)
    course.plant(account, planting, silent)
    return planting


def places(account: Account) -> Iterator[tuple[Path, Path]]:
    """Yield each folder of the session and where its copy lies."""
    for number, place in enumerate((account.home, *TEMPORARY)):
        yield place, COPY / str(number)


def keep(account: Account) -> None:
    COPY.mkdir(mode=0o700)
    for place, copy in places(account):
        subprocess.run(["cp", "-a", place, copy], check=True)


def put_back(account: Account) -> None:
    for place, copy in places(account):
        for path in place.iterdir():
            shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()
        subprocess.run(["cp", "-a", f"{copy}/.", place], check=True)


def bleachbit(account: Account) -> str:
    """Clean with all sensible options of Debian's BleachBit."""
    listed = as_account(account, "bleachbit", "--list").stdout.split()
    wanted = [one for one in listed if "." in one and not one.startswith(NOT_SENSIBLE)]
    done = as_account(account, "bleachbit", "--clean", *wanted)
    summary = [line for line in done.stdout.splitlines() if line.startswith("Errors:")]
    return f"{len(wanted)} options, exit code {done.returncode}, {' '.join(summary)}"


def as_account(account: Account, *command: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        command,
        cwd=account.home,
        env=Patron(account).environment,
        user=account.uid,
        group=account.gid,
        extra_groups=[],
        capture_output=True,
        text=True,
        check=False,
    )


def wipe(account: Account) -> str:
    report = methods.METHODS["traces"].end(System(), account, silent)
    return f"exit code {report.exit_code}, says “{report.state}”"


def end(account: Account) -> str:
    report = sessions.end(System(), account.name, World())
    return f"{report.method}, exit code {report.exit_code}, says “{report.state}”"


def found(planting: Planting) -> Found:
    roots = [folder for folder in course.folders() if folder != COPY.parent]
    return marks.seek(
        [*roots, *COPY.parent.glob("[!c]*"), *COPY.parent.glob(".p*")], planting.marks
    )


def inside(name: str) -> None:
    system = System()
    in_place = Baseline(way="in-place")  # a layer would show every file a second time
    policy = Policy(format=1, accounts=(name,), baseline=in_place)
    methods.write_policy(system, tomlwriter.write(policy))
    account = system.account(name)
    methods.METHODS["baseline"].begin(system, account, silent)
    planting = plant(account)
    keep(account)
    cleaners: dict[str, Callable[[Account], str]] = {
        "BleachBit": bleachbit,
        "privacykit wipe": wipe,
        "frozen account": end,
    }
    looks, said = {"planted": found(planting)}, {}
    for label, clean in cleaners.items():
        put_back(account)
        said[label] = clean(account)
        looks[label] = found(planting)
    told = {
        label: {app: len(places) for app, places in look.places.items()}
        for label, look in looks.items()
    }
    print(json.dumps({"said": said, "found": told, "failed": planting.failed}))


def main() -> None:
    with Room() as room:
        done = room.run(sys.executable, __file__, "inside", room.name, root=True)
    if done.returncode:
        sys.exit(done.stderr)
    told = json.loads(done.stdout.splitlines()[-1])
    looks = told["found"]
    print(f"{'places with a mark':30}" + "".join(f"{label:>17}" for label in looks))
    for app in looks["planted"]:
        print(
            f"{app or '(part of a mark)':30}"
            + "".join(f"{look.get(app, 0):17}" for look in looks.values())
        )
    print(f"{'in all':30}" + "".join(f"{sum(look.values()):17}" for look in looks.values()))
    for label, words in told["said"].items():
        print(f"{label}: {words}")
    for app, why in told["failed"].items():
        print(f"not planted: {app}: {why}")


if __name__ == "__main__":
    inside(sys.argv[2]) if sys.argv[1:2] == ["inside"] else main()
