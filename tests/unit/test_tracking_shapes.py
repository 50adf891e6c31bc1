"""A rule's pattern fits what it should, and none makes the kit wait."""

import re
import subprocess
import sys
import time
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from privacykit.errors import RuleError
from privacykit.tracking import rules, shapes
from privacykit.tracking.filters import Filters

HOSTS = st.from_regex(r"\A[ab]\.?[ab]{1,2}(\.a)?\Z")


def naive(body: str) -> re.Pattern[str]:
    """Return a rule as one regular expression, as one would write it first."""
    text = re.escape(body.lower()).replace(r"\*", ".*").replace(r"\^", r"(?:[^\w.%-]|$)")
    if text.startswith(r"\|\|"):
        text = r"^https?://([^/?#]*\.)?" + text[4:]
    elif text.startswith(r"\|"):
        text = "^" + text[2:]
    return re.compile(text[:-2] + "$" if text.endswith(r"\|") else text, re.ASCII)


@given(
    st.sampled_from(["", "|", "||", "|https://", "*"]),
    st.text("ab.^*/", max_size=8),
    st.sampled_from(["", "|"]),
    HOSTS,
    st.text("ab./?", max_size=8),
)
def test_cut_into_pieces_a_rule_fits_what_it_fits_as_a_whole(
    start: str, middle: str, end: str, host: str, path: str
) -> None:
    body = start + middle + end
    where = shapes.address(f"https://{host}/{path}")
    assert where is not None
    assert shapes.shape(body).fits(where) == bool(naive(body).search(where.text)), body


@given(
    st.sampled_from(["", "|", "||"]),
    st.text("ab.^*/", min_size=1, max_size=8),
    HOSTS,
    st.text("ab./?", max_size=8),
)
def test_the_index_finds_every_rule_that_fits(start: str, body: str, host: str, path: str) -> None:
    rule = start + body + "$third-party"
    where = shapes.address(f"https://{host}/{path}")
    assert where is not None
    found = Filters.parse([rule, "||z.example^"]).match(where.text, "", "script", third=True)
    assert found.stopped == shapes.shape(start + body).fits(where)


STARS = "*aaa" + "*a" * 97 + "*b"
LONG = "https://a.example/" + "a" * 8_000


@pytest.mark.parametrize("rule", [STARS, "aaa*" + "a" * 150 + "b", "^^^aaa*b", "||a*aaa*b"])
def test_as_many_of_the_worst_rules_as_one_may_type_cost_no_time(rule: str) -> None:
    filters = Filters.parse([rule] * rules.MOST, own=True)
    began = time.process_time()
    assert not filters.match(LONG, "", "script", third=True).stopped
    assert time.process_time() - began < 2


def test_many_stars_hang_one_regular_expression() -> None:
    assert len(STARS) == rules.LONGEST
    code = f"import re; re.search({STARS.replace('*', '.*')!r}, {LONG!r})"
    with pytest.raises(subprocess.TimeoutExpired):
        subprocess.run([sys.executable, "-c", code], timeout=1.5, check=False)


@settings(deadline=2_000, max_examples=60)
@given(
    st.sampled_from(["", "|", "||", "@@", "@@||"]),
    st.text("a.*^|$/%,=~é ", max_size=195),
    st.text("a./?=%é:@", max_size=30).map(lambda text: "https://" + text * 300),
)
def test_whatever_somebody_types_is_answered_at_once(start: str, line: str, url: str) -> None:
    with suppress(RuleError):
        Filters.parse([start + line], own=True).match(url, "a.example", "script", third=True)


@given(st.text(max_size=60), st.text(max_size=60), st.text(max_size=10))
def test_no_text_breaks_the_filters(line: str, url: str, site: str) -> None:
    filters = Filters.parse([line, "||a.example^"])
    filters.match(url, site, "other", third=False)
    filters.match("https://" + url, site, "other", third=True)
