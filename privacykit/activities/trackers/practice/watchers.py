"""The companies that count, record, recognise or only deliver."""

import re
from collections.abc import Callable
from functools import partial

from privacykit.activities.trackers.practice import pages
from privacykit.activities.trackers.practice.desk import Typed, Way
from privacykit.activities.trackers.practice.message import EMPTY, NOTHING, Answer, Asked, split
from privacykit.activities.trackers.practice.office import GIF, OPEN, Office

_LONGEST = 200
_LOOK = re.compile(r"[0-9a-f]{8}")
Server = Callable[[Asked], Answer]


def servers(office: Callable[[str], Office]) -> dict[str, Server]:
    """Return how each of these companies answers, by domain."""
    known = {
        "pixelhub.example": _analytics,
        "thumbly.example": _social,
        "rewatch.example": _replay,
        "facet.example": _recogniser,
        "sidedoor.example": _side_door,
        "fontbox.example": _fonts,
        "agreeably.example": _consent,
        "earlybird.example": _early,
    }
    return {domain: partial(answer, office(domain)) for domain, answer in known.items()}


def _analytics(office: Office, asked: Asked) -> Answer:
    """PixelHub: a cookie in the site's own name, and a beacon."""
    if asked.path == "/hub.js":
        return office.file("hub.js", {"session": office.ledger.draw()})
    return _hit(office, asked) if asked.path == "/hit" else NOTHING


def _hit(office: Office, asked: Asked) -> Answer:
    uid = office.ledger.admit(office.domain, asked.form.get("id", ""))
    office.note(asked, "page", uid, "first_party")
    return EMPTY.also(OPEN)


def _social(office: Office, asked: Asked) -> Answer:
    """Thumbly: a button in a frame, with a cookie and a box of its own."""
    if asked.path == "/button":
        met = office.meet(asked)
        scope = {"session": met.uid, "page": asked.query.get("u", ""), **office.words.frame}
        return office.file("button.html", scope).also(*met.cookie)
    if asked.path not in {"/seen", "/like"}:
        return NOTHING
    met = office.meet(asked)
    way: Way = "cookie" if met.way == "cookie" else "storage"
    office.note(asked, "page" if asked.path == "/seen" else "like", met.uid, way)
    return EMPTY.also(*met.cookie)


def _replay(office: Office, asked: Asked) -> Answer:
    """Rewatch: records what is typed, sent or not."""
    if asked.path == "/r.js":
        return office.file("replay.js", {"session": office.ledger.draw()})
    if asked.path == "/hit":
        return _hit(office, asked)
    if asked.path != "/keys":
        return NOTHING
    form = asked.form
    uid = office.ledger.admit(office.domain, form.get("id", ""))
    site, _path = split(form.get("u", ""))
    text, name = form.get("text", "")[:_LONGEST], form.get("name", "")[:_LONGEST]
    office.ledger.typed(office.domain, uid, Typed(office.now(), site, name, text))
    return EMPTY.also(OPEN)


def _recogniser(office: Office, asked: Asked) -> Answer:
    """FacetID: needs no cookie, as it knows how the computer draws."""
    if asked.path == "/f.js":
        return office.file("look.js", {"to": f"https://{asked.host}/look"})
    return look(office, asked) if asked.path == "/look" else NOTHING


def look(office: Office, asked: Asked) -> Answer:
    """Take in how a computer looks; also called by a site that passes it on under its own name."""
    own = asked.host.endswith(office.domain)
    met = office.meet(asked) if own else None
    uid = met.uid if met else office.ledger.admit(office.domain, "")
    office.note(asked, "page", uid, "fingerprint")
    value = asked.form.get("f", "")
    if _LOOK.fullmatch(value):
        office.ledger.fingerprint(office.domain, uid, value)
    return EMPTY.also(OPEN, *(met.cookie if met else ()))


def _side_door(office: Office, asked: Asked) -> Answer:
    """SideDoor: answers under a name of the site, so its cookie is one of the site's."""
    brought = asked.cookies.get("_sd", "")
    uid, new = office.ledger.uid(office.domain, brought)
    if asked.path == "/m.js":
        site = asked.host.partition(".")[2]
        value = f"_sd={uid}; Domain={site}; Max-Age=31536000; Path=/; Secure; SameSite=Lax"
        cookie = (("Set-Cookie", value),) if new else ()
        return office.file("measure.js", {"to": f"https://{asked.host}/hit"}).also(*cookie)
    if asked.path != "/hit":
        return NOTHING
    office.note(asked, "page", uid, "first_party")
    return EMPTY


def _fonts(office: Office, asked: Asked) -> Answer:
    """Fontbox: no cookie, no script; yet it learns which site is read, and when."""
    office.note(asked, "file")
    return pages.shelf("fonts").get(asked.path.lstrip("/")).also(OPEN)


def _consent(office: Office, asked: Asked) -> Answer:
    """Agreeably: asks for consent, and notes what was chosen."""
    if asked.path == "/choice":
        office.note(asked, "choice")
        return EMPTY.also(OPEN)
    return office.file("banner.js", office.words.banner) if asked.path == "/banner.js" else NOTHING


def _early(_office: Office, _asked: Asked) -> Answer:
    """Earlybird: the open connection is all it needs."""
    return GIF
