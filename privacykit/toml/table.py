"""One TOML text: parsed, fitted to a struct, each mistake with its line."""

import re
import tomllib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Generic, TypeVar

import msgspec

from privacykit.errors import DataError
from privacykit.i18n import _
from privacykit.toml import lines

_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"
"""What some editors on Windows put before a text in UTF-8."""
E = TypeVar("E", bound=DataError)
T = TypeVar("T")


@dataclass
class Table(Generic[E]):
    """A file's values, and where in the file they stand."""

    file: Path
    text: str
    data: dict[str, Any]
    error: type[E]
    """What a mistake in this file is."""

    def mistake(self, where: lines.Place, problem: str, mend: str = "") -> E:
        return self.error(self.file, problem, mend, self.line(where))

    def line(self, where: lines.Place) -> int | None:
        return lines.line_of(self._places, where)

    @cached_property
    def _places(self) -> dict[lines.Place, int]:
        return lines.positions(self.text)

    def misfits(self, wanted: type, at: lines.Place = ()) -> list[E]:
        """Return every way in which the values, or those at one place, do not fit a struct."""
        from privacykit.toml import fit

        found = fit.misfits(self.at(at), wanted, at)
        return [self.mistake(*one) for one in found]

    def fitted(self, wanted: type[T]) -> T:
        """Return all values as a struct; raise the first mistake if they do not fit it."""
        try:
            return msgspec.convert(self.data, wanted)
        except msgspec.ValidationError:
            raise self.misfits(wanted)[0] from None

    def made(self, wanted: type, at: lines.Place = ()) -> Any:
        """Return the struct; only for values that fit it."""
        return msgspec.convert(self.at(at), wanted)

    def at(self, place: lines.Place) -> Any:
        value: Any = self.data
        for part in place:
            value = value.get(part, {})
        return value


def parse(file: Path, text: str, error: type[E]) -> Table[E]:
    """Return the values of a file's text; raise `error` if it is not TOML."""
    text = text.removeprefix(_MARK)
    try:
        return Table(file, text, tomllib.loads(text), error)
    except (ValueError, RecursionError) as reason:
        raise _not_toml(file, text, str(reason), error) from reason


def parse_from_stranger(file: Path, text: str, error: type[E]) -> Table[E]:
    """Do the same for a text that may be made to stall the reading."""
    if lines.is_too_deep(text):
        mend = _("Close every bracket and quotation mark, and write names without dots.")
        raise error(file, _("Brackets or dotted names are nested too deeply."), mend)
    return parse(file, text, error)


def _not_toml(file: Path, text: str, reason: str, error: type[E]) -> E:
    told = re.search(r"at line (\d+)", reason)
    line = int(told.group(1)) if told else text.rstrip().count("\n") + 1
    problem = _("This cannot be read as TOML ({reason}).").format(reason=reason)
    mend = _("Write one name = value on each line, and put texts in quotes.")
    return error(file, problem, mend, line)
