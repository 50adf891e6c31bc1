"""One line of the record: what came of one wipe, in counts; no name of a person or their files."""

from datetime import UTC, datetime
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from privacykit.wipe.report import Report

Count = Annotated[int, Meta(ge=0, le=1 << 53)]
Hash = Annotated[str, Meta(pattern=r"^[0-9a-f]{64}\Z")]
NoHash = Annotated[str, Meta(pattern=r"^([0-9a-f]{64})?\Z")]
Method = Literal["", "traces", "in-place", "overlay", "btrfs"]
"""Empty: the wipe ended before it was known how."""
State = Literal["clean", "residue", "busy", "interrupted", "refused", "failed", "key"]
NOTHING = "0" * 64
_FIRST_YEAR, _LAST_YEAR = 1970, 9998
"""Times beyond cannot be told in every zone; a computer with an empty battery begins in 1970."""
_LONGEST = 1e9
"""Seconds; a clock that is set right meanwhile may tell of more."""


class Row(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Every row names the one before and is signed, so that none can be changed or taken away."""

    number: Annotated[int, Meta(ge=1, le=1 << 53)]
    at: Annotated[datetime, Meta(tz=True)]
    """When it ended, in UTC."""
    state: State
    """"key" for a row that is no wipe: it brings the key of the rows that follow."""
    exit_code: Annotated[int, Meta(ge=0, le=255)] = 0
    method: Method = ""
    seconds: Annotated[float, Meta(ge=0, le=_LONGEST)] = 0.0
    removed: Count = 0
    size: Count = 0
    """Bytes that were removed."""
    restored: Count = 0
    programs: Count = 0
    """Programs that were closed."""
    left: Count = 0
    """Things in the home that are still there."""
    places_left: Count = 0
    """Things outside the home that are still there."""
    torn: Count = 0
    """1 if half a line of an interrupted write stood before this row and was set aside."""
    key: NoHash = ""
    previous: Hash = NOTHING
    """BLAKE2b-256 of the line before."""
    signature: Annotated[str, Meta(pattern=r"^([0-9a-f]{128})?\Z")] = ""
    """Ed25519, over the line with an empty signature."""

    def __post_init__(self) -> None:
        if not _FIRST_YEAR <= self.at.year <= _LAST_YEAR:
            raise ValueError(self.at)

    @property
    def verified(self) -> bool:
        """Tell whether a second look found nothing left."""
        return self.state == "clean"

    @property
    def is_wipe(self) -> bool:
        return self.state != "key"

    @property
    def all_left(self) -> int:
        return self.left + self.places_left


def time(moment: datetime) -> datetime:
    """Return the time as a row has it: UTC, whole seconds."""
    return moment.astimezone(UTC).replace(microsecond=0)


def row_of(report: Report, now: datetime) -> Row:
    """Return the row of a report, before it has its place in the record; a preview has none."""
    if report.state == "preview":
        raise ValueError(report.state)
    finished = datetime.fromisoformat(report.finished) if report.finished else now
    return Row(
        number=1,
        at=time(finished),
        state=report.state,
        exit_code=report.exit_code,
        method=report.method,
        seconds=min(max(0.0, float(report.seconds)), _LONGEST),
        removed=report.removed_files,
        size=report.removed_size,
        restored=report.restored,
        programs=len(report.programs_ended),
        left=report.things_left,
        places_left=report.places_left,
    )
