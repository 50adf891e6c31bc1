"""Whatever a tree holds, a plan keeps to its rules."""

from pathlib import PureWindowsPath
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from privacykit.wipe.windows import world
from privacykit.wipe.windows.gathering import Removal
from privacykit.wipe.windows.plan import Choice, plan
from privacykit.wipe.windows.tables import Never, Place, Tables
from tests.unit.windowing import (
    CLOUD,
    FOLDERS,
    HOME,
    JUNCTION,
    LINK,
    PATRON,
    File,
    MadeUpRegistry,
    tree,
)

NAMES = st.sampled_from(["Temp", "temp2", "Cache", "CON", "dot.", "Keep", "a[b]", "ü"])
FILES = st.builds(
    File,
    st.booleans(),
    st.booleans(),
    st.sampled_from([0, 0, JUNCTION, LINK, CLOUD]),
    st.booleans(),
).filter(lambda file: bool(file.tag) or not file.is_folder)
TREES = st.recursive(
    FILES, lambda below: st.dictionaries(NAMES, below, max_size=4), max_leaves=25
).filter(lambda node: isinstance(node, dict))
PATTERNS = st.sampled_from(["Temp", "T*", "Temp/*", "*e*/Cache", "Temp/Keep/a[b]", "?ache"])
VERBS = st.sampled_from(["tree", "contents", "files"])
PLACES = st.builds(
    lambda path, verb: Place("made-up", "t", "apps", "LocalAppData", (path,), "s", "l", verb),
    PATTERNS,
    VERBS,
)
KEEP = Never("LocalAppData", ("*/keep",), "w", "s", "l")


def node_at(local: Any, path: PureWindowsPath) -> Any:
    for part in path.relative_to(HOME / "AppData/Local").parts:
        folded = {name.casefold(): below for name, below in local.items()}
        local = folded[part.casefold()]
    return local


def order(removals: tuple[Removal, ...]) -> dict[PureWindowsPath, int]:
    return {one.path: place for place, one in enumerate(removals)}


@settings(max_examples=400, deadline=None)
@given(local=TREES, places=st.lists(PLACES, min_size=1, max_size=4))
def test_a_plan_keeps_to_its_rules(local: dict[str, Any], places: list[Place]) -> None:
    """The tree itself fails whoever looks through a junction, a link or a placeholder."""
    where = tree({"AppData": {"Local": local}})
    known = Tables(tuple(places), (), (KEEP,))
    made = plan(PATRON, FOLDERS, where, MadeUpRegistry(), Choice(whole=False), known)
    now, later = order(made.removals), order(made.after_restart)
    kept = {one.path for one in made.kept}
    assert not (now.keys() & later.keys())
    assert not (kept & (now.keys() | later.keys()))
    for removal in (*made.removals, *made.after_restart):
        node = node_at(local, removal.path)
        assert "keep" not in {part.casefold() for part in removal.path.parts[6:7]}
        assert (removal.kind == "folder") == isinstance(node, dict)
        assert getattr(node, "tag", 0) == removal.tag != CLOUD
        assert world.extended(removal.path).startswith("\\\\?\\C:\\Users\\patron\\AppData\\Local\\")
    for path, place in now.items():
        node = node_at(local, path)
        if isinstance(node, dict):
            below = [now.get(path / name) for name in node]
            assert all(one is not None and one < place for one in below)
