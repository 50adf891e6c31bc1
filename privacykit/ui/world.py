"""What the desktop takes from outside, so that tests and the tour can hand in their own."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtGui import QPagedPaintDevice
from PySide6.QtWidgets import QWidget

from privacykit.settings import Settings

if TYPE_CHECKING:
    from privacykit.content.shelf import Shelf
    from privacykit.staff.lock import Lock
    from privacykit.staff.rights import Ask
    from privacykit.ui.ending import Ending
    from privacykit.wipe.machine.system import System


class Route(NamedTuple):
    """Where a person is: the name of a page, and the id of a station if it is one's."""

    page: str = "home"
    station: str = ""


@dataclass(frozen=True)
class Choices:
    """What a person chose on screen; held in memory and forgotten with the session."""

    language: str
    theme: str
    percent: int


@dataclass(frozen=True)
class Admin:
    """What the pages for staff work on; made by ui.admin.access."""

    lock: "Lock"
    rights: "Ask"
    """Runs a command of the kit as root, with its reason."""
    system: "System"
    public: Path
    """Root's folder of what everybody may read: record, status, metrics."""
    audit_folder: Path
    """Where the check-up keeps what it found and what people answered."""
    policy_file: Path


class Leaving(NamedTuple):
    """How this account signs out, where that is what ends a session."""

    is_frozen: Callable[[], bool]
    sign_out: Callable[[], str]
    """Sign out; return the sentence where that cannot be."""
    account: Callable[[], str] = lambda: ""
    """Return the name of the account; the rules hold only for those that they name."""


_STAYS = Leaving(lambda: False, lambda: "")


@dataclass
class World:
    settings: Settings
    language: str
    """Code of the first language on screen."""
    shelf: Callable[[], "Shelf"]
    ending: Callable[[], "Ending"]
    """What "Leave no trace" works on; called each time its page is opened."""
    practice: Callable[[], "Ending"]
    """The same on a practice home laid out anew."""
    today: Callable[[], date]
    own_stations: Path
    ask_file: Callable[[QWidget, str], Path | None]
    """Ask where to save a file of this name; None: the person thought better of it."""
    paper: Callable[[QWidget, Callable[[QPagedPaintDevice], None]], bool]
    """Ask for a printer and hand it to the function; False: the person thought better of it."""
    admin: Admin
    find_file: Callable[[QWidget, str], Path | None] = lambda _parent, _name: None
    """Ask which file of this kind to open; None: the person thought better of it."""
    leaving: Leaving = _STAYS
    choices: Choices = field(init=False)

    def __post_init__(self) -> None:
        self.choose(self.first_choices())

    def choose(self, choices: Choices) -> None:
        self.choices = choices

    def first_choices(self) -> Choices:
        """Return what the library chose, before anyone touched anything."""
        return Choices(self.language, self.settings.theme, self.settings.text_percent)
