"""The form of the rules as data: every field of the policy with its name and its sentence."""

from collections.abc import Callable, Mapping
from typing import Literal, NamedTuple

from privacykit.i18n import _
from privacykit.staff.shape import Field

Words = Callable[[], str]
Kind = Literal["switch", "folder", "number", "choice", "names", "traces", "keep"]


class Line(NamedTuple):
    field: Field
    kind: Kind
    title: Words
    text: Words = lambda: ""
    unit: str = ""
    zero: Words = lambda: ""
    """What a number of 0 means."""


class Section(NamedTuple):
    title: Words
    text: Words
    lines: tuple[Line, ...]


def never() -> str:
    return _("Never")


def _folder(name: str, title: Words) -> Line:
    return Line(("folders", name), "folder", title)


SECTIONS = (
    Section(
        lambda: _("Account"),
        lambda: _("Only these accounts are ever touched, and never root's."),
        (
            Line(
                ("accounts",),
                "names",
                lambda: _("Accounts whose files may be removed"),
                lambda: _("The names with which patrons sign in, with a space between two."),
            ),
        ),
    ),
    Section(
        lambda: _("Session timer"),
        lambda: _("The desktop warns in good time and counts down before it ends a session."),
        (
            Line(
                ("timers", "idle_minutes"),
                "number",
                lambda: _("End when nobody is there"),
                lambda: _("After so long without a key or a pointer."),
                "min",
                never,
            ),
            Line(
                ("timers", "session_minutes"),
                "number",
                lambda: _("Longest session"),
                lambda: _("So that everybody gets a turn."),
                "min",
                lambda: _("As long as one likes"),
            ),
            Line(
                ("timers", "warning_seconds"),
                "number",
                lambda: _("Warn before"),
                lambda: _("Long enough to save one's work and to finish reading."),
                "s",
            ),
            Line(
                ("timers", "may_extend"),
                "switch",
                lambda: _("Patrons may go on past the longest session"),
                lambda: _("The warning then has a button for it."),
            ),
            Line(
                ("timers", "extend_minutes"),
                "number",
                lambda: _("Each time for"),
                lambda: "",
                "min",
            ),
        ),
    ),
    Section(
        lambda: _("Full screen"),
        lambda: _(
            "What the computer's own keys do (Ctrl+Alt+F1, the Windows key, the power button) is "
            "not in this program's hands: switch those off in the desktop's settings."
        ),
        (
            Line(
                ("kiosk", "on"),
                "switch",
                lambda: _("Start full screen"),
                lambda: _("Patrons see this program first."),
            ),
            Line(
                ("kiosk", "passphrase_to_leave"),
                "switch",
                lambda: _("Leaving it needs the staff's passphrase"),
                lambda: _("Closing, too. Only once a passphrase is set under “For staff”."),
            ),
        ),
    ),
    Section(
        lambda: _("Folders"),
        lambda: _("Ticked folders are emptied at the end of a session; the others stay."),
        (
            _folder("desktop", lambda: _("Desktop")),
            _folder("documents", lambda: _("Documents")),
            _folder("downloads", lambda: _("Downloads")),
            _folder("music", lambda: _("Music")),
            _folder("pictures", lambda: _("Pictures")),
            _folder("videos", lambda: _("Videos")),
            _folder("public", lambda: _("Public")),
            _folder("templates", lambda: _("Templates")),
            _folder("loose", lambda: _("Anything else at the top of the home")),
        ),
    ),
    Section(
        lambda: _("What stays"),
        lambda: _(
            "Paths inside the home that nobody removes; * stands for any part of one name. "
            "The reason is repeated in every report."
        ),
        (Line(("keep",), "keep", lambda: _("What stays")),),
    ),
    Section(
        lambda: _("Known traces"),
        lambda: _("A wipe without a frozen home knows many kinds of trace. These it leaves alone."),
        (Line(("leave_out",), "traces", lambda: _("Known traces that stay")),),
    ),
    Section(
        lambda: _("Open programs"),
        lambda: _("They are asked to close before anything is removed."),
        (
            Line(
                ("programs", "end"),
                "switch",
                lambda: _("End programs that do not close"),
                lambda: _("Otherwise nothing is removed while one of them is open."),
            ),
            Line(
                ("programs", "seconds"),
                "number",
                lambda: _("Time to close by themselves"),
                lambda: "",
                "s",
                lambda: _("None"),
            ),
        ),
    ),
    Section(
        lambda: _("Frozen home"),
        lambda: _("How the home of a frozen account comes back."),
        (
            Line(
                ("baseline", "way"),
                "choice",
                lambda: _("Way"),
                lambda: _("A new way counts from the next freeze."),
            ),
            Line(
                ("baseline", "full_check_every"),
                "number",
                lambda: _("Read every file each so many sessions"),
                lambda: _(
                    "In between, only the marks of each file are compared, which is quicker."
                ),
                "",
                lambda: _("Only when asked"),
            ),
        ),
    ),
    Section(
        lambda: _("Outside the home"),
        lambda: _("What a frozen account leaves elsewhere. Ticked things are removed."),
        (
            Line(("machine", "printing"), "switch", lambda: _("Print jobs and their history")),
            Line(
                ("machine", "jobs"),
                "switch",
                lambda: _("Planned commands"),
                lambda: _("And services that go on after signing out."),
            ),
            Line(("machine", "crashes"), "switch", lambda: _("Memory dumps of crashed programs")),
            Line(("machine", "mail"), "switch", lambda: _("The computer's own mail")),
            Line(
                ("machine", "network"),
                "switch",
                lambda: _("Networks and Bluetooth devices"),
                lambda: _("Those that came after the freeze."),
            ),
            Line(
                ("machine", "journal"),
                "switch",
                lambda: _("The account's system log"),
                lambda: _("A library may have to keep it."),
            ),
        ),
    ),
    Section(
        lambda: _("Undo"),
        lambda: _(
            "Staff can bring back what was removed from a frozen home, encrypted until then."
        ),
        (
            Line(
                ("undo", "minutes"),
                "number",
                lambda: _("Keep it for"),
                lambda: _("Then the key is forgotten."),
                "min",
                lambda: _("Nothing is kept"),
            ),
        ),
    ),
)
LINES: Mapping[Field, Line] = {line.field: line for section in SECTIONS for line in section.lines}


def ways() -> dict[str, str]:
    """Return the ways in which a frozen home comes back, in words."""
    return {
        "auto": _("The quickest that the disk offers"),
        "in-place": _("Compare and put back"),
        "overlay": _("Drop the session's layer"),
        "btrfs": _("Return to a snapshot (btrfs)"),
    }


def title(field: Field) -> str:
    """Return a field's name; of one that the form does not know, as the file has it."""
    line = LINES.get(field)
    return line.title() if line else ".".join(field)


def said(field: Field, value: object) -> str:
    """Return a value in words."""
    line = LINES.get(field)
    match line.kind if line else "", value:
        case "switch", bool():
            return _("Yes") if value else _("No")
        case "folder", str():
            return {"remove": _("emptied"), "keep": _("stays")}.get(value, value)
        case "choice", str():
            return ways().get(value, value)
        case "number", int() if line:
            return (not value and line.zero()) or f"{value} {line.unit}".rstrip()
        case _, list():
            return ", ".join(_entry(one) for one in value) or _("none")
    return str(value)


def _entry(value: object) -> str:
    return f"{value.get('path')} ({value.get('why')})" if isinstance(value, dict) else str(value)
