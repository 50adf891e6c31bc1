"""A new station, made from another as a trainer would: copy the folder, change the id."""

import os
import re
import tomllib
from pathlib import Path
from tempfile import TemporaryDirectory

from privacykit.content import slips
from privacykit.content.load import MANIFEST
from privacykit.content.source import read_text, survey
from privacykit.content.station import Station
from privacykit.errors import StationError
from privacykit.i18n import _

_ID_LINE = re.compile(r"""^id[ \t]*=[ \t]*(["'])[a-z0-9-]+\1""", re.MULTILINE)


def copy(station: Station, into: Path, new_id: str) -> Path:
    """Copy a station's files, without links and litter; return the new folder.

    The folder appears whole or, with a StationError, not at all.
    """
    target = _free(into, new_id)
    manifest = _manifest(station, new_id)
    found = survey(station.folder)
    if found.mistakes:
        raise found.mistakes[0]
    files = {path.relative_to(station.folder): path for path in found.files}
    try:
        into.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(prefix=".new-", dir=into) as workplace:
            made = Path(workplace) / new_id
            _fill(made, files)
            (made / MANIFEST).write_text(manifest, encoding="utf-8", newline="\n")
            made.rename(target)
    except OSError as error:
        problem = _("The station could not be made: {reason}.").format(reason=error.strerror)
        mend = _("Make room, or choose a folder that you may write to.")
        raise StationError(target, problem, mend) from error
    return target


def _free(into: Path, new_id: str) -> Path:
    if told := slips.in_id(new_id):
        raise StationError(into, *told)
    target = into / new_id
    if os.path.lexists(target):
        mend = _("Choose another id; nothing was changed.")
        raise StationError(target, _("There is already something of this name."), mend)
    return target


def _manifest(station: Station, new_id: str) -> str:
    """Return station.toml with another id and every other letter as it was."""
    text = read_text(station.folder, MANIFEST)
    changed = _ID_LINE.sub(f'id = "{new_id}"', text, count=1)
    if tomllib.loads(changed) != {**tomllib.loads(text), "id": new_id}:
        problem = _("The id was not found, so it could not be changed.")
        mend = _("Write it on a line of its own: {line}").format(
            line=f'id = "{station.manifest.id}"'
        )
        raise StationError(station.folder / MANIFEST, problem, mend)
    return changed


def _fill(folder: Path, files: dict[Path, Path]) -> None:
    for relative, path in files.items():
        place = folder / relative
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(path.read_bytes())
