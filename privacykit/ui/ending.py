"""What "Leave no trace" works on: the session of this computer, or of a made-up practice home."""

from typing import TYPE_CHECKING, Protocol

from privacykit.wipe.progress import Cancelled, Progress

if TYPE_CHECKING:
    from privacykit.wipe.places import Account
    from privacykit.wipe.plan import Plan
    from privacykit.wipe.report import Report


class Ending(Protocol):
    """Two jobs for Work; the plan that is shown is the one that is carried out."""

    def look(self, *, progress: Progress, cancelled: Cancelled) -> "Plan":
        """Return what is there. Raises PrivacykitError."""

    def end(self, shown: "Plan", *, progress: Progress, cancelled: Cancelled) -> "Report":
        """Carry out a plan that look() returned. Raises PrivacykitError."""

    def clear_up(self) -> None:
        """Remove what was laid out for practice; nothing else."""

    def when_over(self, _outcome: object) -> None:
        """Clear up after a job whose page is gone."""


class _Ending:
    def end(self, shown: "Plan", *, progress: Progress, cancelled: Cancelled) -> "Report":
        from privacykit.wipe import session

        return session.end(shown, progress=progress, cancelled=cancelled)

    def clear_up(self) -> None:
        pass

    def when_over(self, _outcome: object) -> None:
        self.clear_up()


class OfThisComputer(_Ending):
    """The account this program runs as, under this computer's policy."""

    def look(self, *, progress: Progress, cancelled: Cancelled) -> "Plan":
        from privacykit.wipe import plan

        return plan.for_account(progress=progress, cancelled=cancelled)

    def end(self, shown: "Plan", *, progress: Progress, cancelled: Cancelled) -> "Report":
        """Carry it out, and write down what came of it."""
        from privacykit.record import recording
        from privacykit.staff import own_record

        return recording.recorded(
            lambda: super(OfThisComputer, self).end(shown, progress=progress, cancelled=cancelled),
            recording.for_account(lambda: own_record.book(shown)),
        )


class OfAPracticeHome(_Ending):
    """A made-up home, laid out when it is first looked at; no running program belongs to it."""

    def __init__(self) -> None:
        self.account: Account | None = None

    def look(self, *, progress: Progress, cancelled: Cancelled) -> "Plan":
        from privacykit.wipe import plan, practice, traces
        from privacykit.wipe.places import World
        from privacykit.wipe.policy import Policy

        self.account = self.account or practice.lay_out()
        world = World(processes=lambda: ())
        return plan.make(
            self.account,
            Policy.default(),
            traces.load(),
            world,
            progress=progress,
            cancelled=cancelled,
        )

    def clear_up(self) -> None:
        from privacykit.wipe import practice

        if self.account is not None:
            practice.clear_up(self.account)
            self.account = None
