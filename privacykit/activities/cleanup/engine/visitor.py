"""The visitor before you: a practice home with ten traces, and what one can do about each.

Everything lies in a folder for temporary files that the wipe engine knows as a practice home;
files are removed by the engine's own tree, and rows so that nothing of them stays readable.
"""

import json
import os
import weakref
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from privacykit.activities.cleanup.engine import formats
from privacykit.activities.cleanup.engine.words import TraceId, Words
from privacykit.wipe import practice
from privacykit.wipe.places import practice_folder
from privacykit.wipe.tree import Tree

App = Literal["browser", "files", "trash", "clipboard", "printer", "stick"]
APPS: tuple[App, ...] = get_args(App)
Deed = Literal[
    "delete", "empty", "clear", "sign-out", "close", "forget", "overwrite", "cancel", "eject"
]
_FIREFOX = ".config/mozilla/firefox/p7k2m9qa.default-esr"
_FORMS, _COOKIES = f"{_FIREFOX}/formhistory.sqlite", f"{_FIREFOX}/cookies.sqlite"
_SESSION = f"{_FIREFOX}/sessionstore-backups/recovery.jsonlz4"
_LOGINS, _PROFILES = f"{_FIREFOX}/logins.json", ".config/mozilla/firefox/profiles.ini"
_RECENT, _TRASH = ".local/share/recently-used.xbel", ".local/share/Trash"
_THUMBNAILS, _CLIPBOARD = ".cache/thumbnails/normal", ".local/share/clipman.json"
_STICK, _SPOOL, _JOB = "stick", "spool", 7
_FIELD = {"form": "street-address", "search": "searchbar-history"}


@dataclass(frozen=True)
class Entry:
    """One line in a window of the practice desktop."""

    app: App
    trace: TraceId
    text: str
    deeds: tuple[Deed, ...]

    @property
    def is_hidden(self) -> bool:
        """Tell whether a file window shows it only among hidden files."""
        return self.trace == "thumbnail"


@dataclass(frozen=True)
class _Spot:
    app: App
    trace: TraceId
    is_there: Callable[[], bool]
    deeds: Mapping[Deed, Callable[[], object]]


