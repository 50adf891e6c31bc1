"""Print how long zxcvbn takes for a keystroke, by length: python tests/benchmarks/passwords.py.

One frame of the screen is 16 ms. What is not `quick` is estimated on the worker.
"""

import random
import statistics
import string
import time

from zxcvbn import zxcvbn

from privacykit.activities.passwords.engine import lists
from privacykit.activities.passwords.engine.estimate import LONGEST, estimate, quick

LENGTHS = (8, 20, 40, 72, 500)
TIMES = 15
SIGNS = string.ascii_letters + string.digits + "!#%&*-_"


def texts(length: int) -> dict[str, str]:
    chance = random.Random(length)  # noqa: S311 - the same text each time
    repeated = "4@8({[<396g1!|7l0$5+%2" * 23
    return {
        "random signs": "".join(chance.choice(SIGNS) for _ in range(length)),
        "words": ("sommarFotboll123!correcthorsebattery" * 14)[:length],
        "one letter": "a" * length,
        "signs for letters": repeated[:length],
    }


def median(text: str) -> float:
    """Return the median time of one estimate in milliseconds."""
    taken = []
    for _ in range(TIMES if len(text) < LONGEST else 3):
        start = time.perf_counter()
        estimate(text)
        taken.append(time.perf_counter() - start)
    return 1000 * statistics.median(taken)


def uncapped(text: str) -> float:
    start = time.perf_counter()
    zxcvbn(text, max_length=len(text))
    return 1000 * (time.perf_counter() - start)


def main() -> None:
    start = time.perf_counter()
    lists.known()
    print(f"lists, once: {1000 * (time.perf_counter() - start):.0f} ms, {len(lists.known())} words")
    for length in LENGTHS:
        for name, text in texts(length).items():
            where = "at once" if quick(text) else "worker "
            print(f"{length:4} {name:18} {where} {median(text):8.2f} ms")
    print(f" 500 random signs, without the cap: {uncapped(texts(500)['random signs']):.0f} ms")


if __name__ == "__main__":
    main()
