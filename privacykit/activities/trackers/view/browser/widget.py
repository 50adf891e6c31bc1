"""A small browser: address, back, forward, reload, the list of practice sites, and the page."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from privacykit.activities.trackers.engine.doors import Door
from privacykit.activities.trackers.view.session import Session


class Browser(QWidget):
    """Made with the session that all exercises share; WebEngine starts with the first open().

    Signals:
        page_opened: tracking.model.Page, still without requests, as soon as its address is known
        requested: tracking.model.Request, judged: let through or stopped
        cookie_set: tracking.model.Cookie
        probed: tracking.model.Probe
        loaded: the page has loaded (True) or could not be (False)
    """

    requested = Signal(object)
    cookie_set = Signal(object)
    probed = Signal(object)
    page_opened = Signal(object)
    loaded = Signal(bool)

    def __init__(self, session: Session, door: Door = "bare", record: bool = True) -> None:
        """With record, what happens is kept in session.pages too."""
        super().__init__()
        self._session, self._door, self._record = session, door, record

    @property
    def door(self) -> Door:
        return self._door

    def open(self, url: str) -> None:
        """Go to an address; in the practice web only its own sites are found."""

    def set_door(self, door: Door) -> None:
        """Change the protection; the browser begins again with no cookies."""
        self._door = door

    def show_start(self) -> None:
        """Show the list of the practice sites."""

    def forget(self) -> None:
        """Drop page, profile, cookies and history; the next open() starts anew."""
