"""A library's own traces: where they lie, who may write them, and that they never take away."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from privacykit import paths
from privacykit.errors import CatalogueError
from privacykit.wipe import looking, traces
from privacykit.wipe.places import Account, Place
from privacykit.wipe.policy import Policy
from privacykit.wipe.traces import Catalogue
from privacykit.wipe.tree import Tree

OWN = """
[[trace]]
id = "own-reader"
title = "Reader"
group = "apps"
verb = "files"
paths = [".reader/*"]
source = "made up"
licence = "none"
"""
needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="needs root")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(paths, "own_traces", lambda: tmp_path / "traces")
    (tmp_path / "traces").mkdir(mode=0o755)
    return tmp_path / "traces"


def test_without_a_folder_there_is_the_kits_catalogue(folder: Path) -> None:
    folder.rmdir()
    assert traces.load().ids() == traces.load(paths.resources() / "traces").ids()


@needs_root
def test_own_traces_come_after_the_kits(folder: Path) -> None:
    (folder / "reader.toml").write_text(OWN)
    (folder / "notes.txt").write_text("not read")
    found = traces.load()
    assert found.traces[-1].id == "own-reader"
    assert found.ids() > traces.load(paths.resources() / "traces").ids()


@needs_root
@pytest.mark.parametrize(
    "spoil",
    [
        lambda file: file.chmod(0o666),
        lambda file: os.chown(file, 61234, 61234),
        lambda file: file.parent.chmod(0o777),
        lambda file: os.chown(file.parent, 61234, 61234),
    ],
    ids=["file for all", "file of another", "folder for all", "folder of another"],
)
def test_own_traces_that_others_can_change_are_refused(
    folder: Path, spoil: Callable[[Path], None]
) -> None:
    (folder / "reader.toml").write_text(OWN)
    spoil(folder / "reader.toml")
    with pytest.raises(CatalogueError, match=r"may not decide|Other accounts may change") as caught:
        traces.load()
    assert caught.value.exit_code == 78


def test_a_folder_that_cannot_be_read_is_told(folder: Path) -> None:
    folder.rmdir()
    folder.write_text("a file")
    with pytest.raises(CatalogueError, match="The folder cannot be read"):
        traces.load()


@needs_root
@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("own-reader", "firefox", "“firefox” is there twice"),
        ('verb = "files"', 'verb = "firefox-profiles"', "a verb of the kit's own"),
        ('verb = "files"', 'verb = "stand-in"', "a verb of the kit's own"),
        (".reader/*", "Documents/x", "The policy decides"),
        (".reader/*", ".[!x]*", "takes in too much"),
        ("own-reader", "Own", "such as made-up"),
        ('"none"', "none", "cannot be read as TOML"),
    ],
)
def test_what_own_traces_may_not_do(folder: Path, old: str, new: str, words: str) -> None:
    file = folder / "reader.toml"
    file.write_text(OWN.replace(old, new))
    with pytest.raises(CatalogueError, match=words) as caught:
        traces.load()
    assert str(caught.value) in {str(one) for one in traces.check(file, {0})}


@needs_root
def test_a_check_tells_every_mistake(folder: Path) -> None:
    file = folder / "reader.toml"
    file.write_text(OWN + OWN.replace(".reader/*", "x/y"))
    told = [str(one) for one in traces.check(file, {0})]
    assert len(told) == 2
    file.write_text(OWN)
    assert traces.check(file, {0}) == []


def looked(home: Path, verb: str) -> set[bytes]:
    made = OWN.replace('verb = "files"', f'verb = "{verb}"')
    file = home.parent / "reader.toml"
    file.write_text(made)
    (trace,) = traces._read(file, {0, os.geteuid()})[1]
    account = Account("patron", os.geteuid(), os.getegid(), home)
    look = looking.Look(account, Policy.default(), Catalogue((trace,)))
    place = Place("home", home)
    with Tree(home) as tree:
        items = look.items(place, tree, progress=lambda *_: None, cancelled=lambda: False)
        return {item.path for item in items}


def test_files_leaves_folders_where_a_tree_would_take_them(tmp_path: Path) -> None:
    home = tmp_path / "home"
    (home / ".reader/folder").mkdir(parents=True)
    (home / ".reader/folder/inside").touch()
    (home / ".reader/file").touch()
    (home / ".reader/link").symlink_to("folder")
    assert looked(home, "files") == {b".reader/file", b".reader/link"}
    assert looked(home, "tree") == {b".reader/file", b".reader/link", b".reader/folder"}
