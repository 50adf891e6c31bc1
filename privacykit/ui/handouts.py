"""For staff: the hand-out of every station, to print before a workshop."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from privacykit.content.station import Station
from privacykit.i18n import _
from privacykit.look import parts
from privacykit.ui.page import Page
from privacykit.ui.takehome import Buttons
from privacykit.ui.world import World


class Handouts(Page):
    def __init__(self, world: World) -> None:
        super().__init__()
        self._world = world
        content = parts.column(
            parts.heading(_("Hand-outs")),
            parts.paragraph(_("One page for each station, in the language on screen."), "muted"),
            *(self._card(station) for station in world.shelf().stations),
        )
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(parts.scrolled(content))

    def title(self) -> str:
        return _("For staff")

    def _card(self, station: Station) -> QWidget:
        words = station.in_language(self._world.choices.language)
        card = parts.Card()
        card.body.addWidget(parts.heading(words.about.title, 3))
        for action in words.about.take_home:
            card.body.addWidget(parts.paragraph(f"•  {action}", "muted"))
        card.body.addWidget(Buttons(self._world, words, self.noticed.emit))
        return card
