"""One letter to the IT department with a sentence for each thing to mend."""

from collections.abc import Iterator

from privacykit import i18n
from privacykit.audit import compare, registry, told
from privacykit.audit.check import TO_MEND, Finding
from privacykit.audit.running import Audit
from privacykit.i18n import _, _n


def letter(audit: Audit, language: str) -> str:
    """Return the letter in a language, whatever the screen speaks."""
    with i18n.speaking(language):
        return "\n".join(_letter(audit))


def _letter(audit: Audit) -> Iterator[str]:
    mend = [finding for finding in compare.ordered(audit) if finding.verdict in TO_MEND]
    yield _("Hello,")
    yield ""
    if not mend:
        words = _("On {date} we looked at our public computers and found nothing to mend.")
        yield words.format(date=audit.at[:10])
        yield from ("", *_end())
        return
    yield _opening(len(mend)).format(count=len(mend), date=audit.at[:10])
    yield ""
    yield from _points(mend)
    yield ""
    yield _("Please write back which of these you can do, and by when.")
    yield from ("", *_end())


def _opening(count: int) -> str:
    return _n(
        "On {date} we looked at how our public computers and our web pages protect patrons' "
        "privacy. We ask for your help with {count} thing:",
        "On {date} we looked at how our public computers and our web pages protect patrons' "
        "privacy. We ask for your help with {count} things, the most worthwhile first:",
        count,
    )


def _points(mend: list[Finding]) -> Iterator[str]:
    sentences = {about.id: about.letter for about in registry.abouts()}
    for number, finding in enumerate(mend, 1):
        yield f"{number}. {sentences[finding.id]()}"
        if finding.evidence:
            yield "   " + _("Now: {seen}").format(seen=told.evidence(finding.evidence))


def _end() -> tuple[str, ...]:
    return _("Kind regards"), _("The library")
