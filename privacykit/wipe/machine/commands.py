"""Asking a service of the computer, in its own untranslated words and for a bounded time."""

import os
import shutil
import subprocess
from collections.abc import Mapping
from contextlib import suppress

SECONDS = 10
_PATH = "/usr/sbin:/usr/bin:/sbin:/bin"


def exists(name: str) -> bool:
    return shutil.which(name, path=_PATH) is not None


def ask(*words: str, environment: Mapping[str, str] | None = None) -> str | None:
    """Return what a command answers; None if it fails, hangs or is not there."""
    plain = {"PATH": _PATH, "LC_ALL": "C", **(environment or {})}
    with suppress(OSError, subprocess.SubprocessError):
        done = subprocess.run(
            words,
            env=plain,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=SECONDS,
            check=False,
        )
        if done.returncode == 0:
            return os.fsdecode(done.stdout)
    return None
