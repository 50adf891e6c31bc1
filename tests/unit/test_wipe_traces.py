"""The catalogue as it is shipped, and what a broken or tampered one is answered with."""

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from privacykit import i18n
from privacykit.errors import CatalogueError
from privacykit.wipe import traces
from privacykit.wipe.traces import GROUPS, Catalogue

GOOD = """
[[trace]]
id = "made-up"
title = "Made-up"
group = "browsers"
verb = "tree"
paths = [".made-up"]
programs = ["made-up"]
source = "made up"
licence = "none"
"""


@pytest.fixture(scope="module")
def shipped() -> Catalogue:
    return traces.load()


def load(folder: Path, text: str) -> Catalogue:
    (folder / "made-up.toml").write_text(text)
    return traces.load(folder)


def test_every_group_has_traces_and_a_name(shipped: Catalogue) -> None:
    assert {trace.group for trace in shipped.traces} == set(GROUPS)
    assert len({traces.group_title(group) for group in GROUPS}) == len(GROUPS)


def test_groups_are_named_in_the_language_in_force() -> None:
    i18n.use("sv")
    assert all(traces.group_title(group) for group in GROUPS)


def test_no_path_is_named_twice(shipped: Catalogue) -> None:
    paths = [path for trace in shipped.traces if trace.verb == "tree" for path in trace.paths]
    assert len(paths) == len(set(paths))


def test_what_claims_little_comes_before_what_claims_all(shipped: Catalogue) -> None:
    groups = [GROUPS.index(trace.group) for trace in shipped.traces]
    assert groups == sorted(groups)
    assert shipped.traces[-1].id == "temporary"


@pytest.mark.parametrize(
    "path",
    [
        ".mozilla",
        ".config/mozilla",
        ".cache/mozilla",
        "snap/firefox",
        ".var/app/org.mozilla.firefox",
        ".config/chromium",
        ".config/google-chrome*",
        ".thunderbird",
        ".config/libreoffice",
        ".local/share/recently-used.xbel*",
        ".cache/thumbnails",
        ".local/share/Trash",
        ".local/share/gvfs-metadata",
        ".config/dconf",
        ".bash_history*",
        ".wget-hsts",
        ".lesshst*",
        ".ssh",
        ".gnupg",
        ".pki",
        ".config/autostart",
        ".config/systemd",
    ],
)
def test_places_that_other_tools_miss_are_named(shipped: Catalogue, path: str) -> None:
    assert path in {path for trace in shipped.traces for path in trace.paths}


def test_own_folders_and_what_the_session_needs_are_never_a_trace(shipped: Catalogue) -> None:
    tree = {path for trace in shipped.traces if trace.verb == "tree" for path in trace.paths}
    needed = {".Xauthority", ".ICEauthority", ".config", ".local", ".config/user-dirs.dirs"}
    assert not tree & needed
    assert all(path.startswith((".", "snap/")) for path in tree)


def test_every_folder_key_is_there_once(shipped: Catalogue) -> None:
    keys = [trace.folder for trace in shipped.traces if trace.folder]
    assert sorted(keys) == sorted(traces.Folder.__args__)  # type: ignore[attr-defined]


def test_without_leaves_traces_out(shipped: Catalogue) -> None:
    assert "firefox" in shipped.ids()
    assert "firefox" not in shipped.without(["firefox"]).ids()
    assert "firefox-esr" in shipped.programs()


def test_a_good_entry(tmp_path: Path) -> None:
    trace = load(tmp_path, GOOD).traces[0]
    assert (trace.id, trace.paths, trace.folder) == ("made-up", (".made-up",), None)


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ('verb = "tree"', 'verb = "run"', 6, "“verb” must be one of"),
        ('group = "browsers"', 'group = "windows"', 5, "“group” must be one of"),
        ('licence = "none"', 'command = "rm"', 10, "“command” means nothing here"),
        ("[[trace]]", "[[track]]", 2, "“track” means nothing here"),
        ('id = "made-up"', 'id = "Made Up"', 3, "such as made-up"),
        ('[".made-up"]', '["../made-up"]', 3, "does not stay inside"),
        ('[".made-up"]', '["/etc"]', 3, "does not stay inside"),
        ('[".made-up"]', '["~/x"]', 3, "does not stay inside"),
        ('[".made-up"]', '["$HOME"]', 3, "does not stay inside"),
        ('[".made-up"]', '["*"]', 3, "takes in too much"),
        ('[".made-up"]', '[".*/x"]', 3, "takes in too much"),
        ('verb = "tree"', 'verb = "folder"', 3, "belong together"),
        ('verb = "tree"', 'verb = "tree"\nfolder = "music"', 3, "belong together"),
        ('verb = "tree"\npaths = [".made-up"]', 'verb = "owned"\npaths = ["a/b"]', 3, "one name"),
        ("[[trace]]", "[[trace]", 2, "cannot be read as TOML"),
    ],
)
def test_a_broken_entry_is_told_with_file_and_line(
    tmp_path: Path, old: str, new: str, line: int, words: str
) -> None:
    with pytest.raises(CatalogueError, match=words) as caught:
        load(tmp_path, GOOD.replace(old, new))
    assert caught.value.line == line
    assert caught.value.path.name == "made-up.toml"
    assert caught.value.exit_code == 78


def test_an_id_may_be_there_once_over_all_files(tmp_path: Path) -> None:
    (tmp_path / "other.toml").write_text(GOOD)
    with pytest.raises(CatalogueError, match="there twice"):
        load(tmp_path, GOOD)


def test_an_empty_folder_is_no_catalogue(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match="no catalogue"):
        traces.load(tmp_path)


def test_a_catalogue_that_others_can_change_is_refused(tmp_path: Path) -> None:
    load(tmp_path, GOOD)
    (tmp_path / "made-up.toml").chmod(0o666)
    with pytest.raises(CatalogueError, match="Other accounts may change it") as caught:
        traces.load(tmp_path)
    assert caught.value.exit_code == 78


def test_the_owner_of_the_code_may_write_the_catalogue(tmp_path: Path) -> None:
    assert {0, os.geteuid()} <= traces.owners()
    (tmp_path / "made-up.toml").write_text(GOOD)
    with pytest.raises(CatalogueError, match="may not decide"):
        traces.load(tmp_path, trusted={61234})


LINES = st.one_of(st.sampled_from(GOOD.splitlines()), st.text(max_size=30))


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lines=st.lists(LINES, max_size=12))
def test_whatever_a_file_holds_it_is_a_catalogue_or_one_sentence(
    tmp_path: Path, lines: list[str]
) -> None:
    (tmp_path / "made-up.toml").write_bytes("\n".join(lines).encode("utf-8", "replace"))
    sentence = ""
    try:
        traces.load(tmp_path)
    except CatalogueError as error:
        sentence = str(error)
    assert not sentence or (sentence.startswith(str(tmp_path)) and sentence.endswith("."))
