"""The chosen language: gettext for the windows, the commands and the engines alike."""

import gettext
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import NamedTuple

from privacykit import paths

LANGUAGES = {"en": "English", "sv": "Svenska"}
SOURCE = "en"
_POINT = {"en": "."}
"""The decimal sign; a comma in most languages."""
_RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur"})


class _Spoken(NamedTuple):
    code: str
    words: gettext.NullTranslations


class _Chosen:
    """The language in force; one for the whole process, as a person has one screen."""

    spoken = _Spoken(SOURCE, gettext.NullTranslations())


_instead: ContextVar[_Spoken | None] = ContextVar("_instead", default=None)
"""What a letter is written in, whatever the screen speaks; of one thread alone."""


def use(language: str) -> str:
    """Choose a language by its code ("sv", "sv_SE.UTF-8"); return the code that is now in force.

    An unknown language falls back to English, the language of the source.
    """
    _Chosen.spoken = _load(language)
    return _Chosen.spoken.code


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Have another language in force for a while, in this thread alone."""
    token = _instead.set(_load(language))
    try:
        yield
    finally:
        _instead.reset(token)


def current() -> str:
    """Return the code of the language in force."""
    return _spoken().code


def speaks(language: str) -> bool:
    """Tell whether the kit has words in a language ("sv", "sv_SE.UTF-8")."""
    return _code(language) in LANGUAGES


def is_right_to_left(language: str) -> bool:
    return language.split("_", maxsplit=1)[0] in _RIGHT_TO_LEFT


def _(message: str) -> str:
    """Return the message in the chosen language."""
    return _spoken().words.gettext(message)


def _n(one: str, many: str, count: int) -> str:
    """Return the form of the message that fits count, in the chosen language."""
    return _spoken().words.ngettext(one, many, count)


def decimal(number: float, digits: int) -> str:
    """Return a number with so many decimals, written as the chosen language does."""
    return f"{number:.{digits}f}".replace(".", _POINT.get(current(), ","))


def _load(language: str) -> _Spoken:
    code = _code(language) if speaks(language) else SOURCE
    words = gettext.translation(
        "privacykit", localedir=paths.translations(), languages=[code], fallback=True
    )
    return _Spoken(code, words)


def _code(language: str) -> str:
    return language.replace("-", "_").split(".")[0].split("_")[0].lower()


def _spoken() -> _Spoken:
    return _instead.get() or _Chosen.spoken
