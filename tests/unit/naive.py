"""What everyone writes first. Kept beside the real thing: an attack that spares this is no test."""

import os
from pathlib import Path


def remove(top: Path) -> None:
    """Remove by path, as `os.walk` invites to."""
    for folder, _below, names in os.walk(top):
        for name in names:
            Path(folder, name).unlink()
    for folder, below, _names in os.walk(top, topdown=False):
        for name in below:
            path = Path(folder, name)
            path.unlink() if path.is_symlink() else path.rmdir()
    top.rmdir()


def shred(top: Path) -> None:
    """Overwrite each file before it is removed, as shredders do."""
    for folder, _below, names in os.walk(top):
        for name in names:
            path = Path(folder, name)
            path.write_bytes(b"\0")
            path.unlink()
