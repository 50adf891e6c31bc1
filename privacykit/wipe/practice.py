"""A made-up home with the traces of a made-up session, to practise and to show a wipe on."""

import os
import sqlite3
import stat
import struct
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from privacykit.errors import UnsafeHomeError
from privacykit.i18n import _
from privacykit.wipe import places
from privacykit.wipe.places import MARKER, Account
from privacykit.wipe.tree import Tree

NAME = "practice"
SITE = "https://library.example/reader"
_FIREFOX = ".config/mozilla/firefox/k3x8p2qa.default-esr"
_CHROMIUM = ".config/chromium/Default"
_SCHEMAS = {
    f"{_FIREFOX}/places.sqlite": (
        "CREATE TABLE moz_places (id INTEGER PRIMARY KEY, url TEXT, title TEXT)",
        "INSERT INTO moz_places (url, title) VALUES (?, 'Made-up page')",
    ),
    f"{_FIREFOX}/cookies.sqlite": (
        "CREATE TABLE moz_cookies (id INTEGER PRIMARY KEY, name TEXT, host TEXT)",
        "INSERT INTO moz_cookies (name, host) VALUES ('session', ?)",
    ),
    f"{_CHROMIUM}/History": (
        "CREATE TABLE urls (id INTEGER PRIMARY KEY, url LONGVARCHAR, title LONGVARCHAR)",
        "INSERT INTO urls (url, title) VALUES (?, 'Made-up page')",
    ),
    ".thunderbird/w2m4x7tz.default-esr/global-messages-db.sqlite": (
        "CREATE TABLE messages (id INTEGER PRIMARY KEY, headerMessageID TEXT)",
        "INSERT INTO messages (headerMessageID) VALUES (?)",
    ),
}
_RECENT = f"""<?xml version="1.0" encoding="UTF-8"?>
<xbel version="1.0">
  <bookmark href="{SITE}/letter.odt" added="2026-01-05T10:00:00Z"/>
</xbel>
"""
_TRASHED = "[Trash Info]\nPath=Documents/old-letter.txt\nDeletionDate=2026-01-05T10:00:00\n"
_MIMEAPPS = "[Default Applications]\ntext/html=firefox-esr.desktop\n"
_TEXTS = {
    ".config/mozilla/firefox/profiles.ini": (
        "[Profile0]\nName=default-esr\nIsRelative=1\nPath=k3x8p2qa.default-esr\n"
    ),
    f"{_FIREFOX}/logins.json": f'{{"logins": [{{"hostname": "{SITE}"}}]}}\n',
    ".cache/mozilla/firefox/k3x8p2qa.default-esr/cache2/entries/8A1F": f"{SITE}\n",
    f"{_CHROMIUM}/Preferences": "{}\n",
    ".config/libreoffice/4/user/registrymodifications.xcu": f"<item>{SITE}</item>\n",
    ".local/share/recently-used.xbel": _RECENT,
    ".local/share/Trash/info/old-letter.txt.trashinfo": _TRASHED,
    ".local/share/Trash/files/old-letter.txt": "A made-up letter.\n",
    ".local/share/gvfs-metadata/home": "A made-up list of visited folders.\n",
    ".config/vlc/vlc-qt-interface.conf": "[RecentsMRL]\nlist=file:///made-up/film.mp4\n",
    ".bash_history": "cat Documents/letter.txt\n",
    ".local/share/copyq/copyq/copied.dat": "made-up copied words\n",
    ".local/share/zeitgeist/activity.txt": "made-up activity\n",
    ".config/discord/Local Storage/leveldb/000003.log": "made-up chat\n",
    ".local/share/keyrings/login.keyring": "made-up keyring\n",
    ".config/rclone/rclone.conf": "[made-up]\ntype = drive\n",
    ".config/autostart/made-up.desktop": "[Desktop Entry]\nType=Application\nExec=true\n",
    ".config/mimeapps.list": _MIMEAPPS,
    "Documents/letter.txt": "A made-up letter to a made-up person.\n",
    "Downloads/tax-form.txt": "A made-up form.\n",
    "notes.txt": "Made-up notes.\n",
}


def lay_out(folder: Path | None = None) -> Account:
    """Make a practice home with traces; return its account. The folder is as for empty()."""
    account = empty(folder)
    _fill(account.home)
    unsaved = places.practice_folder(account) / "tmp" / "lu0001.tmp"
    unsaved.write_text("made-up unsaved letter\n")
    return account


def empty(folder: Path | None = None) -> Account:
    """Make a practice home with nothing in it; return its account.

    `folder` must be empty and lie in the folder for temporary files; None: a new one.
    """
    base = Path(tempfile.mkdtemp(prefix="privacykit-practice-") if folder is None else folder)
    base = base.resolve()
    base.chmod(stat.S_IRWXU)
    home = base / "home"
    for made in (home, base / "tmp"):
        made.mkdir(mode=stat.S_IRWXU)
    (base / MARKER).touch()
    return Account(NAME, os.geteuid(), os.getegid(), home, practice=True)


def clear_up(account: Account) -> None:
    """Remove a practice home and what is around it. Raises UnsafeHomeError for any other."""
    if not account.practice:
        raise UnsafeHomeError(_("{folder} is not a practice home.").format(folder=account.home))
    places.check(account)
    folder = places.practice_folder(account)
    with Tree(folder.parent) as tree:
        tree.remove(os.fsencode(folder.name))


def _fill(home: Path) -> None:
    for path, text in _TEXTS.items():
        _make(home / path).write_text(text)
    for path, (schema, row) in _SCHEMAS.items():
        with closing(sqlite3.connect(_make(home / path))) as database, database:
            database.execute("PRAGMA synchronous = OFF")
            database.execute(schema)
            database.execute(row, (SITE,))
    for size in ("normal", "large"):
        _make(home / f".cache/thumbnails/{size}/5f3a.png").write_bytes(_png())
    _make(home / "Pictures/made-up.png").write_bytes(_png())


def _make(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def _png() -> bytes:
    """Return a picture of one grey point."""
    return b"\x89PNG\r\n\x1a\n" + b"".join(_png_parts())


def _png_parts() -> Iterator[bytes]:
    header = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    for name, content in (
        (b"IHDR", header),
        (b"IDAT", zlib.compress(b"\0\x80")),
        (b"IEND", b""),
    ):
        checksum = zlib.crc32(name + content)
        yield struct.pack(">I", len(content)) + name + content + struct.pack(">I", checksum)
