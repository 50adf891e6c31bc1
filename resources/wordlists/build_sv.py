"""Make sv.txt: 7,776 common, correctly spelt and inoffensive Swedish words for dice passphrases.

How to run it, in a throwaway environment (nothing here is needed to run the kit):

    apt-get install hunspell-sv
    pip install xkcdpass==1.30.0 wordfreq==3.1.1
    python build_sv.py [/usr/share/hunspell/sv_SE.dic]

It reads
- xkcdpass/static/swe-short: Martin Lindhe's list of base forms, modified (MIT). Å, ä and ö have
  been cut or flattened there in places, so a word counts only if the spelling dictionary has it;
- hunspell's sv_SE.dic by Göran Andersson (LGPL-3): the spelling, and more words;
- wordfreq's Swedish frequencies (CC BY-SA 4.0): the common words win;
- build_sv_blocked.txt beside it: words that nobody should have to read aloud.

It writes sv.txt beside it, in the order of the alphabet, and prints the sha256 for lists.toml; and
the second part of common-sv.txt, the everyday words that the password meter knows. The same input
gives the same files, byte for byte. What it writes is under GPL-3.0-only, the one licence that all
three sources allow.
"""

import fnmatch
import hashlib
import re
import sys
from collections.abc import Container, Iterable, Iterator
from importlib.resources import files
from itertools import islice
from pathlib import Path

from wordfreq import get_frequency_dict

HERE = Path(__file__).parent
WANTED = 7776
EVERYDAY = 4000
EVERYDAY_MARK = "# Everyday words, written by build_sv.py (GPL-3.0-only).\n"
SHORTEST = 4
SHORTEST_STEM = 3
BASE_FORM_COUNTS = 4
"""How much more often a word must be used to win over one that is surely a base form."""
NO_WORD_OF_ITS_OWN = set("!%¤Z")
"""Flags of sv_SE.aff: not suggested, forbidden, needs an ending, only inside compounds."""
ENDINGS = "s n t r a en et ar er or na de te ts its ad ade at are ast ande ende".split()  # noqa: SIM905
FLATTENED = str.maketrans("åäöéàü", "aaoeau")


def base_forms() -> set[str]:
    return set((files("xkcdpass") / "static" / "swe-short").read_text("utf-8").split())


def spelt(dictionary: Path) -> set[str]:
    """Return the words of a hunspell dictionary that stand on their own."""
    words = set()
    for line in dictionary.read_text("utf-8").splitlines()[1:]:
        word, _slash, flags = line.split("\t")[0].partition("/")
        if not NO_WORD_OF_ITS_OWN.intersection(flags):
            words.add(word)
    return words


def blocked() -> re.Pattern[str]:
    lines = (HERE / "build_sv_blocked.txt").read_text("utf-8").splitlines()
    patterns = (each for line in lines for each in line.split("#")[0].split())
    return re.compile("|".join(map(fnmatch.translate, patterns)))


def is_inflected(word: str, words: Container[str]) -> bool:
    """Tell whether the word looks like another one with an ending: "bilarna", "sprungit"."""

    def is_word(stem: str) -> bool:
        return len(stem) >= SHORTEST_STEM and (stem in words or stem + "a" in words)

    stems = (word.removesuffix(ending) for ending in ENDINGS if word.endswith(ending))
    return word.endswith("it") or any(map(is_word, stems))


def candidates(dictionary: Path) -> Iterator[tuple[float, str]]:
    """Yield how much each word is wanted, and the word."""
    swedish, english = get_frequency_dict("sv", "best"), get_frequency_dict("en", "best")
    base, words, unwanted = base_forms(), spelt(dictionary), blocked()
    known = {word.lower() for word in words}
    flattened = {word.translate(FLATTENED) for word in known if not word.isascii()}
    for word in words:
        often = swedish.get(word, 0.0)
        fits = re.fullmatch("[a-z]{4,8}", word) and often and word not in flattened
        if not fits or unwanted.fullmatch(word):
            continue
        if word in base:
            yield often * BASE_FORM_COUNTS, word
        elif often >= english.get(word, 0.0) and not is_inflected(word, known):
            yield often, word


def without_beginnings(words: Iterable[str]) -> Iterator[str]:
    """Yield the words in their order, less those that begin another or begin with another."""
    taken: set[str] = set()
    beginnings: set[str] = set()
    for word in words:
        own = {word[:length] for length in range(SHORTEST, len(word))}
        if word not in beginnings and not own & taken:
            taken.add(word)
            beginnings |= own
            yield word


def everyday(known: Container[str]) -> list[str]:
    """Return the most used Swedish words that are not known yet and more Swedish than English."""
    swedish, english = get_frequency_dict("sv", "best"), get_frequency_dict("en", "best")
    used = sorted(swedish, key=lambda word: (-swedish[word], word))
    fitting = (
        word
        for word in used
        if re.fullmatch("[a-zåäöé]{3,}", word)
        and word not in known
        and swedish[word] > english.get(word, 0.0)
    )
    return list(islice(fitting, EVERYDAY))


def write_everyday() -> None:
    file = HERE / "common-sv.txt"
    by_hand, mark, _old = file.read_text("utf-8").partition(EVERYDAY_MARK)
    words = everyday(set(by_hand.split()))
    file.write_text(by_hand + mark + "".join(f"{word}\n" for word in words), "utf-8")


def main() -> None:
    dictionary = Path(sys.argv[1] if sys.argv[1:] else "/usr/share/hunspell/sv_SE.dic")
    wanted = sorted(candidates(dictionary), key=lambda each: (-each[0], each[1]))
    chosen = list(without_beginnings(word for _often, word in wanted))[:WANTED]
    if len(chosen) < WANTED:
        sys.exit(f"Only {len(chosen)} words are left, and {WANTED} are wanted: block fewer.")
    text = "".join(f"{word}\n" for word in sorted(chosen)).encode()
    (HERE / "sv.txt").write_bytes(text)
    write_everyday()
    print(f"sv.txt: {len(chosen)} words, sha256 {hashlib.sha256(text).hexdigest()}")


if __name__ == "__main__":
    main()
