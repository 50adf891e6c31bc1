"""What to say about an estimate: the verdict, why, and what would help, in our own words."""

from collections.abc import Callable

from privacykit.activities.passwords.engine import parts
from privacykit.activities.passwords.engine.estimate import WORST, Estimate, Verdict
from privacykit.activities.passwords.engine.parts import Kind
from privacykit.i18n import _, _n

_SHORT, _TAIL = 12, 6
_COUNTABLE = 10_000


def headline(estimate: Estimate) -> str:
    """Return the verdict with the time a badly protected stolen file would give it."""
    time = estimate.holds(WORST)
    if estimate.verdict is Verdict.STRONG:
        return _("Strong: would hold for {time}").format(time=time)
    if estimate.verdict is Verdict.FAIR:
        return _("Fair: may fall in about {time}").format(time=time)
    if estimate.seconds(WORST) < 1:
        return _("Weak: falls in less than a second")
    return _("Weak: falls in about {time}").format(time=time)


def advice(estimate: Estimate) -> str:
    """Return one or two sentences: what makes it so, and what would help; "" for no text."""
    if not estimate.parts:
        return ""
    why = next(say() for fits, say in _REASONS if fits(estimate))
    return f"{why} {_HELP[estimate.verdict]()}"


def _kinds(estimate: Estimate) -> set[Kind]:
    return {part.kind for part in estimate.parts}


def _is_strong(estimate: Estimate) -> bool:
    return estimate.verdict is Verdict.STRONG


def _is_listed(estimate: Estimate) -> bool:
    return _kinds(estimate) == {Kind.PASSWORD}


def _is_disguised(estimate: Estimate) -> bool:
    return bool(_kinds(estimate) & parts.DISGUISED)


def _is_word_with_tail(estimate: Estimate) -> bool:
    tail = [part for part in estimate.parts if part.kind not in parts.WORDS]
    starts = estimate.parts[0].kind in parts.WORDS
    return starts and 0 < sum(len(part.text) for part in tail) <= _TAIL


def _is_words(estimate: Estimate) -> bool:
    return _kinds(estimate) <= parts.WORDS


def _has_date(estimate: Estimate) -> bool:
    return bool(_kinds(estimate) & {Kind.DATE, Kind.YEAR})


def _has_pattern(estimate: Estimate) -> bool:
    return bool(_kinds(estimate) & parts.PATTERNS)


def _is_short(estimate: Estimate) -> bool:
    return len(estimate.text) < _SHORT


_REASONS: tuple[tuple[Callable[[Estimate], bool], Callable[[], str]], ...] = (
    (_is_strong, lambda: _("It is long, and programs find no short way to it.")),
    (_is_listed, lambda: _("It is on the lists of common passwords, and those are tried first.")),
    (
        _is_disguised,
        lambda: _("Signs for letters, or a word turned round, are tricks that programs know."),
    ),
    (
        _is_word_with_tail,
        lambda: _(
            "A program tries common words with numbers first."
            " Adding a sign at the end helps almost nothing."
        ),
    ),
    (_is_words, lambda: _("A few common words are tried early, in every order.")),
    (_has_date, lambda: _("Years and dates are few, and a program goes through all of them.")),
    (_has_pattern, lambda: _("Sequences, repeats and neighbouring keys are tried early.")),
    (_is_short, lambda: _("There is no pattern to find, but it is short.")),
    (
        lambda _estimate: True,
        lambda: _(
            "There is little pattern to find. If chance picked every sign, it holds longer:"
            " this count is a careful one."
        ),
    ),
)
_HELP: dict[Verdict, Callable[[], str]] = {
    Verdict.WEAK: lambda: _("What helps most: more words, picked by dice."),
    Verdict.FAIR: lambda: _("Longer is better: words picked by dice are easy to keep in mind."),
    Verdict.STRONG: lambda: _(
        "That counts only if chance picked it:"
        " a meter does not know your favourite song, or whether you use it twice."
    ),
}


def tries_in_words(tries: int) -> str:
    """Return a number of guesses as one can picture it: "about 3 million tries"."""
    if tries < _COUNTABLE:
        return _n("{count} try", "{count} tries", tries).format(count=tries)
    for size, words in _SIZES:
        if tries < 1000 * size:
            return words().format(count=round(tries / size))
    return _("a number of tries with {digits} digits").format(digits=len(str(tries)))


_SIZES: tuple[tuple[int, Callable[[], str]], ...] = (
    (10**3, lambda: _("about {count} thousand tries")),
    (10**6, lambda: _("about {count} million tries")),
    (10**9, lambda: _("about {count} thousand million tries")),
    (10**12, lambda: _("about {count} million million tries")),
)
