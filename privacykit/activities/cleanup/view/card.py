"""My checklist: the leave card for this very session, ticking itself."""

from collections.abc import Callable
from typing import cast

from PySide6.QtCore import Signal
from PySide6.QtGui import QClipboard, QGuiApplication

from privacykit.activities.cleanup.engine import checklist
from privacykit.activities.cleanup.engine.checklist import Card, Room
from privacykit.activities.cleanup.engine.words import StepId, Words
from privacykit.activities.cleanup.view.keeps import KeepsBox
from privacykit.activities.cleanup.view.step import StepCard
from privacykit.i18n import _, _n
from privacykit.look import parts
from privacykit.look.exercise import Exercise, State
from privacykit.look.latest import Latest
from privacykit.look.sight import bring_into_sight
from privacykit.look.work import Job
from privacykit.wipe.amounts import files
from privacykit.wipe.report import Report

_BLANK = " "
"""What is put in the place of what was copied: KDE's clipboard program brings it back where there
is nothing at all."""


class CardExercise(Exercise):
    """Signal leave: the person wants to remove what is here and finish."""

    leave = Signal()

    def __init__(self, words: Words, room: Room | None = None) -> None:
        super().__init__()
        self._room = room or Room()
        self._card: Card | None = None
        self._left: Report | None = None
        self._latest = Latest(self)
        self._steps = {one.id: StepCard(at + 1, one) for at, one in enumerate(words.step)}
        self._sum, self._problem = parts.Callout("info", ""), parts.Callout("warning", "")
        self._look = parts.button(_("Look at my session"), "primary", "magnifying-glass")
        self._stop, self._doing = parts.button(_("Stop")), parts.paragraph("", "muted")
        self._keeps = KeepsBox()
        self._lay_out()
        self._connect()
        self._show()

    def _lay_out(self) -> None:
        how = _("The kit looks at this computer, not online, and changes nothing by looking.")
        self.body.addWidget(parts.heading(_("What is still open here?")))
        self.body.addWidget(parts.paragraph(how, "muted"))
        self.body.addWidget(parts.row(self._look, self._stop))
        for widget in (self._doing, self._problem, self._sum, *self._steps.values()):
            self.body.addWidget(widget)
        self.body.addWidget(self._keeps)
        self.first = self._look

    def _connect(self) -> None:
        self._look.clicked.connect(self.look)
        self._stop.clicked.connect(self._give_up)
        self._latest.progressed.connect(lambda words, _done, _of: self._doing.setText(words))
        self._latest.changed.connect(self._show)
        self._latest.succeeded.connect(self._take)
        self._latest.failed.connect(self._fail)
        self._steps["finish"].wanted.connect(self.leave)
        for step, deed in self._deeds().items():
            self._steps[step].wanted.connect(deed)

    def _deeds(self) -> dict[StepId, Callable[[], None]]:
        return {
            "signed-in": lambda: self._remove("signed-in"),
            "files": lambda: self._remove("files"),
            "programs": self._close,
            "printer": self._cancel_jobs,
            "clipboard": self._empty_clipboard,
        }

    def look(self) -> None:
        room, filled = self._room, _filled()
        self._run(lambda **ways: checklist.look(room, clipboard=filled, **ways))

    def _run(self, job: Job) -> None:
        self._doing.setText("")
        self._latest.start(job)
        self._stop.setFocus()
        bring_into_sight(self._doing)

    def _give_up(self) -> None:
        """Stop, and claim nothing of what is there: some may have been removed already."""
        self.forget()
        self._look.setFocus()

    def _remove(self, step: StepId) -> None:
        part = cast("Card", self._card).part(step)
        self._run(lambda **ways: checklist.remove(part, **ways))

    def _close(self) -> None:
        plan = cast("Card", self._card).plan
        self._run(lambda **ways: checklist.close(plan, **ways))

    def _cancel_jobs(self) -> None:
        jobs = cast("Card", self._card).of("printer").names
        self._run(lambda **ways: checklist.cancel(jobs, **ways))

    def _empty_clipboard(self) -> None:
        for mode in _modes():
            QGuiApplication.clipboard().setText(_BLANK, mode)
        self.look()

    def _take(self, result: object) -> None:
        if not isinstance(result, Card):
            self._left = result if isinstance(result, Report) and result.left else None
            self.look()  # something was done: what counts is what is there now
            return
        self._card = result
        self._keeps.fill()
        self._show()
        self._look.setFocus()
        parts.announce(self._sum, self._sum.accessibleName())
        if self._left is not None:
            self._tell(_("Something is left"), _why(self._left))
            self._left = None
        self.done.emit()

    def _fail(self, sentence: str) -> None:
        self._left = None
        known = self._card is not None
        self._tell(_("That did not work") if known else _("The kit cannot help here"), sentence)
        self._look.setFocus()

    def _tell(self, title: str, text: str) -> None:
        self._problem.set("warning", title, text)
        self._problem.show()
        bring_into_sight(self._problem)
        parts.announce(self._problem, self._problem.accessibleName())

    def _show(self) -> None:
        card, busy = self._card, self._latest.is_busy
        self._problem.hide()
        self._sum.setVisible(card is not None)
        self._look.setEnabled(not busy)
        for widget in (self._stop, self._doing):
            widget.setVisible(busy)
        self._look.setText(_("Look again") if card else _("Look at my session"))
        parts.set_role(self._look, "secondary" if card else "primary")
        self._keeps.setVisible(card is not None)
        if card is not None:
            self._sum.set(*_sum(card))
        for step, shown in self._steps.items():
            shown.set(card.of(step) if card else None, card.plan if card else None, busy=busy)

    def forget(self) -> None:
        self._latest.stop()
        self._card = self._left = None
        self._show()

    def state(self) -> State:
        return {"card": self._card}

    def restore(self, state: State) -> None:
        card = state.get("card")
        self._card = card if isinstance(card, Card) else None
        if self._card is not None:
            self._keeps.fill()
        self._show()


def _modes() -> tuple[QClipboard.Mode, ...]:
    """Return what can be pasted from: where there is one, also what is marked with the mouse."""
    marked = (QClipboard.Mode.Selection,)
    return (
        QClipboard.Mode.Clipboard,
        *(marked if QGuiApplication.clipboard().supportsSelection() else ()),
    )


def _filled() -> bool | None:
    """Tell whether there is something to paste; None: Wayland tells that only to who has focus."""
    wayland = QGuiApplication.platformName().startswith("wayland")
    if wayland and QGuiApplication.focusWindow() is None:
        return None
    return any(_holds(QGuiApplication.clipboard(), mode) for mode in _modes())


def _holds(clipboard: QClipboard, mode: QClipboard.Mode) -> bool:
    return bool(clipboard.text(mode).strip() or not clipboard.image(mode).isNull())


def _why(report: Report) -> str:
    left = files(sum(one.files for one in report.left))
    words = _(
        "{files} could not be removed. Ask the staff, and do not leave before they have come."
    )
    reasons = dict.fromkeys(one.why for one in report.left if one.why)
    return " ".join((words.format(files=left), *reasons))


def _sum(card: Card) -> tuple[str, str, str]:
    if count := card.open_steps:
        said = _n("{count} step is still open", "{count} steps are still open", count)
        return "info", said.format(count=count), card.plan.why_not
    if not card.is_sure:
        text = _("Look yourself where the kit cannot tell. Take your things, and end the session.")
        return "info", _("Nothing more that the kit can see"), text
    return "ok", _("Nothing is open any more"), _("Take your things, and end the session.")
