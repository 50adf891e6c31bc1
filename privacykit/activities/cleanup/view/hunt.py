"""The visitor before you: find and clear ten traces; the wipe engine says who is right."""

import sqlite3
from typing import cast

from PySide6.QtCore import QElapsedTimer, QTimer

from privacykit.activities.cleanup.engine import judge
from privacykit.activities.cleanup.engine.judge import Verdict
from privacykit.activities.cleanup.engine.visitor import APPS, App, Deed, Visitor
from privacykit.activities.cleanup.engine.words import TRACES, TraceId, Words
from privacykit.activities.cleanup.view import told
from privacykit.activities.cleanup.view.desktop import Desktop
from privacykit.activities.cleanup.view.verdict import VerdictBox
from privacykit.i18n import _
from privacykit.look import parts
from privacykit.look.exercise import Exercise, State
from privacykit.look.latest import Latest
from privacykit.look.sight import bring_into_sight
from privacykit.look.work import Job, Work


class HuntExercise(Exercise):
    def __init__(self, words: Words, *, clock: bool) -> None:
        super().__init__()
        self._words, self._clock = words, clock
        self._visitor: Visitor | None = None
        self._gone = 0
        self._verdict: Verdict | None = None
        self._wiped = self._wiping = False
        self._latest = Latest(self)
        self._since, self._timer = QElapsedTimer(), QTimer(self, interval=1000)
        self._story = parts.Card()
        self._desktop, self._box = Desktop(), VerdictBox(words)
        self._count, self._problem = parts.paragraph("", "strong"), parts.Callout("warning", "")
        self._begin = parts.button(_("Sit down at the computer"), "primary", "arrow-right")
        self._judge = parts.button(_("Done: look for what is left"), "primary")
        self._more = parts.button(_("Look again"))
        self._wipe = parts.button(_("Let the kit clear the rest"))
        self._again = parts.button(_("Start anew"))
        self._onward = parts.button(_("My checklist"), "primary", "arrow-right")
        self._lay_out()
        self._connect()
        self._show()

    def _lay_out(self) -> None:
        visitor = self._words.visitor
        self._story.body.addWidget(parts.paragraph(visitor.name, "title"))
        self._story.body.addWidget(parts.paragraph(visitor.story))
        made_up = _("Person, files and sites are made up. Nothing of yours is touched.")
        self.body.addWidget(parts.heading(_("The visitor before you")))
        self.body.addWidget(parts.paragraph(made_up, "muted"))
        for widget in (self._story, self._problem, self._box, self._count, self._desktop):
            self.body.addWidget(widget)
        self.body.addWidget(
            parts.row(
                parts.row(self._again, self._wipe, self._more),
                self._begin,
                self._judge,
                self._onward,
                stretch_first=True,
            )
        )
        self.first = self._begin

    def _connect(self) -> None:
        self._begin.clicked.connect(self._start)
        self._again.clicked.connect(self._start)
        self._judge.clicked.connect(lambda: self._run(self._look, wiped=False))
        self._more.clicked.connect(lambda: self._run(self._look, wiped=False))
        self._wipe.clicked.connect(lambda: self._run(self._clear, wiped=True))
        self._onward.clicked.connect(self.onward)
        self._desktop.did.connect(self._do)
        self._timer.timeout.connect(self._tell_count)
        self._latest.changed.connect(self._show)
        self._latest.succeeded.connect(self._take)
        self._latest.failed.connect(self._fail)

    def _start(self) -> None:
        self.forget()
        try:
            self._visitor = Visitor(self._words)
        except (OSError, sqlite3.Error):
            self._fail(_("The practice desktop could not be laid out: no room for its files."))
            return
        self._since.start()
        self._timer.start()
        self._desktop.reset(self._visitor.entries)
        self._count_up(self._visitor)
        self._show()
        self._desktop.take_keyboard()

    def _do(self, app: App, trace: TraceId, deed: Deed) -> None:
        if self._visitor is None:
            return
        gone = self._visitor.do(app, trace, deed)
        self._desktop.refresh()
        self._desktop.say(told.after(deed, gone=gone))
        self._desktop.take_keyboard()
        self._count_up(self._visitor)
        self._tell_count()

    def _look(self, **ways: object) -> Verdict:
        return judge.look(cast("Visitor", self._visitor), self._words, **ways)  # type: ignore[arg-type]

    def _clear(self, **ways: object) -> Verdict:
        return judge.wipe(cast("Visitor", self._visitor), self._words, **ways)  # type: ignore[arg-type]

    def _run(self, job: Job, *, wiped: bool) -> None:
        self._timer.stop()
        self._wiping = wiped
        self._latest.start(job)

    def _take(self, verdict: object) -> None:
        self._verdict, self._wiped = cast("Verdict", verdict), self._wiping
        self._show()
        bring_into_sight(self._box.told)
        parts.announce(self._box, self._box.spoken)
        self._onward.setFocus()
        self.done.emit()

    def _fail(self, sentence: str) -> None:
        if self._visitor is not None and self._verdict is None:
            self._timer.start()
        self._show()
        self._problem.set("warning", _("That did not work"), sentence)
        self._problem.show()
        bring_into_sight(self._problem)
        (self._begin if self._visitor is None else self._judge).setFocus()
        parts.announce(self._problem, self._problem.accessibleName())

    def _count_up(self, visitor: Visitor) -> None:
        there = {one.trace for app in APPS for one in visitor.entries(app)}
        self._gone = len(TRACES) - len(there)

    def _tell_count(self) -> None:
        if self._visitor is None:
            return
        words = _("{count} of {all} out of sight")
        said = words.format(count=self._gone, all=len(TRACES))
        self._count.setText(f"{said} · {self._passed()}" if self._clock else said)

    def _passed(self) -> str:
        minutes, seconds = divmod(self._since.elapsed() // 1000, 60)
        return f"{minutes}:{seconds:02}"

    def _show(self) -> None:
        running, judged = self._visitor is not None, self._verdict is not None
        if self._verdict is not None:
            self._box.set(self._verdict, wiped=self._wiped)
        left = bool(self._verdict and self._verdict.left)
        for held in (self._judge, self._more, self._wipe, self._desktop):
            held.setEnabled(not self._latest.is_busy)
        for widget, on in (
            (self._problem, False),
            (self._story, not running),
            (self._begin, not running),
            (self._count, running and not judged),
            (self._desktop, running and not self._wiped and (left or not judged)),
            (self._box, judged),
            (self._judge, running and not judged),
            (self._more, judged and left and not self._wiped),
            (self._wipe, judged and left and not self._wiped),
            (self._again, judged),
            (self._onward, judged),
        ):
            widget.setVisible(on)
        self._tell_count()

    def forget(self) -> None:
        self._timer.stop()
        if self._visitor is not None:
            _end(self._visitor, self._latest.work)
        self._visitor = self._verdict = None
        self._latest.stop()
        self._wiped = False
        self._desktop.reset(lambda _app: ())
        self._show()

    def state(self) -> State:
        return {
            "visitor": self._visitor,
            "verdict": self._verdict,
            "wiped": self._wiped,
            "since": self._since,
            "app": self._desktop.app,
            "hidden": self._desktop.shows_hidden,
        }

    def restore(self, state: State) -> None:
        """Go on with the same practice home; its files keep the language they were made in."""
        visitor = state.get("visitor")
        if not isinstance(visitor, Visitor):
            return
        self._visitor = visitor
        self._verdict = cast("Verdict | None", state["verdict"])
        self._wiped, self._since = bool(state["wiped"]), cast("QElapsedTimer", state["since"])
        self._desktop.reset(visitor.entries, hidden=bool(state["hidden"]))
        self._desktop.show_app(cast("App", state["app"]))
        self._count_up(visitor)
        if self._verdict is None:
            self._timer.start()
        self._show()


def _end(visitor: Visitor, work: Work | None) -> None:
    """Remove the practice home, after the work that still looks into it."""
    if work is None:
        visitor.clear_up()
        return
    for over in (work.succeeded, work.failed):
        over.connect(lambda _result: visitor.clear_up())
