"""Three answers to a consent banner, given in the page, and how many are called for each."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from privacykit.activities.trackers.engine.consent import Count
from privacykit.activities.trackers.engine.words import Banner, Choice
from privacykit.activities.trackers.view.browser import Browser
from privacykit.activities.trackers.view.facts import Facts
from privacykit.activities.trackers.view.session import Session
from privacykit.i18n import _
from privacykit.look import parts, theme
from privacykit.look.chips import Chips
from privacykit.look.exercise import prose
from privacykit.tracking.model import Request


class ConsentLab(QWidget):
    """Stands beside the browser in which the banner is answered."""

    def __init__(self, session: Session, banners: tuple[Banner, ...], browser: Browser) -> None:
        super().__init__()
        self._session, self._banners, self._browser = session, banners, browser
        self._counts: dict[Choice, Count] = {}
        self._now: Banner = banners[0]
        self._which = Chips(_("Answer:"), [banner.name for banner in banners])
        self._how, self._says = prose("", "strong"), prose("")
        self._counted = Facts()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.px(12))
        for widget in (self._which, self._how, self._says, self._counted):
            box.addWidget(widget)
        self._which.chose.connect(self._open)
        browser.requested.connect(self._count)
        self._show()

    def _open(self, number: int) -> None:
        """Begin anew: no cookie remembers an earlier answer."""
        self._now = self._banners[number]
        self._counts[self._now.choice] = Count()
        self._show()
        self._browser.set_door("bare")
        self._browser.open(self._session.practice().site(self._now.site).url)

    def _count(self, request: Request) -> None:
        count = self._counts.get(self._now.choice)
        if count is None or not self.isVisible():
            return
        answered = count.answered
        count.add(request)
        self._show()
        if count.answered and not answered:
            parts.announce(self, self._now.says)

    def _show(self) -> None:
        count = self._counts.get(self._now.choice)
        started = count is not None
        self._how.setText(
            self._now.how if started else _("Choose an answer. Its page opens at once.")
        )
        self._says.setText(self._now.says)
        self._says.setVisible(count is not None and count.answered)
        names = {banner.choice: banner.name for banner in self._banners}
        self._counted.set([(names[each], made.said()) for each, made in self._counts.items()])

    def forget(self) -> None:
        self._counts.clear()
        self._now = self._banners[0]
        self._which.offer(())
        self._which.offer([banner.name for banner in self._banners])
        self._show()
