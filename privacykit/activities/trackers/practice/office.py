"""What every company's server does: recognise a visitor, note the page, hand out its files."""

from collections.abc import Callable
from dataclasses import dataclass

from privacykit.activities.trackers.practice import pages
from privacykit.activities.trackers.practice.data import Words
from privacykit.activities.trackers.practice.desk import Event, Sighting, Way
from privacykit.activities.trackers.practice.ledger import Ledger
from privacykit.activities.trackers.practice.message import Answer, Asked, split

GIF = Answer(
    b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff!\xf9\x04\x01\x00\x00\x00\x00,"
    b"\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;",
    "image/gif",
)
_YEAR = 365 * 24 * 3600
OPEN = ("Access-Control-Allow-Origin", "*")


@dataclass(frozen=True, slots=True)
class Met:
    uid: str
    way: Way
    cookie: tuple[tuple[str, str], ...] = ()
    """What to set, if the visitor brought no cookie."""


@dataclass
class Office:
    """One company at work."""

    domain: str
    ledger: Ledger
    words: Words
    now: Callable[[], float]

    def _jar(self, asked: Asked) -> str:
        """Return the cookie's name; another one where each site has its own jar: they never mix."""
        name = self.domain.partition(".")[0]
        return f"{name}_site" if asked.partitioned else name

    def meet(self, asked: Asked) -> Met:
        """Recognise a visitor by the cookie, else by what the script brought along (s)."""
        brought, told = asked.cookies.get(self._jar(asked), ""), asked.form.get("s", "")
        uid, new = self.ledger.uid(self.domain, brought, told)
        if uid == brought:
            return Met(uid, "cookie")
        return Met(uid, "nothing", (self._cookie(asked, uid),) if new else ())

    def _cookie(self, asked: Asked, uid: str) -> tuple[str, str]:
        kept = f"Max-Age={_YEAR}; Domain={self.domain}; Path=/; Secure; SameSite=None"
        value = f"{self._jar(asked)}={uid}; {kept}" + "; Partitioned" * asked.partitioned
        return "Set-Cookie", value

    def note(self, asked: Asked, event: Event, uid: str = "", way: Way = "nothing") -> None:
        """Note the page that the script told (u), else the one in the Referer."""
        referrer = asked.referrer
        site, path = split(asked.form.get("u", "") or referrer)
        self.ledger.see(self.domain, uid, Sighting(self.now(), site, path, event, way, referrer))

    def file(self, name: str, scope: pages.Scope | None = None) -> Answer:
        """Return one of the companies' files."""
        return pages.shelf("parties").get(name, scope)
