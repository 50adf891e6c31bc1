"""What a proof found: one line for each program, words for the sceptic, JSON and an exit code."""

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
            and not self.running
        )

    @property
    def exit_code(self) -> int:
        return 0 if self.proven else 1

    def to_json(self) -> str:
        told = {**msgspec.to_builtins(self), "proven": self.proven}
        return msgspec.json.format(msgspec.json.encode(told), indent=2).decode()


def outcome(row: Row) -> str:
    """Return a row's outcome in words."""
    words = {
        "clean": _("nothing left"),
        "left": _("something is left"),
        "nothing found": _("the program left no mark, so nothing is proven"),
        "could not be tried": _("could not be tried"),
    }
    return words[row.outcome]


def verdict(certificate: Certificate) -> str:
    """Return the sentence at the top of a certificate."""
    if certificate.proven:
        return _("Nothing that the programs below left behind could be found after the session.")
    return _("This computer did not pass: see the lines below.")
