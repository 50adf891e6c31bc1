"""The folder in which check-ups and answers are kept."""

import stat
from pathlib import Path

from privacykit import paths
from privacykit.i18n import _
from privacykit.wipe.machine import public

_LARGEST = 1 << 20


def put(folder: Path, name: str, content: bytes) -> None:
    """Put a file in place of the old one, with the folders above if need be. Raises OSError.

    Root's folder is everybody's to read; an account's is its own.
    """
    if folder.is_relative_to(paths.public()):
        with public.opened(paths.public()):
            pass
    else:
        folder.parent.mkdir(mode=stat.S_IRWXU, parents=True, exist_ok=True)
    with public.opened(folder) as where:
        public.replace(where, name, content, lasting=True)


def get(folder: Path, name: str) -> bytes:
    """Return what is in a file. Raises OSError."""
    return public.read(folder / name, _LARGEST)


def not_kept(folder: Path, error: OSError) -> str:
    """Return the sentence for what stood in the way of putting a file there."""
    text = _("It could not be kept in {folder} ({reason}). Mend that and try again.")
    return text.format(folder=folder, reason=error.strerror or error)