class Visitor:
    """A session that its owner walked away from.

    clear_up() removes all of it; at the latest that happens when the program ends.
    """

    def __init__(self, words: Words, folder: Path | None = None) -> None:
        """Lay everything out in an empty folder below the temporary ones; None: a new one."""
        self._words = words
        self.account = practice.empty(folder)
        self.clear_up = weakref.finalize(self, practice.clear_up, self.account)
        self._home, self.folder = self.account.home, practice_folder(self.account)
        self._lay_out_files()
        self._lay_out_browser()
        self._spots = (*self._in_files(), *self._in_browser(), *self._elsewhere())

    def entries(self, app: App) -> tuple[Entry, ...]:
        """Return what a window shows now, as the files themselves have it."""
        return tuple(
            Entry(app, one.trace, self._text(one.trace), tuple(one.deeds))
            for one in self._spots
            if one.app == app and one.is_there()
        )

    def do(self, app: App, trace: TraceId, deed: Deed) -> bool:
        """Do what a button says; return whether the trace is out of sight. KeyError: no button."""
        spot = {(one.app, one.trace): one for one in self._spots}[app, trace]
        spot.deeds[deed]()
        return not any(one.is_there() for one in self._spots if one.trace == trace)

    def _text(self, trace: TraceId) -> str:
        return self._words.of(trace).text

    def _lay_out_files(self) -> None:
        home, text = self._home, self._text
        for folder, name in ((home / "Downloads", "download"), (self.folder / _STICK, "stick")):
            document = text(name)  # type: ignore[arg-type]
            formats.parented(folder / document).write_bytes(formats.page(document))
        formats.recent_list(home / _RECENT, [self._uri("Documents", "recent")])
        formats.thumbnail(home / _THUMBNAILS, self._uri("Pictures", "thumbnail"))
        self._copy(text("clipboard"))
        job = text("print")
        formats.print_job(self.folder / _SPOOL, _JOB, job, formats.page(job))

    def _lay_out_browser(self) -> None:
        home, mail, account = self._home, self._words.visitor.mail, self._text("account")
        profile = "[Profile0]\nName=default-esr\nIsRelative=1\nPath=p7k2m9qa.default-esr\n"
        formats.parented(home / _PROFILES).write_text(profile, encoding="utf-8")
        formats.database(
            home / _FORMS,
            "CREATE TABLE moz_formhistory (id INTEGER PRIMARY KEY, fieldname TEXT, value TEXT)",
            "INSERT INTO moz_formhistory (fieldname, value) VALUES (?, ?)",
            [(_FIELD["form"], self._text("form")), (_FIELD["search"], self._text("search"))],
        )
        formats.database(
            home / _COOKIES,
            "CREATE TABLE moz_cookies (id INTEGER PRIMARY KEY, value TEXT, host TEXT)",
            "INSERT INTO moz_cookies (value, host) VALUES (?, ?)",
            [(account, mail)],
        )
        formats.session_file(home / _SESSION, f"https://{mail}/inbox", account)
        saved = {"hostname": f"https://{mail}", "username": self._text("remembered")}
        self._save_logins([saved])

    def _in_files(self) -> tuple[_Spot, ...]:
        name = self._text("download")
        download, trashed = self._home / "Downloads" / name, self._home / _TRASH / "files" / name
        recent, previews = self._home / _RECENT, self._home / _THUMBNAILS
        return (
            _Spot("files", "download", download.exists, {"delete": self._throw_away}),
            _Spot("trash", "download", trashed.exists, {"empty": lambda: self._remove(_TRASH)}),
            _Spot(
                "files",
                "recent",
                lambda: _holds(recent, "href"),
                {"clear": lambda: formats.recent_list(recent, [])},
            ),
            _Spot(
                "files",
                "thumbnail",
                previews.exists,
                {"delete": lambda: self._remove(_THUMBNAILS)},
            ),
        )

    def _in_browser(self) -> tuple[_Spot, ...]:
        logins = self._home / _LOGINS
        leave: dict[Deed, Callable[[], object]] = {
            "close": lambda: None,
            "sign-out": self._sign_out,
        }
        return (
            _Spot("browser", "account", lambda: self._cookies() > 0, leave),
            _Spot(
                "browser",
                "remembered",
                lambda: _holds(logins, "username"),
                {"forget": lambda: self._save_logins([])},
            ),
            self._typed("form"),
            self._typed("search"),
        )

    def _typed(self, trace: Literal["form", "search"]) -> _Spot:
        path, field = self._home / _FORMS, _FIELD[trace]
        count = "SELECT count(*) FROM moz_formhistory WHERE fieldname = ?"
        drop = "DELETE FROM moz_formhistory WHERE fieldname = ?"
        return _Spot(
            "browser",
            trace,
            lambda: formats.count(path, count, field) > 0,
            {"clear": lambda: formats.drop_rows(path, drop, field)},
        )

    def _elsewhere(self) -> tuple[_Spot, ...]:
        clipboard, stick = self._home / _CLIPBOARD, self.folder / _STICK
        job = self.folder / _SPOOL / f"c{_JOB:05}"
        kept: dict[Deed, Callable[[], object]] = {
            "overwrite": lambda: self._copy("…", self._text("clipboard")),
            "clear": lambda: self._remove(_CLIPBOARD),
        }
        return (
            _Spot("clipboard", "clipboard", clipboard.exists, kept),
            _Spot("printer", "print", job.exists, {"cancel": lambda: self._take(_SPOOL)}),
            _Spot("stick", "stick", stick.exists, {"eject": lambda: self._take(_STICK)}),
        )

    def _cookies(self) -> int:
        return formats.count(self._home / _COOKIES, "SELECT count(*) FROM moz_cookies")

    def _sign_out(self) -> None:
        formats.drop_rows(self._home / _COOKIES, "DELETE FROM moz_cookies")
        self._remove(_SESSION)

    def _save_logins(self, logins: list[dict[str, str]]) -> None:
        words = json.dumps({"logins": logins}, ensure_ascii=False)
        (self._home / _LOGINS).write_text(words, encoding="utf-8")

    def _copy(self, *texts: str) -> None:
        """Write what a clipboard program keeps: the newest and those before it."""
        words = json.dumps(texts, ensure_ascii=False)
        formats.parented(self._home / _CLIPBOARD).write_text(words, encoding="utf-8")

    def _throw_away(self) -> None:
        name = self._text("download")
        path = self._home / "Downloads" / name
        formats.trashed(self._home / _TRASH, name, str(path), path.read_bytes())
        self._remove(f"Downloads/{name}")

    def _uri(self, folder: str, trace: TraceId) -> str:
        return formats.file_uri(f"/home/visitor/{folder}/{self._text(trace)}")

    def _remove(self, path: str) -> None:
        with Tree(self._home) as tree:
            tree.remove(os.fsencode(path))

    def _take(self, folder: str) -> None:
        with Tree(self.folder) as tree:
            tree.remove(os.fsencode(folder))


def _holds(path: Path, word: str) -> bool:
    return path.exists() and word in path.read_text(encoding="utf-8")
