"""The evening at the tracker station once more, on an X server in place of Qt's offscreen one."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.real
TOP = Path(__file__).parents[2]
EVENING = "tests/ui/test_trackers_evening.py::test_guess_visit_desk_and_protection"
XVFB = "Xvfb -noreset -nolisten tcp -screen 0 1400x900x24 -displayfd"


@pytest.fixture
def display() -> Iterator[str]:
    reading, writing = os.pipe()
    words = [*XVFB.split(), str(writing)]
    with subprocess.Popen(words, pass_fds=[writing], stderr=subprocess.DEVNULL) as server:
        os.close(writing)
        with os.fdopen(reading) as told:
            yield f":{told.readline().strip()}"
        server.kill()


def test_an_evening_on_an_x_server(display: str, tmp_path: Path) -> None:
    """What Chromium misses there, as a Vulkan library, is no mistake of ours."""
    without = ["-p", "no:cacheprovider", "-o", "qt_log_level_fail=CRITICAL"]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", *without, f"--basetemp={tmp_path}/run", EVENING],
        env={**os.environ, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb"},
        cwd=TOP,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert "1 passed" in done.stdout, done.stdout
