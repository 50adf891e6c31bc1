"""Small things that several of the exercises show."""

from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from privacykit.look import parts, theme
from privacykit.look.exercise import prose


def refill(box: QVBoxLayout, *widgets: QWidget) -> None:
    """Show these widgets in place of what the box held."""
    while (item := box.takeAt(0)) is not None:
        if old := item.widget():
            old.hide()
            old.setParent(None)
            old.deleteLater()
    for widget in widgets:
        box.addWidget(widget)


def share(percent: int, said: str) -> QWidget:
    """Return a bar with what it stands for, in words."""
    bar = QProgressBar()
    bar.setValue(percent)
    bar.setTextVisible(False)
    parts.say(bar, said)
    return parts.column(prose(said), bar, spacing=4)


def signed(icon: str, colour: str, *texts: QWidget) -> QWidget:
    """Return texts under one another, beside an icon."""
    line = QWidget()
    box = QHBoxLayout(line)
    box.setContentsMargins(0, 0, 0, 0)
    box.setSpacing(theme.px(12))
    box.addWidget(parts.picture(icon, colour, 22))
    box.addWidget(parts.column(*texts, spacing=4), 1)
    return line
