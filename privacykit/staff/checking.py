"""Who says whether a passphrase is the staff's: this account for itself, or root for everybody."""

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple, Protocol

import msgspec

from privacykit.errors import LockError
from privacykit.i18n import _, _n
from privacykit.staff import keeping, throttle
from privacykit.staff import passphrase as phrases
from privacykit.staff.keeping import Keeper, OwnerFile
from privacykit.staff.passphrase import USUAL, Cost, Verifier
from privacykit.staff.throttle import Moment, Tries

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend


FOR_ALL = "sudo privacykit admin passphrase"
"""The command that sets a passphrase for the whole computer."""


class Result(NamedTuple):
    """What a try came to."""

    ok: bool
    wait_seconds: int = 0
    sentence: str = ""
    """What stands in the way, besides the wait."""
    early: bool = False
    """It was not looked at, as the wait was not over."""

    @property
    def told(self) -> str:
        """Return all of it in words, for who shows no countdown."""
        wait = waiting(self.wait_seconds) if self.wait_seconds else ""
        return f"{self.sentence} {wait}".strip()


class Check(Protocol):
    """Every method may take a second, and raises LockError with the sentence for staff."""

    recovery: str
    """The command for who forgot the passphrase."""

    @property
    def is_set(self) -> bool:
        """Tell quickly whether there is a passphrase."""

    def forbidden(self) -> str:
        """Return why no first passphrase may be set here, before FOR_ALL; empty if one may."""

    def refused(self) -> str:
        """Return the sentence about a keyring that is none; empty if there is no such."""

    def wait(self) -> int:
        """Return the seconds before a try may be made."""

    def check(self, passphrase: str) -> Result: ...

    def set_first(self, passphrase: str) -> None:
        """Set a passphrase where there is none yet."""


class Kept(msgspec.Struct, frozen=True):
    """The passphrase and its tries in one piece: who drops the count drops the lock's key too."""

    verifier: Verifier
    tries: Tries = Tries()


class OwnCheck:
    """With what a keeper holds; each try is noted before it is looked at, or not made."""

    recovery = "privacykit admin reset"

    def __init__(
        self,
        file: OwnerFile,
        *,
        backends: "Callable[[], Iterable[KeyringBackend]]" = tuple,
        about: Sequence[str] = (),
        forbidden: Callable[[], str] = str,
        now: Callable[[], Moment] = throttle.now,
        cost: Cost = USUAL,
    ) -> None:
        self._file, self._backends = file, backends
        self._about, self.forbidden = about, forbidden
        self._now, self._cost = now, cost

    @property
    def is_set(self) -> bool:
        return self._file.is_kept

    def wait(self) -> int:
        return throttle.wait(_load(self._keeper()).tries, self._now())

    def check(self, passphrase: str) -> Result:
        keeper = self._keeper()
        with self._file.alone():
            kept = _load(keeper)
            if seconds := throttle.wait(kept.tries, self._now()):
                return Result(False, seconds, early=True)
            tries = throttle.another(kept.tries, self._now())
            _save(keeper, Kept(kept.verifier, tries))
            if phrases.matches(kept.verifier, passphrase):
                _save(keeper, Kept(kept.verifier))
                return Result(True)
        return Result(False, throttle.wait(tries, self._now()), wrong())

    def set_first(self, passphrase: str) -> None:
        if why := self.forbidden():
            raise LockError(f"{why} {FOR_ALL}")
        self._put(passphrase, first=True)

    def replace(self, passphrase: str) -> None:
        """Put a new passphrase in place of the old one, or of none."""
        self._put(passphrase, first=False)

    def _put(self, passphrase: str, *, first: bool) -> None:
        verifier = phrases.make(passphrase, self._about, self._cost)
        with self._file.alone():
            keeper = self._keeper()
            if first and keeper.load() is not None:
                raise LockError(taken())
            _save(keeper, Kept(verifier))

    def reset(self) -> None:
        """Forget the passphrase and its tries, also where they are damaged or out of reach."""
        with suppress(LockError), self._file.alone():  # a try would put back what it has read
            self._keeper().drop()
            return
        self._file.drop()

    def where(self) -> str:
        """Return in words where it is kept."""
        return self._keeper().where()

    def refused(self) -> str:
        return keeping.choose(self._backends()).refused

    def _keeper(self) -> Keeper:
        return keeping.keeper(self._file, self._backends())


def _load(keeper: Keeper) -> Kept:
    found = keeper.load()
    if found is None:
        raise LockError(_("No passphrase is set."))
    try:
        return msgspec.json.decode(found, type=Kept)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        words = _("The passphrase kept {where} is damaged. Type: privacykit admin reset")
        raise LockError(words.format(where=keeper.where())) from error


def _save(keeper: Keeper, kept: Kept) -> None:
    keeper.save(msgspec.json.encode(kept))


def wrong() -> str:
    return _("That is not the passphrase.")


def waiting(seconds: int) -> str:
    words = _n("Try again in {count} second.", "Try again in {count} seconds.", seconds)
    return words.format(count=seconds)


def taken() -> str:
    return _("There is a passphrase already.")
