"""What the practice desktop calls things and what it says after a deed."""

from privacykit.activities.cleanup.engine.visitor import App, Deed
from privacykit.activities.cleanup.engine.words import TraceId
from privacykit.i18n import _

ICONS: dict[App, str] = {
    "browser": "globe",
    "files": "folder",
    "trash": "trash",
    "clipboard": "clipboard-text",
    "printer": "printer",
    "stick": "hard-drive",
}


def app(one: App) -> str:
    return {
        "browser": _("Browser"),
        "files": _("Files"),
        "trash": _("Trash"),
        "clipboard": _("Clipboard"),
        "printer": _("Printer"),
        "stick": _("USB stick"),
    }[one]


def empty(one: App) -> str:
    """Return what a window says in which nothing is left to see."""
    return {
        "browser": _("Nothing is kept here."),
        "files": _("No files that can be seen."),
        "trash": _("The Trash is empty."),
        "clipboard": _("Nothing is copied."),
        "printer": _("No job is waiting."),
        "stick": _("No stick is plugged in."),
    }[one]


def kind(trace: TraceId) -> str:
    return {
        "download": _("Downloaded file"),
        "recent": _("Recently opened"),
        "thumbnail": _("Preview of a picture"),
        "account": _("Signed in as"),
        "remembered": _("Remembered sign-in"),
        "form": _("Address for forms"),
        "search": _("Searched for"),
        "stick": _("File on the stick"),
        "clipboard": _("Copied text"),
        "print": _("Waiting to be printed"),
    }[trace]


def deed(trace: TraceId, one: Deed) -> str:
    """Return a button's words."""
    if trace == "download" and one == "delete":
        return _("Move to Trash")
    return {
        "delete": _("Delete"),
        "empty": _("Empty Trash"),
        "clear": _("Clear"),
        "sign-out": _("Sign out"),
        "close": _("Close the window"),
        "forget": _("Forget it"),
        "overwrite": _("Copy something else"),
        "cancel": _("Cancel the job"),
        "eject": _("Take it out"),
    }[one]


def after(one: Deed, *, gone: bool) -> str:
    """Return what has come of a deed."""
    if gone:
        return _("Out of sight. The search at the end shows if it is gone.")
    return {
        "delete": _("It lies in the Trash now. Whoever opens the Trash can take it out again."),
        "close": _("The window is closed, but the site still takes this browser for its guest."),
        "overwrite": _("The clipboard program also keeps what was copied before."),
    }.get(one, _("It is still here."))
