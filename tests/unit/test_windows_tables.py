"""The tables for Windows as they are shipped, what a broken one is answered with, and keys."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from privacykit.errors import CatalogueError
from privacykit.wipe.windows import keys, tables
from tests.unit.windowing import SID, MadeUpRegistry

GOOD = r"""
[[place]]
id = "made-up"
title = "Made-up"
group = "apps"
base = "LocalAppData"
paths = ["MadeUp"]
source = "made up"
licence = "none"

[[key]]
id = "made-up-key"
title = "Made-up"
group = "apps"
hive = "user"
paths = ['Software\Made up']
source = "made up"
licence = "none"
"""
EXPLORER = r"Software\Microsoft\Windows\CurrentVersion\Explorer"


def load(folder: Path, text: str) -> tables.Tables:
    (folder / "made-up.toml").write_text(text)
    return tables.load(folder)


def test_the_shipped_tables_name_source_and_licence_and_no_id_twice() -> None:
    found = tables.load()
    ids = [*(one.id for one in found.place), *(one.id for one in found.key)]
    assert len(ids) == len(set(ids))
    assert len(ids) > 30
    for entries in (found.place, found.key, found.never):
        assert all(one.source and one.licence for one in entries)


@pytest.mark.parametrize(
    ("base", "path"),
    [
        ("RoamingAppData", "Microsoft/Windows/Recent"),
        ("LocalAppData", "Microsoft/Windows/Explorer/thumbcache_*.db"),
        ("LocalAppData", "Packages/Microsoft.WindowsNotepad_*/LocalState/TabState"),
        ("LocalAppData", "Microsoft/Windows/Notifications"),
        ("LocalAppData", "Microsoft/Windows/Clipboard"),
        ("Drive", "$Recycle.Bin/{sid}"),
        ("System", "spool/PRINTERS/*.spl"),
    ],
)
def test_known_places_are_in_the_tables(base: str, path: str) -> None:
    assert any(one.base == base and path in one.paths for one in tables.load().place)


@pytest.mark.parametrize(
    "name", ["RecentDocs", "RunMRU", "TypedPaths", "UserAssist", "WordWheelQuery"]
)
def test_known_lists_are_in_the_tables(name: str) -> None:
    assert any(f"{EXPLORER}\\{name}" in key.paths for key in tables.load().key)


def test_pins_and_what_windows_starts_with_are_never_touched() -> None:
    never = {path for one in tables.load().never for path in one.paths}
    assert {"WinSxS", "Installer", "System32/catroot2", "NTUSER.DAT*"} <= never


def test_a_good_table(tmp_path: Path) -> None:
    found = load(tmp_path, GOOD)
    assert (found.place[0].verb, found.key[0].hive, found.never) == ("tree", "user", ())


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('["MadeUp"]', '["../MadeUp"]', "does not stay inside"),
        ('["MadeUp"]', '["C:/Windows"]', "does not stay inside"),
        ('["MadeUp"]', '["/x"]', "does not stay inside"),
        ('["MadeUp"]', '["*"]', "takes in too much"),
        ('["MadeUp"]', '["*/x"]', "takes in too much"),
        (r"'Software\Made up'", r"'Software\\Made up'", "does not stay inside"),
        ('base = "LocalAppData"', 'base = "SystemRoot"', "must be one of"),
        ('hive = "user"', 'hive = "users"', "must be one of"),
        ('licence = "none"', 'command = "del"', "means nothing here"),
    ],
)
def test_a_broken_table_is_one_sentence(tmp_path: Path, old: str, new: str, words: str) -> None:
    with pytest.raises(CatalogueError, match=words) as caught:
        load(tmp_path, GOOD.replace(old, new, 1))
    assert caught.value.line


def test_no_tables_are_told(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match="no catalogue"):
        tables.load(tmp_path)


LINES = st.one_of(st.sampled_from(GOOD.splitlines()), st.text(max_size=30))


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lines=st.lists(LINES, max_size=12))
def test_whatever_a_file_holds_it_is_a_table_or_one_sentence(
    tmp_path: Path, lines: list[str]
) -> None:
    (tmp_path / "made-up.toml").write_bytes("\n".join(lines).encode("utf-8", "replace"))
    sentence = ""
    try:
        tables.load(tmp_path)
    except CatalogueError as error:
        sentence = str(error)
    assert not sentence or sentence.endswith(".")


def test_keys_that_are_there_are_found_whatever_their_capitals() -> None:
    registry = MadeUpRegistry(
        {
            ("user", f"{EXPLORER}\\recentdocs\\.docx"),
            ("user", r"Software\Microsoft\Office\16.0\Word\File MRU"),
            ("user", r"Software\Microsoft\Office\16.0\Excel\Security"),
            ("machine", rf"SYSTEM\CurrentControlSet\Services\bam\State\UserSettings\{SID}"),
            ("machine", r"SYSTEM\CurrentControlSet\Services\bam\State\UserSettings\S-1-5-18"),
        }
    )
    found = {(one.hive, one.path) for one in keys.found(tables.load().key, SID, registry)}
    assert found == {
        ("user", f"{EXPLORER}\\recentdocs"),
        ("user", r"Software\Microsoft\Office\16.0\Word\File MRU"),
        ("machine", rf"SYSTEM\CurrentControlSet\Services\bam\State\UserSettings\{SID}"),
    }


def test_a_key_that_is_a_link_is_not_followed_and_none_is_named_twice() -> None:
    registry = MadeUpRegistry({("user", r"A\One\x"), ("user", r"A\Two\x")}, links={r"A\Two"})
    listed = [
        tables.Key("k", "t", "apps", "user", (r"A\*\x", r"a\one\X"), "s", "l"),
        tables.Key("m", "t", "apps", "user", (r"A\[One]\x",), "s", "l"),
    ]
    assert [one.path for one in keys.found(listed, SID, registry)] == [r"A\One\x"]
