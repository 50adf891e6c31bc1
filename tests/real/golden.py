"""A home as IT staff freeze it, what a patron does to it, and a record of all that can be told."""

import ctypes
import hashlib
import os
import random
import socket
import stat
import subprocess
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import NamedTuple

from privacykit.wipe.linux import open_folder, opened

PATRON = 61234
YEAR_2020 = 1_577_836_800_000_000_000
RENAME_EXCHANGE, AT_FDCWD = 2, -100


class Seen(NamedTuple):
    """All of one entry that a freeze promises to bring back."""

    kind: int
    mode: int
    uid: int
    gid: int
    size: int
    changed: int
    content: bytes
    attributes: tuple[tuple[str, bytes], ...]


def record(top: Path) -> dict[bytes, Seen]:
    """Return every entry below a folder, and itself as b"."""
    root = os.fsencode(top)
    found = {b".": _see(root)}
    for above, folders, files in os.walk(root, onerror=_raise):
        for name in (*folders, *files):
            path = os.path.join(above, name)  # noqa: PTH118 - bytes
            found[os.path.relpath(path, root)] = _see(path)
    return found


def differences(one: dict[bytes, Seen], other: dict[bytes, Seen]) -> list[str]:
    """Name what differs, for a test to say when it fails."""
    return [
        f"{path!r}: {one.get(path)} != {other.get(path)}"
        for path in sorted(one.keys() | other.keys())
        if one.get(path) != other.get(path)
    ]


def _raise(error: OSError) -> None:
    raise error


def _see(path: bytes) -> Seen:
    info = os.lstat(path)
    kind = stat.S_IFMT(info.st_mode)
    is_folder = kind == stat.S_IFDIR
    names = sorted(os.listxattr(path, follow_symlinks=False))
    return Seen(
        kind,
        stat.S_IMODE(info.st_mode),
        info.st_uid,
        info.st_gid,
        0 if is_folder else info.st_size,
        info.st_mtime_ns,
        _content(path, kind),
        tuple((name, os.getxattr(path, name, follow_symlinks=False)) for name in names),
    )


def _content(path: bytes, kind: int) -> bytes:
    if kind == stat.S_IFLNK:
        return os.readlink(path)  # noqa: PTH115 - bytes
    if kind == stat.S_IFREG:
        return hashlib.sha256(Path(os.fsdecode(path)).read_bytes()).digest()
    return b""


# What IT staff prepare


def lay(home: Path, uid: int = PATRON) -> None:
    """Lay a home with one of everything that a baseline may hold."""
    words = random.Random(1).randbytes  # noqa: S311 - the same bytes each time
    for folder in (".config/app", ".local/share", "Documents/Forms", "Desktop", "a/b/c/d/e/f"):
        (home / folder).mkdir(parents=True, exist_ok=True)
    for name, content in {
        ".bashrc": b"alias ll='ls -l'\n",
        ".profile": b"umask 077\n",
        ".config/app/settings.ini": b"start = https://library.example\n",
        ".config/app/empty": b"",
        "Documents/Forms/form.odt": words(9_000),
        "Documents/Forms/large.bin": words(200_000),
        "a/b/c/d/e/f/deep": b"deep",
        ".local/share/one": b"one",
        ".local/share/two": b"two",
    }.items():
        (home / name).write_bytes(content)
    Path(os.fsdecode(os.fsencode(home) + b"/\xff\n\x1b[2J")).write_bytes(b"hostile")
    (home / "sparse").touch()
    os.truncate(home / "sparse", 1 << 20)
    (home / "Desktop/link").symlink_to("../Documents")
    (home / "Desktop/nowhere").symlink_to("/nowhere")
    (home / "Documents/again").hardlink_to(home / "Documents/Forms/form.odt")
    os.setxattr(home / ".profile", "user.note", b"of the library")
    os.setxattr(home / "Desktop", "user.note", b"of the library")
    (home / ".local/share").chmod(0o500)
    (home / ".config/app/empty").chmod(0o4751)
    _own(home, uid)
    (home / ".local/share/two").chmod(0o600)
    subprocess.run(["setfacl", "-m", "u:1:rw", home / ".bashrc"], check=True)
    subprocess.run(["setfacl", "-d", "-m", "u:1:rwx", home / "Documents"], check=True)
    for path in sorted(_every(home), reverse=True):
        os.utime(path, ns=(YEAR_2020, YEAR_2020 + 123_456_789), follow_symlinks=False)


