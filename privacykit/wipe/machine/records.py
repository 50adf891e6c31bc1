"""What root keeps of one frozen account: its state, its baseline, and where its vault lies."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import msgspec

from privacykit.errors import AgainError, BaselineError, BusyError, PrivacykitError, UnsafeHomeError
from privacykit.i18n import _
from privacykit.wipe import linux
from privacykit.wipe import policy as policies
from privacykit.wipe.baseline import manifest as manifests
from privacykit.wipe.baseline.manifest import Manifest
from privacykit.wipe.machine import leftovers, shown
from privacykit.wipe.machine import state as states
from privacykit.wipe.machine.leftovers import Known
from privacykit.wipe.machine.locks import held_soon
from privacykit.wipe.machine.state import Condition, State
from privacykit.wipe.machine.system import System, need_root, own_folder
from privacykit.wipe.machine.ways import Frozen
from privacykit.wipe.places import Account, World
from privacykit.wipe.policy import Policy
from privacykit.wipe.problems import problem
from privacykit.wipe.progress import Cancelled, never

HERE = World()
_BESIDE, _KNOWN = ".privacykit", "known"


@dataclass(frozen=True, slots=True)
class Record:
    """The record of one account. Raises UnsafeHomeError for a name that is none."""

    system: System
    name: str

    def __post_init__(self) -> None:
        if wrong := policies.account_problem(self.name):
            raise UnsafeHomeError(wrong)

    @property
    def folder(self) -> Path:
        return self.system.record(self.name)

    @property
    def is_frozen(self) -> bool:
        return (self.folder / "baseline").is_file()

    def need_frozen(self) -> None:
        """Raise BaselineError if the account has no baseline."""
        if not self.is_frozen:
            words = _(
                "The home of {name} is not frozen: privacykit baseline freeze --account {name}"
            )
            raise BaselineError(words.format(name=self.name))

    @property
    def state(self) -> State:
        return states.read(self.folder)

    @property
    def is_in_use(self) -> bool:
        """Tell whether a session is open; one that a power cut ended is not."""
        return self.state.condition == "in use" and self.is_in_this_boot

    @property
    def is_in_this_boot(self) -> bool:
        """Tell whether the computer has not been started anew since the last session began."""
        return self.state.boot_id == states.boot_id(self.system)

    def write(
        self, condition: Condition, now: datetime, *, message: str = "", **changes: object
    ) -> None:
        """Write down a new condition; what is not named stays as it was."""
        since = now.isoformat(timespec="seconds")
        named = {"condition": condition, "since": since, "message": message, **changes}
        if condition == "clean":
            named |= {"left": 0, "verified_at": since}
        states.write(self.folder, msgspec.structs.replace(self.state, **named))
        shown.tell(self.system)

    def manifest(self) -> Manifest:
        """Return the baseline. Raises BaselineError."""
        return manifests.load(self.folder / "baseline", manifests.key(self.system.records))

    def frozen(self, manifest: Manifest) -> Frozen:
        """Return the account of a baseline. Raises BaselineError if it is another one by now."""
        account, header = self.system.account(self.name), manifest.header
        if (account.uid, str(account.home)) != (header.uid, header.home):
            words = _(
                "The account {name} has another number or another home than when it was frozen. "
                "Freeze it again."
            )
            raise BaselineError(words.format(name=self.name))
        return Frozen(account, Path(header.vault))

    def save(self, manifest: Manifest) -> None:
        manifests.save(manifest, self.folder / "baseline", manifests.key(self.system.records))

    def policy(self) -> Policy:
        """Return the computer's policy. Raises PolicyError."""
        return policies.load(self.system.policy_file, {0})

    def vault(self, account: Account) -> Path:
        """Return root's own folder on the mount of the home, made if need be.

        A home that is a mount of its own has none there: what leaves it is deleted, not moved.
        """
        beside = account.home.parent / _BESIDE
        if not same_mount(self.folder, account.home) and same_mount(beside.parent, account.home):
            return own_folder(own_folder(beside) / self.name)
        return self.folder

    def known(self) -> Known:
        """Return what the computer knew for the account when it was frozen.

        Raises BaselineError: without it, what staff set up would be taken for a session's.
        """
        try:
            return msgspec.json.decode(states.load(self.folder, _KNOWN), type=Known)
        except (OSError, msgspec.MsgspecError) as error:
            raise BaselineError(states.damaged()) from error

    def remember(self, account: Account) -> None:
        """Write down what the computer knows for the account now: that is no session's."""
        known = leftovers.remember(self.system, account)
        states.save(self.folder, _KNOWN, msgspec.json.encode(known))

    def signed_in(self) -> BusyError:
        words = _("{name} is signed in. Sign out first, then run it again.")
        return BusyError(words.format(name=self.name))

    @contextmanager
    def held(self, seconds: float = 0, cancelled: Cancelled = never) -> Iterator[None]:
        """Keep every other command off this account, after waiting so long for one at work.

        Raises RightsError, BusyError if it is still at work, CancelledError.
        """
        need_root()
        with ExitStack() as lock:
            try:
                lock.enter_context(held_soon(self.folder, seconds, cancelled))
            except BlockingIOError:
                words = _("Another command is at work on the account {name}. Wait for it to end.")
                raise BusyError(words.format(name=self.name)) from None
            yield

    @contextmanager
    def blocked_on_error(self, now: datetime) -> Iterator[None]:
        """Write down why a deed was not done to its end, so that nobody signs in until it is."""
        try:
            with in_words():
                yield
        except PrivacykitError as error:
            with suppress(OSError):
                self.write("not clean", now, message=str(error))
            raise


@contextmanager
def in_words() -> Iterator[None]:
    """Turn what the system says no to into AgainError."""
    try:
        yield
    except OSError as error:
        raise AgainError(problem(b"", error.errno or 0).words) from error


def same_mount(one: Path, other: Path) -> bool:
    """Tell whether two folders lie on one mount, so that an entry can be moved between them."""
    with ExitStack() as held:
        handles = [linux.open_folder(path) for path in (one, other)]
        first, second = (held.enter_context(linux.opened(handle)) for handle in handles)
        return linux.mount_id(first) == linux.mount_id(second)
