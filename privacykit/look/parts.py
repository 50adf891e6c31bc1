"""The parts every page is made of; how they look is decided by their role, in the style sheet."""

from functools import cache
from pathlib import Path

import qtawesome
from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QIcon, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)
from qtawesome.iconic_font import IconicFont

from privacykit.i18n import _
from privacykit.look import flow, theme
from privacykit.look.fitted import Fitting

_FALLBACK_ICON = "puzzle-piece"
_OPPOSITE = {
    "arrow-right": "arrow-left",
    "arrow-left": "arrow-right",
    "caret-right": "caret-left",
    "caret-left": "caret-right",
}
_AHEAD = {"arrow-right", "caret-right", "caret-down"}
"""Icons that stand after the text, not before it."""


_ICON = "icon-name"


def set_role(widget: QWidget, role: str) -> None:
    """Let the style sheet see the widget as this role, also when it is on screen already."""
    if widget.property("role") == role:
        return
    widget.setProperty("role", role)
    if isinstance(widget, QPushButton) and (name := widget.property(_ICON)):
        widget.setIcon(icon(name, _icon_role(role)))
    widget.style().unpolish(widget)
    widget.style().polish(widget)


def say(widget: QWidget, name: str, description: str = "") -> None:
    """Give a widget the name, and more if need be, that a screen reader speaks."""
    widget.setAccessibleName(name)
    widget.setAccessibleDescription(description)


def announce(widget: QWidget, text: str) -> None:
    """Have a screen reader speak a text that has just come up."""
    QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, text))


def heading(text: str, level: int = 1) -> QLabel:
    """Return a heading: 1 the page's title, 2 a section's, 3 a card's."""
    label = paragraph(text, f"h{level}")
    label.setAccessibleName(text)
    return label


def paragraph(text: str, role: str = "body") -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    set_role(label, role)
    return label


def button(text: str, role: str = "secondary", icon: str = "") -> QPushButton:
    made = QPushButton(text.replace("&", "&&"))
    set_role(made, role)
    made.setAccessibleName(text)
    made.setAutoDefault(True)  # Enter presses it, not Space alone
    if icon:
        _dress(made, role, icon)
    return made


def _dress(made: QPushButton, role: str, name: str) -> None:
    made.setProperty(_ICON, name)
    made.setIcon(icon(name, _icon_role(role)))
    size = 18 if made.text() else 22
    air = 8 if made.text() else 0
    made.setIconSize(QSize(theme.px(size + air), theme.px(size)))
    if name in _AHEAD:
        back = QApplication.layoutDirection() == Qt.LayoutDirection.RightToLeft
        left, right = Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft
        made.setLayoutDirection(left if back else right)


def _icon_role(role: str) -> str:
    return {"primary": "on_accent", "danger": "danger", "destroy": "background"}.get(role, "ink")


@cache
def _font() -> IconicFont:
    """Load the one family that is used; all of qtawesome's would take three times as long."""
    folder = Path(qtawesome.__file__).parent / "fonts"
    names = "phosphor-1.3.0.ttf", "phosphor-charmap-1.3.0.json"
    return IconicFont(("ph", *names, str(folder)))


def icon(name: str, role: str = "ink") -> QIcon:
    """Return a Phosphor icon in the colour of a token; an unknown name gives a neutral one."""
    font = _font()
    known = name if name in font.charmap["ph"] else _FALLBACK_ICON
    known = _mirrored(known)
    colour = getattr(theme.tokens(), role)
    return QIcon(font.icon(f"ph.{known}", color=colour, color_disabled=theme.tokens().muted))


def _mirrored(name: str) -> str:
    """Turn arrows round where one reads from right to left."""
    if QApplication.layoutDirection() == Qt.LayoutDirection.RightToLeft:
        return _OPPOSITE.get(name, name)
    return name


