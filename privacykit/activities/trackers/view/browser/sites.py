"""The start page: the practice sites, each a button."""

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout

from privacykit.look import parts, theme
from privacykit.look.exercise import prose
from privacykit.look.fitted import Fitted
from privacykit.look.pane import Pane


class Card(Protocol):
    @property
    def host(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def summary(self) -> str: ...
    @property
    def url(self) -> str: ...


class Sites(QScrollArea):
    """Signal: chosen: the address of a site."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)

    def show_sites(self, cards: Sequence[Card], visited: frozenset[str] = frozenset()) -> None:
        """Show the sites anew; a tick stands on those that were visited."""
        listed = Fitted(*[self._made(card, card.host in visited) for card in cards], spacing=8)
        layout = listed.layout()
        if isinstance(layout, QVBoxLayout):
            layout.setContentsMargins(*[theme.px(12)] * 4)
            layout.addStretch(1)
        self.setWidget(listed)

    def _made(self, card: Card, visited: bool) -> Pane:
        made = Pane(card.title, "door", margin=12)
        parts.say(made, card.title, card.summary)
        title = prose(card.title, "title")
        made.hold(parts.row(title, parts.picture("check", "accent", 20)) if visited else title)
        made.hold(prose(card.summary, "small"))
        made.clicked.connect(lambda: self.chosen.emit(card.url))
        return made
