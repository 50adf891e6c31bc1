"""One check-up: every check is asked, and what it found is kept and read again."""

from collections.abc import Collection
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

import msgspec

from privacykit.audit import answers, keeping, registry
from privacykit.audit.check import Finding
from privacykit.audit.computer import Computer
from privacykit.audit.registry import Check
from privacykit.errors import CancelledError
from privacykit.i18n import _
from privacykit.wipe.progress import Cancelled, Progress, never, silent

LATEST, BEFORE = "latest.json", "before.json"


class Audit(msgspec.Struct, frozen=True):
    """What a check-up found; holds no personal data."""

    at: str
    """ISO 8601, UTC."""
    system: str
    findings: tuple[Finding, ...]
    format: Literal[1] = 1

    def __post_init__(self) -> None:
        """Refuse a time that cannot be told: an account's own file may hold anything."""
        try:
            datetime.fromisoformat(self.at).astimezone()
        except OverflowError as error:
            raise ValueError(self.at) from error

    def to_json(self) -> str:
        return msgspec.json.format(msgspec.json.encode(self), indent=2).decode()


def from_json(content: str | bytes) -> Audit:
    """Return the check-up in a file. Raises msgspec.DecodeError for anything else."""
    return msgspec.json.decode(content, type=Audit)


def run(
    computer: Computer,
    *,
    ids: Collection[str] | None = None,
    progress: Progress = silent,
    cancelled: Cancelled = never,
) -> Audit:
    """Ask the checks, or only those of these ids. Raises CancelledError."""
    chosen = [one for one in registry.all_checks() if ids is None or one.about.id in ids]
    if computer.web:
        computer.web.cancelled = cancelled
    if computer.scripts:
        computer.scripts.cancelled = cancelled
    findings = []
    for done, one in enumerate(chosen):
        if cancelled():
            raise CancelledError
        progress(one.about.question(), done, len(chosen))
        findings.append(_look(one, computer))
    at = computer.now.astimezone(UTC).isoformat(timespec="seconds")
    return Audit(at=at, system=computer.system, findings=tuple(findings))


def _look(one: Check, computer: Computer) -> Finding:
    """Return what the check found; a check that goes wrong says so, and the others go on."""
    try:
        finding = one.look(computer)
    except CancelledError:
        raise
    except Exception as error:  # noqa: BLE001 - whatever lies on a stranger's computer
        words = _("This check failed ({reason}). Please report it.")
        finding = registry.cannot(words.format(reason=type(error).__name__))
    finding = msgspec.structs.replace(finding, id=one.about.id)
    return answers.judged(computer, finding) if finding.verdict == "ask" else finding


def save(audit: Audit, folder: Path) -> None:
    """Keep a check-up as the latest, and the latest as the one before. Raises OSError.

    One of the same time is the latest itself with new answers, and takes its place.
    """
    last = latest(folder)
    if last and last.at != audit.at:
        keeping.put(folder, BEFORE, last.to_json().encode())
    keeping.put(folder, LATEST, audit.to_json().encode())


def latest(folder: Path) -> Audit | None:
    return _read(folder, LATEST)


def before(folder: Path) -> Audit | None:
    """Return the check-up before the latest."""
    return _read(folder, BEFORE)


def _read(folder: Path, name: str) -> Audit | None:
    with suppress(OSError, msgspec.DecodeError):
        return from_json(keeping.get(folder, name))
    return None
