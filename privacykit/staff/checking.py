"""Who says whether a passphrase is the staff's: this account for itself, or root for everybody."""

from collections.abc import Callable, Sequence
from typing import NamedTuple, Protocol

import msgspec

from privacykit.errors import LockError
from privacykit.i18n import _, _n
from privacykit.staff import passphrase as phrases
from privacykit.staff import throttle
from privacykit.staff.keeping import Keeper
from privacykit.staff.passphrase import Cost, Verifier
from privacykit.staff.throttle import Moment, Tries


class Result(NamedTuple):
    """What a try came to."""

    ok: bool
    wait_seconds: int = 0
    sentence: str = ""


class Check(Protocol):
    """Every method may take a second, and raises LockError with the sentence for staff."""

    @property
    def is_set(self) -> bool:
        """Tell quickly whether there is a passphrase."""

    def wait(self) -> int:
        """Return the seconds before a try may be made, as far as that is known."""

    def check(self, passphrase: str) -> Result: ...

    def set_first(self, passphrase: str) -> None:
        """Set a passphrase where there is none yet."""


class Kept(msgspec.Struct, frozen=True):
    """The passphrase and its tries in one piece: who drops the count drops the lock's key too."""

    verifier: Verifier
    tries: Tries = Tries()


class OwnCheck:
    """With what a keeper holds; each try is noted before it is looked at, or not made."""

    def __init__(
        self,
        keeper: Callable[[], Keeper],
        *,
        is_kept: Callable[[], bool],
        about: Sequence[str] = (),
        cost: Cost = Cost(),  # noqa: B008 - a constant
        now: Callable[[], Moment] = throttle.now,
        forbidden: str = "",
    ) -> None:
        self._keeper, self._is_kept, self._about = keeper, is_kept, about
        self._forbidden = forbidden
        self._cost, self._now = cost, now

    @property
    def is_set(self) -> bool:
        return self._is_kept()

    def wait(self) -> int:
        return throttle.wait(self._load(self._keeper()).tries, self._now())

    def check(self, passphrase: str) -> Result:
        keeper = self._keeper()
        with keeper.alone():
            kept = self._load(keeper)
            if seconds := throttle.wait(kept.tries, self._now()):
                return Result(False, seconds, waiting(seconds))
            tries = throttle.another(kept.tries, self._now())
            _save(keeper, Kept(kept.verifier, tries))
            if phrases.matches(kept.verifier, passphrase):
                _save(keeper, Kept(kept.verifier))
                return Result(True)
        return wrong(throttle.wait(tries, self._now()))

    def set_first(self, passphrase: str) -> None:
        if self._forbidden:
            raise LockError(self._forbidden)
        self._put(passphrase, first=True)

    def replace(self, passphrase: str) -> None:
        """Put a new passphrase in place of the old one, or of none."""
        self._put(passphrase, first=False)

    def _put(self, passphrase: str, *, first: bool) -> None:
        verifier = phrases.make(passphrase, self._about, self._cost)
        keeper = self._keeper()
        with keeper.alone():
            if first and keeper.load() is not None:
                raise LockError(_("There is a passphrase already."))
            _save(keeper, Kept(verifier))

    def reset(self) -> None:
        """Forget the passphrase and its tries."""
        keeper = self._keeper()
        with keeper.alone():
            keeper.drop()

    @staticmethod
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


def wrong(seconds: int) -> Result:
    text = _("That is not the passphrase.")
    return Result(False, seconds, f"{text} {waiting(seconds)}".strip() if seconds else text)


def waiting(seconds: int) -> str:
    words = _n("Try again in {count} second.", "Try again in {count} seconds.", seconds)
    return words.format(count=seconds)
