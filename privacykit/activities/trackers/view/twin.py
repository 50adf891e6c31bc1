"""The same clicks in two browsers: one without protection, one with it, side by side."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from privacykit.activities.trackers.engine import doors, met
from privacykit.activities.trackers.engine.doors import Door
from privacykit.activities.trackers.engine.recorder import Recorder
from privacykit.activities.trackers.view.browser import Browser
from privacykit.activities.trackers.view.segments import Segments
from privacykit.activities.trackers.view.session import Session
from privacykit.activities.trackers.view.sides import Sides
from privacykit.activities.trackers.view.webview import WebOfCompaniesView
from privacykit.i18n import _, _n
from privacykit.look import parts, theme
from privacykit.look.exercise import Exercise, prose
from privacykit.tracking.model import Cookie, Page, Probe, Request


class Half(QWidget):
    """One of the two: a browser, what it was made to call, and the count. Signal: counted."""

    counted = Signal()

    def __init__(self, session: Session, door: Door) -> None:
        super().__init__()
        self.browser, self._web = Browser(session, door, record=False), WebOfCompaniesView()
        self._recorder = Recorder()
        self._title, self._count = parts.heading(_heading(door), 2), prose("", "strong")
        self._stack = QStackedWidget()
        self._stack.addWidget(self.browser)
        self._stack.addWidget(self._web)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.px(8))
        for widget in (self._title, self._count, self._stack):
            box.addWidget(widget)
        box.setStretch(2, 1)
        self.browser.page_opened.connect(self._open)
        for signal in (self.browser.requested, self.browser.cookie_set, self.browser.probed):
            signal.connect(self._add)
        self._show()

    def _open(self, page: Page) -> None:
        self._recorder.open(page)
        self._web.open_page(page)
        self._show()

    def _add(self, event: Request | Cookie | Probe) -> None:
        self._recorder.add(event)
        if isinstance(event, Request):
            self._web.add(event)
        self._show()

    def _show(self) -> None:
        self._count.setText(" · ".join(self.figures()))
        self.counted.emit()

    def found(self) -> met.Result:
        return met.result(self._recorder.pages, None)

    def figures(self) -> Sequence[str]:
        """Return in words: companies reached, calls stopped, cookies of others."""
        found = self.found()
        cookies = sum(one.third for page in self._recorder.pages for one in page.cookies)
        called, stopped = found.called, found.stopped
        return (
            _n("{count} company reached", "{count} companies reached", called).format(count=called),
            _n("{count} call stopped", "{count} calls stopped", stopped).format(count=stopped),
            _n("{count} cookie of others", "{count} cookies of others", cookies).format(
                count=cookies
            ),
        )

    def show_web(self, on: bool) -> None:
        self._stack.setCurrentIndex(int(on))

    def begin_again(self, door: Door) -> None:
        self._recorder.clear()
        self._web.clear()
        self._title.setText(_heading(door))
        parts.say(self._title, _heading(door))
        self.browser.set_door(door)
        self._show()


def _heading(door: Door) -> str:
    return _("No protection") if door == "bare" else doors.name(door)


class TwinExercise(Exercise):
    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.left, self.right = Half(session, "bare"), Half(session, "blocked")
        self._follower = prose(_("This browser goes where the other one goes."), "muted")
        self._follower.setContentsMargins(*[theme.px(16)] * 4)
        self._doors = Segments(_("Protection"), [doors.name(d) for d in self._others()])
        self._shown = Segments(_("Show"), [_("Pages"), _("Who was called")])
        self._onward = parts.button(_("Next exercise"), "primary", "arrow-right")
        self._lay_out()
        self._connect()
        self._moved()

    def _others(self) -> tuple[Door, ...]:
        return doors.DOORS[1:]

    def _lay_out(self) -> None:
        self.right.browser.only_follow(self._follower)
        title = parts.heading(_("The same clicks, twice"))
        how = _("Visit pages on the left. The protected browser opens the same ones.")
        self.body.addWidget(parts.row(title, self._doors, stretch_first=True))
        self.body.addWidget(parts.row(prose(how, "muted"), self._shown, stretch_first=True))
        self.body.addWidget(Sides(self.left, self.right))
        self.body.addWidget(parts.row(QWidget(), self._onward, stretch_first=True))
        self._shown.set(0)

    def _connect(self) -> None:
        self.left.browser.went.connect(self.right.browser.follow)
        self.left.browser.clicked.connect(self.right.browser.follow_click)
        self.left.browser.loaded.connect(self.done)
        self._doors.chose.connect(lambda number: self._begin_again(self._others()[number]))
        self._shown.chose.connect(self._show_webs)
        self._session.moved.connect(self._moved)
        self._onward.clicked.connect(self.onward)

    def _show_webs(self, number: int) -> None:
        for half in (self.left, self.right):
            half.show_web(number == 1)

    def _begin_again(self, door: Door) -> None:
        self._doors.set(self._others().index(door))
        self.left.begin_again("bare")
        self.right.begin_again(door)

    def _moved(self) -> None:
        for number, door in enumerate(self._others()):
            self._doors.offer(number, door in doors.offered(self._session.live))
        self._begin_again("blocked")

    def forget(self) -> None:
        self._begin_again("blocked")
        self._shown.set(0)
        self._show_webs(0)
