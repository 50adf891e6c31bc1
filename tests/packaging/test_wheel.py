"""The wheel, built, installed into a fresh environment and started: with and without Qt."""

import json
import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

from privacykit import paths

pytestmark = pytest.mark.packaging

WITHOUT_QT = [
    "click",
    "cramjam",
    "cryptography",
    "jaraco",
    "keyring",
    "markdown_it",
    "mdurl",
    "msgspec",
    "platformdirs",
    "psutil",
    "pygments",
    "rich",
    "segno",
    "zxcvbn",
    "cffi",
    "_cffi_backend",
]


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder)]
    subprocess.run(command, cwd=paths.data_root(), check=True, capture_output=True, timeout=240)
    (made,) = folder.glob("privacykit-*.whl")
    return made


def fresh_environment(folder: Path, wheel: Path) -> tuple[Path, Path]:
    """Make an environment that holds the wheel alone; return its Python and its site-packages."""
    venv.create(folder, with_pip=True)
    python = folder / "bin" / "python"
    pip = [str(python), "-m", "pip", "install", "--quiet", "--no-index", "--no-deps", str(wheel)]
    subprocess.run(pip, check=True, capture_output=True, timeout=240)
    (site,) = (folder / "lib").glob("python*/site-packages")
    return python, site


def run(python: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    inherited = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "COV_"))}
    return subprocess.run(
        [str(python), "-W", "error", "-m", "privacykit", *words],
        env=inherited | environment,
        cwd=python.parent,
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )


@pytest.fixture(scope="session")
def whole(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Python of an environment with the wheel and every package it depends on."""
    python, site = fresh_environment(tmp_path_factory.mktemp("whole") / "env", wheel)
    (site / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return python


@pytest.fixture(scope="session")
def without_qt(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Python of an environment with the wheel and what the commands need; no Qt at all."""
    python, site = fresh_environment(tmp_path_factory.mktemp("plain") / "env", wheel)
    here = Path(sysconfig.get_path("purelib"))
    for name in WITHOUT_QT:
        for found in [*here.glob(name), *here.glob(f"{name}.*")]:
            if not (site / found.name).exists():
                (site / found.name).symlink_to(found)
    return python


def test_wheel_holds_the_data_and_only_what_it_should(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    for needed in (
        "privacykit/_data/stations/passwords/station.toml",
        "privacykit/_data/stations/passwords/sv/learn.md",
        "privacykit/_data/resources/wordlists/sv.txt",
        "privacykit/_data/resources/policy.toml",
        "privacykit/_data/translations/sv/LC_MESSAGES/privacykit.mo",
    ):
        assert needed in names
    assert not [
        n
        for n in names
        if n.endswith((".po", ".pot"))
        or "/tests/" in n
        or "/translations/build_" in n
        or "build_sv" in n
    ]


def test_the_installed_code_is_the_wheels_and_not_the_checkout(whole: Path) -> None:
    code = "import privacykit; print(privacykit.__file__)"
    found = subprocess.run(
        [str(whole), "-c", code], capture_output=True, text=True, check=True, cwd="/"
    )
    assert Path(found.stdout).is_relative_to(whole.parent.parent)


def test_the_desktop_starts_from_the_wheel(whole: Path, tmp_path: Path) -> None:
    """Open the real window offscreen, and let it close itself."""
    code = (
        "import sys\n"
        "from PySide6.QtWidgets import QApplication\n"
        "from privacykit.ui import app\n"
        "def look(self):\n"
        "    QApplication.processEvents()\n"
        "    (window,) = [w for w in QApplication.topLevelWidgets() if w.isVisible()]\n"
        "    print(window.windowTitle())\n"
        "    window.close()\n"
        "    return 0\n"
        "app.QApplication.exec = look\n"
        "sys.exit(app.run())\n"
    )
    environment = {
        "QT_QPA_PLATFORM": "offscreen",
        "HOME": str(tmp_path),
        "PATH": os.environ["PATH"],
    }
    done = subprocess.run(
        [str(whole), "-W", "error", "-c", code],
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        cwd=tmp_path,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "Privacy Kit\n"


def test_commands_run_without_qt(without_qt: Path) -> None:
    absent = subprocess.run(
        [str(without_qt), "-c", "import PySide6"], capture_output=True, check=False
    )
    assert absent.returncode == 1
    done = run(without_qt, "wipe", "--practice", "--yes", "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["state"] == "clean"


def test_commands_speak_swedish_without_qt(without_qt: Path) -> None:
    english, swedish = (
        run(without_qt, "--language", code, "wipe", "--practice", "--preview")
        for code in ("en", "sv")
    )
    assert english.returncode == swedish.returncode == 0, swedish.stderr
    assert english.stdout != swedish.stdout


def test_without_qt_the_desktop_says_what_to_install(without_qt: Path) -> None:
    done = run(without_qt, DISPLAY=":0")
    assert done.returncode == 1
    assert "PySide6" in done.stderr
    assert "Traceback" not in done.stderr


def test_stations_are_found_in_the_wheel(whole: Path) -> None:
    done = run(whole, "station", "list")
    assert done.returncode == 0, done.stderr
    assert "passwords" in done.stdout
