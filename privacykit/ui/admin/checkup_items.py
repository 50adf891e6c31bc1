"""What a check-up found, as the page and the paper show it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from PySide6.QtCore import QDate, QLocale, Qt

from privacykit import i18n
from privacykit.audit import answers, compare, registry, told
from privacykit.audit.answers import Question
from privacykit.audit.check import TO_MEND, Evidence, Part, Verdict
from privacykit.audit.compare import Change
from privacykit.audit.running import Audit
from privacykit.i18n import _, _n
from privacykit.ui.admin import checkup_merge as merge

PARTS: tuple[Part, ...] = ("room", "computer", "web")
SIGNS: Mapping[Verdict, tuple[str, str]] = {
    "pass": ("check-circle", "ok"),
    "warn": ("warning", "warning"),
    "fail": ("warning-octagon", "danger"),
    "ask": ("chat-circle-dots", "accent"),
    "cannot tell": ("eye-slash", "muted"),
    "not applicable": ("minus-circle", "muted"),
}
"""Icon and colour of a verdict; its word comes from the engine."""


class Item(NamedTuple):
    """One finding and what is known about its check, in the language in force."""

    id: str
    part: Part
    verdict: Verdict
    question: str
    means: str
    mend: str
    letter: str
    note: str
    evidence: tuple[Evidence, ...]
    answered: tuple[tuple[str, str], ...]
    """Question and answer in words, where a person's answer decided."""
    duties: tuple[str, ...]
    ala: tuple[str, ...]
    seen_on: str
    """ISO date, where it is older than the check-up; else empty."""
    change: str
    """"better", "worse", "new", "changed", or empty: as it was."""

    @property
    def to_mend(self) -> bool:
        return self.verdict in TO_MEND


class Seen(NamedTuple):
    """A check-up, and the one before it."""

    audit: Audit
    before: Audit | None = None
    problem: str = ""
    """Why it could not be kept, as a sentence."""

    @property
    def changes(self) -> tuple[Change, ...]:
        return compare.changes(self.before, self.audit) if self.before else ()


def items(seen: Seen) -> tuple[Item, ...]:
    """Return every finding, the most worthwhile first."""
    changed = {change.id: change.kind for change in seen.changes}
    known = {about.id: about for about in registry.abouts()}
    asked = {question.id: question for question in answers.questions()}
    return tuple(
        Item(
            id=finding.id,
            part=known[finding.id].part,
            verdict=finding.verdict,
            question=known[finding.id].question(),
            means=known[finding.id].means(),
            mend=known[finding.id].mend(),
            letter=known[finding.id].letter(),
            note=finding.note,
            evidence=tuple(
                one for one in finding.evidence if one.name not in {*asked, merge.SEEN_ON}
            ),
            seen_on="".join(e.value for e in finding.evidence if e.name == merge.SEEN_ON),
            answered=tuple(
                _in_words(asked[one.name], one.value)
                for one in finding.evidence
                if one.name in asked
            ),
            duties=known[finding.id].duties,
            ala=known[finding.id].ala,
            change=changed.get(finding.id, ""),
        )
        for finding in compare.ordered(seen.audit)
        if finding.id in known
    )


def summary(found: Sequence[Item]) -> tuple[str, str, str]:
    """Return the role, the title and the text of what stands at the top."""
    count = Counter(item.verdict for item in found)
    sums = (
        (_("{count} good"), count["pass"]),
        (_("{count} to answer"), count["ask"]),
        (_("{count} could not be seen"), count["cannot tell"]),
        (_("{count} not needed here"), count["not applicable"]),
    )
    text = " · ".join(words.format(count=n) for words, n in sums if n)
    if not (mend := count["fail"] + count["warn"]):
        return "ok", _("Nothing to mend"), text
    title = _n("{count} thing to mend", "{count} things to mend", mend).format(count=mend)
    return "warning", title, text


def compared(seen: Seen) -> str:
    """Return what is different from last time, or an empty text."""
    if not seen.before:
        return ""
    since = day(seen.before.at)
    count = Counter(change.kind for change in seen.changes)
    texts = {
        _("{count} better"): count["better"],
        _("{count} worse"): count["worse"],
        _("{count} new or otherwise changed"): count["new"] + count["changed"],
    }
    told_of = ", ".join(text.format(count=n) for text, n in texts.items() if n)
    if not told_of:
        return _("Nothing has changed since {date}.").format(date=since)
    return _("Since {date}: {changes}.").format(date=since, changes=told_of)


def remark(item: Item) -> str:
    """Return how old a finding is, and how it differs from last time; often an empty text."""
    change = {
        "better": _("Better than last time"),
        "worse": _("Worse than last time"),
        "new": _("New since last time"),
        "changed": _("Changed since last time"),
    }.get(item.change, "")
    old = _("As it was on {date}").format(date=day(item.seen_on)) if item.seen_on else ""
    return " · ".join(filter(None, (old, change)))


def duties(item: Item) -> str:
    words = _("Advice of the National Library of Sweden: {duties}")
    return words.format(duties=" · ".join(map(told.duty, item.duties)))


def ala(item: Item) -> str:
    return "\n".join(map(told.ala, item.ala))


def _in_words(question: Question, value: str) -> tuple[str, str]:
    return question.text(), words(question, value)


def words(question: Question, value: str) -> str:
    """Return an answer in words; one that an older kit offered stands as it was kept."""
    return question.choices[value]() if value in question.choices else value


def day(iso: str) -> str:
    """Return a day in words, as the chosen language writes it."""
    date = QDate.fromString(iso[:10], Qt.DateFormat.ISODate)
    return QLocale(i18n.current()).toString(date, "d MMMM yyyy")
