"""A check-up in words: for a terminal, and as a letter in the language of who reads it."""

import gettext

import pytest

from privacykit import i18n
from privacykit.audit import letter as letters
from privacykit.audit import told
from privacykit.audit.check import Evidence, Finding, Verdict
from privacykit.audit.running import Audit
from privacykit.i18n import _

AT = "2026-11-21T10:00:00+00:00"
JOBS = Evidence("cups: PreserveJobFiles", "86400")


def audit(*found: Finding, at: str = AT) -> Audit:
    return Audit(at, "linux", found)


BOTH = audit(
    Finding("A7-POS", "ask"),
    Finding("B1-RESET", "cannot tell", note="Only an administrator can see this."),
    Finding("B9-PRINT", "fail", (JOBS, Evidence("cups: PreserveJobHistory", "Yes"))),
    Finding("B16-TOR", "warn"),
    Finding("T2-SIGN", "pass"),
    Finding("B15-PRIV", "pass"),
    Finding("B8-CLIP", "pass"),
    Finding("A1-USB", "not applicable"),
)


def test_the_sums_come_first_and_then_what_is_most_worthwhile() -> None:
    lines = list(told.lines(BOTH))
    assert lines[0] == "2 things to mend · 3 good · 1 to answer · 1 could not be seen"
    order = [
        "To mend",
        "Could be better",
        "Ask a person",
        "Cannot be seen",
        "Good",
        "Not needed here",
    ]
    assert [line for line in lines[1:] if line and line[0] != " "] == order
    text = "\n".join(lines)
    assert "cups: PreserveJobFiles = 86400; cups: PreserveJobHistory = Yes" in text
    assert "Only an administrator can see this." in text
    assert "PreserveJobFiles No" in text, "how to mend it"


def test_how_to_mend_is_told_only_of_what_is_to_be_mended() -> None:
    good = "\n".join(told.lines(audit(Finding("B9-PRINT", "pass"))))
    assert "PreserveJobFiles No" not in good
    assert good.startswith("0 things to mend")


def test_compared_with_last_time() -> None:
    before = audit(Finding("B9-PRINT", "fail"), Finding("B16-TOR", "pass"), at="2026-01-02T00:00")
    now = audit(Finding("B9-PRINT", "pass"), Finding("B16-TOR", "warn"))
    assert list(told.lines(now, before))[1] == "Since 2026-01-02: 1 better, 1 worse."


@pytest.mark.parametrize(
    "verdict", ["pass", "warn", "fail", "not applicable", "cannot tell", "ask"]
)
def test_every_verdict_has_a_word(verdict: Verdict) -> None:
    assert told.verdict(verdict)


def test_the_letter_asks_for_each_thing_once() -> None:
    lines = letters.letter(BOTH, "en").splitlines()
    assert lines[0] == "Hello,"
    assert "2026-11-21" in lines[2]
    assert "2 things, the most worthwhile first" in lines[2]
    assert lines[4].startswith("1. Please set PreserveJobFiles No")
    assert lines[5] == "   Now: cups: PreserveJobFiles = 86400; cups: PreserveJobHistory = Yes"
    assert lines[6].startswith("2. Please install Tor Browser")
    assert lines[-1] == "The library"


def test_a_letter_with_nothing_to_ask_for() -> None:
    text = letters.letter(audit(Finding("T2-SIGN", "pass")), "en")
    assert "nothing to mend" in text
    assert "Please" not in text


class _Shouting(gettext.NullTranslations):
    """Stands for Swedish, and needs no finished translation."""

    def gettext(self, message: str) -> str:
        return f"<{message}>"

    def ngettext(self, one: str, many: str, count: int) -> str:
        return f"<{one if count == 1 else many}>"


@pytest.fixture
def swedish(monkeypatch: pytest.MonkeyPatch) -> None:
    real = gettext.translation

    def made(domain: str, *, languages: list[str], **rest: object) -> gettext.NullTranslations:
        return _Shouting() if languages == ["sv"] else real(domain, languages=languages, **rest)  # type: ignore[call-overload]

    monkeypatch.setattr(gettext, "translation", made)


@pytest.mark.usefixtures("swedish")
def test_the_letter_speaks_its_own_language_and_the_screen_keeps_its_own() -> None:
    text = letters.letter(BOTH, "sv")
    assert text.startswith("<Hello,>\n\n<On 2026-11-21 ")
    assert "1. <Please set PreserveJobFiles No" in text
    assert (i18n.current(), _("Hello,")) == ("en", "Hello,")


@pytest.mark.usefixtures("swedish")
def test_an_english_letter_from_a_swedish_screen() -> None:
    i18n.use("sv")
    assert letters.letter(BOTH, "en").startswith("Hello,")
    assert _("Hello,") == "<Hello,>"


@pytest.mark.usefixtures("swedish")
def test_a_letter_that_breaks_leaves_the_screens_language() -> None:
    with pytest.raises(IndexError), i18n.speaking("sv"):
        raise IndexError
    assert i18n.current() == "en"
