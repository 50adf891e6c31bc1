"""Where a computer keeps its accounts and the kit its records, below / or an image's folder."""

import os
import stat
from dataclasses import dataclass
from pathlib import Path

from privacykit import paths
from privacykit.errors import BaselineError, RightsError, UnsafeHomeError
from privacykit.i18n import _
from privacykit.wipe.places import Account

_RECORDS = Path("/var/lib/privacykit")


@dataclass(frozen=True, slots=True)
class System:
    """A computer, running or laid out as a folder for an image builder."""

    root: Path = Path("/")

    def at(self, path: Path | str) -> Path:
        """Return where an absolute path of the computer lies."""
        return self.root / Path(path).relative_to("/")

    @property
    def is_running(self) -> bool:
        """Tell whether this is the computer that this program runs on."""
        return self.root == Path("/")

    @property
    def policy_file(self) -> Path:
        return self.at(paths.policy_file())

    @property
    def records(self) -> Path:
        """Return the kit's own folder, which only root may enter."""
        return self.at(_RECORDS)

    def record(self, account: str) -> Path:
        """Return the folder of one account's baseline and state."""
        return self.records / "accounts" / account

    def frozen(self) -> tuple[str, ...]:
        """Return the names of the accounts that have a baseline."""
        try:
            folders = sorted((self.records / "accounts").iterdir())
        except FileNotFoundError:
            return ()
        return tuple(folder.name for folder in folders if (folder / "baseline").is_file())

    def account(self, name: str) -> Account:
        """Return an account of the computer's own list; its home lies below `root`.

        Raises UnsafeHomeError if there is none of that name.
        """
        for line in self.at("/etc/passwd").read_text("utf-8", "surrogateescape").splitlines():
            entry = line.split(":")
            if entry[0] == name and len(entry) == 7:  # noqa: PLR2004 - passwd(5)
                return Account(name, int(entry[2]), int(entry[3]), self._home(entry[5]))
        raise UnsafeHomeError(
            _("This computer has no account “{name}”.").format(name=ascii(name)[1:-1])
        )

    def _home(self, listed: str) -> Path:
        return self.at(listed) if listed.startswith("/") else Path(listed)

    def prepare(self, folder: Path) -> Path:
        """Make a folder below `records` that only root may enter, with those above it.

        Raises BaselineError if one of them is not root's own plain folder.
        """
        for one in (*reversed(folder.relative_to(self.root).parents), folder):
            path = self.root / one
            if not path.is_relative_to(self.records):
                path.mkdir(exist_ok=True)
                continue
            own_folder(path)
        return folder


def own_folder(path: Path) -> Path:
    """Make a folder that only root may enter, or see that it is one; return it.

    Raises BaselineError for anything else.
    """
    path.mkdir(mode=stat.S_IRWXU, exist_ok=True)
    info = path.lstat()
    if not stat.S_ISDIR(info.st_mode) or info.st_uid != os.geteuid():
        words = _("{folder} is not a folder of root's own. Remove it and try again.")
        raise BaselineError(words.format(folder=path))
    path.chmod(stat.S_IRWXU)
    return path


def need_root() -> None:
    """Raise RightsError unless this program runs as root."""
    if os.geteuid() != 0:
        raise RightsError(_("This needs the rights of root: put sudo before the command."))
