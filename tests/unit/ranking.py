"""A small made-up corpus for the tests of the ranking exercise."""

from privacykit.activities.ranking.engine.words import Hit, Person, Question, Words

ALMA = Person("Alma", "71, in Mill.", "Mill", ("newspaper", "club"))
DARIO = Person("Dario", "34, in Har.", "Har", ("forum", "shop"))
YUSRA = Person("Yusra", "17, in Ston.", "Ston", ("video",))
KINDS = ("newspaper", "club", "forum", "shop", "video", "research")


def hit(number: int) -> Hit:
    """Return one of sixty pages: every third on tea, every second of them on its dangers."""
    subject = ("Tea", "Bikes", "Ants")[number % 3]
    side = "benefits" if number % 2 else "dangers"
    return Hit(
        title=f"{subject} {side} {number}",
        site=f"site{number}.example",
        text="Words.",
        kind=KINDS[number % 5] if number < 57 else "research",
        links=(number * 37) % 101 if number < 57 else 0,
        place=("", "Mill", "Har", "Ston")[number % 4],
        paid=(number * 53) % 101 if number % 5 == 2 else 0,
    )


HITS = tuple(hit(number) for number in range(60))
QUESTIONS = tuple(
    Question(text, (f"{text} benefits", f"{text} dangers")) for text in ("tea", "bikes")
)
WORDS = Words(QUESTIONS, (ALMA, DARIO, YUSRA), HITS)
