"""Recorded visits: small TOML files that a trainer makes from a HAR and shares."""

from pathlib import Path

from privacykit.tracking.model import Visit


def load(path: Path) -> Visit:
    """Return the visit in a file. Raises VisitError for what does not fit, in one sentence."""
    raise NotImplementedError


def save(visit: Visit, path: Path) -> None:
    """Write a visit as a file. Raises OSError."""


def text(visit: Visit) -> str:
    """Return the visit as the file's text."""
    return ""


def builtin() -> tuple[Visit, ...]:
    """Return the visits that come with the kit."""
    return ()