class Picture(QLabel):
    """An icon for the eye only; it keeps its colour also where a control is disabled."""

    def __init__(self, name: str, role: str, size: int) -> None:
        super().__init__()
        self._icon, self._size = icon(name, role), theme.px(size)
        self.setFixedSize(self._size, self._size)

    def show_icon(self, name: str, role: str) -> None:
        self._icon = icon(name, role)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        place = QRect(0, 0, self._size, self._size)
        place.moveCenter(self.rect().center())
        painter = QPainter(self)
        self._icon.paint(painter, place)
        painter.end()


def picture(name: str, role: str = "accent", size: int = 24) -> Picture:
    return Picture(name, role, size)


def tile(name: str) -> QLabel:
    """Return an icon on a soft square, as cards have it."""
    label = picture(name)
    label.setFixedSize(theme.px(44), theme.px(44))
    set_role(label, "tile")
    return label


def rule() -> QFrame:
    line = QFrame()
    set_role(line, "line")
    return line


class Card(QFrame):
    """A raised surface; put widgets into .body."""

    def __init__(self) -> None:
        super().__init__()
        set_role(self, "card")
        self.body = QVBoxLayout(self)
        margin = theme.px(20)
        self.body.setContentsMargins(margin, margin, margin, margin)
        self.body.setSpacing(theme.px(8))


class Callout(QFrame):
    """A coloured box that says one thing; its word and icon say the role too, not colour alone."""

    _ICONS = {"danger": "warning-octagon", "warning": "warning", "ok": "check-circle"}  # noqa: RUF012

    def __init__(self, role: str, title: str, text: str = "", *, large: bool = False) -> None:
        super().__init__()
        self._large = large
        self._sign = picture("", size=32 if large else 24)
        self._title, self._text = paragraph("", "title"), paragraph("")
        body = QVBoxLayout()
        body.setSpacing(theme.px(4))
        body.addWidget(self._title)
        body.addWidget(self._text)
        box = QHBoxLayout(self)
        box.setContentsMargins(*[theme.px(28 if large else 16)] * 4)
        box.setSpacing(theme.px(12))
        box.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        box.addLayout(body, 1)
        self.set(role, title, text)

    def set(self, role: str, title: str, text: str = "") -> None:
        """Say something else; roles: danger, warning, ok, info."""
        set_role(self, f"callout-{role}")
        colour = "accent" if role == "info" else role
        name = self._ICONS.get(role, "info")
        self._sign.show_icon(name, colour)
        set_role(self._title, f"{'large' if self._large else 'title'}-{role}")
        self._title.setText(title)
        self._title.setVisible(bool(title))
        self._text.setText(text)
        self._text.setVisible(bool(text))
        say(self, f"{_role_word(role)}: {title}", text)


def _role_word(role: str) -> str:
    return {"danger": _("Danger"), "warning": _("Warning"), "ok": _("Good")}.get(role, _("Note"))


def column(*widgets: QWidget, spacing: int = 16) -> QWidget:
    box = QWidget()
    layout = QVBoxLayout(box)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(theme.px(spacing))
    for widget in widgets:
        layout.addWidget(widget)
    return box


def row(*widgets: QWidget, stretch_first: bool = False) -> QWidget:
    """Return widgets side by side, in a new line where there is no room."""
    return flow.flowing(*widgets, spacing=theme.px(12), stretch_first=stretch_first)


def centred(widget: QWidget, width: int = 720, above: int = 12) -> QWidget:
    """Return one centred column, at most width pixels wide at 100 %."""
    return _in_the_middle(QWidget(), widget, width, above)


def _in_the_middle(middle: QWidget, widget: QWidget, width: int, above: int) -> QWidget:
    widget.setMaximumWidth(theme.px(width))
    set_role(middle, "column")
    box = QHBoxLayout(middle)
    box.setContentsMargins(*[theme.px(side) for side in (24, above, 24, above)])
    box.addStretch(1)
    box.addWidget(widget, 1000, Qt.AlignmentFlag.AlignTop)
    box.addStretch(1)
    return middle


def scrolled(widget: QWidget, width: int = 720) -> QScrollArea:
    """Return the same in an area that scrolls up and down, no farther than there is to see."""
    middle = _in_the_middle(Fitting(), widget, width, above=24)
    area = QScrollArea()
    area.setWidget(middle)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return area
