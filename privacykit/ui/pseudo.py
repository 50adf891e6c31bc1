"""A made-up language, a third longer and from right to left: shows whether the layouts hold."""

import gettext
import re
from collections.abc import Iterator
from contextlib import contextmanager

from privacykit import i18n

_ACCENTS = str.maketrans("aeiounscyAEIOU", "àéîöüñšçýÀÉÎÖÜ")
_PLACEHOLDER = re.compile(r"(\{\w*\})")


def longer(message: str) -> str:
    """Return the message in accented letters and a third longer; placeholders stay."""
    parts = _PLACEHOLDER.split(message)
    shown = "".join(part if part.startswith("{") else part.translate(_ACCENTS) for part in parts)
    words = len(message) // 12 + 1
    return f"\u200f[{shown}{' ýž' * words}]" if message else message


class Pseudo(gettext.NullTranslations):
    def gettext(self, message: str) -> str:
        return longer(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return longer(msgid1 if n == 1 else msgid2)


def _always(language: str) -> bool:
    return bool(language)


@contextmanager
def spoken() -> Iterator[None]:
    """Let every window made meanwhile speak it."""
    translation, mirrored = gettext.translation, i18n.is_right_to_left
    gettext.translation = lambda *_args, **_kwargs: Pseudo()  # type: ignore[assignment]
    i18n.is_right_to_left = _always
    try:
        yield
    finally:
        gettext.translation, i18n.is_right_to_left = translation, mirrored
