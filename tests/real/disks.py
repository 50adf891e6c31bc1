"""File systems that tests make for themselves, in memory, inside a namespace of their own."""

import os
import shutil
import struct
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from tests.real.apart import call

MS_NOSUID, MS_NODEV, MNT_DETACH = 2, 4, 2
MAKERS = {
    "ext4": ("mkfs.ext4", "-q", "-F", "-b", "4096"),
    "casefold": ("mkfs.ext4", "-q", "-F", "-O", "casefold", "-E", "encoding=utf8"),
    "vfat": ("mkfs.vfat",),
    "xfs": ("mkfs.xfs", "-q"),
    "btrfs": ("mkfs.btrfs", "-q"),
}
KERNEL_LACKS = "wrong fs type", "unknown filesystem type"


def memory(folder: Path, options: str = "mode=755") -> Path:
    """Attach a new folder in memory; return it."""
    folder.mkdir(exist_ok=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", options, "memory", str(folder)], check=True)
    return folder


def need(*programs: str) -> None:
    """Skip where a program is missing; where every change is checked, fail instead."""
    if absent := [name for name in programs if shutil.which(name) is None]:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(f"not installed: {absent}")


def make(kind: str, image: Path, mebibytes: int) -> None:
    need(MAKERS[kind][0], "mount")
    image.touch()
    os.truncate(image, mebibytes << 20)
    subprocess.run([*MAKERS[kind], str(image)], check=True, capture_output=True)


def attach(image: Path, folder: Path, options: str = "loop") -> Path:
    """Attach an image; skip where the kernel does not know its kind."""
    folder.mkdir(exist_ok=True)
    command = ["mount", "-o", options, str(image), str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if any(words in done.stderr for words in KERNEL_LACKS):
        pytest.skip(f"this kernel has no {image.name}")
    assert done.returncode == 0, done.stderr
    return folder


def detach(folder: Path) -> None:
    subprocess.run(["umount", str(folder)], check=True)


@contextmanager
def silent(point: Path, uid: int = 0) -> Iterator[None]:
    """Attach a FUSE file system whose program greets the kernel and then never answers again."""
    line = os.open("/dev/fuse", os.O_RDWR | os.O_CLOEXEC)
    rootmode = "40000" if point.is_dir() else "100000"
    options = f"fd={line},rootmode={rootmode},user_id={uid},group_id={uid},allow_other"
    flags = MS_NOSUID | MS_NODEV
    call("mount", b"silent", os.fsencode(point), b"fuse.silent", flags, options.encode())
    _greet(line)
    try:
        yield
    finally:
        with suppress(OSError):  # taken off by whom it was to keep
            call("umount2", os.fsencode(point), MNT_DETACH)
        os.close(line)


def _greet(line: int) -> None:
    """Answer the kernel's first question as fuse_init_out of linux/fuse.h has it."""
    asked = os.read(line, 1 << 17)
    length, error, number, version = 80, 0, asked[8:16], (7, 31)
    os.write(line, struct.pack("<Ii8sII56x", length, error, number, *version))
