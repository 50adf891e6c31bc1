"""A mount namespace of its own for a child process, in which tests may attach what they like.

`python -m tests.unit.mounts KIND REMOVER FOLDER` is that child: it attaches, removes, and says as
JSON what is left. The mounts go away with it.
"""

import errno
import functools
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any
from unittest import mock

import pytest

from privacykit.wipe import linux
from privacykit.wipe.tree import Tree
from tests.unit import naive

_ROOT = Path(__file__).parents[2]


@functools.cache
def _unshare() -> tuple[str, ...]:
    """Return the command that gives a namespace, with or without being root."""
    for command in (("unshare", "-m"), ("unshare", "-Urm")):
        if shutil.which("unshare") and _works((*command, "true")):
            return command
    return ()


def _works(command: tuple[str, ...]) -> bool:
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def remove_with_mount(kind: str, remover: str, folder: Path) -> dict[str, Any]:
    if not _unshare():
        pytest.skip("neither root nor user namespaces are to be had here")
    command = (*_unshare(), sys.executable, "-m", "tests.unit.mounts", kind, remover, str(folder))
    done = subprocess.run(command, capture_output=True, text=True, cwd=_ROOT, check=False)
    assert done.returncode == 0, done.stderr
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def _attach(kind: str, folder: Path) -> Path:
    """Attach something at home/d/inside (or home/d/note); return where the victim's files are."""
    victim, inside = folder / "victim", folder / "home/d/inside"
    if kind == "tmpfs":
        subprocess.run(["mount", "-t", "tmpfs", "none", str(inside)], check=True)
        for number in range(3):
            (inside / f"{number}.txt").write_text("theirs")
        return inside
    at = {"bind": (victim, inside), "file": (victim / "0.txt", folder / "home/d/note")}[kind]
    subprocess.run(["mount", "--bind", *map(str, at)], check=True)
    return victim


def _remove(remover: str, folder: Path) -> list[list[Any]]:
    if remover == "ours-on-an-old-kernel":
        no_openat2 = OSError(errno.ENOSYS, os.strerror(errno.ENOSYS))
        with mock.patch.object(linux, "_openat2", side_effect=no_openat2):
            return _remove("ours", folder)
    if remover == "ours":
        with Tree(folder / "home") as tree:
            tree.measure(b"d")
            unseen = [[os.fsdecode(each.path), each.errno] for each in tree.problems]
            stays = tree.remove(b"d").problems
        return [*unseen, *([os.fsdecode(each.path), each.errno] for each in stays)]
    removers: dict[str, Callable[[Path], None]] = {"naive": naive.remove, "rmtree": shutil.rmtree}
    with suppress(OSError):
        removers[remover](folder / "home/d")
    return []


def main(kind: str, remover: str, where: str) -> None:
    folder = Path(where)
    victims = _attach(kind, folder)
    home = folder / "home"
    same_device = home.stat().st_dev == victims.stat().st_dev
    problems = _remove(remover, folder)
    answer = {
        "same_device": same_device,
        "problems": problems,
        "victims": sorted(path.name for path in victims.iterdir()),
        "left": sorted(str(path.relative_to(home)) for path in home.rglob("*")),
    }
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main(*sys.argv[1:])
