"""Where an account that ends its own sessions keeps their record, and its key."""

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

from privacykit import paths
from privacykit.errors import RecordError
from privacykit.i18n import _
from privacykit.record import chain, reading
from privacykit.record.chain import Book
from privacykit.record.reading import Record
from privacykit.record.signing import Keeper, KeyFile
from privacykit.staff import keeping
from privacykit.wipe.plan import Plan

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from keyring.backend import KeyringBackend

_TRACE, _SERVICE, _ENTRY = "keyrings", "privacykit", "record"
SECONDS = 3.0
"""A keyring that asks a person first is not waited for: nobody may be there any more."""


@dataclass(frozen=True, slots=True)
class InKeyring:
    """An entry of a real keyring. Raises RecordError where it does not answer."""

    backend: "KeyringBackend"
    seconds: float = SECONDS

    def load(self) -> bytes | None:
        found = self._ask(lambda: self.backend.get_password(_SERVICE, _ENTRY))
        return None if found is None else found.encode()

    def save(self, secret: bytes) -> None:
        self._ask(lambda: self.backend.set_password(_SERVICE, _ENTRY, secret.decode()))

    def _ask(self, question: "Callable[[], str | None]") -> str | None:
        answers: list[str | None] = []
        asking = Thread(target=_answer, args=(question, answers), daemon=True)
        asking.start()
        asking.join(self.seconds)
        if not answers:
            raise RecordError(_("The keyring that holds the key of the record did not answer."))
        return answers[0]


def _answer(question: "Callable[[], str | None]", answers: list[str | None]) -> None:
    try:
        answers.append(question())
    except Exception:  # noqa: BLE001 - whatever the keyring raises, it gave no answer
        return


def book(plan: Plan) -> Book:
    """Return the record in which the outcome of a plan is written down.

    Its key is in the keyring, unless the wipe itself empties that.
    """
    stays = _TRACE in plan.policy.leave_out
    return chain.of_account(
        paths.state(), keeper(paths.state(), keeping.keyrings() if stays else ())
    )


def read(folder: Path) -> Record:
    """Return the account's own record; a keyring that does not answer hides none of it.

    Raises RecordError.
    """
    if not folder.exists():
        return Record()
    place = keeper(folder, keeping.keyrings())
    if isinstance(place, InKeyring):
        with suppress(RecordError):
            return reading.read(folder, place)
        return reading.read(folder)
    return reading.read(folder, place)


def keeper(folder: Path, backends: "Iterable[KeyringBackend]") -> Keeper:
    file = KeyFile(folder)
    real = None if (folder / file.name).exists() else keeping.choose(backends).backend
    return InKeyring(real) if real else file
