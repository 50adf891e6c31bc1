"""Plans for a made-up Windows: what goes, in which order, and what never does."""

from pathlib import PureWindowsPath

import pytest

from privacykit.wipe.windows import profiles, world
from privacykit.wipe.windows.gathering import Removal
from privacykit.wipe.windows.plan import Choice, Plan, plan
from privacykit.wipe.windows.tables import Base, Never, Place, Tables
from tests.unit.windowing import (
    CLOUD,
    FOLDERS,
    HOME,
    JUNCTION,
    LINK,
    LISTED,
    PATRON,
    SID,
    File,
    MadeUpRegistry,
    MadeUpTree,
    grow,
    tree,
    way,
)

LIST = Choice(whole=False)


def planned(where: MadeUpTree, registry: MadeUpRegistry | None = None, **options: object) -> Plan:
    options = {"choice": LIST, **options}
    return plan(PATRON, FOLDERS, where, registry or MadeUpRegistry(), **options)  # type: ignore[arg-type]


def names(removals: tuple[Removal, ...], above: PureWindowsPath = HOME) -> list[str]:
    return [one.path.relative_to(above).as_posix() for one in removals]


def test_a_browser_goes_whole_and_what_is_inside_comes_first() -> None:
    made = planned(
        tree(
            grow(
                AppData__Local__google__Chrome__USER_DATA=File(),
                AppData__Local__Google__Chrome={"User Data": {"Default": {"History": File()}}},
            )
        )
    )
    assert names(made.removals) == [
        "AppData/Local/Google/Chrome/User Data/Default/History",
        "AppData/Local/Google/Chrome/User Data/Default",
        "AppData/Local/Google/Chrome/User Data",
    ]
    assert [one.kind for one in made.removals] == ["file", "folder", "folder"]
    assert {one.trace for one in made.removals} == {"chrome"}


def test_contents_leave_the_folder_and_files_leave_folders() -> None:
    explorer = {"thumbcache_96.db": File(), "thumbcache_x.db": {"a": File()}, "other": File()}
    made = planned(
        tree(
            grow(
                AppData__Roaming__Microsoft__Windows__Recent={"a.lnk": File()},
                AppData__Local__Microsoft__Windows__Explorer=explorer,
            )
        )
    )
    assert names(made.removals) == [
        "AppData/Roaming/Microsoft/Windows/Recent/a.lnk",
        "AppData/Local/Microsoft/Windows/Explorer/thumbcache_96.db",
    ]


@pytest.mark.parametrize("tag", [JUNCTION, LINK])
def test_a_junction_is_an_entry_and_no_way(tag: int) -> None:
    """A naive walk asks the tree for what is behind it, and the tree then fails the test."""
    made = planned(tree(grow(AppData__Local__Temp={"sub": {"out": way(tag)}, "file": File()})))
    found = {one.path.name: one for one in made.removals}
    assert (found["out"].kind, found["out"].tag) == ("way", tag)
    assert set(found) == {"out", "sub", "file"}


def test_the_naive_walk_goes_through_a_junction() -> None:
    where = tree({"Temp": {"out": way()}})

    def naive(folder: PureWindowsPath) -> None:
        for entry in where.entries(folder):
            if entry.is_folder:
                naive(folder / entry.name)

    with pytest.raises((AssertionError, FileNotFoundError)):
        naive(HOME)


def test_a_junction_on_the_way_of_a_pattern_is_not_entered() -> None:
    made = planned(tree(grow(AppData__Local__Google=way(), AppData__Local__Packages=way())))
    assert made.removals == ()


def test_a_junction_in_place_of_a_folder_goes_itself() -> None:
    made = planned(tree(grow(AppData__Local__Temp=way())))
    assert [(one.path.name, one.kind) for one in made.removals] == [("Temp", "way")]


def test_a_junction_above_a_known_folder_is_told_and_not_entered() -> None:
    made = planned(tree({"AppData": way()}))
    assert made.removals == ()
    assert "A link or a file stands" in made.kept[0].why


