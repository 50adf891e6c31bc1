"""The field that finds sites and companies, and the buttons that come nearer."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QAbstractButton,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from privacykit.i18n import _, _n
from privacykit.look import parts, theme

NEARER, FARTHER, ALL = 1.25, 0.8, 0.0


class Finder(QWidget):
    """Signals.

    changed: the text that is looked for
    entered: the person wants to go to what was found
    zoomed: a factor to come nearer by; 0: see all
    """

    changed = Signal(str)
    entered = Signal()
    zoomed = Signal(float)

    def __init__(self) -> None:
        super().__init__()
        self._field = QLineEdit()
        self._field.setMaxLength(100)
        self._field.setMinimumWidth(theme.px(120))
        self._field.setPlaceholderText(_("Find a site or company"))
        self._field.textChanged.connect(self.changed)
        self._field.returnPressed.connect(self.entered)
        parts.say(self._field, _("Find a site or company"))
        self._count = parts.paragraph("", "small")
        self._count.hide()
        self._zoom = tight(
            self._button("magnifying-glass-minus", _("Farther away"), FARTHER),
            self._button("magnifying-glass-plus", _("Nearer"), NEARER),
            self._button("corners-out", _("See all of it"), ALL),
        )
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.px(4))
        box.addWidget(parts.row(self._field, self._zoom, stretch_first=True))
        box.addWidget(self._count)
        self.setFocusProxy(self._field)

    def _button(self, icon: str, name: str, factor: float) -> QPushButton:
        made = parts.button("", "quiet", icon)
        made.setToolTip(name)
        parts.say(made, name)
        made.clicked.connect(lambda: self.zoomed.emit(factor))
        return made

    def text(self) -> str:
        return self._field.text()

    def set_text(self, text: str) -> None:
        self._field.setText(text)

    def clear(self) -> None:
        """Empty the field; setText also drops what could be undone."""
        self._field.setText("")

    def set_zoom(self, on: bool) -> None:
        self._zoom.setVisible(on)

    def say(self, count: int) -> None:
        """Say how many were found; nothing when nothing is looked for."""
        text = _n("{count} found", "{count} found", count).format(count=count)
        text = text if count else _("Nothing found")
        self._count.setText(text)
        self._count.setVisible(bool(self.text().strip()))
        if self._count.isVisible():
            parts.announce(self, text)


def tight(*buttons: QAbstractButton) -> QWidget:
    """Return buttons that stay in one line."""
    group = QWidget()
    box = QHBoxLayout(group)
    box.setContentsMargins(0, 0, 0, 0)
    box.setSpacing(0)
    for button in buttons:
        box.addWidget(button)
    return group
