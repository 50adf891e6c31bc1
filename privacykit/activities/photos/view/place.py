"""Mark the place that the file tells, on a map that needs no internet."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from privacykit.activities.photos.engine.globe import Place, kilometres
from privacykit.activities.photos.view.map import Map
from privacykit.i18n import _
from privacykit.look import parts, theme

_CLOSE = 60
"""Kilometres; as near as one can point."""


class PlaceBox(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self._truth: Place | None = None
        self._map, self._said = Map(), parts.paragraph("", "strong")
        closer = parts.button(_("Closer"), "secondary", "magnifying-glass-plus")
        farther = parts.button(_("Farther"), "secondary", "magnifying-glass-minus")
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.px(8))
        box.addWidget(parts.paragraph(_("Where is that? Mark it on the map."), "strong"))
        box.addWidget(self._map)
        box.addWidget(parts.row(closer, farther, self._said))
        closer.clicked.connect(lambda: self._map.zoom(closer=True))
        farther.clicked.connect(lambda: self._map.zoom(closer=False))
        self._map.marked.connect(lambda _place: self._tell())

    @property
    def mark(self) -> Place | None:
        return self._map.mark

    def ask(self, truth: Place) -> None:
        self._truth = truth
        self._tell()

    def put(self, mark: Place | None) -> None:
        self._map.put(mark)
        self._tell()

    def _tell(self) -> None:
        mark, truth = self._map.mark, self._truth
        if mark is None or truth is None:
            self._said.setText("")
            return
        self._map.put(mark, truth)
        away = kilometres(mark, truth)
        words = _("That is it.") if away < _CLOSE else _("{count} km away from it.")
        self._said.setText(words.format(count=round(away)))
        parts.announce(self._said, self._said.text())

    def forget(self) -> None:
        self._truth = None
        self._map.put(None)
        self._map.whole()
        self._tell()