def test_what_is_locked_and_the_folders_around_it_wait_for_the_restart() -> None:
    temp = {"a": {"locked": File(in_use=True), "free": File()}, "b": File(read_only=True)}
    made = planned(tree(grow(AppData__Local__Temp=temp)))
    assert names(made.after_restart) == ["AppData/Local/Temp/a/locked", "AppData/Local/Temp/a"]
    assert sorted(names(made.removals)) == ["AppData/Local/Temp/a/free", "AppData/Local/Temp/b"]
    assert [one.read_only for one in made.removals if one.path.name == "b"] == [True]


def test_placeholders_of_the_cloud_stay_with_the_folders_around_them() -> None:
    documents = {"essay": {"a.docx": File(tag=CLOUD), "b.docx": File()}, "cloud": way(CLOUD)}
    made = planned(tree({"Documents": documents}))
    assert names(made.removals) == ["Documents/essay/b.docx"]
    assert {one.path.name for one in made.kept} == {"a.docx", "cloud"}
    assert "in the cloud" in made.kept[0].why


def test_a_folder_that_cannot_be_read_stays_and_is_told() -> None:
    local = {"Temp": {"shut": {"x": File()}, "y": File()}, "Packages": {}}
    where = tree(grow(AppData__Local=local))
    where.locked = {HOME / "AppData/Local/Temp/shut", HOME / "AppData/Local/Packages"}
    made = planned(where)
    assert names(made.removals) == ["AppData/Local/Temp/y"]
    assert "Access is denied" in {one.path.name: one.why for one in made.kept}["shut"]
    assert len(made.kept) > 1


def test_a_folder_that_is_gone_meanwhile_is_nothing() -> None:
    class Vanishing(MadeUpTree):
        def entry(self, path: PureWindowsPath) -> world.Entry | None:
            if path.name == "Temp":
                return world.Entry("Temp", is_folder=True)
            return super().entry(path)

    made = planned(Vanishing(tree(grow(AppData__Local={})).top))
    assert (made.removals, made.kept) == ((), ())


@pytest.mark.parametrize("name", ["", "..", "a\\b", "a/b", "x:stream"])
def test_a_name_that_windows_never_gives_is_left_alone(name: str) -> None:
    class Lying(MadeUpTree):
        def entries(self, folder: PureWindowsPath) -> list[world.Entry]:
            found = [*super().entries(folder)]
            return [world.Entry(name, is_folder=True), *found] if folder.name == "Temp" else found

    made = planned(Lying(tree(grow(AppData__Local__Temp={"ok": File()})).top))
    assert names(made.removals) == ["AppData/Local/Temp/ok"]
    assert "none that Windows gives" in made.kept[0].why


@pytest.mark.parametrize("name", ["CON", "nul.txt", "dot.", "space ", "x" * 255])
def test_reserved_and_long_names_are_taken_literally(name: str) -> None:
    deep = {name: File()}
    for _level in range(20):
        deep = {"d" * 200: deep}  # type: ignore[dict-item]
    made = planned(tree(grow(AppData__Local__Temp=deep)))
    path = world.extended(made.removals[0].path)
    assert path.startswith("\\\\?\\C:\\Users\\patron")
    assert path.endswith("\\" + name)
    assert len(path) > 4000


def test_thousands_of_levels_are_planned_without_recursion() -> None:
    deep = {"bottom": File()}
    for _level in range(2_000):
        deep = {"d": deep}  # type: ignore[dict-item]

    class Deep(MadeUpTree):
        """Hands out one level after the other, as looking each up from the top is slow."""

        def entries(self, folder: PureWindowsPath) -> list[world.Entry]:
            nonlocal deep
            if folder.name != "d":
                return [*super().entries(folder)]
            deep = deep["d"]  # type: ignore[assignment]
            return [world.Entry(one, is_folder=one == "d") for one in deep]

    made = planned(Deep(tree(grow(AppData__Local__Temp={"d": {}})).top))
    assert len(made.removals) == 2_001
    assert made.removals[0].path.name == "bottom"


