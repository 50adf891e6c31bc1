"""The policies written for the tests, and how well the rules know their passages."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from privacykit.activities.terms.engine import rules
from privacykit.activities.terms.engine.rules import Subject

FOLDER = Path(__file__).parent / "terms_policies"


class Sentence(NamedTuple):
    said: str
    about: frozenset[str]
    """What the person who wrote it says it is about."""


class Score(NamedTuple):
    right: int
    wrong: int
    missed: int

    @property
    def precision(self) -> float:
        return self.right / max(1, self.right + self.wrong)

    @property
    def recall(self) -> float:
        return self.right / max(1, self.right + self.missed)


def policies(language: str, *, unseen: bool) -> list[Path]:
    """Return those the rules were mended by, or those that were written after them."""
    return sorted(FOLDER.glob(f"unseen-{language}-*.txt" if unseen else f"{language}-*.txt"))


def sentences(policy: Path) -> Iterator[Sentence]:
    for line in policy.read_text(encoding="utf-8").splitlines():
        about, said = line.split(" | ", 1)
        yield Sentence(said, frozenset(about.split("+")) - {"-"})


def marked(said: str, language: str) -> frozenset[Subject]:
    found = rules.load(language).scores(said)
    return frozenset(subject for subject, score in found.items() if score >= rules.ENOUGH)


def score(language: str, *, unseen: bool) -> Score:
    """Count each subject of each sentence by itself."""
    right = wrong = missed = 0
    for policy in policies(language, unseen=unseen):
        for said, about in sentences(policy):
            found = marked(said, language)
            right += len(found & about)
            wrong += len(found - about)
            missed += len(about - found)
    return Score(right, wrong, missed)
