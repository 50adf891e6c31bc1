"""What a proof found: one line for each program, words for the sceptic, JSON and an exit code."""

from collections.abc import Iterator
from typing import Literal

import msgspec

from privacykit.i18n import _

Method = Literal["baseline", "traces"]
Outcome = Literal["clean", "left", "nothing found", "could not be tried"]


class Row(msgspec.Struct, frozen=True):
    """One program, and the places where its own mark was found."""

    id: str
    title: str
    outcome: Outcome
    before: int = 0
    """Places with the mark when the session was over, and before anything was removed."""
    after: int = 0
    left: tuple[str, ...] = ()
    """Where, escaped; the account was made up, so this names nobody's file."""
    why: str = ""
    """A sentence, for what could not be tried."""


class Certificate(msgspec.Struct, frozen=True, kw_only=True):
    """The outcome of one proof; the same object for the screen, --json, the page and the code."""

    format: Literal[1] = 1
    """Grows when a field changes its meaning."""
    version: str
    """Of the kit."""
    computer: str
    date: str
    """ISO 8601, UTC."""
    method: Method
    way: str = ""
    """How the session's end says it brought the home back."""
    state: str = ""
    """What the session's end says of itself."""
    message: str = ""
    """Its sentence, where it ended early."""
    alarms: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    other: int = 0
    """Places left with a mark of which too little remains to tell whose it is."""
    unread: int = 0
    """Places that the search was kept out of."""
    running: tuple[str, ...] = ()
    """Programs of the account that were still open after the end."""
    not_tried: tuple[str, ...] = ()
    """Programs that this computer does not have."""
    searched: int = 0
    """Files and folders that were looked into after the end."""
    seconds: float = 0.0
    """How long the end of the session took."""

    @property
    def proven(self) -> bool:
        """Tell whether marks were made by every program tried, and none is left of any."""
        return (
            bool(self.rows)
            and all(row.outcome == "clean" for row in self.rows)
            and self.state == "clean"
            and not self.other
            and not self.unread
            and not self.running
        )

    @property
    def exit_code(self) -> int:
        return 0 if self.proven else 1

    def to_json(self) -> str:
        told = {**msgspec.to_builtins(self), "proven": self.proven}
        return msgspec.json.format(msgspec.json.encode(told), indent=2).decode()


Cells = tuple[str, str, str, str]


def heads() -> Cells:
    """Return the heads of the table: what was tried, places with its mark before and after."""
    return _("Program"), _("Marks before"), _("Marks after"), _("Result")


def cells(row: Row) -> Cells:
    return row.title, str(row.before), str(row.after), _result(row)


def _result(row: Row) -> str:
    words = {
        "clean": _("nothing left"),
        "left": _("something is left"),
        "nothing found": _("left no mark, so nothing is proven"),
        "could not be tried": _("could not be tried: {why}").format(why=row.why),
    }
    return words[row.outcome]


def verdict(certificate: Certificate) -> str:
    """Return the sentence at the top of a certificate."""
    if certificate.proven:
        return _("Passed: after the session, no mark of any program below was left.")
    return _("Not passed: see the lines below.")


def remarks(certificate: Certificate) -> Iterator[str]:
    """Yield the sentences below the table: how it was done, and whatever went wrong."""
    yield _("Way: {way}. Looked through afterwards: {files} files and folders.").format(
        way=certificate.way, files=certificate.searched
    )
    if certificate.message:
        yield _("The end of the session says: {message}").format(message=certificate.message)
    yield from certificate.alarms
    if certificate.running:
        programs = ", ".join(certificate.running)
        yield _("Still open after the session: {programs}").format(programs=programs)
    if certificate.other:
        yield _("Places with a part of a mark: {count}").format(count=certificate.other)
    if certificate.unread:
        yield _("Places that could not be searched: {count}").format(count=certificate.unread)
    if certificate.not_tried:
        programs = ", ".join(certificate.not_tried)
        yield _("Not on this computer: {programs}").format(programs=programs)