def test_what_must_never_be_touched_stays() -> None:
    windows = {
        "Installer": {"x.msi": File()},
        "Temp": {"a": File()},
        "WinSxS": {"y": File()},
    }
    tables = Tables(
        place=(
            place("greedy", "Windows", "*"),
            place("inner", "Windows", "Installer/x.msi"),
            place("recent", "RoamingAppData", "Microsoft/Windows/Recent"),
        ),
        never=(
            never("Windows", "installer"),
            never("Windows", "WINSXS"),
            never("RoamingAppData", "Microsoft/Windows/Recent/Auto*/f01*"),
        ),
    )
    recent = {"AutomaticDestinations": {"f01b.x": File(), "other": File()}}
    home = grow(AppData__Roaming__Microsoft__Windows__Recent=recent)
    made = planned(tree(home, Windows=windows), known=tables)
    assert [one.path.name for one in made.removals] == ["a", "Temp", "other"]
    assert {one.path.name for one in made.kept} == {"Installer", "x.msi", "WinSxS", "f01b.x"}


def place(name: str, base: Base, *paths: str) -> Place:
    return Place(name, "t", "apps", base, paths, "s", "l")


def never(base: Base, *paths: str) -> Never:
    return Never(base, paths, "w", "s", "l")


def test_the_recycle_bin_of_this_account_only_on_every_drive() -> None:
    where = tree(
        {}, **{"$Recycle.Bin": {SID: {"$R1": File()}, "S-1-5-21-1-2-3-500": {"x": File()}}}
    )
    where.top["D:\\"] = {"$RECYCLE.BIN": {SID.lower(): {"$R2": File()}}}
    made = planned(where)
    assert [one.path.name for one in made.removals] == ["$R1", SID, "$R2", SID]
    assert all(SID in str(one.path).upper() for one in made.removals)


def test_services_are_named_only_where_something_is_there() -> None:
    printers = {"00001.SPL": File(), "00001.SHD": File(), "keep.txt": File()}
    system = {"System32": {"spool": {"PRINTERS": printers}}}
    made = planned(tree({}, Windows=system))
    assert made.services == ("Spooler",)
    assert {one.path.name for one in made.removals} == {"00001.SPL", "00001.SHD"}
    assert planned(tree({})).services == ()


def test_a_persons_folders_go_or_stay_as_the_policy_says() -> None:
    where = tree({"Documents": {"a": File()}, "Pictures": {"b": File()}})
    kept = Choice(folders_kept=frozenset({"documents"}))
    assert names(planned(where, choice=kept).removals) == ["Pictures/b"]


def test_a_folder_outside_the_profile_is_told_and_never_looked_into() -> None:
    moved = {**FOLDERS, "Documents": (PureWindowsPath("//server/share/patron"),)}
    made = plan(PATRON, moved, tree({}), MadeUpRegistry(), LIST)
    assert [str(one.path) for one in made.kept] == ["\\\\server\\share\\patron"]
    whole = plan(PATRON, moved, tree({}), MadeUpRegistry(values=LISTED))
    assert (whole.decision.way, len(whole.kept)) == ("profile", 1)
    sneaky = {**FOLDERS, "Documents": (HOME / "../other/Documents",)}
    assert len(plan(PATRON, sneaky, tree({}), MadeUpRegistry(), LIST).kept) == 1


def test_a_whole_profile_is_left_to_windows_but_not_what_lies_elsewhere() -> None:
    where = tree({"Documents": {"a": File()}}, **{"$Recycle.Bin": {SID: {"$R1": File()}}})
    registry = MadeUpRegistry(
        {("user", r"Software\Microsoft\Internet Explorer\TypedURLs")}, values=LISTED
    )
    made = planned(where, registry, choice=Choice())
    assert made.decision == profiles.Decision("profile", "")
    assert [one.path.name for one in made.removals] == ["$R1", SID]
    assert made.keys == ()
