"""The kit's filters beside Brave's Rust engine, over the whole shipped list."""

import gzip
import random
import re
from collections import Counter
from collections.abc import Callable, Iterable

import adblock
import pytest

from privacykit import paths
from privacykit.tracking import grammar
from privacykit.tracking.filters import Filters, Verdict
from privacykit.tracking.parties import is_third
from tests.unit import tracking_calls
from tests.unit.tracking_calls import ORACLE_KINDS, Call, host_of

COUNT, SEED = 20_000, 20_251_031
KNOWN: dict[str, Callable[[Call, adblock.BlockerResult, Verdict], bool]] = {
    "a page that is opened is stopped by no rule here, unless it says `document`": (
        lambda call, _theirs, _own: call.kind == "document"
    ),
    "a host may end in a dot, and is the same; the Rust engine takes it for another": (
        lambda call, _theirs, _own: host_of(call.url).endswith(".")
    ),
    "`||www.a^` fits the host www.a; the Rust engine drops the www": (
        lambda _call, theirs, _own: (theirs.filter or "").startswith("||www.")
    ),
    "a port in a rule, which the Rust engine never finds": (
        lambda _call, _theirs, own: re.match(r"\|\|[^/]+:\d", own.rule) is not None
    ),
    "a rule that begins inside a word of the address, at a percent sign": (
        lambda _call, _theirs, own: own.rule.startswith("%")
    ),
    "`~document`, which the Rust engine does not know, so that it drops the rule": (
        lambda _call, _theirs, own: "~document" in own.rule
    ),
    "`||a.date` without `^` fits a.dates too; the Rust engine asks for the whole word": (
        lambda _call, _theirs, own: re.fullmatch(r"\|\|[\w.-]+(\$.*)?", own.rule) is not None
    ),
    "`redirect` puts something else in a script's place, which the kit cannot": (
        lambda _call, theirs, _own: "redirect=" in (theirs.filter or "")
    ),
}
"""Why the two may differ."""


@pytest.fixture(scope="module")
def text() -> str:
    packed = (paths.resources() / "tracking" / "easyprivacy.txt.gz").read_bytes()
    return gzip.decompress(packed).decode()


def engine(text: str) -> adblock.Engine:
    rules = adblock.FilterSet(debug=True)
    rules.add_filter_list(text)
    return adblock.Engine(rules, optimize=False)


@pytest.fixture(scope="module")
def oracle(text: str) -> adblock.Engine:
    return engine(text)


def theirs(oracle: adblock.Engine, call: Call) -> adblock.BlockerResult:
    kind = ORACLE_KINDS.get(call.kind, call.kind)
    return oracle.check_network_urls(call.url, f"https://{call.page}/", kind)


def own(filters: Filters, call: Call) -> Verdict:
    third = is_third(host_of(call.url), call.page)
    return filters.match(call.url, call.page, call.kind, third)


@pytest.fixture(scope="module")
def made(text: str) -> list[Call]:
    """Half of the calls are after plain hosts, half after the rest, which is a seventh of it."""
    rules = tracking_calls.lines_of(text)
    plain = [rule for rule in rules if re.fullmatch(r"\|\|[\w.-]+\^", rule.line)]
    rest = [rule for rule in rules if not re.fullmatch(r"\|\|[\w.-]+\^", rule.line)]
    random.Random(SEED).shuffle(plain)  # noqa: S311 - dice for a test
    return [*tracking_calls.calls([*plain[: len(rest)], *rest], COUNT, SEED)]


def differences(oracle: adblock.Engine, calls: Iterable[Call]) -> Counter[str]:
    """Return how often each known reason made the two differ, and what differs for no reason."""
    found: Counter[str] = Counter()
    for call in calls:
        one, other = theirs(oracle, call), own(Filters.shipped(), call)
        if one.matched != other.stopped:
            reasons = (why for why, is_it in KNOWN.items() if is_it(call, one, other))
            found[next(reasons, f"{call}: {one.filter} {other}")] += 1
    return found


def test_made_up_calls_are_judged_alike(oracle: adblock.Engine, made: list[Call]) -> None:
    found = differences(oracle, made)
    assert found.keys() <= KNOWN.keys()
    assert found.total() - found[next(iter(KNOWN))] < COUNT / 250


def test_made_up_calls_are_of_all_sorts(made: list[Call]) -> None:
    verdicts = [own(Filters.shipped(), call) for call in made[:4_000]]
    assert sum(one.stopped for one in verdicts) > 700
    assert sum(not one.rule for one in verdicts) > 700
    assert sum(bool(one.exception) for one in verdicts) > 15


def test_recorded_calls_are_judged_alike(oracle: adblock.Engine) -> None:
    calls = [*tracking_calls.recorded()]
    assert len(calls) > 300
    assert not differences(oracle, calls)
    assert sum(own(Filters.shipped(), call).stopped for call in calls) > 150


def test_the_rule_that_is_named_would_do_it_alone(made: list[Call]) -> None:
    calls = [*tracking_calls.recorded(), *made[:300]]
    named = [(call, own(Filters.shipped(), call)) for call in calls if call.kind != "document"]
    named = [(call, verdict) for call, verdict in named if verdict.stopped]
    assert len(named) > 250
    alone = [
        call for call, verdict in named if not own(Filters.parse([verdict.rule]), call).stopped
    ]
    assert alone == []
    missed = [(c, v.rule) for c, v in named if not theirs(engine(v.rule), c).matched]
    assert [each for each in missed if not host_of(each[0].url).endswith(".")] == []


def test_a_rule_with_an_option_that_is_not_carried_out_is_never_named(text: str) -> None:
    lines = [
        line for line in text.splitlines() if not (grammar.is_note(line) or grammar.hides(line))
    ]
    unused = [line for line in lines if grammar.read(line) is None]
    undoing = [line for line in unused if line.endswith("$badfilter")]
    assert (len(unused), len(undoing), Filters.shipped().unused) == (24, 2, 22)
    assert len(Filters.shipped()) == len(set(lines)) - 24 - len(undoing)
    assert len(Filters.parse(unused)) == 0
