"""What a check may look at: one computer, read-only, real or laid out in a folder."""

import configparser
import os
import stat
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import msgspec

from privacykit.audit import policies

if TYPE_CHECKING:
    from privacykit.audit.answers import Answer
    from privacykit.audit.running import Audit
    from privacykit.audit.scripts import Scripts
    from privacykit.audit.web import Web

LARGEST = 4 << 20
"""Bytes; a larger file is not read."""
_MOST_NAMES = 10_000
_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0)


def _now() -> datetime:
    return datetime.now(UTC)


def _no_command(_command: tuple[str, ...]) -> str | None:
    return None


@dataclass(frozen=True)
class Computer:
    """Everything a check may know. Paths are absolute, as the computer itself names them."""

    root: Path = Path("/")
    """A folder laid out as a system."""
    system: Literal["linux", "windows"] = "linux"
    account: str = ""
    """The patrons' account; empty: nobody named one."""
    home: Path | None = None
    """Its home; what lies there is a patron's: see `wipe.places.read_small`."""
    registry: policies.Registry = field(default_factory=dict)
    """Windows: key, name, value; what commands told lies under "facts"."""
    now: datetime = field(default_factory=_now)
    answers: "Mapping[str, Answer]" = field(default_factory=dict)
    """What people answered, by the question's id; see `answers.value`."""
    run: Callable[[tuple[str, ...]], str | None] = _no_command
    """Runs one of `commands.COMMANDS`; None: it is not there or failed."""
    processes: Callable[[], frozenset[str]] = frozenset
    """Names of the programs that run now."""
    web: "Web | None" = None
    """Only where a person named addresses."""
    scripts: "Scripts | None" = None
    """Only where a person chose to have the pages' scripts run, too."""
    before: "Audit | None" = None
    """What the last check-up found."""

    def read(self, path: str) -> str | None:
        """Return the text of a plain file; None if there is none, it is too large or withheld."""
        with suppress(OSError, ValueError):
            handle = os.open(self._inside(path), _FLAGS)
            with os.fdopen(handle, "rb") as file:
                is_plain = stat.S_ISREG(os.fstat(handle).st_mode)
                content = file.read(LARGEST + 1) if is_plain else None
            if content is not None and len(content) <= LARGEST:
                return content.decode("utf-8", "replace")
        return None

    def look(self, path: str) -> os.stat_result | None:
        """Return the kind, size, rights and times of what is there; None if it cannot be seen."""
        with suppress(OSError, ValueError):
            return self._inside(path).stat()
        return None

    def exists(self, path: str) -> bool:
        return self.look(path) is not None

    def may_read(self, path: str) -> bool:
        with suppress(OSError, ValueError):
            return os.access(self._inside(path), os.R_OK)
        return False

    def names(self, folder: str) -> tuple[str, ...]:
        """Return what is in a folder, sorted; nothing if it is none, or may not be read."""
        with suppress(OSError, ValueError), os.scandir(self._inside(folder)) as entries:
            return tuple(sorted(entry.name for entry in islice(entries, _MOST_NAMES)))
        return ()

    def ini(self, path: str) -> configparser.ConfigParser:
        """Return the sections of a file of settings, as far as they can be understood."""
        parser = configparser.ConfigParser(
            interpolation=None, strict=False, allow_no_value=True, delimiters=("=",)
        )
        parser.optionxform = str  # type: ignore[assignment,method-assign]
        with suppress(configparser.Error):
            parser.read_string(self.read(path) or "")
        return parser

    def json(self, path: str) -> object:
        """Return what a JSON file says; None if there is none, or it is damaged."""
        with suppress(msgspec.DecodeError, RecursionError):
            return msgspec.json.decode(self.read(path) or "null")
        return None

    def firefox(self) -> Mapping[str, object]:
        """Return the policies that Firefox goes by."""
        if self.system == "windows":
            return policies.of_registry(self.registry, "firefox")
        return policies.firefox(self.json)

    def chromium(self, which: str) -> Mapping[str, object]:
        """Return the managed policies of "chromium", "chrome" or "edge"."""
        if self.system == "windows":
            return policies.of_registry(self.registry, which)
        folder = policies.CHROMIUM[which]
        names = (name for name in self.names(folder) if name.endswith(".json"))
        return policies.merged(self.json(f"{folder}/{name}") for name in names)

    def _inside(self, path: str) -> Path:
        """Return where a path leads. Raises OSError if that is nowhere, or not below the root."""
        found = Path(os.path.realpath(self.root / path.lstrip("/"), strict=True))
        if not found.is_relative_to(self.root.resolve()):
            raise PermissionError(path)
        return found
