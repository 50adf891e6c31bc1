"""One TOML file of a station: read, parsed, fitted to a struct, each mistake with its line."""

import re
import tomllib
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from privacykit.content import fit, lines
from privacykit.content.source import read_text
from privacykit.errors import StationError
from privacykit.i18n import _


class Table(NamedTuple):
    """A file's values, and where in the file they stand."""

    file: Path
    data: dict[str, Any]
    places: dict[lines.Place, int]

    def mistake(self, where: lines.Place, problem: str, mend: str = "") -> StationError:
        return StationError(self.file, problem, mend, self.line(where))

    def line(self, where: lines.Place) -> int | None:
        return lines.line_of(self.places, where)

    def misfits(self, wanted: type, at: lines.Place = ()) -> list[StationError]:
        """Return every way in which the values, or those at one place, do not fit a struct."""
        found = fit.misfits(self.at(at), wanted, at)
        return [self.mistake(*one) for one in found]

    def made(self, wanted: type, at: lines.Place = ()) -> Any:
        """Return the struct; only for values that fit it."""
        return msgspec.convert(self.at(at), wanted)

    def at(self, place: lines.Place) -> Any:
        value: Any = self.data
        for part in place:
            value = value.get(part, {})
        return value


def read(folder: Path, relative: str) -> Table:
    """Read a TOML file of a station; StationError if it cannot be read or is not TOML."""
    text, file = read_text(folder, relative), folder / relative
    if lines.is_too_deep(text):
        mend = _("Close every bracket and quotation mark, and write names without dots.")
        raise StationError(file, _("Brackets or dotted names are nested too deeply."), mend)
    try:
        data = tomllib.loads(text)
    except ValueError as error:
        raise _not_toml(file, text, str(error)) from error
    return Table(file, data, lines.positions(text))


def _not_toml(file: Path, text: str, reason: str) -> StationError:
    told = re.search(r"at line (\d+)", reason)
    line = int(told.group(1)) if told else text.rstrip().count("\n") + 1
    problem = _("This cannot be read as TOML ({reason}).").format(reason=reason)
    mend = _("Write one name = value on each line, and put texts in quotes.")
    return StationError(file, problem, mend, line)
