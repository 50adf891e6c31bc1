"""A scan in words for staff: a verdict, what to mend, and a table of who was called."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

from privacykit.i18n import _, _n
from privacykit.tracking.model import Cookie
from privacykit.tracking.scan import FOLLOWING, Party, Scan, Seen, recognises

_MOST = 6
Role = Literal["ok", "warning", "danger", "info"]


class Point(NamedTuple):
    """One thing to know, and how to mend it."""

    role: Role
    title: str
    text: str


def role(scan: Scan) -> Role:
    roles: Mapping[str, Role] = {"quiet": "ok", "others": "warning", "followed": "danger"}
    return roles[scan.verdict]


def verdict(scan: Scan) -> str:
    """Return the one sentence that stands at the top."""
    if count := len(scan.following):
        return _n(
            "{count} company that follows people learns what is read here.",
            "{count} companies that follow people learn what is read here.",
            count,
        ).format(count=count)
    if scan.told:
        return _("Other companies learn what somebody searches for here.")
    if scan.verdict == "followed":
        return _("Cookies make whoever reads here recognisable.")
    if count := len(scan.companies):
        return _n(
            "{count} other company learns that somebody reads here.",
            "{count} other companies learn that somebody reads here.",
            count,
        ).format(count=count)
    if scan.plain:
        return _("No other company is called, but not everything is encrypted.")
    return _("No other company learns that somebody reads here.")


def points(scan: Scan) -> tuple[Point, ...]:
    """Return what to know and how to mend it, the worst first."""
    found = (_following(scan), _told(scan), _cookies(scan), _others(scan), _plain(scan))
    return tuple(point for point in found if point)


def _following(scan: Scan) -> Point | None:
    if not scan.following:
        return None
    title = _("They follow people: {names}").format(names=_some(scan.following))
    text = _("Remove them from the pages; count visits with Matomo on the library's own server.")
    return Point("danger", title, text)


def _told(scan: Scan) -> Point | None:
    if not scan.told:
        return None
    title = _("What somebody searched for was told to: {names}").format(names=_some(scan.told))
    text = _("Send the header Referrer-Policy: same-origin, and remove what pages do not need.")
    return Point("danger", title, text)


def _cookies(scan: Scan) -> Point | None:
    count = sum(map(recognises, scan.cookies))
    if not count:
        return None
    if scan.before_a_yes:
        title = _n(
            "{count} cookie that recognises people was set before anybody said yes",
            "{count} cookies that recognise people were set before anybody said yes",
            count,
        )
    else:
        title = _n(
            "{count} cookie that recognises people was set in this recording",
            "{count} cookies that recognise people were set in this recording",
            count,
        )
    text = _("Set only what the page needs, until the browser is closed, and all else after a yes.")
    return Point("danger", title.format(count=count), text)


def _others(scan: Scan) -> Point | None:
    others = [name for name in scan.companies if name not in scan.following]
    if not others:
        return None
    title = _("Also called: {names}").format(names=_some(others))
    text = _("They learn the visitor's address and the page. Keep such files on your own server.")
    return Point("warning", title, text)


def _plain(scan: Scan) -> Point | None:
    if not scan.plain:
        return None
    title = _("Not encrypted: {names}").format(names=_some(scan.plain))
    text = _("Whoever is on the same wifi can read along. Let every http address lead to https.")
    return Point("warning", title, text)


def _some(names: Sequence[str]) -> str:
    shown = ", ".join(names[:_MOST])
    if (more := len(names) - _MOST) > 0:
        words = _n("{names} and {count} more", "{names} and {count} more", more)
        return words.format(names=shown, count=more)
    return shown


_CATEGORIES: Mapping[str, Callable[[], str]] = {
    "pornvertising": lambda: _("advertising"),
    "advertising": lambda: _("advertising"),
    "analytics": lambda: _("counting visitors"),
    "site_analytics": lambda: _("counting visitors"),
    "social": lambda: _("social media"),
    "social_media": lambda: _("social media"),
    "cdn": lambda: _("delivering files"),
    "hosting": lambda: _("delivering files"),
    "audio_video_player": lambda: _("video and sound"),
    "customer_interaction": lambda: _("chat and forms"),
    "comments": lambda: _("chat and forms"),
    "consent": lambda: _("asking for a yes"),
    "fonts": lambda: _("fonts"),
    "essential": lambda: _("parts of the page"),
    "broker": lambda: _("trading in data"),
    "replay": lambda: _("recording visits"),
    "identity": lambda: _("recognising people"),
}


def purpose(party: Party) -> str:
    """Return what a company does, as far as it is known."""
    if party.follows and party.category not in FOLLOWING:
        return _("on the list of trackers") if party.rule else _("recognising people")
    known = _CATEGORIES.get(party.category)
    return known() if known else ""


def owner(party: Party) -> str:
    return party.company or _("Owner unknown")


def heads() -> tuple[str, ...]:
    return _("Company"), _("Address"), _("What for"), _("Country"), _("Calls")


def years(parties: Sequence[Party]) -> str:
    """Return what the years behind the countries mean; empty where there are none."""
    known = any(party.year for party in parties)
    return _("The year is the one in which this was known of a company.") if known else ""


def rows(parties: Sequence[Party]) -> tuple[tuple[str, ...], ...]:
    """Return a line for each party, under heads()."""
    return tuple(
        (owner(one), one.site, purpose(one), _seat(one), str(one.calls)) for one in parties
    )


def _seat(party: Party) -> str:
    """Return the country and the year in which all of this was so."""
    return f"{party.country} ({party.year})".strip() if party.year else party.country


def cookie_heads() -> tuple[str, ...]:
    return _("Cookie"), _("Set by"), _("Whose"), _("Lasts")


def cookie_rows(cookies: Sequence[Cookie]) -> tuple[tuple[str, ...], ...]:
    return tuple((one.name, one.host, _whose(one), lasts(one)) for one in cookies)


def _whose(cookie: Cookie) -> str:
    return _("another company's") if cookie.third else _("the page's own")


def lasts(cookie: Cookie) -> str:
    if cookie.days is None:
        return _("this visit")
    days = max(1, round(cookie.days))
    return _n("{count} day", "{count} days", days).format(count=days)


def origin(scan: Scan) -> str:
    """Return how the scan was made, in a sentence."""
    sentences = {
        "page": _("Only the page's HTML was read; no script ran."),
        "live": _("The page was opened as in a browser, and nothing was pressed."),
        "har": _("Out of a recording that a browser saved."),
    }
    return sentences.get(scan.source, _("Out of a recorded visit."))


def lines(scan: Scan) -> Iterator[str]:
    """Yield the scan for a terminal; nothing in it can steer one."""
    for line in _lines(scan):
        yield "".join(sign if sign.isprintable() else "?" for sign in line)


def _lines(scan: Scan) -> Iterator[str]:
    yield verdict(scan)
    yield " ".join((origin(scan), *scan.notes))
    for point in points(scan):
        yield ""
        yield point.title
        yield f"  {point.text}"
    for page in scan.pages:
        yield ""
        count = len(page.parties)
        words = _n("{page} calls {count} other site", "{page} calls {count} other sites", count)
        yield words.format(page=page.address, count=count)
        yield from _tables(page)


def _tables(page: Seen) -> Iterator[str]:
    if page.parties:
        yield from _table((heads(), *rows(page.parties)))
    if page.cookies:
        yield ""
        yield from _table((cookie_heads(), *cookie_rows(page.cookies)))


def _table(table: Sequence[Sequence[str]]) -> Iterator[str]:
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    for line in table:
        cells = [cell.ljust(width) for cell, width in zip(line, widths, strict=True)]
        yield f"  {'  '.join(cells)}".rstrip()
