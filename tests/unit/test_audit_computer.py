"""What a check may look at: a folder laid out as a system, and nothing outside of it."""

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from privacykit.audit import computer as computers
from privacykit.audit.computer import Computer
from tests.unit.laid_out import linux, windows

OTHERS = "the secret of another"
FIREFOX = r"HKLM\Software\Policies\Mozilla\Firefox"
EDGE = r"HKLM\SOFTWARE\Policies\Microsoft\Edge"


def test_files_of_the_system(tmp_path: Path) -> None:
    computer = linux(tmp_path, {"/etc/b.conf": "one", "/etc/a.conf": "two"})
    assert computer.read("/etc/b.conf") == "one"
    assert computer.names("/etc") == ("a.conf", "b.conf")
    assert computer.exists("/etc")
    assert computer.may_read("/etc/a.conf")
    size = computer.look("/etc/a.conf")
    assert size is not None
    assert size.st_size == 3


@pytest.mark.parametrize("path", ["/etc/none", "/etc", "/etc/a.conf/below", "/etc/\0"])
def test_what_is_no_plain_file_says_nothing(tmp_path: Path, path: str) -> None:
    computer = linux(tmp_path, {"/etc/a.conf": "two"})
    assert computer.read(path) is None
    assert computer.json(path) is None
    assert computer.ini(path).sections() == []


def test_what_is_not_there(tmp_path: Path) -> None:
    computer = linux(tmp_path)
    assert not computer.exists("/etc/none")
    assert not computer.may_read("/etc/none")
    assert computer.names("/etc/none") == ()


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert linux(tmp_path).read("/pipe") is None


def test_a_file_too_large_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(computers, "LARGEST", 8)
    computer = linux(tmp_path, {"/fits": "x" * 8, "/large": "x" * 9})
    assert computer.read("/fits") == "x" * 8
    assert computer.read("/large") is None


def test_of_a_crowd_only_so_many_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(computers, "_MOST_NAMES", 3)
    assert len(linux(tmp_path, {f"/d/{n}": "" for n in range(9)}).names("/d")) == 3


def test_links_below_the_root_are_followed(tmp_path: Path) -> None:
    computer = linux(tmp_path, {"/usr/lib/os-release": "ID=debian"})
    (tmp_path / "etc").mkdir()
    (tmp_path / "etc/os-release").symlink_to("../usr/lib/os-release")
    assert computer.read("/etc/os-release") == "ID=debian"


@pytest.mark.parametrize("target", ["../../outside", "/{outside}"])
def test_no_link_leads_out_of_the_root(tmp_path: Path, target: str) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "file").write_text(OTHERS)
    root = tmp_path / "root"
    computer = linux(root, {"/etc/own": "x"})
    (root / "etc/there").symlink_to(target.replace("/{outside}", str(outside)))
    assert computer.read("/etc/there/file") is None
    assert computer.names("/etc/there") == ()
    assert not computer.exists("/etc/there/file")
    assert not computer.may_read("/etc/there/file")
    assert computer.read("/../outside/file") is None
    assert _naive_read(root, "/etc/there/file") == OTHERS, "the naive twin reads it"


def _naive_read(root: Path, path: str) -> str:
    return (root / path.lstrip("/")).read_text()


def test_a_circle_of_links_ends(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to("b")
    (tmp_path / "b").symlink_to("a")
    assert linux(tmp_path).read("/a") is None


def test_settings_keep_their_case_and_percent_signs(tmp_path: Path) -> None:
    file = linux(tmp_path, {"/a.ini": "[A]\nName=50%\nalone\n[A]\nmore = x"}).ini("/a.ini")
    assert file["A"]["Name"] == "50%"
    assert file["A"]["more"] == "x"
    assert file["A"]["alone"] is None


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(st.binary(max_size=300))
def test_no_file_breaks_a_check(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "file").write_bytes(content)
    (tmp_path / "etc/firefox/policies").mkdir(parents=True, exist_ok=True)
    (tmp_path / "etc/firefox/policies/policies.json").write_bytes(content)
    computer = Computer(root=tmp_path)
    computer.ini("/file")
    computer.json("/file")
    assert isinstance(computer.firefox(), dict)


def test_json_nested_without_end(tmp_path: Path) -> None:
    assert linux(tmp_path, {"/deep": "[" * 100_000}).json("/deep") is None


def test_firefox_goes_by_one_file(tmp_path: Path) -> None:
    beside = "/usr/lib/firefox-esr/distribution/policies.json"
    computer = linux(tmp_path, {beside: '{"policies": {"A": 1, "B": 2}}'})
    assert computer.firefox() == {"A": 1, "B": 2}
    linux(tmp_path, {"/etc/firefox/policies/policies.json": '{"policies": {"A": 3}}'})
    assert computer.firefox() == {"A": 3}
    linux(tmp_path, {"/etc/firefox/policies/policies.json": '{"policies": []}'})
    assert computer.firefox() == {}


def test_chromium_merges_and_the_later_file_wins(tmp_path: Path) -> None:
    folder = "/etc/opt/chrome/policies/managed"
    computer = linux(
        tmp_path,
        {
            f"{folder}/a.json": '{"A": 1, "B": 1}',
            f"{folder}/b.json": '{"B": 2}',
            f"{folder}/c.json": "[]",
            f"{folder}/d.txt": '{"A": 9}',
        },
    )
    assert computer.chromium("chrome") == {"A": 1, "B": 2}
    assert computer.chromium("edge") == {}


def test_keys_of_the_registry_are_tables_and_lists(tmp_path: Path) -> None:
    computer = windows(
        tmp_path,
        {
            FIREFOX: {"DisableTelemetry": 1},
            FIREFOX + r"\SanitizeOnShutdown": {"Cache": 1, "Locked": 0},
            EDGE + r"\ClearBrowsingDataOnExitList": {"10": "c", "1": "a", "2": "b"},
        },
    )
    assert computer.firefox() == {
        "DisableTelemetry": 1,
        "SanitizeOnShutdown": {"Cache": 1, "Locked": 0},
    }
    assert computer.chromium("edge") == {"ClearBrowsingDataOnExitList": ["a", "b", "c"]}
    assert computer.chromium("chrome") == {}


def test_a_computer_of_which_nothing_is_known() -> None:
    nothing = Computer(root=Path("/nowhere"))
    assert nothing.run(("systemctl", "is-active", "usbguard.service")) is None
    assert nothing.processes() == frozenset()
    assert nothing.now.tzinfo is not None
