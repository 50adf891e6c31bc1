"""Recorded visits: small TOML files that a trainer makes from a HAR, changes and shares.

What may stand in one is told in stations/README.md.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

import msgspec

from privacykit import paths
from privacykit.errors import DataError, VisitError
from privacykit.i18n import _
from privacykit.toml import table
from privacykit.tracking import addresses, har
from privacykit.tracking.cookies import tidy
from privacykit.tracking.model import Cookie, Kind, Outcome, Page, Probe, Request, Visit
from privacykit.tracking.parties import is_third, site_of

LARGEST = 2 << 20
_Number = Annotated[float, msgspec.Meta(ge=0, le=1e6)]
_Host = Annotated[str, msgspec.Meta(min_length=1, max_length=253, pattern=r"^[^\s/@?#]+$")]
_SHOWN = r"^[^\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]+$"
"""Nothing that steers a terminal or turns a line round."""
_Name = Annotated[str, msgspec.Meta(min_length=1, max_length=100, pattern=_SHOWN)]
_Address = Annotated[
    str,
    msgspec.Meta(
        min_length=8,
        max_length=600,
        pattern=r"^(?:https?|wss?)://[^\s/@?#]+[^\s?#]*$",
        extra_json_schema={"examples": ["https://news.example/sport"]},
    ),
]
_FACTS = {"at": 0.0, "kind": "other", "names": (), "by": "", "outcome": "sent", "carried": ()}
_REST = {"at": 0.0, "length": 0, "days": None}
"""What need not be written of a call, a cookie and a probe."""


class _Call(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    to: _Address
    kind: Kind = "other"
    names: Annotated[tuple[_Name, ...], msgspec.Meta(max_length=50)] = ()
    carried: Annotated[tuple[_Name, ...], msgspec.Meta(max_length=50)] = ()
    by: _Host | Literal[""] = ""
    outcome: Outcome = "sent"
    at: _Number = 0.0


class _Cookie(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    host: _Host
    name: _Name
    length: Annotated[int, msgspec.Meta(ge=0, le=100_000)] = 0
    days: _Number | None = None
    at: _Number = 0.0


class _Probe(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    host: _Host
    what: Literal["canvas", "storage", "keys"]
    at: _Number = 0.0


class _Page(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    address: _Address
    at: _Number = 0.0
    call: Annotated[tuple[_Call, ...], msgspec.Meta(max_length=5_000)] = ()
    cookie: Annotated[tuple[_Cookie, ...], msgspec.Meta(max_length=1_000)] = ()
    probe: Annotated[tuple[_Probe, ...], msgspec.Meta(max_length=1_000)] = ()


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    title: Annotated[str, msgspec.Meta(min_length=1, max_length=120, pattern=_SHOWN)]
    page: Annotated[tuple[_Page, ...], msgspec.Meta(min_length=1, max_length=100)]
    made: date | None = None


def load(path: Path) -> Visit:
    """Return the visit in a file. Raises VisitError for what does not fit, in one sentence."""
    data = har.content(path, LARGEST)
    if len(data) > LARGEST:
        words = _("{name} is larger than {size} MB, which a recorded visit is not.")
        raise VisitError(words.format(name=path.name, size=LARGEST >> 20))
    try:
        file = table.parse_from_stranger(path, data.decode("utf-8-sig"), DataError).fitted(_File)
    except UnicodeDecodeError:
        words = _("{name} is no text in UTF-8. Save it again as UTF-8.")
        raise VisitError(words.format(name=path.name)) from None
    except DataError as error:
        raise VisitError(str(error)) from None
    made = file.made.isoformat() if file.made else ""
    return Visit(tuple(map(_page, file.page)), file.title, made, "recorded")


def builtin() -> tuple[Visit, ...]:
    """Return the visits that come with the kit, titled in the language in force."""
    folder = paths.resources() / "tracking" / "visits"
    titles = {
        "1-evening": _("Four pages, nothing protected"),
        "2-evening-blocked": _("The same four pages, trackers stopped"),
        "3-catalogue": _("A library's own catalogue"),
    }
    return tuple(replace(_builtin(folder / f"{name}.toml"), title=titles[name]) for name in titles)


@cache
def _builtin(path: Path) -> Visit:
    return load(path)


def _page(page: _Page) -> Page:
    address = _clean(page.address)
    site = site_of(address.host)
    return Page(
        page.at,
        site,
        address.host,
        address.path,
        tuple(_request(call, site) for call in page.call),
        tuple(
            Cookie(one.at, site, one.host, one.name, one.length, is_third(one.host, site), one.days)
            for one in page.cookie
        ),
        tuple(Probe(one.at, site, one.host, one.what) for one in page.probe),
    )


def _request(call: _Call, site: str) -> Request:
    address = _clean(call.to)
    return Request(
        at=call.at,
        site=site,
        host=address.host,
        path=address.path,
        names=call.names,
        kind=call.kind,
        third=is_third(address.host, site),
        by=call.by,
        outcome=call.outcome,
        plain=address.plain,
        carried=call.carried,
    )


def _clean(url: str) -> addresses.Clean:
    if (address := addresses.clean(url)) is None:
        raise VisitError(_("{address} is not the address of a web page.").format(address=url[:100]))
    return address


def save(visit: Visit, path: Path) -> None:
    """Write a visit as a file; an old one stays unless the new one is whole. Raises OSError."""
    spare = path.with_name(f".{path.name}.new")
    try:
        spare.write_text(text(visit), encoding="utf-8", newline="\n")
        spare.replace(path)
    finally:
        spare.unlink(missing_ok=True)


def text(visit: Visit) -> str:
    """Return the visit as the file's text; load() gives the same again."""
    return "\n".join(_lines(visit)) + "\n"


