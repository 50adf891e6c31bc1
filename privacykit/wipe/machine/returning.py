"""The work at a session's end: everything ended, the home brought back, and looked at again."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from privacykit.errors import AgainError
from privacykit.i18n import _
from privacykit.wipe import linux, programs
from privacykit.wipe.baseline import compare as comparing
from privacykit.wipe.baseline import restore as restoring
from privacykit.wipe.baseline.compare import Differences
from privacykit.wipe.baseline.manifest import Manifest
from privacykit.wipe.machine import leftovers, loops, mounts, people, subvolumes
from privacykit.wipe.machine.quarantine import Quarantine
from privacykit.wipe.machine.records import Record
from privacykit.wipe.machine.state import FULL
from privacykit.wipe.machine.ways import Frozen, Way
from privacykit.wipe.places import World
from privacykit.wipe.policy import Keeper, Policy, keeper
from privacykit.wipe.problems import Problem
from privacykit.wipe.progress import Cancelled, Progress
from privacykit.wipe.report import Place

LOOKS = 3
"""A home that changes while it is brought back is met this often before it is called residue."""


@dataclass
class Return:
    """One home on its way back; what was done so far, and what the last look found."""

    record: Record
    manifest: Manifest
    frozen: Frozen
    way: Way
    policy: Policy
    world: World
    thorough: bool
    quarantine: Quarantine
    progress: Progress
    cancelled: Cancelled
    ended: set[str] = field(default_factory=set)
    restored: int = 0
    looks: int = 0
    problems: tuple[Problem, ...] = ()
    places: tuple[Place, ...] = ()
    last: Differences = field(init=False)
    loaded: Manifest = field(init=False)

    def __post_init__(self) -> None:
        self.loaded = self.manifest

    @property
    def is_clean(self) -> bool:
        return self.last.is_empty and all(place.state != "residue" for place in self.places)

    def run(self) -> None:
        """Bring everything back, and wait until it is on the disk. `is_clean` tells the outcome.

        Raises BusyError, AgainError, BaselineError, CancelledError, OSError.
        """
        self._end_everything()
        self._with_room(self._bring_back)
        self.places = self._clear_places()
        self._settle()
        if self.way.name != "btrfs":
            self._keep_marks()
        self._sync()

    def _keep_marks(self) -> None:
        """Write down the marks of what was made anew, so that the next look trusts them.

        A snapshot comes back with the marks it was frozen with.
        """
        if self.last.is_empty and self.last.stale:
            self._restore(self.last)
        if self.manifest is not self.loaded:
            self.record.save(self.manifest)

    def _settle(self) -> None:
        """Mend until nothing stirs any more and nothing differs, or it is clear that it will."""
        for _round in range(LOOKS):
            if not self._end_everything() and self.last.is_empty:
                return
            self._mend()
            self.places = self._clear_places()
        if self._end_everything():
            raise programs.busy(self.ended or {_("another program")})

    def _end_everything(self) -> bool:
        """End what runs and take off what is attached; tell whether there was anything."""
        system, account = self.record.system, self.frozen.account
        who = people.person(system, account)
        ended = people.end_all(
            who,
            self.world.processes,
            self.policy.programs,
            whole_system=system.is_running,
            progress=self.progress,
            cancelled=self.cancelled,
        )
        let_go = loops.let_go(system, (account.home, self.frozen.vault), who.owns)
        places = (account.home, system.at(f"/run/user/{account.uid}"))
        own = mounts.of_account(account.uid, system.root)
        gone = mounts.detach((*places, *own), keep=places)
        self.ended |= {*ended}
        return bool(ended or gone or let_go)

    def _bring_back(self) -> None:
        self.quarantine.open()
        with linux.opened(linux.open_folder(self.frozen.account.home)) as home:
            subvolumes.make_writable(home)
        self.way.bring_back(
            self.frozen, self.quarantine, progress=self.progress, cancelled=self.cancelled
        )
        self._look(thorough=self.thorough)
        if not self.last.is_empty:
            self._mend()

    def _mend(self) -> None:
        self._restore(self.last)
        self._look()

    def _look(self, *, thorough: bool = False) -> None:
        self.looks += 1
        self.last = comparing.compare(
            self.frozen.account.home,
            self.manifest,
            keep=self._keeper(),
            thorough=thorough,
            progress=self.progress,
            cancelled=self.cancelled,
        )

    def _restore(self, differences: Differences) -> None:
        done = restoring.restore(
            self.frozen.account.home,
            self.manifest,
            differences,
            self.frozen.vault,
            out=self.quarantine,
            progress=self.progress,
            cancelled=self.cancelled,
        )
        self.manifest, self.problems = done.manifest, done.problems
        self.restored += done.restored

    def _with_room(self, deed: Callable[[], None]) -> None:
        """Do it; on a full disk, first delete what the session added, and do it again."""
        try:
            deed()
        except (AgainError, OSError) as error:
            if isinstance(error, OSError) and error.errno not in FULL:
                raise
            self._make_room()
            deed()

    def _make_room(self) -> None:
        """Delete at once what a session added, which frees a full disk for what is missing."""
        self.quarantine.empty(cancelled=self.cancelled)
        self.way.make_room(self.frozen)
        self.quarantine.at_once = True
        self._look()
        self._restore(Differences(extra=self.last.extra))
        self.quarantine.at_once = False
        self.looks = 0

    def _clear_places(self) -> tuple[Place, ...]:
        cleared = leftovers.clear(
            self.record.system,
            self.frozen.account,
            self.policy.machine,
            self.record.known(),
            progress=self.progress,
            cancelled=self.cancelled,
        )
        return leftovers.joined(self.places, cleared)

    def _keeper(self) -> Keeper:
        return keeper([one.path.encode() for one in self.policy.keep])

    def _sync(self) -> None:
        for folder in {self.frozen.account.home, self.frozen.vault, self.record.folder}:
            _sync(folder)


def _sync(folder: Path) -> None:
    with linux.opened(linux.open_folder(folder)) as handle:
        linux.sync(handle)
