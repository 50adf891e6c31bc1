"""What happened: counts for a person, JSON and an exit code for IT; no file names, no addresses."""

from typing import Literal

import msgspec

State = Literal["clean", "residue", "busy", "interrupted", "refused", "failed", "preview"]
EXIT_CODES: dict[State, int] = {
    "clean": 0,
    "residue": 1,
    "busy": 3,
    "interrupted": 4,
    "refused": 78,
    "failed": 75,
    "preview": 0,
}


class GroupCount(msgspec.Struct, frozen=True):
    """One line of a preview or a report."""

    group: str
    title: str
    """In words a patron understands, in the language in force."""
    files: int
    size: int
    """Bytes."""
    names: tuple[str, ...]
    """The programs or things it is made of."""


class Left(msgspec.Struct, frozen=True):
    """Something that should be gone and is not."""

    trace: str
    """Id in the catalogue; empty for a folder that could not be looked into."""
    title: str
    files: int
    why: str
    """A sentence; empty if it came back after it was removed."""


class Kept(msgspec.Struct, frozen=True):
    path: str
    """As the policy writes it."""
    why: str


class Place(msgspec.Struct, frozen=True):
    """One place outside the home, such as the print queue."""

    id: str
    title: str
    state: Literal["clean", "absent", "skipped", "residue"]
    """absent: this computer has no such thing; skipped: the policy leaves it."""
    removed: int = 0
    left: int = 0
    why: str = ""
    """A sentence, for whatever is not clean."""


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """The outcome of one run; the same object for the screen, --json and the exit code."""

    format: Literal[1] = 1
    """Grows when a field changes its meaning."""
    state: State
    exit_code: int
    message: str = ""
    """The sentence, where the run ended early."""
    method: Literal["traces", "in-place", "overlay", "btrfs"] = "traces"
    """Known traces removed, or a frozen home brought back: how."""
    account: str = ""
    """Only for a frozen account, whose name is the library's, not a person's."""
    practice: bool = False
    groups: tuple[GroupCount, ...] = ()
    """What was there."""
    removed_files: int = 0
    removed_size: int = 0
    """Bytes."""
    programs_ended: tuple[str, ...] = ()
    programs_open: tuple[str, ...] = ()
    """Only in a preview: programs that a wipe would close."""
    still_open: tuple[str, ...] = ()
    """Programs that the wipe was started from, so that it cannot end them."""
    restored: int = 0
    """Entries of a frozen home that were brought back."""
    checked: Literal["", "marks", "contents"] = ""
    """How a frozen home was looked through: by the marks the system keeps, or reading all."""
    places: tuple[Place, ...] = ()
    """What was done outside the home."""
    alarms: tuple[str, ...] = ()
    """Sentences for staff, such as a file that somebody with more rights had locked."""
    undo_until: str = ""
    """ISO 8601, UTC: until when staff can bring back what was removed; empty: never."""
    left: tuple[Left, ...] = ()
    kept: tuple[Kept, ...] = ()
    looks: int = 0
    """How often everything was looked through after removing; the last look decides."""
    seconds: float = 0.0
    started: str = ""
    """ISO 8601, UTC."""
    finished: str = ""

    @property
    def is_clean(self) -> bool:
        return self.state == "clean"

    @property
    def things_left(self) -> int:
        """Count what is left in the home; what nobody could count is one thing."""
        return sum(max(one.files, 1) for one in self.left)

    @property
    def places_left(self) -> int:
        """Count what is left outside the home."""
        return sum(max(one.left, 1) for one in self.places if one.state == "residue")

    def to_json(self) -> str:
        return msgspec.json.format(msgspec.json.encode(self), indent=2).decode()


def stopped(exit_code: int, message: str) -> Report:
    """Return the report of a run that ended before anything could be said about the files."""
    ended: tuple[State, ...] = ("busy", "interrupted", "refused")
    state: State = next((name for name in ended if EXIT_CODES[name] == exit_code), "failed")
    return Report(state=state, exit_code=exit_code, message=message)
