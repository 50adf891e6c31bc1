"""Who stands behind the hits of the first page, and who comes only later."""

from collections import Counter
from collections.abc import Sequence

from privacykit.activities.ranking.engine.rank import Ranked
from privacykit.activities.ranking.engine.words import PAGE


def first_page(ranked: Sequence[Ranked]) -> list[tuple[str, int]]:
    """Return each kind on the first page with how many hits it has, the most first."""
    return Counter(each.hit.kind for each in ranked[:PAGE]).most_common()


def left_out(ranked: Sequence[Ranked]) -> list[tuple[str, int]]:
    """Return each kind that comes only after the first page, with its best place."""
    before = {each.hit.kind for each in ranked[:PAGE]}
    best: dict[str, int] = {}
    for each in ranked[PAGE:]:
        if each.hit.kind not in before:
            best.setdefault(each.hit.kind, each.place)
    return list(best.items())
