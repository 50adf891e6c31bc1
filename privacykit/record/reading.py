"""Reading the record as something a stranger may have changed: what is wrong is told by row.

Each line holds the hash of the one before, so that a right signature vouches for its whole run.
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from privacykit.errors import RecordError
from privacykit.i18n import _
from privacykit.record import chain, signing
from privacykit.record.row import NOTHING, Row
from privacykit.record.signing import Keeper
from privacykit.wipe.machine import public

_LARGEST = 256 << 20


class Problem(NamedTuple):
    row: int
    """Its number; that of the row after, for something between rows."""
    text: str


class Record(NamedTuple):
    rows: tuple[Row, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def is_sound(self) -> bool:
        return not self.problems

    @property
    def wipes(self) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if row.is_wipe)

    @property
    def not_verified(self) -> tuple[Row, ...]:
        return tuple(row for row in self.wipes if not row.verified)


def folder(public: Path, own: Path) -> Path:
    """Return where the record lies: root's, if it keeps one, else the account's own."""
    return public if (public / chain.NAME).exists() else own


def read(folder: Path, keeper: Keeper | None = None) -> Record:
    """Return the rows, and a sentence for everything that is not as it was written.

    Only with the `keeper` of its secret is a record told from an older one put in its place whole.
    Raises RecordError if the record cannot be read.
    """
    found = _read(folder, keeper)
    return found if found.is_sound else _read(folder, keeper)  # a row may just have been added


def _read(folder: Path, keeper: Keeper | None) -> Record:
    secret = signing.load(keeper) if keeper else None
    first = chain.public_key(folder)
    walk = _Walk(secret.first if secret else first)
    walk.through(_content(folder))
    end = _told_end(walk, folder)
    if secret and secret.head.number:
        end = max(end, secret.head.number)
        if (walk.key, first) != (signing.public_of(secret.key), secret.first):
            walk.tell(walk.last, _("The record is signed with a key that is not this computer's."))
    if end > walk.last:
        walk.tell_missing(walk.last + 1, end)
    return Record(tuple(walk.rows), tuple(sorted(dict.fromkeys(walk.problems))))


def _told_end(walk: "_Walk", folder: Path) -> int:
    """Return how far the record is said to go."""
    head = chain.public_head(folder)
    if head is None and not walk.rows:
        return 0
    if head is not None and walk.knows(chain.unsigned(head), head.signature):
        return head.number
    words = _(
        "The file {name} is missing or was changed, so rows may have been removed from the end."
    )
    walk.tell(walk.last + 1, words.format(name=chain.HEAD_NAME))
    return 0


def _content(folder: Path) -> bytes:
    path = folder / chain.NAME
    try:
        return public.read(path, _LARGEST)
    except FileNotFoundError:
        return b""
    except OSError as error:
        words = _("The record {path} cannot be read. The system says: {reason}.")
        raise RecordError(words.format(path=path, reason=error.strerror)) from error


@dataclass
class _Walk:
    """From the first row to the last, with what is known so far."""

    key: str
    """The public key in force; empty if nobody knows it."""
    rows: list[Row] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    _keys: list[str] = field(default_factory=list)
    _run: list[int] = field(default_factory=list)
    """Places of rows that name one another, not yet vouched for by a signature."""
    _forged: set[int] = field(default_factory=set)
    _breaks: list[int] = field(default_factory=list)
    _hash: str = NOTHING
    _strange: bool = False

    @property
    def last(self) -> int:
        return self.rows[-1].number if self.rows else 0

    def knows(self, content: bytes, signature: str) -> bool:
        """Tell whether one of the keys of the record signed it."""
        return any(signing.is_signed(key, content, signature) for key in self._keys)

    def tell(self, row: int, text: str) -> None:
        self.problems.append(Problem(row, text))

    def tell_missing(self, first: int, last: int) -> None:
        one, more = _("Row {first} is missing."), _("Rows {first} to {last} are missing.")
        words = one if first == last else more
        self.tell(first, words.format(first=first, last=last))

    def through(self, content: bytes) -> None:
        """Look at every line; half a line at the very end is a cut, which the next row tells of."""
        self._keys.append(self.key)
        *whole, rest = content.split(b"\n")
        for line in whole:
            self._line(line)
        if row := chain.parse(rest):
            self._take(row, rest)
        self._vouch()
        if self._strange:
            self._tell_strange(self.last + 1)
        self._sum_up()

    def _line(self, line: bytes) -> None:
        row = chain.parse(line) if len(line) < chain.LONGEST else None
        if row is None:
            self._strange = True
        else:
            self._take(row, line)

    def _take(self, row: Row, line: bytes) -> None:
        if self._strange and not row.torn:
            self._tell_strange(row.number)
        self._strange = False
        if (row.number, row.previous) != (self.last + 1, self._hash):
            self._vouch()
            self._break(row)
        self._run.append(len(self.rows))
        self.rows.append(row)
        self._hash = chain.hash_of(line)
        if row.key:
            self._vouch()
            self._change_key(row)

    def _break(self, row: Row) -> None:
        if row.number > self.last + 1:
            self.tell_missing(self.last + 1, row.number - 1)
        else:
            self._breaks.append(len(self.rows))

    def _vouch(self) -> None:
        """Let the last right signature of a run vouch for all rows before it."""
        while self._run and not self._is_signed(self.rows[self._run[-1]]):
            self._forged.add(self._run.pop())
        self._run.clear()

    def _is_signed(self, row: Row, key: str = "") -> bool:
        return signing.is_signed(key or self.key, chain.unsigned(row), row.signature)

    def _change_key(self, row: Row) -> None:
        place = len(self.rows) - 1
        if place in self._forged and self._is_signed(row, row.key):
            self._forged.discard(place)
            words = _(
                "Row {row} begins a new key that the old one did not vouch for: the old key was "
                "lost, or somebody else wrote the rows that follow."
            )
            self.tell(row.number, words.format(row=row.number))
        if place not in self._forged:
            self.key = row.key
            self._keys.append(row.key)

    def _tell_strange(self, number: int) -> None:
        words = _("Before row {row} stands something that is no row.")
        self.tell(number, words.format(row=number))

    def _sum_up(self) -> None:
        if self.rows and not self.key:
            words = _("The file {name} is missing, so nobody can tell whether rows were changed.")
            self.tell(1, words.format(name=chain.KEY_NAME))
            return
        for place in self._forged:
            number = self.rows[place].number
            self.tell(number, _("Row {row} was changed.").format(row=number))
        for place in self._breaks:
            if not {place - 1, place} & self._forged:
                number = self.rows[place].number
                words = _("Row {row} does not follow the row before it.")
                self.tell(number, words.format(row=number))
