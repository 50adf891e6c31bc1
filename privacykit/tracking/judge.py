"""Fills in, for each call of a visit, which rule would stop it and whose the host is."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Protocol
from urllib.parse import quote

from privacykit.tracking.companies import company_of
from privacykit.tracking.filters import Filters
from privacykit.tracking.grammar import lineage
from privacykit.tracking.model import Request, Visit


class Named(Protocol):
    @property
    def name(self) -> str: ...


Owners = Mapping[str, Named]
"""Domain -> company: companies of the practice web, that the kit's own files do not hold."""
_NOBODY: Owners = {}


def judged(
    request: Request, filters: Filters | None = None, companies: Owners = _NOBODY, url: str = ""
) -> Request:
    """Return the request with rule and company; what it had stays where nothing is found.

    url: the whole address, if it is known. What is kept of it has names of parameters, no values.
    """
    rules = filters or Filters.shipped()
    verdict = rules.match(url or url_of(request), request.site, request.kind, request.third)
    rule = verdict.rule if verdict.stopped else ""
    owner = owner_of(request.host, companies)
    return replace(request, rule=rule or request.rule, company=owner or request.company)


def judge_visit(visit: Visit, filters: Filters | None = None, companies: Owners = _NOBODY) -> Visit:
    """Return the visit with each request judged."""
    rules = filters or Filters.shipped()
    return replace(
        visit,
        pages=tuple(
            replace(page, requests=tuple(judged(one, rules, companies) for one in page.requests))
            for page in visit.pages
        ),
    )


def owner_of(host: str, companies: Owners = _NOBODY) -> str:
    """Return the name of the company behind a host; empty if nobody knows."""
    made_up = next((companies[name] for name in lineage(host) if name in companies), None)
    found = made_up or company_of(host)
    return found.name if found else ""


def url_of(request: Request) -> str:
    """Return the address as far as it was kept."""
    query = "&".join(f"{quote(name)}=" for name in request.names)
    scheme = "http" if request.plain else "https"
    return f"{scheme}://{request.host}{request.path}{'?' if query else ''}{query}"
