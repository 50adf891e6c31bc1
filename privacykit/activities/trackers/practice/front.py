"""The sites themselves: their pages, and what some pass on to a company under their own name."""

from collections.abc import Callable, Mapping

from privacykit.activities.trackers.practice import pages, watchers
from privacykit.activities.trackers.practice.adtech import EXCHANGE
from privacykit.activities.trackers.practice.desk import Sighting, Way
from privacykit.activities.trackers.practice.message import EMPTY, NOTHING, Answer, Asked, split
from privacykit.activities.trackers.practice.office import Office

_VISITOR = "_visitor"
_PAGE = ".html"


class Front:
    """One site, in one language."""

    def __init__(self, site: str, host: str, language: str, hosts: Mapping[str, str]) -> None:
        """Take the site's id, its host, and every site's id -> host."""
        self.id, self.host = site, host
        self._files = pages.shelf("sites", site)
        self._scope = {**pages.texts(site, language), "lang": language, "to": hosts}
        self.title: str = self._scope["title"]
        self.summary: str = self._scope["summary"]

    def page_of(self, path: str) -> str:
        """Return the file of a page, empty if the path is none."""
        name = (path.strip("/") or "index") + _PAGE
        return name if name in self._files else ""

    def answer(self, asked: Asked, visitor: str = "") -> Answer:
        name = self.page_of(asked.path)
        if name:
            here = f"https://{self.host}{asked.path}"
            return self._files.get(name, {**self._scope, "here": here, "visitor": visitor})
        file = asked.path.lstrip("/")
        return NOTHING if file.endswith(_PAGE) else self._files.get(file)


class Passing:
    """Sites that hand what they learn to a company themselves, where no list looks."""

    def __init__(self, exchange: Office, recogniser: Office) -> None:
        self._exchange, self._recogniser = exchange, recogniser
        self._ways: dict[tuple[str, str], Callable[[Asked], Answer]] = {
            ("shop", "/collect"): self._collect,
            ("dating", "/look"): lambda asked: watchers.look(self._recogniser, asked),
        }

    def answer(self, front: Front, asked: Asked) -> Answer:
        own = self._ways.get((front.id, asked.path))
        if own:
            return own(asked)
        if front.id == "newspaper" and front.page_of(asked.path):
            return self._told(front, asked)
        if (front.id, asked.path) == ("dating", "/look.js"):
            return self._recogniser.file("look.js", {"to": "/look"})
        return front.answer(asked)

    def _told(self, front: Front, asked: Asked) -> Answer:
        """Give the reader a number in the newspaper's own name, and tell the exchange."""
        ledger = self._exchange.ledger
        brought = asked.cookies.get(_VISITOR, "")
        uid = ledger.admit(EXCHANGE, brought)
        ledger.see(EXCHANGE, uid, self._seen(front.host, asked.path, "first_party"))
        cookie = f"{_VISITOR}={uid}; Max-Age=31536000; Path=/; Secure; SameSite=Lax"
        new = (("Set-Cookie", cookie),) if uid != brought else ()
        return front.answer(asked, uid).also(*new)

    def _collect(self, asked: Asked) -> Answer:
        """Take the mark that a link brought, and tell the exchange which page it led to."""
        form = asked.form
        uid = self._exchange.ledger.admit(EXCHANGE, form.get("c", ""))
        site, path = split(form.get("u", ""))
        self._exchange.ledger.see(EXCHANGE, uid, self._seen(site, path, "link"))
        return EMPTY

    def _seen(self, site: str, path: str, way: Way) -> Sighting:
        return Sighting(self._exchange.now(), site, path, "page", way)
