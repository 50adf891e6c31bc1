"""What the desktop and other programs leave beside the browsers, in their own formats."""

import bz2
import os
import shutil
import sqlite3
import struct
import subprocess
import tarfile
import zipfile
import zlib
from datetime import UTC, datetime
from hashlib import md5
from pathlib import Path

HOME = Path.home()
NOW = datetime.now(UTC)


def write(path: Path, text: str | bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode() if isinstance(text, str) else text)


def documents(mark: str) -> None:
    """Lay letters where patrons keep them: packed, in UTF-16, as a picture on the desktop."""
    letter = HOME / "Documents" / "letter.odt"
    letter.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(letter, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("content.xml", f"<text>{mark}{' again' * 200}{mark}</text>")
    write(HOME / "Documents" / ".~lock.letter.odt#", f",{mark},computer,01.01.2026;")
    write(HOME / "Documents" / "notes.txt", f"{mark}\n".encode("utf-16"))
    write(HOME / "Desktop" / f"{mark}.desktop", f"[Desktop Entry]\nName={mark}\n")
    write(HOME / "Pictures" / "scan.png", png(f"Title\0{mark}"))
    write(HOME / "Videos" / "note.txt.bz2", bz2.compress(f"{mark} {mark}".encode() * 20))
    with tarfile.open(HOME / "Downloads" / "papers.tar.xz", "w:xz") as archive:
        archive.add(letter.with_name("notes.txt"), mark)


def png(text: str) -> bytes:
    """Return a picture of one dot with a text in it, as thumbnailers write."""
    chunks = (
        (b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)),
        (b"tEXt", text.encode()),
        (b"IDAT", zlib.compress(b"\0\0")),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in chunks
    )


def desktop(mark: str) -> None:
    address = f"file://{HOME}/Documents/{mark}.odt"
    data, stamp = HOME / ".local/share", NOW.isoformat()
    write(
        data / "recently-used.xbel",
        f'<?xml version="1.0"?><xbel version="1.0"><bookmark href="{address}" added="{stamp}" '
        f'modified="{stamp}" visited="{stamp}"/></xbel>',
    )
    name = md5(address.encode(), usedforsecurity=False).hexdigest()
    for size in ("normal", "large"):
        picture = png(f"Thumb::URI\0{address}")
        write(HOME / ".cache/thumbnails" / size / f"{name}.png", picture)
    write(data / "gvfs-metadata/home", f"\xda\x1ameta{address}")
    write(HOME / ".config/gtk-3.0/bookmarks", f"file://{HOME}/{mark}\n")
    write(HOME / ".config/vlc/vlc-qt-interface.conf", f"[RecentsMRL]\nlist={address}\n")
    write(data / "okular/docdata" / f"1.{mark}.xml", f'<documentInfo url="{address}"/>')
    write(HOME / ".config/autostart" / f"{mark}.desktop", f"[Desktop Entry]\nExec=echo {mark}\n")
    (HOME / ".cache/tracker3/files").mkdir(parents=True)
    index = sqlite3.connect(HOME / ".cache/tracker3/files/meta.db")
    index.execute("CREATE TABLE words (word)")
    index.execute("INSERT INTO words VALUES (?)", [mark])
    index.commit()
    index.close()


def trash(mark: str) -> None:
    """Throw a file away as the desktop does, or as its specification says."""
    thrown = HOME / f"thrown-{mark}.txt"
    write(thrown, mark)
    if shutil.which("gio"):
        subprocess.run(["gio", "trash", thrown], check=True)
        return
    write(HOME / ".local/share/Trash/files" / thrown.name, thrown.read_bytes())
    info = f"[Trash Info]\nPath={thrown}\nDeletionDate={NOW:%Y-%m-%dT%H:%M:%S}\n"
    write(HOME / ".local/share/Trash/info" / f"{thrown.name}.trashinfo", info)
    thrown.unlink()


def tools(mark: str) -> None:
    write(HOME / ".bash_history", f"ssh {mark}@library.example\n")
    write(HOME / ".python_history", f"print('{mark}')\n")
    write(HOME / ".lesshst", f'.less-history-file:\n.search\n"{mark}\n')
    write(HOME / ".wget-hsts", f"# HSTS 1.0\n{mark}.example\t0\t1\t1790000000\t31536000\n")
    write(HOME / ".viminfo", f"# Command Line History:\n:e {mark}\n")
    write(HOME / ".ssh/known_hosts", f"{mark}.example ssh-ed25519 AAAA\n")


def temporary(mark: str) -> None:
    for folder in ("/tmp", "/var/tmp", "/dev/shm"):
        write(Path(folder) / f"left-{mark}.txt", mark)
    write(Path("/tmp/lu12345.tmp/copy"), mark.encode("utf-16-le"))
    download = Path("/var/tmp/page.html")
    write(download, "saved")
    try:
        os.setxattr(download, "user.xdg.origin.url", f"http://{mark}.example/".encode())
    except OSError:  # in-memory file systems hold attributes only since Linux 6.6
        write(download, mark)


def plant(mark: str) -> None:
    for deed in (documents, desktop, trash, tools, temporary):
        deed(mark)
