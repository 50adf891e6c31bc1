"""The way from you to the site, drawn as tiles: each shows what that party knows."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from privacykit.activities.tor.engine import sentences
from privacykit.activities.tor.engine.knowledge import (
    ASIDE,
    Answer,
    Party,
    Switch,
    What,
    cell,
    is_there,
    path,
)
from privacykit.i18n import _
from privacykit.look import parts, theme
from privacykit.look.exercise import prose
from privacykit.look.pane import Pane

_ABREAST = 4
_ICONS = {
    Party.WIFI: "coffee",
    Party.LIBRARY: "books",
    Party.PROVIDER: "buildings",
    Party.VPN: "tunnel",
    Party.ENTRY: "number-circle-one",
    Party.MIDDLE: "number-circle-two",
    Party.EXIT: "number-circle-three",
    Party.SITE: "globe",
    Party.POLICE_PROVIDER: "shield",
    Party.POLICE_SITE: "shield",
}
SIGNS = {
    Answer.YES: ("eye", "warning"),
    Answer.PART: ("circle-half", "ink"),
    Answer.NO: ("eye-slash", "muted"),
    Answer.ABSENT: ("minus", "muted"),
}


class _Tile(Pane):
    """One party; its lines say in words what its icons show."""

    def __init__(self, party: Party, inside: QWidget) -> None:
        super().__init__(sentences.party(party), "door", margin=8)
        self.setParent(inside)
        self._party = party
        self.body.setSpacing(theme.px(4))
        self.hold(self._head(), prose(sentences.party(party), "strong"))
        self._lines: dict[What, tuple[parts.Picture, QLabel]] = {}
        for what in What:
            self._lines[what] = parts.picture("eye", size=18), prose("", "small")
            self.hold(_side(*self._lines[what]))

    def _head(self) -> QWidget:
        head = QWidget()
        box = QHBoxLayout(head)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(parts.picture(_ICONS[self._party], "accent", 24))
        box.addStretch(1)
        if self._party == Party.WIFI:
            box.addWidget(prose(_("or"), "small"))
        elif self._party not in (Party.SITE, *ASIDE):
            box.addWidget(parts.picture("arrow-right", "muted", 18))
        return head

    def set(self, switches: frozenset[Switch]) -> None:
        said = []
        for what, (sign, label) in self._lines.items():
            answer = cell(self._party, what, switches).answer
            sign.show_icon(*SIGNS[answer])
            label.setText(sentences.what(what))
            weight = 700 if answer == Answer.YES else 400
            ink = theme.tokens().muted if answer == Answer.NO else theme.tokens().ink
            label.setStyleSheet(f"font-weight: {weight}; color: {ink};")
            said.append(f"{sentences.what(what)}: {sentences.answer(answer)}")
        parts.say(self, sentences.party(self._party), "; ".join(said))
        self.setVisible(is_there(self._party, switches))


class PathPicture(QWidget):
    """Signal: chosen: the party whose reasons are asked for."""

    chosen = Signal(Party)

    def __init__(self) -> None:
        super().__init__()
        self._tiles = {party: _Tile(party, self) for party in Party}
        for party, tile in self._tiles.items():
            tile.clicked.connect(lambda _checked=False, party=party: self.chosen.emit(party))
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.px(12))
        box.addWidget(_key())
        self._way = _grid()
        box.addLayout(self._way)
        box.addWidget(prose(_("Not on the way, but may ask:"), "strong"))
        aside = _grid()
        box.addLayout(aside)
        _fill(aside, [self._tiles[party] for party in ASIDE])

    def set(self, switches: frozenset[Switch]) -> None:
        for tile in self._tiles.values():
            tile.set(switches)
        _fill(self._way, [self._tiles[party] for party in path(switches)])


def _grid() -> QGridLayout:
    grid = QGridLayout()
    grid.setSpacing(theme.px(12))
    for column in range(_ABREAST):
        grid.setColumnStretch(column, 1)
    return grid


def _fill(grid: QGridLayout, tiles: Sequence[QWidget]) -> None:
    """Lay these tiles out in order, and let go of those that were there."""
    while grid.takeAt(0) is not None:
        pass
    for place, tile in enumerate(tiles):
        grid.addWidget(tile, place // _ABREAST, place % _ABREAST)


def _key() -> QWidget:
    shown = [
        _side(parts.picture(*SIGNS[answer], 18), prose(sentences.answer(answer), "small"))
        for answer in (Answer.YES, Answer.PART, Answer.NO)
    ]
    return parts.row(prose(_("Knows it?"), "small"), *shown)


def _side(sign: QWidget, label: QWidget) -> QWidget:
    line = QWidget()
    box = QHBoxLayout(line)
    box.setContentsMargins(0, 0, 0, 0)
    box.setSpacing(theme.px(4))
    box.addWidget(sign)
    box.addWidget(label, 1)
    return line
