"""Why a hit stands where it stands, in words."""

from collections.abc import Sequence
from typing import NamedTuple

from privacykit.activities.ranking.engine.rank import Points, Ranked
from privacykit.activities.ranking.engine.words import Person
from privacykit.i18n import _

_NOTHING = 1e-9
"""Points that come of rounding alone."""


class Reason(NamedTuple):
    name: str
    percent: int
    """How much of the hit's points it gave."""


def reasons(ranked: Ranked) -> list[Reason]:
    """Return what gave points, the most first."""
    given = sorted(zip(_names(), ranked.points, strict=True), key=lambda each: -each[1])
    return [
        Reason(name, round(100 * points / ranked.total)) for name, points in given if points > 0
    ]


def sentence(ranked: Ranked, found: Sequence[Ranked], person: Person) -> str:
    """Say what lifts a hit most above the average of all that were found."""
    columns = zip(*(each.points for each in found), strict=True)
    usual = [sum(column) / len(found) for column in columns]
    lifts = [points - mean for points, mean in zip(ranked.points, usual, strict=True)]
    most = Points._fields[lifts.index(max(lifts))] if max(lifts) > _NOTHING else ""
    said = {
        "": _(
            "Nothing lifts it above the average. Among equals, what was found first comes first."
        ),
        "words": _("What sets it apart most is the words of the question."),
        "popular": _("What sets it apart most is being popular: many link to it."),
        "near": _("What sets it apart most is lying in {place}, where {name} lives."),
        "clicked": _("What sets it apart most is habit: {name} often clicks on this kind, {kind}."),
        "paid": _("What sets it apart most is money: somebody paid for the place."),
    }[most]
    return said.format(place=person.place, name=person.name, kind=ranked.hit.kind)


def _names() -> tuple[str, ...]:
    """Return what counts, in the order of Points."""
    return _("the words"), _("popular"), _("near"), _("clicked before"), _("paid")