def _lines(visit: Visit) -> Iterator[str]:
    yield f"title = {_word(visit.title or (visit.pages[0].host if visit.pages else '-'))}"
    if visit.made:
        yield f"made = {visit.made}"
    for page in visit.pages:
        yield ""
        yield "[[page]]"
        yield f"address = {_word(_url('http', page.host, page.path, plain=_is_plain(page)))}"
        if page.at:
            yield f"at = {round(page.at, 3)}"
        yield from _list("call", map(_call, page.requests))
        yield from _list("cookie", (_fields(one, _Cookie) for one in page.cookies))
        yield from _list("probe", (_fields(one, _Probe) for one in page.probes))


def _url(scheme: str, host: str, path: str, *, plain: bool) -> str:
    shown = f"[{host}]" if ":" in host else host
    return f"{scheme}{'' if plain else 's'}://{shown}{path}"


def _is_plain(page: Page) -> bool:
    own = (one.plain for one in page.requests if (one.host, one.path) == (page.host, page.path))
    return any(own)


def _list(name: str, entries: Iterator[str]) -> Iterator[str]:
    lines = [f"  {entry}," for entry in entries]
    if lines:
        yield from (f"{name} = [", *lines, "]")


def _call(request: Request) -> str:
    scheme = "ws" if request.kind == "websocket" else "http"
    to = _url(scheme, request.host, request.path, plain=request.plain)
    facts = {name: getattr(request, name) for name in _FACTS} | {"at": round(request.at, 3)}
    if not request.third:
        facts["carried"] = ()  # one's own address is no secret to oneself
    told = {name: value for name, value in facts.items() if value != _FACTS[name]}
    return _inline({"to": to, **told})


def _fields(one: Cookie | Probe, kind: type[msgspec.Struct]) -> str:
    values = {name: getattr(one, name) for name in kind.__struct_fields__}
    values["at"] = round(one.at, 3)
    if values.get("days"):
        values["days"] = tidy(values["days"])
    return _inline({name: one for name, one in values.items() if one != _REST.get(name, "")})


def _inline(values: dict[str, object]) -> str:
    return "{ " + ", ".join(f"{name} = {_value(value)}" for name, value in values.items()) + " }"


def _value(value: object) -> str:
    if isinstance(value, tuple):
        return "[" + ", ".join(map(_word, value)) + "]"
    return _word(value) if isinstance(value, str) else str(value)


def _word(text: str) -> str:
    """Return a text as TOML writes it; JSON's way of quoting is one of TOML's, but for DEL."""
    return msgspec.json.encode(text).decode().replace("\x7f", "\\u007f")
