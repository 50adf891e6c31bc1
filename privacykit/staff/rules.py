"""The library's rules as staff change them: one policy file, opened, changed, compared, saved."""

import hashlib
import tomllib
from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import Any, NamedTuple, Self

from privacykit import paths
from privacykit.errors import PolicyError
from privacykit.i18n import _
from privacykit.staff import splice
from privacykit.staff.difference import Difference, between
from privacykit.staff.shape import Field, whole
from privacykit.toml.lines import Place, positions
from privacykit.wipe import policy as policies
from privacykit.wipe import trusted as hands

Write = Callable[[str, str], None]
"""Puts a text in the place of the one with that fingerprint, or raises PrivacykitError."""


class Problem(NamedTuple):
    field: Field
    """() where it is about the file as a whole."""
    mistake: PolicyError


class Imported(NamedTuple):
    rules: "Rules"
    """With this computer's accounts."""
    accounts: list[str]
    """Those that the file names."""


def fingerprint(text: str) -> str:
    """Return what tells a policy's text from every other."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


class Rules:
    """A policy's text while it is being changed; the file stays as it is until save()."""

    def __init__(self, path: Path, text: str, known: Collection[str], before: str) -> None:
        self.path, self._known = path, known
        self._before, self._text = before, text

    @classmethod
    def open(cls, path: Path, trusted: Collection[int], known: Collection[str]) -> Self:
        """Read the file, also one that the engine refuses; a missing one begins as the example.

        `known` are the ids of the catalogue. Raises PolicyError for what is not TOML, or what
        others than the `trusted` may change.
        """
        if path.exists():
            text = hands.read(path, PolicyError, trusted).text
            return cls(path, text, known, text)
        example = (paths.resources() / "policy.toml").read_text("utf-8")
        return cls(path, splice.put(example, ("accounts",), []), known, "")

    @property
    def is_new(self) -> bool:
        """Tell whether the computer has no rules yet."""
        return not self._before

    def text(self) -> str:
        return self._text

    def value(self, field: Field) -> Any:
        """Return what the text says, whether or not the engine takes it, or else the default."""
        return whole(tomllib.loads(self._text)).get(field, whole({})[field])

    def set(self, field: Field, value: Any) -> None:
        """Change one field and nothing else of the text.

        Raises PolicyError, with the text as it was, where something else stands in its place.
        """
        now = self.value(field)
        if type(now) is type(value) and now == value:
            return
        text = _put(self._text, field, value)
        if text is None:
            raise PolicyError(self.path, *_not_here(field))
        self._text = text

    def problems(self) -> tuple[Problem, ...]:
        """Return every reason for which the engine would refuse the text."""
        places = positions(self._text)
        found = policies.check_text(self.path, self._text, self._known)
        return tuple(Problem(_field(places, one.line), one) for one in found)

    def difference(self) -> Difference:
        return between(self._before, self._text)

    def imported(self, path: Path) -> Imported:
        """Return another computer's file as rules for this one; whose accounts is left to ask.

        Raises PolicyError if it cannot be read, or the engine refuses it.
        """
        text = hands.read_any(path, PolicyError)
        for mistake in policies.check_text(path, text, self._known):
            raise mistake
        theirs = Rules(self.path, text, self._known, self._before)
        accounts = theirs.value(("accounts",))
        theirs.set(("accounts",), self.value(("accounts",)))
        return Imported(theirs, accounts)

    def export(self, path: Path) -> None:
        """Write the text for other computers. Raises PolicyError, OSError."""
        for problem in self.problems():
            raise problem.mistake
        path.write_text(self._text, "utf-8", newline="")

    def save(self, write: Write) -> None:
        """Hand the text over; raises whatever `write` does, and then the changes are still here.

        Raises PolicyError, before that, if the engine refuses the text.
        """
        for problem in self.problems():
            raise problem.mistake
        write(self._text, fingerprint(self._before))
        self._before = self._text


def _put(text: str, field: Field, value: Any) -> str | None:
    """Return the changed text; None if the value does not come out of it again."""
    wanted = tomllib.loads(text)
    try:
        _set(wanted, field, value)
        if field == ("keep",):
            new = splice.put_entries(text, "keep", value)
        else:
            new = splice.put(text, field, value)
        return new if whole(tomllib.loads(new)) == whole(wanted) else None
    except (ValueError, TypeError, LookupError, AttributeError):
        return None


def _set(values: dict[str, Any], field: Field, value: object) -> None:
    at = values
    for name in field[:-1]:
        at = at.setdefault(name, {})
    at[field[-1]] = value


def _field(places: Mapping[Place, int], line: int | None) -> Field:
    """Return the field of the last thing that stands in a line."""
    there = [place for place, its in places.items() if its == line]
    names = max(there, key=len, default=())
    return tuple(name for name in names[:2] if isinstance(name, str))


def _not_here(field: Field) -> tuple[str, str]:
    problem = _("“{name}” cannot be changed here: something else stands in its place.")
    return problem.format(name=".".join(field)), _("Mend the file with a text editor.")
