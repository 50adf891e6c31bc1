"""Which accounts may be wiped on Windows, and whether their profile goes whole."""

from pathlib import PureWindowsPath

import pytest

from privacykit.errors import UnsafeHomeError
from privacykit.wipe.windows import profiles, world
from privacykit.wipe.windows.plan import plan
from privacykit.wipe.windows.world import Account
from tests.unit.windowing import (
    FOLDERS,
    HOME,
    LISTED,
    PATRON,
    SID,
    File,
    MadeUpRegistry,
    MadeUpTree,
    tree,
    way,
)


@pytest.mark.parametrize(
    ("account", "home", "image", "why"),
    [
        (Account("p", SID, HOME, signed_in=True), {}, "C:/Users/patron", "still signed in"),
        (PATRON, {}, "C:/Users/other", "another folder"),
        (PATRON, {}, None, "another folder"),
        (PATRON, way(), "C:/Users/patron", "A link or a file"),
        (PATRON, File(), "C:/Users/patron", "A link or a file"),
    ],
)
def test_a_profile_that_windows_should_not_delete_is_done_by_list(
    account: Account, home: File | dict[str, object], image: str | None, why: str
) -> None:
    key = next(iter(LISTED))
    registry = MadeUpRegistry(values={key: image} if image else {})
    made = profiles.decide(account, tree(home), registry, whole=True)
    assert made.way == "list"
    assert why in made.why
    assert profiles.decide(account, tree(home), registry, whole=False).way == "list"


def test_a_profile_is_gone_only_with_its_key() -> None:
    registry = MadeUpRegistry({("machine", f"{profiles.PROFILE_LIST}\\{SID.lower()}")})
    gone = MadeUpTree({"C:\\": {"Users": {}}})
    assert profiles.is_left(PATRON, gone, registry)
    assert profiles.is_left(PATRON, tree({}), MadeUpRegistry())
    assert not profiles.is_left(PATRON, gone, MadeUpRegistry())


@pytest.mark.parametrize(
    ("sid", "profile", "administrator"),
    [
        ("S-1-5-18", "C:/Windows/System32/config/systemprofile", False),
        ("S-1-5-21-1-2-3-500", "C:/Users/Administrator", False),
        ("S-1-5-21-1-2-3-x", "C:/Users/patron", False),
        (SID, "C:/Users/patron", True),
        (SID, "C:/", False),
        (SID, "C:/Users", False),
        (SID, "C:/Users/Public", False),
        (SID, "C:/Users/default", False),
        (SID, "Users/patron", False),
        (SID, "C:/Users/../Windows", False),
        (SID, "//server/profiles/all/patron", False),
    ],
)
def test_accounts_and_profiles_that_are_never_wiped(
    sid: str, profile: str, administrator: bool
) -> None:
    account = Account("x", sid, PureWindowsPath(profile), False, administrator)
    with pytest.raises(UnsafeHomeError, match="wiped"):
        plan(account, FOLDERS, tree({}), MadeUpRegistry())


def test_persons_of_a_domain_and_of_entra() -> None:
    assert world.is_person(SID)
    assert world.is_person("S-1-12-1-1-2-3-4")
    assert not world.is_person("S-1-5-20")


def test_paths_as_windows_takes_them_literally() -> None:
    assert world.extended(PureWindowsPath("C:/a")) == "\\\\?\\C:\\a"
    assert world.extended(PureWindowsPath("//s/t/a")) == "\\\\?\\UNC\\s\\t\\a"
    assert world.extended(PureWindowsPath("\\\\?\\C:\\a")) == "\\\\?\\C:\\a"
