"""Bytes and lines as the exercises show them."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QWidget

from privacykit.activities.messaging.engine.safety import Number
from privacykit.look import theme
from privacykit.look.breaks import breakable
from privacykit.look.exercise import prose

_LONGEST, _GROUP = 48, 8
_A_ROW = 4


def sealed(data: bytes) -> str:
    """Return bytes in hexadecimal, with places to break the line; a long one is cut."""
    shown = data[:_LONGEST].hex()
    groups = (shown[at : at + _GROUP] for at in range(0, len(shown), _GROUP))
    return " ".join(groups) + (" \u2026" if len(data) > _LONGEST else "")


def isolated(text: str) -> str:
    """Return a text so that it neither turns round nor pushes aside what stands beside it."""
    return f"\u2068{breakable(text)}\u2069"


def fixed_width(widget: QWidget, pixels: int, *, bold: bool = False) -> None:
    """Show the text in signs of one width, pixels high at 100 %."""
    family = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont).family()
    weight = 700 if bold else 400
    widget.setStyleSheet(
        f'font-family: "{family}"; font-size: {theme.px(pixels)}px; font-weight: {weight};'
    )


def leading(label: QLabel) -> QLabel:
    """Let a label stand where lines begin on this page, whichever way its own text runs."""
    if QApplication.layoutDirection() == Qt.LayoutDirection.RightToLeft:
        flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute
        label.setAlignment(flags | Qt.AlignmentFlag.AlignVCenter)
    return label


def few(text: str = "", role: str = "body") -> QLabel:
    """Return a few words that are never broken into two lines."""
    label = prose(text, role)
    label.setWordWrap(False)
    return label


def beside(first: QWidget, wide: QWidget, last: QWidget | None = None) -> QWidget:
    """Return widgets in one line at the top of it; the second takes the room that is left."""
    line = QWidget()
    box = QHBoxLayout(line)
    box.setContentsMargins(0, 0, 0, 0)
    box.setSpacing(theme.px(12))
    for widget in (first, wide, *([last] if last else [])):
        box.addWidget(widget, 1 if widget is wide else 0, Qt.AlignmentFlag.AlignTop)
    return line


def digits_shown(number: Number) -> str:
    """Return a safety number in three rows of four groups, from left to right everywhere."""
    groups = number.groups
    rows = (groups[at : at + _A_ROW] for at in range(0, len(groups), _A_ROW))
    text = "\n".join(" ".join(row) for row in rows)
    return f"\u2066{text}\u2069"
