"""A small browser: its bar, the list of practice sites, and the page."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QStackedWidget, QVBoxLayout, QWidget

from privacykit.activities.trackers.engine.doors import Door
from privacykit.activities.trackers.view.browser import start
from privacykit.activities.trackers.view.browser.bar import Bar
from privacykit.activities.trackers.view.browser.sites import Sites
from privacykit.activities.trackers.view.session import Session
from privacykit.i18n import _
from privacykit.look import parts, theme
from privacykit.tracking.model import Page

if TYPE_CHECKING:
    from privacykit.activities.trackers.view.browser.tab import Tab


class Browser(QFrame):
    """Made with the session that all exercises share; WebEngine starts with the first open().

    Signals:
        page_opened: tracking.model.Page, still without requests, as soon as its address is known
        requested: tracking.model.Request, judged: let through or stopped
        cookie_set: tracking.model.Cookie
        probed: tracking.model.Probe
        loaded: the page has loaded (True) or could not be (False)
        went: str, the whole address of the page that is shown now
        clicked: str, what a person clicked in the page, as follow_click() takes it
    """

    requested = Signal(object)
    cookie_set = Signal(object)
    probed = Signal(object)
    page_opened = Signal(object)
    loaded = Signal(bool)
    went = Signal(str)
    clicked = Signal(str)

    def __init__(self, session: Session, door: Door = "bare", *, record: bool = True) -> None:
        """With record, what happens is kept in session.pages too."""
        super().__init__()
        parts.set_role(self, "card")
        self.session, self._door, self._record = session, door, record
        self.tab: Tab | None = None
        """The page and its profile; None until the first page is opened, and after forget()."""
        self._visited: set[str] = set()
        self._instead: QWidget | None = None
        self.before: Callable[[str], bool] = lambda _url: True
        """Asked before a person's choice from the list or the bar is opened; False holds it."""
        self._bar, self._sites = Bar(), Sites()
        self._notice = parts.Callout("info", "")
        self._stack = QStackedWidget()
        self._stack.addWidget(self._sites)
        self._refusal = _padded(self._notice)
        self._stack.addWidget(self._refusal)
        box = QVBoxLayout(self)
        box.setContentsMargins(*[theme.tokens().border] * 4)
        box.setSpacing(0)
        for widget in (self._bar, parts.rule(), self._stack):
            box.addWidget(widget)
        box.setStretch(2, 1)
        self._connect()
        self._bar.show_place(session.live)

    def _connect(self) -> None:
        self._bar.back.connect(lambda: self._move(-1))
        self._bar.forward.connect(lambda: self._move(1))
        self._bar.again.connect(self.reload)
        self._bar.start.connect(self.show_start)
        self._bar.typed.connect(self._choose)
        self._sites.chosen.connect(self._choose)
        self.session.moved.connect(self.forget)
        self.page_opened.connect(self._note)

    @property
    def door(self) -> Door:
        return self._door

    @property
    def is_open(self) -> bool:
        return self.tab is not None

    @property
    def is_loading(self) -> bool:
        return self.tab is not None and self.tab.page.isLoading()

    @property
    def address(self) -> str:
        """Where it is; empty at the list of sites."""
        shown = self.tab is not None and self._stack.currentWidget() is self.tab.view
        return self.tab.page.url().toString() if shown and self.tab else ""

    def _choose(self, url: str) -> None:
        if url and self.before(url):
            self.open(url)

    def open(self, url: str) -> None:
        """Go to an address; in the practice web only its own sites are found."""
        target = QUrl.fromUserInput(url)
        if not self.session.live:
            target.setScheme("https")
        if not start.is_available():
            self._tell("warning", _("Pages cannot be shown on this computer"), _no_engine())
        elif self.session.live and start.is_root():
            self._tell("warning", _("Not as administrator"), not_as_root())
        elif not self._is_here(target):
            self._bar.show_page(url, (False, False))
            self._tell("info", _("Not in the practice web"), _nowhere(target.host() or url))
        else:
            tab = self._tab_here()
            self._stack.setCurrentWidget(tab.view)
            tab.page.setUrl(target)

    def _is_here(self, target: QUrl) -> bool:
        if self.session.live:
            return target.scheme() in {"http", "https"} and bool(target.host())
        return target.host() in self.session.web.hosts

    def _tab_here(self) -> "Tab":
        if self.tab is None:
            start.prepare()
            from privacykit.activities.trackers.view.browser import making

            self.tab = making.tab(self.session, self._door)
            self._follow(self.tab)
            self._stack.addWidget(self.tab.view)
            self.destroyed.connect(self.tab.close)
        return self.tab

    def _follow(self, tab: "Tab") -> None:
        if self._record:
            tab.page_opened.connect(self.session.open)
            for signal in (tab.requested, tab.cookie_set, tab.probed):
                signal.connect(self.session.add)
        tab.page_opened.connect(self.page_opened)
        tab.requested.connect(self.requested)
        tab.cookie_set.connect(self.cookie_set)
        tab.probed.connect(self.probed)
        tab.loaded.connect(self._finish)
        tab.clicked.connect(self.clicked)
        tab.went.connect(self._show_address)

    def _note(self, page: Page) -> None:
        self._visited.add(page.host)

    def _show_address(self, url: QUrl) -> None:
        if not url.isEmpty() and url.scheme() != "about":
            self._bar.show_page(url.toString(), self._ahead())
            self.went.emit(url.toString())

    def _ahead(self) -> tuple[bool, bool]:
        """Tell whether there is a page to go back to, and one to go forward to."""
        if self.tab is None:
            return False, False
        page = self.tab.page
        back, forward = page.action(page.WebAction.Back), page.action(page.WebAction.Forward)
        return back.isEnabled(), forward.isEnabled()

    def _finish(self, ok: bool) -> None:
        if not ok and self._stack.currentWidget() is not self._sites:
            self._tell("warning", _("This page could not be loaded"), _("Try another one."))
        elif ok and self.tab and self._stack.currentWidget() is self._refusal:
            self._stack.setCurrentWidget(self.tab.view)  # an earlier page was broken off for it
        if ok and self.address:
            self._bar.show_page(self.address, self._ahead())
        self.loaded.emit(ok)

    def _tell(self, role: str, title: str, text: str) -> None:
        self._notice.set(role, title, text)
        self._stack.setCurrentWidget(self._refusal)
        parts.announce(self, f"{title}. {text}")

    def _move(self, steps: int) -> None:
        if self.tab is not None:
            self._stack.setCurrentWidget(self.tab.view)
            actions = self.tab.page.WebAction
            self.tab.page.triggerAction(actions.Back if steps < 0 else actions.Forward)

    def reload(self) -> None:
        if self.tab is not None:
            self._stack.setCurrentWidget(self.tab.view)
            self.tab.page.triggerAction(self.tab.page.WebAction.Reload)

    def set_door(self, door: Door) -> None:
        """Change the protection; the browser begins again with no cookies, at the list of sites."""
        self._door = door
        self.forget()

    def cover(self, widget: QWidget) -> None:
        """Show something else in the place of the page, until the next one is opened."""
        if self._stack.indexOf(widget) < 0:
            self._stack.addWidget(widget)
        self._stack.setCurrentWidget(widget)

    def only_follow(self, instead: QWidget) -> None:
        """Take no clicks; show this in the place of the list of sites."""
        self._instead = instead
        self._bar.hide()
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.show_start()

    def follow(self, url: str) -> None:
        """Open a page unless it is shown already."""
        if url != self.address:
            self.open(url)

    def follow_click(self, where: str) -> None:
        if self.tab is not None:
            self.tab.click(where)

    def show_start(self) -> None:
        """Show the list of the practice sites."""
        self._bar.clear()
        if self._instead is not None:
            self.cover(self._instead)
        elif self.session.live:
            self._tell("info", _("The real internet"), _("Type an address above."))
        else:
            self._sites.show_sites(self.session.web.sites, frozenset(self._visited))
            self._stack.setCurrentWidget(self._sites)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._sites.widget() is None:
            self.show_start()
        if start.is_available():
            self.session.warm_up()

    def forget(self) -> None:
        """Drop page, profile, cookies and history; the next open() starts anew."""
        tab, self.tab = self.tab, None
        if tab is not None:
            self._stack.removeWidget(tab.view)
            tab.close()
        self._visited.clear()
        self._notice.set("info", "")
        self._bar.show_place(self.session.live)
        self.show_start()


def _padded(widget: QWidget) -> QWidget:
    box = parts.column(widget)
    layout = box.layout()
    if isinstance(layout, QVBoxLayout):
        layout.setContentsMargins(*[theme.px(16)] * 4)
        layout.addStretch(1)
    return box


def _no_engine() -> str:
    return _(
        "The part that shows web pages (Qt WebEngine) is not installed. Recorded visits, the table "
        "and your own recordings work without it."
    )


def not_as_root() -> str:
    return _(
        "This program runs as administrator, so the browser's own protection is off. Real pages "
        "are not opened like that. The practice web works."
    )


def _nowhere(host: str) -> str:
    return _("{host} is not one of the practice sites. Nothing was sent.").format(host=host)
