"""Open a file of terms: bounded in size, memory and time, and one sentence if it fails."""

import subprocess
import sys
from pathlib import Path

from privacykit.activities.terms.engine import convert
from privacykit.errors import TermsError
from privacykit.i18n import _

LARGEST = 20 * 1024 * 1024
SECONDS = 15.0


def text(path: Path, seconds: float = SECONDS) -> str:
    """Return the text of a TXT, HTML or PDF file; raises TermsError."""
    data = _bytes(path)
    try:
        done = subprocess.run(
            [sys.executable, "-I", "-B", "-m", convert.__name__],
            input=data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise TermsError(
            _("Reading this file takes too long. Copy its text, and paste it here instead.")
        ) from None
    if done.returncode:
        raise TermsError(_sentence(done.returncode))
    return done.stdout.decode("utf-8", errors="replace")


def _bytes(path: Path) -> bytes:
    try:
        if not path.is_file():
            raise TermsError(_("This is not a file that can be read."))
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as error:
        raise TermsError(
            _("The file could not be opened: {reason}.").format(reason=error.strerror)
        ) from error
    if len(data) > LARGEST:
        raise TermsError(_("The file is larger than 20 MB. Copy its text, and paste it here."))
    return data


def _sentence(code: int) -> str:
    sentences = {
        convert.LOCKED: _("This PDF is locked with a password. Copy its text, and paste it here."),
        convert.EMPTY: _("There is no text in this file, perhaps only pictures of pages."),
        convert.LONG: _("This text is longer than any terms we know of. Paste a part of it."),
        convert.FOREIGN: _("The kit reads text files, web pages and PDFs. This is something else."),
    }
    return sentences.get(code, _("This file is damaged. Copy its text, and paste it here instead."))
