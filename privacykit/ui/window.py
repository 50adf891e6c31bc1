"""The window: the bar at the top, one page at a time, and what is forgotten when."""

from collections.abc import Callable, Mapping
from time import monotonic

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QClipboard, QCloseEvent, QGuiApplication, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from shiboken6 import isValid

from privacykit.content.station import Station
from privacykit.i18n import _
from privacykit.look import parts, theme, work
from privacykit.look.focus import FocusRing
from privacykit.ui import language
from privacykit.ui.home import Home
from privacykit.ui.idle import IdleWatch, StillThere
from privacykit.ui.notices import NoticeBar
from privacykit.ui.page import Page
from privacykit.ui.topbar import TopBar
from privacykit.ui.world import Choices, Route, World

_COPIED = QClipboard.Mode.Clipboard, QClipboard.Mode.Selection


class MainWindow(QWidget):
    """The only window, but for what the session timer shows.

    Signals:
        closed: the person, or the system, has closed it
        forgotten: the session of one person is over
    """

    closed = Signal()
    forgotten = Signal()

    def __init__(self, world: World, clock: Callable[[], float] = monotonic) -> None:
        super().__init__()
        self._world = world
        self.route = Route()
        self._veil: StillThere | None = None
        self._at_work: QWidget | None = None
        self.before_leaving: Callable[[Callable[[], object]], object] = lambda leave: leave()
        """What a person who leaves full screen has to pass; a kiosk asks for the passphrase."""
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(0)
        self._ring = FocusRing(self)
        seconds = world.settings
        self.idle = IdleWatch(
            seconds.idle_seconds, seconds.warning_seconds, clock, work.anything_running
        )
        self.idle.warned.connect(self._warn)
        self.idle.returned.connect(self._lift)
        self.idle.idle.connect(self.forget_everything)
        self.resize(1366, 768)
        self.setMinimumSize(640, 480)
        self._build({})

    def _build(self, state: Mapping[str, object]) -> None:
        """Make the page of the route anew, in the language and look that are chosen."""
        choices = self._world.choices
        language.use(choices)
        theme.dress(self)
        self.setWindowTitle(_("Privacy Kit"))
        self.setWindowIcon(parts.icon("shield-check", "accent"))
        self.page = self._make(self.route)
        if state:
            self.page.restore(state)
        self.page.asked.connect(self.go)
        self.page.noticed.connect(self.tell)
        self.bar = TopBar(self.page, choices, filled=self.isFullScreen())
        self.bar.went_back.connect(self.go_back)
        self.bar.left.connect(lambda: self.go(Route("leave")))
        self.bar.full_screen.connect(self.toggle_full_screen)
        self.bar.chose.connect(self._choose)
        self.notices = NoticeBar()
        self._box.addWidget(self.bar)
        self._box.addWidget(self.notices)
        self._box.addWidget(self.page, 1)
        if self.isVisible():
            self.bar.show()
            self.page.show()
        if not state:
            self.page.open()
        if (first := self.page.first()) is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _make(self, route: Route) -> Page:
        match route.page:
            case "station":
                from privacykit.ui.station import StationPage

                station = self._station(route.station)
                return StationPage(self._world, station) if station else Home(self._world)
            case "leave":
                from privacykit.ui.leave import Leave

                return Leave(self._world, self.forget_everything)
            case "staff":
                from privacykit.ui.admin import hub

                return hub.door(self._world, route.station)
            case "handouts":
                from privacykit.ui.handouts import Handouts

                return Handouts(self._world)
            case _:
                return Home(self._world)

    def _station(self, name: str) -> Station | None:
        found = (s for s in self._world.shelf().stations if s.manifest.id == name)
        return next(found, None)

    def _clear(self) -> None:
        for old in (self.bar, self.notices, self.page):
            self._box.removeWidget(old)
            old.blockSignals(True)
            old.hide()
            old.setParent(None)
            old.deleteLater()

    def go(self, route: Route) -> None:
        """Open a page; what a person typed on the one before is forgotten."""
        self.page.forget()
        self._clear()
        if route.page != "staff":
            self._world.admin.lock.lock()
        gone = route.page == "station" and self._station(route.station) is None
        self.route = Route() if gone else route
        self._build({})
        parts.announce(self, self.page.spoken() or _("Privacy Kit"))
        if gone:
            why = _("Staff can see why under “Adapt a station”.")
            self.tell("warning", f"{_('This station cannot be shown')}. {why}")

    def go_back(self) -> None:
        if self.route.page != "home":
            self.go(Route())

    def rebuild(self) -> None:
        """Make the page anew as it is, after the language or the look has changed."""
        focus = QApplication.focusWidget()
        name = focus.objectName() if focus else ""
        state, notice = self.page.state(), (self.notices.role, self.notices.text)
        self._clear()
        self._build(state)
        if notice[1]:
            self.tell(*notice)
        again = self.findChild(QWidget, name) if name else None
        if again is not None and again.isEnabled():
            again.setFocus(Qt.FocusReason.OtherFocusReason)

    def _choose(self, language: str, theme: str, percent: int) -> None:
        chosen = Choices(language, theme, percent)
        if chosen != self._world.choices:
            self._world.choose(chosen)
            self.rebuild()

    def tell(self, role: str, text: str) -> None:
        self.notices.tell(role, text)

    def forget_everything(self) -> None:
        """Be as new: nothing typed, nothing chosen, the first screen."""
        self._lift()
        self._world.choose(self._world.first_choices())
        for copied in _COPIED:
            QGuiApplication.clipboard().clear(copied)
        self.forgotten.emit()
        self.go(Route())

    def _warn(self, seconds: int) -> None:
        if self._veil is None:
            self._at_work = QApplication.focusWidget()
            self._veil = StillThere(self)
            self._veil.answered.connect(self.idle.touch)
        self._veil.count(seconds)

    def _lift(self) -> None:
        if self._veil is not None:
            self._veil.hide()
            self._veil.deleteLater()
            self._veil = None
            before = self._at_work if self._at_work and isValid(self._at_work) else None
            (before or self.page.first() or self.page).setFocus()

    def toggle_full_screen(self) -> None:
        if self.isFullScreen():
            self.before_leaving(self.showNormal)
        else:
            self.showFullScreen()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.WindowStateChange and hasattr(self, "page"):
            self.page.projected(self.isFullScreen())
            self.rebuild()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Escape if self._veil is not None:
                self.idle.touch()
            case Qt.Key.Key_Escape:
                if not self.page.back():
                    self.go_back()
            case Qt.Key.Key_F11:
                self.toggle_full_screen()
            case _:
                super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._veil is not None:
            self._veil.setGeometry(self.rect())

    def start(self, app: QObject) -> None:
        """Begin to watch whether anybody is there."""
        self.idle.start(app)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.idle.stop()
        self.page.forget()
        _forget_own_copies()
        super().closeEvent(event)
        self.closed.emit()


def _forget_own_copies() -> None:
    """Take back what was copied here, before a clipboard manager is handed it at the end."""
    clipboard = QGuiApplication.clipboard()
    owned = (clipboard.ownsClipboard(), clipboard.ownsSelection())
    for copied, ours in zip(_COPIED, owned, strict=True):
        if ours:
            clipboard.clear(copied)
