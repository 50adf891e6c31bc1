"""The auction in slow motion: it goes on when a person presses, and not before."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from privacykit.activities.trackers.engine import auction as words
from privacykit.activities.trackers.practice.auction import Auction, Step
from privacykit.activities.trackers.view.session import Session
from privacykit.i18n import _
from privacykit.look import parts, theme
from privacykit.look.chips import Chips
from privacykit.look.exercise import Exercise, State, prose


class AuctionExercise(Exercise):
    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._whose = Chips(_("For:"), [_("Somebody they know"), _("A stranger")])
        self._about = parts.paragraph("", "small")
        self._card = _Steps()
        self._end, self._cure = parts.Callout("info", ""), parts.Callout("ok", "")
        self._next = parts.button(_("Next step"), "primary", "caret-right")
        self._all = parts.button(_("Show all steps"))
        self._onward = parts.button(_("Why was this stopped?"), "primary", "arrow-right")
        self._auction = words.made_up(session.language)
        self._lay_out()
        self._connect()
        self._begin(0)

    def _lay_out(self) -> None:
        how = _("While a page loads, the place for an advert is sold. Here it goes step by step.")
        self.body.addWidget(parts.heading(_("Sold in the blink of an eye")))
        self.body.addWidget(parts.paragraph(how, "muted"))
        for widget in (self._whose, self._about, self._card, self._end, self._cure):
            self.body.addWidget(widget)
        buttons = parts.row(self._all), self._next, self._onward
        self.body.addWidget(parts.row(*buttons, stretch_first=True))
        self._cure.set(
            "ok",
            _("Behind “Blocked” there is no auction"),
            _("The exchange is not even called. The page has an empty place, and you have peace."),
        )

    def _connect(self) -> None:
        self._whose.chose.connect(self._begin)
        self._next.clicked.connect(lambda: self._go_to(self._card.shown + 1))
        self._all.clicked.connect(lambda: self._go_to(len(self._auction.steps)))
        self._onward.clicked.connect(self.onward)

    def showEvent(self, event: QShowEvent) -> None:
        """Take the auction that was held in the meantime, unless one is being watched."""
        if self._card.shown == 1:
            self._begin(self._whose.chosen())
        super().showEvent(event)

    def _begin(self, whose: int) -> None:
        """Start with the first step for somebody they know (0) or a stranger (1)."""
        self._whose.set(whose)
        language = self._session.language
        held = None if whose else words.last(self._held())
        known = held or words.made_up(language)
        self._auction = words.stranger(language) if whose else known
        self._about.setText(
            _("This one was held for you, a moment ago.") if held else _("An example, made up.")
        )
        self._card.take(self._auction)
        self._go_to(1)

    def _held(self) -> tuple[Auction, ...]:
        return self._session.web.auctions if self._session.pages else ()

    def _go_to(self, count: int) -> None:
        self._card.show_first(count)
        over = count >= len(self._auction.steps)
        self._end.set("info", words.outcome(self._auction), words.reason(self._auction))
        for widget in (self._end, self._cure, self._onward):
            widget.setVisible(over)
        for button in (self._next, self._all):
            button.setVisible(not over)
        if over:
            parts.announce(self._end, self._end.accessibleName())
            self._onward.setFocus()
            self.done.emit()
        elif count > 1:
            parts.announce(self._card, self._card.latest())

    def forget(self) -> None:
        self._begin(0)

    def state(self) -> State:
        return {"whose": self._whose.chosen(), "shown": self._card.shown}

    def restore(self, state: State) -> None:
        whose, shown = state.get("whose"), state.get("shown")
        if isinstance(whose, int) and isinstance(shown, int):
            self._begin(min(max(whose, 0), 1))
            self._go_to(min(max(shown, 1), len(self._auction.steps)))


class _Steps(parts.Card):
    """The steps one below the other: when, who, what, and how much."""

    def __init__(self) -> None:
        super().__init__()
        self.shown = 0
        self._lines: list[tuple[QWidget, ...]] = []
        self._said: list[str] = []
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(theme.px(16))
        self._grid.setVerticalSpacing(theme.px(12))
        self._grid.setColumnStretch(2, 1)
        self.body.addLayout(self._grid)

    def take(self, auction: Auction) -> None:
        for line in self._lines:
            for old in line:
                self._grid.removeWidget(old)
                old.hide()
                old.deleteLater()
        self._said = [_said(step) for step in auction.steps]
        self._lines = [self._line(row, step) for row, step in enumerate(auction.steps)]

    def _line(self, row: int, step: Step) -> tuple[QWidget, ...]:
        texts = words.when(step), step.who, step.what, words.bid(step)
        roles = "small", "strong", "body", "strong"
        labels = [prose(text, role) for text, role in zip(texts, roles, strict=True)]
        for column, label in enumerate(labels):
            label.setWordWrap(column in {1, 2})
            label.setVisible(False)
            self._grid.addWidget(label, row, column, Qt.AlignmentFlag.AlignTop)
        parts.say(labels[2], self._said[row])
        return tuple(labels)

    def show_first(self, count: int) -> None:
        self.shown = count
        for row, line in enumerate(self._lines):
            for widget in line:
                widget.setVisible(row < count)

    def latest(self) -> str:
        return self._said[self.shown - 1]


def _said(step: Step) -> str:
    return " ".join(filter(None, (words.when(step), f"{step.who}:", step.what, words.bid(step))))