def maintain(home: Path) -> None:
    """Do as IT staff do while a home is thawed."""
    (home / "Documents/new.odt").write_bytes(b"new")
    (home / ".config/app/settings.ini").write_bytes(b"start = https://other.example\n")
    (home / "Desktop/nowhere").unlink()
    (home / "a/b/c/d").rename(home / "a/b/c/x")
    _own(home, PATRON)


def _every(home: Path) -> Iterator[bytes]:
    yield os.fsencode(home)
    for above, folders, files in os.walk(os.fsencode(home)):
        for name in (*folders, *files):
            yield above + b"/" + name


def _own(home: Path, uid: int) -> None:
    for path in _every(home):
        mode = os.lstat(path).st_mode
        os.chown(path, uid, uid, follow_symlinks=False)
        if not stat.S_ISLNK(mode):
            os.chmod(path, stat.S_IMODE(mode))  # noqa: PTH101 - bytes; chown took the set-id bit


# What a patron does


TRACES = (
    ".config/browser/profile/history",
    ".config/autostart/evil.desktop",
    "Downloads/thesis.odt",
)


def use(home: Path, mark: str) -> None:
    """Do as the patron whatever a session or malice may do, leaving the mark in every form."""
    _write_traces(home, mark)
    _change_what_was_there(home, mark)
    _lay_traps(home, mark)
    for path in _every(home):
        with suppress(FileNotFoundError):
            if os.lstat(path).st_uid == 0:
                os.chown(path, PATRON, PATRON, follow_symlinks=False)


def _write_traces(home: Path, mark: str) -> None:
    browser = home / ".config/browser/profile"
    browser.mkdir(parents=True)
    (browser / "history").write_text(f"https://example.com/?q={mark}")
    (browser / mark).mkdir()
    (browser / mark / "inside").write_text(mark)
    (home / f"letter-{mark}.odt").write_text(mark)
    (home / "Downloads").mkdir()
    (home / "Downloads/thesis.odt").write_bytes(mark.encode() * 20_000)
    (home / ".config/autostart").mkdir()
    (home / ".config/autostart/evil.desktop").write_text(f"Exec={mark}")
    (home / "Desktop/reminder").symlink_to(mark)


def _change_what_was_there(home: Path, mark: str) -> None:
    forge(home / ".config/app/settings.ini", mark)
    forge(home / "Documents/Forms/large.bin", mark)
    with (home / ".bashrc").open("a") as file:
        file.write(mark)
    (home / ".profile").unlink()
    os.setxattr(home / "Desktop", "user.note", mark.encode())
    os.setxattr(home / "sparse", "user.other", mark.encode())
    os.truncate(home / "sparse", 5_000)
    (home / ".config/app").chmod(0o777)
    (home / ".local/share").chmod(0o700)
    exchange(home / ".local/share/one", home / ".local/share/two")
    subprocess.run(["setfacl", "-b", home / "Documents"], check=True)
    (home / "a/b/c").rename(home / "a/c")
    (home / "Documents/mine").hardlink_to(home / "Documents/again")


def _lay_traps(home: Path, mark: str) -> None:
    os.mkfifo(home / "pipe")
    with closing(socket.socket(socket.AF_UNIX)) as line, opened(open_folder(home)) as top:
        line.bind(f"/proc/self/fd/{top}/socket")  # a socket's path may be only 107 bytes long
    (home / "shut").mkdir()
    (home / "shut/secret").write_text(mark)
    (home / "shut").chmod(0)
    (home / "Desktop/link").unlink()
    (home / "Desktop/link").mkdir()
    (home / "Desktop/link/file").write_text(mark)
    (home / "a/b").rmdir()
    (home / "a/b").symlink_to("/etc")


def forge(path: Path, mark: str) -> None:
    """Change a file in place, keep its size and set its time back, as a forger does."""
    before = path.stat()
    with path.open("r+b") as file:
        file.write(mark.encode()[: before.st_size])
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert path.stat().st_size == before.st_size


def exchange(one: Path, other: Path) -> None:
    names = os.fsencode(one), os.fsencode(other)
    assert not ctypes.CDLL(None).renameat2(AT_FDCWD, names[0], AT_FDCWD, names[1], RENAME_EXCHANGE)
