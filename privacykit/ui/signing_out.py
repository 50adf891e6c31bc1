"""Signing the account out, so that the system ends the session of a frozen home."""

import os
import subprocess
from pathlib import Path

from privacykit.errors import PrivacykitError
from privacykit.i18n import _


def account() -> str:
    """Return the name of the account that this program runs as; empty if it has none."""
    from privacykit.wipe import places

    try:
        return places.current_account().name
    except PrivacykitError:
        return ""


def is_frozen(public: Path) -> bool:
    """Tell whether signing out brings this account's frozen home back."""
    from privacykit.record import status

    frozen = {one.account for one in status.read(public) if one.condition != "thawed"}
    return account() in frozen


def sign_out() -> str:
    """End this account's session on the computer; return the sentence where that cannot be."""
    session = os.environ.get("XDG_SESSION_ID")
    if session:
        try:
            done = subprocess.run(
                ["loginctl", "terminate-session", session], capture_output=True, check=False
            )
        except OSError:
            pass
        else:
            if done.returncode == 0:
                return ""
    return by_hand()


def by_hand() -> str:
    return _("This computer cannot sign you out by itself. Please sign out now.")
