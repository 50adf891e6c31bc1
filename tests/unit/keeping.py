"""What the tests of the undo share: a keyring of their own in the kernel, and things to keep."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from privacykit.wipe.machine.memory_key import Keyring
from privacykit.wipe.machine.packing import Thing
from tests.real.disks import need

NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)
MARK = "m5e1f0c2b7a9d4836"
KEY = bytes(range(32))


def keyctl(*words: str) -> str:
    done = subprocess.run(["keyctl", *words], capture_output=True, text=True, check=False)
    return done.stdout.strip() if done.returncode == 0 else ""


@contextmanager
def own_keyring() -> Iterator[Keyring]:
    """Give a new keyring, which is gone at the end with all that is in it."""
    need("keyctl")
    number = keyctl("newring", "privacykit-test", "@u")
    assert number, "this kernel keeps no keys"
    try:
        yield Keyring(int(number))
    finally:
        keyctl("clear", number)
        keyctl("unlink", number, "@u")


def holds(keyring: Keyring, name: str) -> str:
    """Return what keyutils say a key is, as hexadecimal digits; nothing for one that is gone."""
    found = keyctl("search", str(keyring.number), "user", name)
    return keyctl("read", found).partition("\n")[2] if found else ""


def session(folder: Path) -> Thing:
    """Lay what one session left behind, with marks in every name and content."""
    top = folder / "left"
    (top / f"Downloads-{MARK}").mkdir(parents=True)
    (top / f"Downloads-{MARK}/thesis.txt").write_text(f"My thesis {MARK}\n" * 2000)
    (top / "link").symlink_to(f"/etc/{MARK}")
    os.setxattr(top / f"Downloads-{MARK}/thesis.txt", "user.origin", MARK.encode())
    return Thing(folder, b"left", b"")
