"""A file of one's own: looked at where it lies, never copied; cleaned beside it on request."""

import errno
import os
from collections.abc import Callable
from pathlib import Path

import msgspec

from privacykit.activities.photos.engine import convert
from privacykit.activities.photos.engine.found import Found
from privacykit.aside import read as aside
from privacykit.errors import CancelledError, PhotoError
from privacykit.i18n import _

Cancelled = Callable[[], bool]


def look(path: Path, cancelled: Cancelled = lambda: False, seconds: float | None = None) -> Found:
    """Return what a picture or a document tells. Raises PhotoError, CancelledError."""
    answer = aside.read("photo-look", path, seconds=seconds, cancelled=cancelled)
    if answer.code:
        raise PhotoError(_sentence(answer.code))
    return msgspec.json.decode(answer.made, type=Found)


def compare(path: Path, cancelled: Cancelled = lambda: False) -> tuple[Found, Found]:
    """Return what a picture tells, and what a clean copy would. Raises as look() does."""
    answer = aside.read("photo-compare", path, cancelled=cancelled)
    if answer.code:
        raise PhotoError(_sentence(answer.code))
    return msgspec.json.decode(answer.made, type=tuple[Found, Found])


def cleaned(path: Path, cancelled: Cancelled = lambda: False) -> bytes:
    """Return the picture alone. Raises PhotoError, CancelledError."""
    answer = aside.read("photo-clean", path, cancelled=cancelled)
    if answer.code:
        raise PhotoError(_sentence(answer.code))
    return answer.made


def save_clean(path: Path, target: Path, cancelled: Cancelled = lambda: False) -> Found:
    """Write a clean copy and return what it tells. The original stays as it is.

    Raises PhotoError, also if there is something at the target already; CancelledError.
    """
    made = cleaned(path, cancelled)
    _write_new(target, made)
    try:
        return look(target, cancelled)
    except (PhotoError, CancelledError):
        target.unlink(missing_ok=True)
        raise


def name_for(path: Path) -> str:
    """Return a name for a clean copy that says so."""
    suffix = ".jpg" if path.suffix.lower() in {".heic", ".heif"} else path.suffix
    clean = _("clean")
    return f"{path.stem}-{clean}{suffix}"


def _write_new(target: Path, data: bytes) -> None:
    """Write a file that was not there; nothing half written stays."""
    try:
        file = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        words = _("There is a file named {name} already. Choose another name.")
        raise PhotoError(words.format(name=target.name)) from None
    except OSError as error:
        raise PhotoError(_not_written(error)) from None
    try:
        with os.fdopen(file, "wb") as opened:
            opened.write(data)
    except OSError as error:
        target.unlink(missing_ok=True)
        raise PhotoError(_not_written(error)) from None


def _not_written(error: OSError) -> str:
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return _("There is no room for the clean copy. Choose another place.")
    return _("The clean copy cannot be written there. Choose a folder of your own.")


def _sentence(code: int) -> str:
    sentences = {
        aside.NO_FILE: _("This file cannot be opened. Is it still there, and may you read it?"),
        aside.TOO_LARGE: _(
            "This file is larger than 60 MB. The kit does not read such large ones."
        ),
        aside.TOO_SLOW: _("Reading this file takes too long. It may be damaged."),
        convert.FOREIGN: _("The kit reads JPEG, PNG, WebP, HEIC, PDF and office documents."),
        convert.HUGE: _("This picture has more than 60 million pixels, more than the kit opens."),
        convert.HEIC: _("This HEIC picture is damaged, or this computer cannot read HEIC."),
        convert.LOCKED: _("This document is locked with a password."),
    }
    return sentences.get(code, _("This file is damaged and cannot be read."))
