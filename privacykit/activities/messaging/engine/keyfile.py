"""A key pair on disk, as age-keygen writes it: the public key as a remark, then the secret one."""

import datetime
from pathlib import Path

from privacykit.activities.messaging.engine.sealed import (
    FileForFriendError,
    KeyPair,
    opened,
    write_new,
)
from privacykit.i18n import _

NAME = "age-key.txt"
_BEGINNING = "AGE-SECRET-KEY-1"
_LARGEST = 4096


def save(target: Path, keys: KeyPair, now: datetime.datetime) -> None:
    """Write a new key file that only its owner reads; FileForFriendError."""
    made = now.isoformat(timespec="seconds")
    text = f"# created: {made}\n# public key: {keys.public}\n{keys.secret}\n"
    write_new(target, text.encode())


def secret_in(path: Path) -> str:
    """Return the secret key that a key file holds; FileForFriendError if it holds none."""
    try:
        with opened(path) as file:
            lines = file.read(_LARGEST).decode("utf-8", "replace").splitlines()
    except OSError as error:
        said = _("{name} cannot be read. Choose another file, or copy it to another place first.")
        raise FileForFriendError(said.format(name=path.name)) from error
    found = [line.strip() for line in lines if line.strip().startswith(_BEGINNING)]
    if not found:
        said = _("{name} holds no secret age key. It is a line that begins with AGE-SECRET-KEY-1.")
        raise FileForFriendError(said.format(name=path.name))
    return found[0]
