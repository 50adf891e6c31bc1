"""This computer: whether it is clean, a wipe now, its plan, and the frozen home."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import cast

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QPushButton

from privacykit.audit import running
from privacykit.errors import CancelledError
from privacykit.i18n import _
from privacykit.look import parts
from privacykit.look.work import Work
from privacykit.ui.admin import computer_facts as facts
from privacykit.ui.admin import computer_screens as screens
from privacykit.ui.admin import computer_work as works
from privacykit.ui.admin import freezing
from privacykit.ui.admin.computer_overview import Acts, Now, overview, undo_for
from privacykit.ui.admin.computer_work import Told, Wiping
from privacykit.ui.admin.freezing import Deed
from privacykit.ui.admin.working import WorkingPage
from privacykit.ui.leave_screens import press
from privacykit.ui.notices import report, sentence
from privacykit.ui.world import World
from privacykit.wipe.report import Report

EVERY = 5_000
"""Milliseconds between two looks whether something has changed."""
LOOK, WIPE, UNDO, DROP = "look", "wipe", "undo", "drop-undo"
WIDE = 1080


def _now() -> datetime:
    return datetime.now().astimezone()


@dataclass
class Where:
    """Where a person is on the page, and what they have before them."""

    shown: str = "overview"
    """overview, busy, plan, ask or told."""
    account: str = ""
    deed: str = ""
    """What is asked, done or told about: a name of freezing.deeds, or that of a wipe."""
    report: Report | None = None
    """Of the last look or wipe."""
    output: str = ""


class ThisComputer(WorkingPage):
    def __init__(self, world: World, now: Callable[[], datetime] = _now) -> None:
        super().__init__()
        self._world, self._now = world, now
        self._at = Where()
        self._read()
        self._wiping: Wiping | None = None
        self._minutes = 0
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY)
        self._timer.timeout.connect(self.look_again)
        self._timer.start()

    def title(self) -> str:
        return _("This computer")

    def open(self) -> None:
        self.to_overview()

    def to_overview(self) -> None:
        self._read()
        self._show("overview")

    def _read(self) -> None:
        self._stamp = facts.stamp(self._world.admin)
        self._facts = facts.gather(self._world.admin)
        if self._at.account not in self._facts.accounts:
            self._at.account = next(iter(self._facts.accounts), "")

    def look_again(self) -> None:
        """Show what has changed, as when a patron signs in; what a wipe told is then over."""
        if self._at.shown != "overview":
            return
        minutes = facts.minutes_to_undo(self._facts.shown(self._at.account), self._now())
        is_over = bool(minutes) != bool(self._minutes)
        if is_over or facts.stamp(self._world.admin) != self._stamp:
            self._show_anew()
        elif minutes != self._minutes:
            self._count_down(minutes)

    def _show_anew(self) -> None:
        before = self._facts.shown(self._at.account)
        self._read()
        if self._facts.shown(self._at.account) != before:
            self._at.report = None
        self._show("overview")

    def _count_down(self, minutes: int) -> None:
        self._minutes = minutes
        for button in self.findChildren(QPushButton, UNDO):
            button.setText(undo_for(minutes))
            parts.say(button, undo_for(minutes))

    def choose(self, account: str) -> None:
        """Show another account."""
        self._at.account, self._at.report = account, None
        self.to_overview()

    def see_plan(self) -> None:
        """Look what a wipe would remove."""
        self._wiping, self._at.deed = self._new_wiping(), LOOK
        self._begin(self._wiping.look)

    def wipe(self) -> None:
        """Carry out the plan that is shown, or one made now."""
        self._wiping, self._at.deed = self._wiping or self._new_wiping(), WIPE
        self._begin(self._wiping.wipe)

    def ask(self, name: str) -> None:
        """Ask before a deed, if it could do harm; else do it."""
        self._at.deed, self._wiping = name, None
        if self._deed().question:
            self._show("ask")
        else:
            self._do()

    def _new_wiping(self) -> Wiping:
        if self._by_traces:
            return works.ByTraces(self._world.ending())
        return works.OfFrozen(self._world.admin.rights, self._at.account)

    @property
    def _by_traces(self) -> bool:
        return self._facts.shown(self._at.account) is None

    def _deed(self) -> Deed:
        if self._at.deed in {LOOK, WIPE}:
            return screens.wipe_now(self._at.account, by_traces=self._by_traces)
        return freezing.deeds(self._at.account)[self._at.deed]

    def _do(self) -> None:
        if self._at.deed == WIPE:
            self.wipe()
            return
        more = self._folder() if self._at.deed == UNDO else ()
        if more is None:
            return
        deed = self._deed()
        args = (*deed.args, *more)
        self._begin(partial(works.run, self._world.admin.rights, args, deed.reason, deed.codes))

    def _folder(self) -> tuple[str, ...] | None:
        """Ask where to bring things back to; None: the person thought better of it."""
        name = f"privacykit-{self._at.account}-{self._world.today():%Y-%m-%d}"
        folder = self._world.ask_file(self, name)
        return None if folder is None else ("--to", str(folder))

    def _begin(self, job: Callable[..., object]) -> None:
        self._at.shown = "busy"
        self.run(job, self._meanwhile())

    def _meanwhile(self) -> str:
        return _("Looking what is here") if self._at.deed == LOOK else self._deed().meanwhile

    def succeeded(self, result: object) -> None:
        if isinstance(result, Report):
            self._at.report = result
            if result.state == "preview":
                self._show("plan")
            else:
                self._wiping = None
                self.to_overview()
        else:
            self._answered(cast("Told", result))

    def _answered(self, told: Told) -> None:
        self._at.report, self._at.output = None, told.output
        if done := self._deed().done:
            self.to_overview()
            self.noticed.emit("ok", done)
        else:
            self._show("told")

    def failed(self, error: object) -> None:
        self._not_now()
        if isinstance(error, CancelledError) and self._at.deed == LOOK:
            return
        if isinstance(error, BaseException):
            report(error)
            self.noticed.emit("warning", sentence(error))

    def _not_now(self) -> None:
        self._wiping = self._at.report = None
        self.to_overview()

    def _show(self, name: str) -> None:
        self._at.shown = name
        match name:
            case "busy":
                self.show_work(self._meanwhile())
            case "plan":
                found = cast("Report", self._at.report)
                self.replace(screens.plan(found, self.wipe, self._not_now))
            case "ask":
                yes, no = self._do, self._not_now
                self.replace(screens.question(self._deed(), yes, no, self._others()))
            case "told":
                title, back = self._deed().title, self._not_now
                self.replace(screens.told(title, self._at.output, back))
            case _:
                self._overview()

    def _others(self) -> tuple[QPushButton, ...]:
        """Return what else can be chosen where a deed is asked about."""
        if self._at.deed != UNDO:
            return ()
        drop = freezing.deeds(self._at.account)[DROP]
        return (press(drop.button, "danger", partial(self.ask, DROP)),)

    def _overview(self) -> None:
        now, admin = self._now(), self._world.admin
        self._minutes = facts.minutes_to_undo(self._facts.shown(self._at.account), now)
        found = map(running.latest, (admin.audit_folder, admin.public / "audit"))
        audit = max((one for one in found if one), key=lambda one: one.at, default=None)
        here = Now(self._facts, self._at.account, self._at.report, audit, now)
        acts = Acts(self.ask, self.see_plan, self.choose)
        self.replace(overview(here, acts), WIDE, foot=False)

    def back(self) -> bool:
        """Go back to the first screen, unless something is at work."""
        if self._at.shown in {"overview", "busy"}:
            return False
        self._not_now()
        return True

    def forget(self) -> None:
        """Stop looking; what root has begun goes on to its end."""
        self._timer.stop()
        if self.work is not None and self._at.deed == LOOK:
            self.work.cancel()

    def state(self) -> Mapping[str, object]:
        work = (self.work, self._said)
        return {"at": self._at, "work": work, "wiping": self._wiping}

    def restore(self, state: Mapping[str, object]) -> None:
        self._at = cast("Where", state["at"])
        self._wiping = cast("Wiping | None", state["wiping"])
        work, said = cast("tuple[Work | None, tuple[str, int, int]]", state["work"])
        self.take_over(work, said)
        self._show(self._at.shown)
