"""What is done with a file off the main thread, and what has begun."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import NamedTuple

from privacykit.activities.messaging.engine import apart, sealed
from privacykit.look.work import Job, Work

_PUBLIC, _SECRET = "age1", "AGE-SECRET-KEY-1"
_Deed = Callable[[Path, Path, sealed.Seal, sealed.Watch, sealed.Does], None]


class Running(NamedTuple):
    work: Work
    target: Path


class _Watch(NamedTuple):
    progress: Callable[[str, int, int], None]
    cancelled: Callable[[], bool]


def make(source: Path, target: Path, secret: str, *, locks: bool) -> Job:
    """Return what encrypts or opens, by a key if the secret looks like one.

    FileForFriendError: it looks like one and is none.
    """
    if locks:
        key = secret.strip().startswith(_PUBLIC)
        seal = sealed.with_key(secret) if key else sealed.with_passphrase(secret)
        return partial(_run, sealed.encrypt, source, target, seal)
    key = secret.strip().upper().startswith(_SECRET)
    unseal = sealed.opened_by_key(secret) if key else sealed.opened_by_passphrase(secret)
    return partial(_run, sealed.decrypt, source, target, unseal)


def _run(
    deed: _Deed,
    source: Path,
    target: Path,
    seal: sealed.Seal,
    *,
    progress: Callable[[str, int, int], None],
    cancelled: Callable[[], bool],
) -> None:
    deed(source, target, seal, _Watch(progress, cancelled), apart.does)
