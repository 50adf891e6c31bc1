"""What the tests with real programs need, and the figures they print at the end."""

import os
import shutil
import subprocess

import pytest

PROGRAMS = (
    "firefox-esr",
    "chromium",
    "chromedriver",
    "unshare",
    "nsenter",
    "setpriv",
    "mount",
    "useradd",
)
FIGURES = pytest.StashKey[list[str]]()


def _missing() -> str:
    absent = [name for name in PROGRAMS if shutil.which(name) is None]
    if absent:
        return f"not installed: {', '.join(absent)}"
    if os.geteuid() != 0:
        return "a second account needs root"
    tried = subprocess.run(
        ["unshare", "--mount", "--net", "--pid", "--ipc", "--fork", "true"],
        capture_output=True,
        text=True,
        check=False,
    )
    return tried.stderr.strip()


@pytest.fixture(scope="session")
def real_programs() -> None:
    """Skip where something is missing; where every change is checked, fail instead."""
    if why := _missing():
        (pytest.fail if os.environ.get("CI") else pytest.skip)(why)


@pytest.fixture(scope="session")
def figures(pytestconfig: pytest.Config) -> list[str]:
    return pytestconfig.stash.setdefault(FIGURES, [])


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    for line in config.stash.get(FIGURES, []):
        terminalreporter.write_line(line)
