"""Set up a room that nothing leaves, then hold it open: run as root in new namespaces.

The home, the temporary folders and the account list are made here in memory; the host sees none
of it, and no network but the room's own loopback. All ends when this process ends.
"""

import fcntl
import os
import signal
import socket
import struct
import subprocess
import sys
from pathlib import Path

STASH = Path("/mnt")
COVERED = [Path(p) for p in ("/home", "/tmp", "/var/tmp", "/dev/shm")]


def mount(*words: str | Path) -> None:
    subprocess.run(["mount", *map(str, words)], check=True)


def wake_loopback() -> None:
    """Set the flags up and running, as `ip link set lo up` does."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line:
        fcntl.ioctl(line, 0x8914, struct.pack("16sH14x", b"lo", 0x41))


def closed_folders(path: Path) -> list[Path]:
    """Return the folders on the way to a path that an ordinary account cannot enter."""
    return [folder for folder in path.parents if not folder.stat().st_mode & 0o001]


def expose(needed: list[Path]) -> None:
    """Cover the places with memory, and let what the account must read show through."""
    mount("-t", "tmpfs", "-o", "mode=755", "stash", STASH)
    shut = {folder for path in needed for folder in closed_folders(path)}
    covered = sorted({*COVERED, *shut}, key=lambda path: len(path.parts))
    hidden = [path for path in needed if any(path.is_relative_to(cover) for cover in covered)]
    for number, path in enumerate(hidden):
        (STASH / str(number)).mkdir()
        mount("--rbind", path, STASH / str(number))
    for cover in covered:
        cover.mkdir(parents=True, exist_ok=True)
        mode = "755" if cover in shut or cover.name == "home" else "1777"
        mount("-t", "tmpfs", "-o", f"mode={mode}", "covered", cover)
    for number, path in enumerate(hidden):
        path.mkdir(parents=True, exist_ok=True)
        mount("--move", STASH / str(number), path)
        mount("-o", "remount,bind,ro", path)


def add_account(name: str, number: int) -> None:
    lines = {
        "passwd": f"{name}:x:{number}:{number}:Patron:/home/{name}:/bin/bash\n",
        "group": f"{name}:x:{number}:\n",
    }
    for file, line in lines.items():
        listed = Path("/etc") / file
        (STASH / file).write_text(listed.read_text() + line)
        mount("--bind", STASH / file, listed)
    home = Path("/home") / name
    home.mkdir(0o700)
    os.chown(home, number, number)


def main(name: str, number: str, *needed: str) -> None:
    wake_loopback()
    expose([Path(path) for path in needed])
    add_account(name, int(number))
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # as an init does: take in what is orphaned
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.read()


if __name__ == "__main__":
    main(*sys.argv[1:])
