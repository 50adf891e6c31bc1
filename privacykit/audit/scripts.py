"""The pages of a check-up opened as in a browser, too, where a person chose that."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from privacykit.audit import recording, web
from privacykit.errors import VisitError, WebError
from privacykit.tracking import scan
from privacykit.tracking.model import Visit
from privacykit.tracking.scan import Scan
from privacykit.wipe.progress import Cancelled, never


class Opened(NamedTuple):
    scan: Scan | None = None
    problem: str = ""
    """Why it was not opened, in a sentence."""


@dataclass
class Scripts:
    """Each page is opened once, when the first check asks."""

    open: Callable[[str, Cancelled], Visit] = recording.visit
    report: Callable[[Visit], Scan] = scan.report
    cancelled: Cancelled = never
    _known: dict[str, Opened] = field(default_factory=dict)

    def of(self, address: str) -> Opened:
        """Return what a page called. Raises CancelledError."""
        if address not in self._known:
            self._known[address] = self._opened(address)
        return self._known[address]

    def _opened(self, address: str) -> Opened:
        try:
            return Opened(self.report(self.open(web.checked(address), self.cancelled)))
        except (VisitError, WebError) as error:
            return Opened(problem=str(error))
