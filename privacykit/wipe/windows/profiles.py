"""Whether Windows is asked to delete a whole profile, or traces are removed one by one."""

from dataclasses import dataclass
from pathlib import PureWindowsPath
from typing import Literal

from privacykit.i18n import _
from privacykit.wipe.windows.world import Account, Entry, Registry, Tree

PROFILE_LIST = r"SOFTWARE\Microsoft\Windows NT\CurrentVersion\ProfileList"


@dataclass(frozen=True, slots=True)
class Decision:
    way: Literal["profile", "list"]
    why: str
    """The sentence why it is not the whole profile; else empty."""


def decide(account: Account, tree: Tree, registry: Registry, *, whole: bool) -> Decision:
    """Return how the account is wiped. `whole`: the policy lets the profile be made anew."""
    top = tree.entry(account.profile)
    image = registry.value("machine", f"{PROFILE_LIST}\\{account.sid}", "ProfileImagePath")
    why = _why_not(account, top, image) if whole else _("The policy keeps the profile.")
    return Decision("list", why) if why else Decision("profile", "")


def is_left(account: Account, tree: Tree, registry: Registry) -> bool:
    """Tell whether anything of a profile is there after Windows deleted it.

    With the folder gone but the key left, the next sign-in would get a temporary profile.
    """
    listed = account.sid.casefold() in {
        name.casefold() for name in registry.keys("machine", PROFILE_LIST)
    }
    return listed or tree.entry(account.profile) is not None


def _why_not(account: Account, top: Entry | None, image: str | None) -> str:
    if account.signed_in:
        return _("The account is still signed in, or a service holds its registry.")
    if top is None or not top.is_folder or top.tag:
        return _("A link or a file stands where a folder should be.")
    if image is None or PureWindowsPath(image) != account.profile:
        return _("Windows lists another folder as this account's profile, or none.")
    return ""
