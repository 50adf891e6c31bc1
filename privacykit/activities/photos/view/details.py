"""The list of what a file tells."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from privacykit.activities.photos.engine.found import Detail, Found
from privacykit.activities.photos.view import told
from privacykit.i18n import _, _n
from privacykit.look import parts, theme
from privacykit.look.exercise import prose
from privacykit.wipe import amounts


class DetailsCard(parts.Card):
    def __init__(self) -> None:
        super().__init__()
        self._title, self._sum = parts.paragraph("", "title"), prose("", "small")
        self._rows, self._small = QVBoxLayout(), QLabel()
        self._rows.setSpacing(theme.px(8))
        parts.say(self._small, _("The small picture that was inside"))
        self.body.addWidget(self._title)
        self.body.addLayout(self._rows)
        self.body.addWidget(self._small)
        self.body.addWidget(self._sum)

    def set(self, found: Found, title: str) -> None:
        self._title.setText(title)
        while (item := self._rows.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for detail in found.details:
            self._rows.addWidget(_row(detail, found))
        if not found.details:
            self._rows.addWidget(parts.paragraph(_("Nothing of this kind was found."), "muted"))
        self._show_small(found.thumbnail)
        said = _n("{count} detail in all", "{count} details in all", found.fields)
        count = said.format(count=found.fields)
        self._sum.setText(f"{found.format} · {amounts.size(found.size)} · {count}")

    def _show_small(self, data: bytes) -> None:
        picture = QPixmap()
        self._small.setVisible(bool(data) and picture.loadFromData(data, "PNG"))
        self._small.setPixmap(picture)

    @property
    def spoken(self) -> str:
        return f"{self._title.text()}. {self._sum.text()}"


def _row(detail: Detail, found: Found) -> QWidget:
    kind, value = prose(told.kind(detail.kind), "small"), prose(told.value(detail, found))
    if QApplication.isRightToLeft():  # a Latin name would go to the other side of the card
        value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute)
    row = QWidget()
    box = QHBoxLayout(row)
    box.setContentsMargins(0, 0, 0, 0)
    box.setSpacing(theme.px(12))
    box.addWidget(parts.picture(told.ICONS[detail.kind], size=20))
    box.addWidget(parts.column(kind, value, spacing=0), 1)
    return row
