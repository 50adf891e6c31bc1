"""A visit of one's own: a recording from a browser, or one that comes with the kit."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from privacykit.activities.trackers.engine import desk as words
from privacykit.activities.trackers.view.session import Session
from privacykit.activities.trackers.view.webview import WebOfCompaniesView
from privacykit.i18n import _
from privacykit.look import parts, theme
from privacykit.look.asking import Asking
from privacykit.look.chips import Chips
from privacykit.look.exercise import Exercise, State, prose
from privacykit.look.latest import Latest
from privacykit.look.sight import bring_into_sight
from privacykit.tracking import har, judge, recorded
from privacykit.tracking.model import Visit

_HIGH = 500
Job = Callable[[har.Progress, har.Cancelled], Visit]


class OwnVisitExercise(Exercise):
    """Where pages cannot be shown, it takes the place of the visit, and fills the session."""

    def __init__(self, session: Session, *, instead: bool = False) -> None:
        super().__init__()
        self._session, self._instead = session, instead
        self._visits = recorded.builtin()
        self._visit: Visit | None = None
        self._latest = Latest(self)
        self._asking = Asking(self)
        self._ours = Chips(_("Recorded visit:"), [visit.title for visit in self._visits])
        self._open = parts.button(_("Open a recording of yours …"), "primary", "folder-open")
        self._how = parts.button(_("How do I make one?"), "secondary", "question")
        self._help, self._secrets = _Help(), parts.Callout("warning", "")
        self._busy, self._problem = _Busy(), parts.Callout("warning", "")
        self._notes = prose("", "small")
        self._web = WebOfCompaniesView()
        self._lay_out()
        self._connect()
        self._clear()

    def _lay_out(self) -> None:
        how = _("Your browser can write down what a page calls. Open such a recording here.")
        if self._instead:
            how = _("Pages cannot be shown on this computer. Look at a visit that was recorded.")
        title = _("A recorded visit") if self._instead else _("A visit of your own")
        self.body.addWidget(parts.heading(title))
        self.body.addWidget(parts.paragraph(how, "muted"))
        self._secrets.set(
            "warning",
            _("A recording (HAR) can hold passwords and cookies"),
            _("They are dropped on reading, and nothing is kept. Delete the file afterwards."),
        )
        self._how.setCheckable(True)
        self.body.addWidget(parts.row(self._open, self._how))
        ours = parts.column(prose(_("Or one of ours:"), "small"), self._ours, spacing=4)
        ours.setHidden(not self._visits)
        for widget in (self._help, self._secrets, ours):
            self.body.addWidget(widget)
        self._web.setMinimumHeight(theme.px(_HIGH))
        for below in (self._busy, self._problem, self._web, self._notes):
            self.body.addWidget(below)

    def _connect(self) -> None:
        self._open.clicked.connect(self._ask)
        self._how.toggled.connect(self._help.setVisible)
        self._ours.chose.connect(self._choose)
        self._busy.stop.clicked.connect(self._latest.stop)
        self._latest.progressed.connect(self._busy.tell)
        self._latest.changed.connect(self._turn)
        self._latest.succeeded.connect(self._show)
        self._latest.failed.connect(self._fail)

    def _ask(self) -> None:
        kinds = _("Recordings ({pattern})").format(pattern="*.har *.toml")
        self._asking.which(_("Open a recording"), self.open, kinds)

    def _choose(self, number: int) -> None:
        visit = self._visits[number]
        self._run(lambda _progress, _cancelled: visit)

    def open(self, path: Path) -> None:
        """Read a HAR, or a recorded visit if the name ends in .toml."""
        self._forget_choice()
        if path.suffix.lower() == ".toml":
            self._run(lambda _progress, _cancelled: recorded.load(path))
        else:
            self._run(lambda told, stopped: har.read(path, progress=told, cancelled=stopped))

    def _run(self, job: Job) -> None:
        """Get a visit beside the screen, and whose the hosts are that it called."""
        session, web = self._session, self._session.web
        self._clear()
        self._latest.start(
            lambda *, progress, cancelled: judge.judge_visit(
                job(progress, cancelled), session.filters(), web.companies
            )
        )

    def _turn(self) -> None:
        """Show how far it is, as long as something is being read."""
        if self._latest.is_busy:
            self._busy.begin()
        else:
            self._busy.hide()

    def _show(self, visit: object) -> None:
        if isinstance(visit, Visit):
            self._visit = visit
            if self._instead:
                self._session.take(visit.pages, ())
            self._web.show_visit(visit)
            self._web.show()
            told = [words.recorded_on(visit.made)] if visit.made else []
            self._notes.setText("\n".join([*told, *visit.notes]))
            self._notes.setVisible(bool(self._notes.text()))
            parts.announce(self._web, self._web.summary())
            bring_into_sight(self._web)
            self.done.emit()

    def _fail(self, sentence: str) -> None:
        said = sentence or _("Try another file.")
        self._problem.set("warning", _("This recording cannot be shown"), said)
        self._problem.show()
        bring_into_sight(self._problem)
        parts.announce(self._problem, self._problem.accessibleDescription())

    def _clear(self) -> None:
        self._visit = None
        self._web.clear()
        self._notes.hide()
        self._problem.hide()
        self._busy.hide()
        self._web.hide()
        self._help.setVisible(self._how.isChecked())

    def _forget_choice(self) -> None:
        self._ours.offer(())
        self._ours.offer([visit.title for visit in self._visits])

    def forget(self) -> None:
        self._asking.close()
        self._latest.stop()
        self._how.setChecked(False)
        self._forget_choice()
        self._notes.setText("")
        self._problem.set("warning", "")
        self._clear()

    def state(self) -> State:
        return {"visit": self._visit, "ours": self._ours.chosen(), "how": self._how.isChecked()}

    def restore(self, state: State) -> None:
        ours = state.get("ours")
        if isinstance(ours, int):
            self._ours.set(ours)
        self._how.setChecked(bool(state.get("how")))
        self._show(state.get("visit"))


class _Busy(QWidget):
    """What is being read, how far it is, and a button to stop it."""

    def __init__(self) -> None:
        super().__init__()
        self._what, self._bar = prose(""), QProgressBar()
        self._bar.setTextVisible(False)
        parts.say(self._bar, _("Reading the recording"))
        self.stop = parts.button(_("Stop"))
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.px(8))
        for widget in (self._what, self._bar, parts.row(self.stop)):
            box.addWidget(widget)

    def begin(self) -> None:
        self.tell(_("Reading the recording"), 0, 0)
        self.show()

    def tell(self, words: str, done: int, total: int) -> None:
        self._what.setText(words)
        self._bar.setRange(0, total)
        self._bar.setValue(done)


class _Help(parts.Card):
    """How a recording is made in two browsers."""

    def __init__(self) -> None:
        super().__init__()
        steps = (
            (
                "Firefox",
                _(
                    "Press F12 and choose Network. Load the page. The cogwheel in that panel has "
                    "“Save All As HAR”."
                ),
            ),
            (
                "Chrome, Edge",
                _(
                    "Press F12 and choose Network. Load the page. The arrow that points down "
                    "saves a HAR."
                ),
            ),
        )
        for name, text in steps:
            self.body.addWidget(prose(name, "title"))
            self.body.addWidget(prose(text))
        advice = _("Take a page that needs no sign-in: a newspaper, the library's own front page.")
        self.body.addWidget(prose(advice, "small"))
