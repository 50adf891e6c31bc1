"""The folder that staff name for what comes back: new, root's, and far from the patron."""

import os
import stat
from collections.abc import Sequence
from contextlib import closing, suppress
from pathlib import Path

from privacykit.errors import UndoError
from privacykit.i18n import _
from privacykit.wipe import linux
from privacykit.wipe.levels import entries
from privacykit.wipe.problems import escape


def new_folder(to: Path, homes: Sequence[Path]) -> int:
    """Make a folder, or take an empty one that only root may enter; return it open.

    Raises UndoError for any other, OSError.
    """
    try:
        path = to.parent.resolve(strict=True) / to.name
        if not _is_in(path.parent, homes):
            with suppress(FileExistsError):
                path.mkdir(mode=stat.S_IRWXU)
            folder = linux.open_folder(path)
            if _is_new(folder):
                return folder
            os.close(folder)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise _not_there(to) from error
    raise _not_there(to)


def _is_in(folder: Path, homes: Sequence[Path]) -> bool:
    there = [home for home in homes if home.exists()]
    return any(one.samefile(home) for one in (folder, *folder.parents) for home in there)


def _is_new(folder: int) -> bool:
    info = os.fstat(folder)
    is_roots = info.st_uid == os.geteuid() and not info.st_mode & (stat.S_IRWXG | stat.S_IRWXO)
    with closing(entries(folder)) as found:
        return is_roots and next(found, None) is None


def _not_there(to: Path) -> UndoError:
    words = _(
        "Nothing can be brought back to {folder}. Name a new folder, or an empty one that only "
        "root may enter, outside the patrons' homes."
    )
    return UndoError(words.format(folder=escape(os.fsencode(to))))
