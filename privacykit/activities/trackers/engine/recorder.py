"""Puts what happens while pages are open into the page it belongs to."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from privacykit.tracking.model import Cookie, Page, Probe, Request

MOST = 5_000
"""Events kept for one page; a page that goes on calling for ever fills no memory."""


@dataclass
class _Open:
    at: float
    site: str
    host: str
    path: str
    requests: list[Request] = field(default_factory=list)
    cookies: list[Cookie] = field(default_factory=list)
    probes: list[Probe] = field(default_factory=list)

    def frozen(self) -> Page:
        """Return it as it stands now."""
        what = tuple(self.requests), tuple(self.cookies), tuple(self.probes)
        return Page(self.at, self.site, self.host, self.path, *what)


class Recorder:
    """Takes events in the order in which they come; an event before any page is dropped."""

    def __init__(self) -> None:
        self._pages: list[_Open] = []

    def open(self, page: Page) -> None:
        self._pages.append(_Open(page.at, page.site, page.host, page.path))

    def add(self, event: Request | Cookie | Probe) -> None:
        page = self._page_of(event.site)
        if page is None:
            return
        kept: list[Request] | list[Cookie] | list[Probe]
        if isinstance(event, Request):
            kept = page.requests
        elif isinstance(event, Cookie):
            kept = page.cookies
        else:
            kept = page.probes
        if len(kept) < MOST:
            kept.append(event)  # type: ignore[arg-type]

    def _page_of(self, site: str) -> _Open | None:
        """Return the latest page of the site; a late answer may come after the next page."""
        for page in reversed(self._pages):
            if page.site == site:
                return page
        return None

    def take(self, pages: Iterable[Page]) -> None:
        """Begin with these."""
        self.clear()
        for page in pages:
            self.open(page)
            events: tuple[Request | Cookie | Probe, ...] = page.requests
            for event in (*events, *page.cookies, *page.probes):
                self.add(event)

    @property
    def pages(self) -> tuple[Page, ...]:
        return tuple(page.frozen() for page in self._pages)

    def clear(self) -> None:
        self._pages.clear()
