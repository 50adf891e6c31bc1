"""What a check of the check-up is, and what it finds."""

from collections.abc import Callable
from typing import Literal, NamedTuple

import msgspec

Verdict = Literal["pass", "warn", "fail", "not applicable", "cannot tell", "ask"]
Part = Literal["room", "computer", "web"]
TO_MEND: frozenset[Verdict] = frozenset({"warn", "fail"})


class Evidence(msgspec.Struct, frozen=True):
    """A setting and its value, a count or an age; never an address, a user or a file's name."""

    name: str
    """As the system names it; never translated."""
    value: str


class Finding(msgspec.Struct, frozen=True):
    id: str
    """Empty until the runner fills it in."""
    verdict: Verdict
    evidence: tuple[Evidence, ...] = ()
    note: str = ""
    """A sentence, such as what stood in the way."""


class About(NamedTuple):
    """What is known of a check before it runs; its words in the language in force when called."""

    id: str
    part: Part
    duties: tuple[str, ...]
    """K1 to K7: what the National Library of Sweden asks of libraries."""
    ala: tuple[str, ...]
    """P1.1 to P3.5: lines of the American Library Association's checklist."""
    effort: int
    """1 a setting, 2 an afternoon, 3 a project."""
    effect: int
    """1 little, 2 some, 3 much for patrons."""
    question: Callable[[], str]
    means: Callable[[], str]
    """What it means for a patron if it is not as it should be."""
    mend: Callable[[], str]
    letter: Callable[[], str]
    """A sentence that can be sent to the IT department as it stands."""
