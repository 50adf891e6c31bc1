"""Where a line may break inside a long word, and where it may not."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from privacykit.look.breaks import breakable

BREAK = "\u200b"


@given(st.text().filter(lambda text: BREAK not in text))
def test_the_text_stays_the_same_and_no_sign_loses_its_marks(text: str) -> None:
    shown = breakable(text)
    assert shown.replace(BREAK, "") == text
    assert not [after for after in shown.split(BREAK)[1:] if unicodedata.combining(after[0])]


def test_a_long_word_breaks_and_words_of_a_language_do_not() -> None:
    assert max(map(len, breakable("W" * 200).split(BREAK))) == 16
    assert BREAK not in breakable("Integritetskoll i hemkatalogen")
