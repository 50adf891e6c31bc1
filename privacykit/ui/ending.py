"""What "Leave no trace" works on: an account, its policy, and the two calls to the wipe engine."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from privacykit import paths

if TYPE_CHECKING:
    from privacykit.wipe.places import Account
    from privacykit.wipe.plan import Plan
    from privacykit.wipe.policy import Policy
    from privacykit.wipe.report import Report

Progress = Callable[[str, int, int], None]
Cancelled = Callable[[], bool]
SHARED = (Path("/tmp"), Path("/var/tmp"), Path("/dev/shm"))  # noqa: S108 - looked through, not used


class Ending:
    """Both calls are jobs for Work; the plan that is shown is the one that is carried out."""

    def __init__(
        self,
        account: Callable[[], "Account"],
        policy: Callable[["Account"], "Policy"],
        temporary: Sequence[Path] = SHARED,
    ) -> None:
        self._account, self._policy, self._temporary = account, policy, temporary
        self._laid_out: Account | None = None

    def look(self, *, progress: Progress, cancelled: Cancelled) -> "Plan":
        """Return what is there. Raises PrivacykitError."""
        from privacykit.wipe import plan, traces

        account = self._laid_out = self._account()
        return plan.make(
            account,
            self._policy(account),
            traces.load(paths.resources() / "traces"),
            temporary=self._temporary,
            progress=progress,
            cancelled=cancelled,
        )

    def end(self, shown: "Plan", *, progress: Progress, cancelled: Cancelled) -> "Report":
        """Carry out a plan that look() returned. Raises PrivacykitError."""
        from privacykit.wipe import session

        return session.end(shown, progress=progress, cancelled=cancelled)

    def clear_up(self) -> None:
        """Remove a practice home; a real one is left alone."""
        from privacykit.wipe import practice

        if self._laid_out is not None and self._laid_out.practice:
            practice.clear_up(self._laid_out)
            self._laid_out = None


def of_this_computer() -> Ending:
    from privacykit.wipe import places, policy

    return Ending(places.current_account, lambda _account: policy.load(paths.policy_file()))


def of_a_practice_home() -> Ending:
    """Return an ending of a made-up home, laid out when it is first looked at."""
    from privacykit.wipe import policy, practice

    return Ending(practice.lay_out, policy.Policy.for_practice, temporary=())
