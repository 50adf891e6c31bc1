"""The visit behind a scan: of a page that a person named, or out of a file."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from privacykit.audit import recording, web
from privacykit.audit.page import Page as Html
from privacykit.errors import VisitError, WebError
from privacykit.i18n import _
from privacykit.tracking import cookies, har, recorded
from privacykit.tracking.model import Cookie, Kind, Page, Request, Visit
from privacykit.tracking.parties import is_third, site_of
from privacykit.wipe.progress import Cancelled, Progress, never, silent


def of_file(path: Path, progress: Progress = silent, cancelled: Cancelled = never) -> Visit:
    """Return the visit in a HAR or a recorded visit; never online. Raises VisitError."""
    if path.suffix.lower() == ".toml":
        return recorded.load(path)
    return har.read(path, progress=progress, cancelled=cancelled)


def of_address(address: str, progress: Progress = silent, cancelled: Cancelled = never) -> Visit:
    """Return what a page calls: with its scripts where that can be, else only by its HTML.

    Goes online. Raises WebError if the page cannot be reached, and CancelledError.
    """
    url = web.checked(address)
    progress(_("Opening the page"), 0, 0)
    try:
        return recording.visit(url, cancelled)
    except VisitError as problem:
        return of_html(web.Web((url,), cancelled=cancelled), str(problem))


def of_html(online: web.Web, note: str = "") -> Visit:
    """Return what the pages' HTML alone calls. Raises WebError if there is none."""
    sites = online.sites()
    pages = tuple(_page(site.best, html) for site in sites if (html := site.best.page))
    if not pages:
        raise WebError(next((site.best.problem for site in sites), ""))
    made = datetime.now(UTC).date().isoformat()
    return Visit(pages, pages[0].host, made, "page", (note,) if note else ())


def _page(visit: web.Visit, html: Html) -> Page:
    host = visit.hops[-1].host
    site = site_of(host)
    return Page(0.0, site, host, "/", (*_requests(visit, html, site),), (*_cookies(visit, site),))


def _requests(visit: web.Visit, html: Html, site: str) -> Iterator[Request]:
    for hop in visit.hops:
        third, plain = is_third(hop.host, site), hop.scheme == "http"
        yield Request(0.0, site, hop.host, kind="document", third=third, plain=plain)
    for host in sorted(html.hosts):
        kind: Kind = "script" if host in html.scripts else "other"
        yield Request(0.0, site, host, kind=kind, third=is_third(host, site))


def _cookies(visit: web.Visit, site: str) -> Iterator[Cookie]:
    now = datetime.now(UTC).timestamp()
    for hop in visit.hops:
        for text in hop.all("set-cookie"):
            line = cookies.line(text, now)
            if line and line.days != 0:
                third = is_third(hop.host, site)
                yield Cookie(0.0, site, hop.host, line.name, line.length, third, line.days)
