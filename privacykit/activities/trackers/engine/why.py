"""Calls to try a rule on, and what the list or a rule of one's own says about them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from privacykit.activities.trackers.engine.words import Sample
from privacykit.i18n import _
from privacykit.tracking.model import Kind, Page
from privacykit.tracking.parties import is_third

if TYPE_CHECKING:
    from privacykit.tracking.filters import Filters

_MET = 3
"""Calls that a person has just met, beside the station's own."""


@dataclass(frozen=True, slots=True)
class Call:
    name: str
    about: str
    url: str
    site: str
    host: str
    kind: Kind
    rule: str = ""
    """The rule that is known to match."""

    @property
    def third(self) -> bool:
        return is_third(self.host, self.site)


def samples(given: Iterable[Sample]) -> list[Call]:
    return [_sample(one) for one in given]


def _sample(one: Sample) -> Call:
    host = one.url.removeprefix("https://").partition("/")[0]
    return Call(one.name, one.about, one.url, one.site, host, one.kind)


def met(pages: Iterable[Page]) -> list[Call]:
    """Return the latest calls of one's own that a rule matched, one for each company."""
    found: dict[str, Call] = {}
    for page in pages:
        for one in page.requests:
            if one.rule:
                name = one.company or one.host
                about = _("Your page at {site} called it.").format(site=one.site)
                url = f"https://{one.host}{one.path}"
                found[name] = Call(name, about, url, one.site, one.host, one.kind, one.rule)
    return list(found.values())[-_MET:]


def rule(call: Call, shipped: "Filters") -> str:
    """Return the rule that stops a call; empty if it goes through."""
    if call.rule:
        return call.rule
    verdict = shipped.match(call.url, call.site, call.kind, call.third)
    return verdict.rule if verdict.stopped else ""


def own(line: str, call: Call) -> bool:
    """Tell whether a rule of a person's own stops a call. Raises RuleError, in one sentence."""
    from privacykit.tracking import rules
    from privacykit.tracking.filters import Filters

    rules.checked(line)
    mine = Filters.parse((line,), own=True)
    return mine.match(call.url, call.site, call.kind, call.third).stopped
