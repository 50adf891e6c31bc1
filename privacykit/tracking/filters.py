"""Which calls a filter list stops, and by which of its lines."""

import gzip
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import islice
from typing import Literal, NamedTuple

from privacykit import paths
from privacykit.tracking import grammar, rules, shapes
from privacykit.tracking.grammar import Options, Rule
from privacykit.tracking.model import Kind
from privacykit.tracking.shapes import Address

_HEADER_LINES = 30
_DATE = re.compile(r"! (?:Last modified|Version): (\d{4}-\d\d-\d\d)")
_HOST_ONLY = re.compile(r"\|\|([a-z0-9-]+(?:\.[a-z0-9-]+)+)\^(?:\$([^$]+))?")
_UNDONE = re.compile(r"([$,])badfilter(?:,|$)")


class Verdict(NamedTuple):
    stopped: bool = False
    rule: str = ""
    """The exact line that fits the call; empty: none does."""
    exception: str = ""
    """The exact line that lets it through all the same."""


class Call(NamedTuple):
    """A request, made ready for looking up rules."""

    where: Address
    site: str
    kind: Kind
    third: bool

    def allows(self, options: Options) -> bool:
        return options.fit(self.site, self.kind, third=self.third)

    def fits(self, rule: Rule) -> bool:
        return self.allows(rule.options) and shapes.shape(rule.body).fits(self.where)


class _Index:
    """Rules, found by the host or by a word that the address must hold.

    Of a rule that is a host and nothing else, as six of seven are, only host and options are kept.
    """

    def __init__(self) -> None:
        self._hosts: dict[str, str] = {}
        self._patterns: list[Rule] = []
        self._by_word: dict[str, list[Rule]] = {}

    def __len__(self) -> int:
        return len(self._hosts) + len(self._patterns)

    def take_host(self, host: str, options: str) -> bool:
        """Return False if there is another rule for the host."""
        return self._hosts.setdefault(host, options) == options

    def take(self, rule: Rule) -> None:
        self._patterns.append(rule)

    def seal(self) -> None:
        words = [shapes.words(rule.body) for rule in self._patterns]
        counts = Counter(word for each in words for word in each)
        for rule, each in zip(self._patterns, words, strict=True):
            rarest = min(each, key=lambda word: (counts[word], -len(word)), default="")
            self._by_word.setdefault(rarest, []).append(rule)

    def first(self, call: Call) -> Rule | None:
        return next(self._of_hosts(call), None) or next(self._of_words(call), None)

    def _of_hosts(self, call: Call) -> Iterator[Rule]:
        for host in call.where.hosts:
            text = self._hosts.get(host)
            if text is not None:
                options = grammar.options_of(text)
                if options is not None and call.allows(options):
                    yield Rule(f"||{host}^{text and '$'}{text}", f"||{host}^", options)

    def _of_words(self, call: Call) -> Iterator[Rule]:
        for word in call.where.words:
            yield from filter(call.fits, self._by_word.get(word, ()))


class _List(NamedTuple):
    """The rules of one list."""

    important: _Index
    blocks: _Index
    excepts: _Index


class Filters:
    """Rules of one or more lists, ready to judge calls."""

    def __init__(self, lists: tuple[_List, ...], date: str = "", unused: int = 0) -> None:
        self.lists = lists
        self.date = date
        """ISO day of the list; empty: not known."""
        self.unused = unused
        """Lines that are rules about calls, but with an option that the kit does not know."""

    def __len__(self) -> int:
        return sum(len(index) for one in self.lists for index in one)

    @classmethod
    def parse(cls, lines: Iterable[str], *, own: bool = False) -> "Filters":
        """Return the rules of a list; own: somebody typed them, so RuleError says what is wrong."""
        kept = [line.strip() for line in lines]
        if own:
            rules.all_checked(kept)
        dates = filter(None, map(_DATE.match, islice(kept, _HEADER_LINES)))
        made, unused = _sorted(kept)
        return cls((made,), next((found[1] for found in dates), ""), unused)

    @classmethod
    def shipped(cls) -> "Filters":
        """Return EasyPrivacy as the kit brings it along; read once."""
        return _shipped()

    def plus(self, lines: Iterable[str], *, own: bool = False) -> "Filters":
        """Return these rules with more of them; these stay as they are."""
        more = Filters.parse(lines, own=own)
        return Filters((*more.lists, *self.lists), self.date, self.unused + more.unused)

    def match(self, url: str, site: str, kind: Kind, third: bool) -> Verdict:
        """Judge a call from a page.

        site: the page's host, or its registrable domain if no more is known; then rules for some
        of its subdomains do not hold.
        """
        where = shapes.address(url)
        if where is None:
            return Verdict()
        call = Call(where, site, kind, third)
        stop = self._first(call, "important")
        if stop is not None:
            return Verdict(stopped=True, rule=stop.line)
        stop = self._first(call, "blocks")
        if stop is None:
            return Verdict()
        other = self._first(call, "excepts")
        return Verdict(other is None, stop.line, other.line if other else "")

    def _first(self, call: Call, which: Literal["important", "blocks", "excepts"]) -> Rule | None:
        found = (getattr(one, which).first(call) for one in self.lists)
        return next(filter(None, found), None)


def _sorted(lines: Iterable[str]) -> tuple[_List, int]:
    """Return the rules among the lines, and how many cannot be used."""
    made, unused = _List(_Index(), _Index(), _Index()), 0
    bad = {line: _UNDONE.sub(_rest, line) for line in lines if _UNDONE.search(line)}
    skipped = {*bad, *bad.values()}
    for line in lines:
        plain = _HOST_ONLY.fullmatch(line)
        if line in skipped or (plain and _take_plain(made.blocks, plain)):
            continue
        rule = grammar.read(line)
        if rule is not None:
            _place(made, rule).take(rule)
        else:
            unused += not (grammar.is_note(line) or grammar.hides(line))
    for index in made:
        index.seal()
    return made, unused


def _rest(found: re.Match[str]) -> str:
    return found[1] if found[0].endswith(",") else ""


def _take_plain(blocks: _Index, plain: re.Match[str]) -> bool:
    text = sys.intern(plain[2] or "")
    options = grammar.options_of(text)
    return options is not None and not options.important and blocks.take_host(plain[1], text)


def _place(made: _List, rule: Rule) -> _Index:
    if rule.excepts:
        return made.excepts
    return made.important if rule.options.important else made.blocks


@cache
def _shipped() -> Filters:
    packed = (paths.resources() / "tracking" / "easyprivacy.txt.gz").read_bytes()
    return Filters.parse(gzip.decompress(packed).decode().splitlines())
