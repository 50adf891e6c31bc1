"""What a patron may do to a home in a session, and what tests of its end share."""

import os
import socket
from pathlib import Path

import pytest

from privacykit.wipe import linux
from privacykit.wipe.machine.system import System
from tests.unit.machines import Patron, start

every_way = pytest.mark.parametrize("way", ["in-place", "overlay", "btrfs"])
MARK = "m0123456789abcdef"


def add(home: Path) -> None:
    (home / "deep/er").mkdir(parents=True)
    (home / "deep/er/note").write_text(MARK)
    (home / ".bash_history").write_text(MARK)
    os.mkfifo(home / "pipe")
    with socket.socket(socket.AF_UNIX) as line, linux.opened(linux.open_folder(home)) as folder:
        line.bind(f"/proc/self/fd/{folder}/line")


def remove(home: Path) -> None:
    (home / ".bashrc").unlink()
    (home / ".config/app/settings.ini").unlink()
    (home / ".config/app").rmdir()


def edit(home: Path) -> None:
    (home / ".bashrc").write_text(MARK)
    (home / "Documents").chmod(0o777)
    os.setxattr(home / "Documents/welcome.txt", "user.note", MARK.encode())


def forge(home: Path) -> None:
    """Change a file, and give it back its size and its time."""
    path = home / "Documents/welcome.txt"
    before = path.stat()
    path.write_text("W" * before.st_size)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def link(home: Path) -> None:
    """Let links to other people's files take the place of the home's own."""
    victim = home.parent.parent / "etc/passwd"
    (home / ".bashrc").unlink()
    (home / ".bashrc").symlink_to(victim)
    (home / "Documents").rename(home / "aside")
    (home / "Documents").symlink_to(victim.parent)
    (home / "Documents/link").exists()


def exchange(home: Path) -> None:
    """Let a folder and a file take one another's place."""
    (home / ".bashrc").rename(home / "old")
    (home / ".bashrc").mkdir()
    (home / ".bashrc/inside").write_text(MARK)
    (home / "Documents").rename(home / "papers")
    (home / "Documents").write_text(MARK)


def lock(home: Path) -> None:
    """Take all rights away, one's own too."""
    add(home)
    for path in (home / "deep/er", home / "deep", home / ".config", home):
        path.chmod(0)


def nothing(_home: Path) -> None: ...


DEEDS = [nothing, add, remove, edit, forge, link, exchange, lock]


def start_again(one: Patron) -> System:
    """Let the power have been cut."""
    one.sign_out()
    start(one.system, "the next start")
    return one.system
