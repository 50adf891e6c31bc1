"""The shipped files are made from two packages, here from small ones of the same shape."""

import gzip
import importlib.util
import io
import json
import shutil
import subprocess
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from privacykit import paths

LIST = "[Adblock Plus 1.1]\n! Title: EasyPrivacy\n! Last modified: %timestamp%\n||å.example^\n"
CONTROL = """Package: x
Version: 1
Architecture: all
Maintainer: x <x@x.example>
Description: x
"""
SQL = """
CREATE TABLE categories(id INTEGER PRIMARY KEY, name TEXT UNIQUE);
INSERT INTO categories VALUES(4, 'advertising');
CREATE TABLE companies(id TEXT, name TEXT);
INSERT INTO companies VALUES('big', 'Big ');
CREATE TABLE trackers(id TEXT, name TEXT, category_id INTEGER, company_id TEXT);
INSERT INTO trackers VALUES('ads', 'Big Ads', 4, 'big');
INSERT INTO trackers VALUES('lone', 'Lone', NULL, NULL);
CREATE TABLE tracker_domains(tracker TEXT, domain TEXT);
INSERT INTO tracker_domains VALUES('ads', 'b.example');
INSERT INTO tracker_domains VALUES('ads', 'a.example');
INSERT INTO tracker_domains VALUES('lone', 'lone.example');
"""


@pytest.fixture(scope="module")
def make() -> ModuleType:
    file = paths.resources() / "tracking" / "make.py"
    spec = importlib.util.spec_from_file_location("tracking_make", file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def archive() -> bytes:
    whole = io.BytesIO()
    with tarfile.open(fileobj=whole, mode="w") as files:
        data = LIST.encode()
        entry = tarfile.TarInfo("./usr/share/x/assets/thirdparties/easylist/easyprivacy.txt")
        entry.size, entry.mtime = len(data), 1_761_916_884
        files.addfile(entry, io.BytesIO(data))
    return whole.getvalue()


def test_the_list_gets_the_day_of_its_package(make: ModuleType) -> None:
    text = make.rules(archive())
    assert "! Last modified: 2025-10-31 (the day of Debian's package)" in text
    assert text.endswith("||å.example^\n")


def test_a_tracker_without_a_company_stands_for_itself(make: ModuleType) -> None:
    assert make.companies(SQL) == {
        "Big": {"advertising": ["a.example", "b.example"]},
        "Lone": {"unknown": ["lone.example"]},
    }


@pytest.fixture
def packages(tmp_path: Path) -> Callable[[], tuple[Path, Path]]:
    def build() -> tuple[Path, Path]:
        root = tmp_path / "root"
        (root / "DEBIAN").mkdir(parents=True)
        (root / "DEBIAN" / "control").write_text(CONTROL)
        with tarfile.open(fileobj=io.BytesIO(archive())) as files:
            files.extractall(root, filter="data")
        package, wheel = tmp_path / "x.deb", tmp_path / "x.whl"
        command = ["dpkg-deb", "--root-owner-group", "-b", str(root), str(package)]
        subprocess.run(command, check=True, capture_output=True)
        with zipfile.ZipFile(wheel, "w") as files_of_wheel:
            files_of_wheel.writestr("whotracksme/data/assets/trackerdb.sql", SQL)
        return package, wheel

    return build


@pytest.mark.skipif(shutil.which("dpkg-deb") is None, reason="Debian's packages need its tools")
def test_the_same_packages_give_the_same_files(
    make: ModuleType, packages: Callable[[], tuple[Path, Path]], tmp_path: Path
) -> None:
    package, wheel = packages()
    folders = tmp_path / "one", tmp_path / "two"
    for folder in folders:
        folder.mkdir()
        make.main(package, wheel, folder)
    one, two = ([file.read_bytes() for file in sorted(each.iterdir())] for each in folders)
    assert one == two
    assert json.loads(one[0])["companies"]["Lone"]
    assert b"||\xc3\xa5.example^" in gzip.decompress(one[1])
