"""A million names and a pit of 20,000 folders: few descriptors and little memory undo them."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.real import disks
from tests.real.apart import apart, needs_root
from tests.unit.wiping import ROOT

pytestmark = [needs_root, pytest.mark.real]
AT_MOST = 200 << 10
"""KiB."""


@pytest.mark.parametrize("kind", ["crowd", "pit"])
def test_masses_in_a_home_are_compared_moved_out_and_removed(tmp_path: Path, kind: str) -> None:
    @apart(250)
    def attack() -> None:
        folder = disks.memory(tmp_path / "memory", "mode=755,nr_inodes=0")
        command = [sys.executable, "-m", "tests.real.crowd", kind, str(folder)]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr[-2000:]
        answer: dict[str, Any] = json.loads(done.stdout)
        assert answer["wrong"] == []
        for step, peak in answer["peaks"].items():
            assert peak < AT_MOST, step

    attack()
