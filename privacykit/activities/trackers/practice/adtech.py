"""The companies that sell and buy advertisements: an exchange, its partner and a data broker."""

from collections.abc import Callable, Mapping
from urllib.parse import urlencode

from privacykit.activities.trackers.practice.auction import Auction, House
from privacykit.activities.trackers.practice.desk import Partner
from privacykit.activities.trackers.practice.message import NOTHING, Answer, Asked, redirect, split
from privacykit.activities.trackers.practice.office import GIF, OPEN, Met, Office

EXCHANGE, PARTNER, BROKER = "tracknet.example", "adbazaar.example", "peoplepool.example"
_BACK = {EXCHANGE: "ads.tracknet.example", BROKER: "px.peoplepool.example"}
_MINUTE, _JUST_NOW = 60, 5


class Exchange:
    """TrackNet: knows by cookie, sells each place to whoever pays most."""

    def __init__(self, office: Office, house: House, held: Callable[[Auction], None]) -> None:
        self._office, self._house, self._held = office, house, held

    def answer(self, asked: Asked) -> Answer:
        met = self._office.meet(asked)
        pages = {
            "/tag.js": self._tag,
            "/view.gif": self._view,
            "/sync": self._sync,
            "/back": lambda _asked, _met: GIF,
            "/frame": self._frame,
            "/click": self._click,
        }
        page = pages.get(asked.path)
        return page(asked, met).also(*met.cookie) if page else NOTHING

    def _tag(self, _asked: Asked, met: Met) -> Answer:
        return self._office.file("tag.js", {"session": met.uid})

    def _view(self, asked: Asked, met: Met) -> Answer:
        self._office.note(asked, "page", met.uid, met.way)
        mark = asked.form.get("c", "")
        if mark:
            self._office.ledger.join(EXCHANGE, met.uid, mark, "link")
        return GIF

    def _sync(self, _asked: Asked, met: Met) -> Answer:
        return _handshake(EXCHANGE, met.uid)

    def _frame(self, asked: Asked, met: Met) -> Answer:
        self._office.note(asked, "ad", met.uid, met.way)
        site, path = split(asked.form.get("u", "") or asked.referrer)
        now = self._office.now()
        profile = self._office.ledger.profile(EXCHANGE, met.uid)
        auction = self._house.hold(profile, site, path, now)
        self._held(auction)
        ad = self._house.ads[auction.ad]
        scope = {
            "ad": auction.ad,
            "by": ad.by,
            "title": ad.title,
            "text": ad.text,
            "button": ad.button,
            "why": self._why(auction),
            "page": f"https://{site}{path}",
            "label": self._office.words.frame["label"],
            "go": "/click?"
            + urlencode({"s": met.uid, "ad": auction.ad, "u": f"https://{site}{path}"}),
        }
        return self._office.file("ad.html", scope)

    def _why(self, auction: Auction) -> str:
        words, because = self._office.words.frame, auction.because
        if because is None:
            return words["anybody"]
        ago = _ago(words, round(auction.at - because.at))
        return words["because"].format(interest=because.name, site=because.site, ago=ago)

    def _click(self, asked: Asked, met: Met) -> Answer:
        self._office.note(asked, "click", met.uid, met.way)
        return self._office.file("thanks.html", self._office.words.frame)


class Partnered:
    """AdBazaar: buys for its customers, and learns from others what they call a visitor."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def answer(self, asked: Asked) -> Answer:
        ad = asked.path.removeprefix("/ads/").removesuffix(".svg")
        if ad in self._office.words.ad:
            return self._picture(asked, f"{ad}.svg")
        other = asked.query.get("from", "")
        if asked.path != "/in" or other not in _BACK:
            return NOTHING
        met = self._office.meet(asked)
        self._office.note(asked, "sync", met.uid, met.way)
        theirs = Partner(other, asked.query.get("uid", ""))
        self._office.ledger.sync(theirs, Partner(PARTNER, met.uid))
        back = urlencode({"s": theirs.uid, "from": PARTNER, "uid": met.uid})
        return redirect(f"https://{_BACK[other]}/back?{back}").also(*met.cookie)

    def _picture(self, asked: Asked, name: str) -> Answer:
        met = self._office.meet(asked)
        self._office.note(asked, "ad", met.uid, met.way)
        return self._office.file(name).also(OPEN, *met.cookie)


class Broker:
    """PeoplePool: a pixel here and there, joined with what its partner calls the visitor."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def answer(self, asked: Asked) -> Answer:
        met = self._office.meet(asked)
        if asked.path == "/back":
            return GIF
        if asked.path != "/p.gif":
            return NOTHING
        self._office.note(asked, "page", met.uid, met.way)
        return _handshake(BROKER, met.uid).also(*met.cookie)


def _handshake(company: str, uid: str) -> Answer:
    """Send the browser to the partner, with what this company calls the visitor."""
    told = urlencode({"from": company, "uid": uid})
    return redirect(f"https://match.{PARTNER}/in?{told}")


def _ago(words: Mapping[str, str], seconds: int) -> str:
    if seconds < _JUST_NOW:
        return words["now"]
    if seconds < 2 * _MINUTE:
        return words["seconds"].format(count=seconds)
    return words["minutes"].format(count=seconds // _MINUTE)
