"""The library's choices for the desktop: name, type, default and meaning in one frozen struct.

What a patron changes on screen (language, text size, theme) is held in memory by the window and
forgotten with the session: the kit writes no settings file.
"""

import stat
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec

from privacykit.errors import SettingsError
from privacykit.i18n import _
from privacykit.toml.table import parse

_LARGEST = 1 << 20
Theme = Literal["light", "dark", "contrast"]


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Every field may stand in settings.toml."""

    language: str = ""
    """Code of the first language on screen; empty: the system's."""
    theme: Theme = "light"
    text_percent: Annotated[int, msgspec.Meta(ge=100, le=200)] = 100
    """Size of all text, in per cent."""
    idle_seconds: Annotated[int, msgspec.Meta(ge=30, le=3600)] = 180
    """Without a key or a pointer for so long, the kit forgets and shows the first screen."""
    warning_seconds: Annotated[int, msgspec.Meta(ge=5, le=120)] = 30
    """How long before that a warning is shown."""
    full_screen: bool = False
    kiosk: bool = False
    """Start as the one thing a patron sees, also where the policy's [kiosk] does not say so."""
    shared_stations: str = ""
    """A folder of stations for the whole library; empty: none."""
    staff_idle_minutes: Annotated[int, msgspec.Meta(ge=1, le=120)] = 5
    """Without a key or a pointer for so long, the pages for staff are locked."""
    lock_folder: str = ""
    """Where the staff's lock is kept if not in the account's own folder; root's comes first."""


def load(files: Iterable[Path]) -> tuple[Settings, list[SettingsError]]:
    """Return the settings of the files, later ones over earlier, and what was wrong with them.

    A file with a mistake is left out whole; a missing file is no mistake.
    """
    settings, mistakes = Settings(), []
    for path in files:
        try:
            chosen = _read(path)
            settings = msgspec.convert({**msgspec.structs.asdict(settings), **chosen}, Settings)
        except FileNotFoundError:
            continue
        except OSError as error:
            reason = error.strerror or error
            problem = _("The file cannot be read ({reason}).").format(reason=reason)
            mistakes.append(SettingsError(path, problem, _("Check the path and the rights.")))
        except SettingsError as mistake:
            mistakes.append(mistake)
    return settings, mistakes


def _read(path: Path) -> dict[str, Any]:
    table = parse(path, _text(path), SettingsError)
    table.fitted(Settings)
    return table.data


def _text(path: Path) -> str:
    """Return the text of a plain file of a bearable size; anything else could never end."""
    info = path.stat()
    if not stat.S_ISREG(info.st_mode):
        raise SettingsError(path, _("It is not a plain file."), _("Write the file anew."))
    if info.st_size > _LARGEST:
        raise SettingsError(
            path, _("The file is larger than 1 MB."), _("Keep only what is needed.")
        )
    content = path.read_bytes()
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as problem:
        line = content.count(b"\n", 0, problem.start) + 1
        words = _("This line is not UTF-8 text."), _("Save the file as UTF-8.")
        raise SettingsError(path, *words, line) from problem
