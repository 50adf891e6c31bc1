"""Print how many passages the rules find, and how long it takes: python tests/benchmarks/terms.py.

`unseen` are policies written after the rules, the only ones that say how well they do elsewhere.
"""

import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from privacykit.activities.terms.engine import marking, rules
from tests.unit import policies_of_terms as policies


def main() -> None:
    for language in rules.LANGUAGES:
        for unseen in (False, True):
            score = policies.score(language, unseen=unseen)
            count = len(policies.policies(language, unseen=unseen))
            name = "unseen" if unseen else "seen"
            print(
                f"{language} {name:6} {count:2} policies: precision {score.precision:.2f},"
                f" recall {score.recall:.2f}"
                f"  ({score.right} right, {score.wrong} wrong, {score.missed} missed)"
            )
        print(f"{language} the longest text: {_seconds(language):.1f} s")


def _seconds(language: str) -> float:
    """Return the time for the longest text that is read."""
    said = [
        sentence.said
        for unseen in (False, True)
        for policy in policies.policies(language, unseen=unseen)
        for sentence in policies.sentences(policy)
    ]
    text = " ".join(said)
    start = time.perf_counter()
    marking.read(text * (marking.LONGEST // len(text)))
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
