"""Records that a failing disk damaged: a sentence each, and nobody gets into an unclean home."""

import os
import secrets
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from privacykit.errors import PrivacykitError
from privacykit.wipe.machine import sessions
from tests.real import disks, stories
from tests.real.apart import apart, needs_root
from tests.real.power import NAME, Computer

pytestmark = needs_root
RECORDS = ("baseline", "state", "known", "../../key", "store")


def empty(path: Path) -> None:
    path.write_bytes(b"")


def half(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def flipped(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2 : len(content) // 2 + 1] = b"\xc1"
    path.write_bytes(content)


def noise(path: Path) -> None:
    path.write_bytes(secrets.token_bytes(5_000))


def lost(path: Path) -> None:
    path.unlink()


def folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def link(path: Path) -> None:
    path.unlink()
    path.symlink_to("/etc/passwd")


DAMAGES = (empty, half, flipped, noise, lost, folder, pipe, link)


@pytest.mark.parametrize("record", RECORDS)
@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_record_lets_nobody_into_an_unclean_home(
    tmp_path: Path, record: str, damage: Callable[[Path], None]
) -> None:
    @apart(40)
    def attack() -> None:
        disks.need("setfacl", "mkfs.ext4")
        memory = disks.memory(tmp_path / "memory")
        computer = Computer(memory / "disk", memory / "computer", "in-place")
        computer.make()
        stories.frozen(computer)
        stories.use(computer)
        computer.stop()
        computer.start()
        for path in damaged_files(computer.system.record(NAME) / record):
            damage(path)
        deeds = (sessions.end, sessions.status, sessions.check, sessions.restore, sessions.begin)
        for deed in deeds:
            with suppress(PrivacykitError):
                deed(computer.system, NAME)
        sessions.finish(computer.system, computer.world)
        assert list(stories.gate_lies(computer, is_new_start=True)) == []

    attack()


def damaged_files(record: Path) -> list[Path]:
    return [path for path in record.rglob("*") if path.is_file()] if record.is_dir() else [record]
