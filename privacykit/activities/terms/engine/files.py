"""Open a file of terms: bounded in size, memory and time, and one sentence if it fails."""

from collections.abc import Callable
from pathlib import Path

from privacykit.activities.terms.engine import convert
from privacykit.aside import read as aside
from privacykit.errors import TermsError
from privacykit.i18n import _


def text(
    path: Path, cancelled: Callable[[], bool] = lambda: False, seconds: float | None = None
) -> str:
    """Return the text of a TXT, HTML or PDF file; raises TermsError or CancelledError."""
    answer = aside.read("terms", path, seconds=seconds, cancelled=cancelled)
    if answer.code:
        raise TermsError(_sentence(answer.code))
    return answer.made.decode("utf-8", errors="replace")


def _sentence(code: int) -> str:
    sentences = {
        aside.NO_FILE: _("This file cannot be opened. Is it still there, and may you read it?"),
        aside.TOO_LARGE: _("The file is larger than 20 MB. Copy its text, and paste it here."),
        aside.TOO_SLOW: _("Reading this file takes too long. Copy its text, and paste it here."),
        convert.LOCKED: _("This PDF is locked with a password. Copy its text, and paste it here."),
        convert.EMPTY: _("There is no text in this file, perhaps only pictures of pages."),
        convert.LONG: _("This text is longer than any terms we know of. Paste a part of it."),
        convert.FOREIGN: _("The kit reads text files, web pages and PDFs. This is something else."),
    }
    return sentences.get(code, _("This file is damaged. Copy its text, and paste it here."))
