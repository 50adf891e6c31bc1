"""What the shapes of the graph mean; only those that are on screen."""

from collections.abc import Collection

from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from privacykit.activities.trackers.engine.web import Node
from privacykit.activities.trackers.view.sprites import Look, Sprites
from privacykit.i18n import _
from privacykit.look import parts, theme
from privacykit.look.exercise import prose

_RADIUS = 7
_PARTIES = {"company", "unknown"}


class Legend(QWidget):
    def __init__(self) -> None:
        super().__init__()
        sprites = Sprites(self)
        size = theme.px(_RADIUS)
        self._entries = {
            "site": (Look("site", "reached", size), _("Site")),
            "company": (Look("company", "reached", size), _("Company")),
            "often": (
                Look("company", "reached", round(size * 1.3), often=True),
                _("On several sites"),
            ),
            "unknown": (Look("unknown", "reached", size), _("Owner unknown")),
            "rest": (Look("rest", "reached", size), _("Several in one")),
            "partly": (Look("company", "partly", size), _("Partly stopped")),
            "stopped": (Look("company", "stopped", size), _("All stopped")),
        }
        self._shown = {
            name: _entry(sprites, look, text) for name, (look, text) in self._entries.items()
        }
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(parts.row(*self._shown.values()))

    def show_for(self, nodes: Collection[Node]) -> None:
        wanted: set[str] = {node.what for node in nodes}
        wanted |= {node.tally.state for node in nodes if node.what in _PARTIES}
        if any(node.what in _PARTIES and len(node.links) > 1 for node in nodes):
            wanted.add("often")
        for name, entry in self._shown.items():
            entry.setVisible(name in wanted)


def _entry(sprites: Sprites, look: Look, text: str) -> QWidget:
    sign = QLabel()
    sign.setPixmap(sprites.node(look))
    line = QWidget()
    box = QHBoxLayout(line)
    box.setContentsMargins(0, 0, 0, 0)
    box.setSpacing(theme.px(4))
    box.addWidget(sign)
    label = prose(text, "small")
    label.setWordWrap(False)
    box.addWidget(label)
    return line
