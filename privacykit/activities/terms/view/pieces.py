"""Small things that several of the exercises show."""

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QScrollArea, QSpinBox, QVBoxLayout, QWidget

from privacykit.i18n import _
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


def reveal(widget: QWidget) -> None:
    """Scroll to what has just come up, once it has its place: large text pushes it out of sight."""
    QTimer.singleShot(0, widget, lambda: _bring(widget))


def _bring(widget: QWidget) -> None:
    if not widget.isVisible():  # another exercise has come up meanwhile
        return
    above = widget.parentWidget()
    while above is not None and not isinstance(above, QScrollArea):
        above = above.parentWidget()
    if above is not None:
        above.ensureWidgetVisible(widget, 0, theme.px(8))


def share(percent: int, said: str) -> QWidget:
    """Return a bar with what it stands for, in words."""
    bar = QProgressBar()
    bar.setValue(percent)
    bar.setTextVisible(False)
    parts.say(bar, said)
    return parts.column(prose(said), bar, spacing=4)


def number(name: str, most: int) -> tuple[QWidget, QSpinBox]:
    """Return a line with a number to type or to step, and its field."""
    field = QSpinBox()
    field.setAlignment(Qt.AlignmentFlag.AlignCenter)
    field.setRange(1, most)
    field.setMinimumWidth(theme.px(100))
    parts.say(field, name)
    line = QWidget()
    box = QHBoxLayout(line)
    box.setContentsMargins(0, 0, 0, 0)
    box.setSpacing(theme.px(4))
    box.addWidget(prose(name), 1)
    box.addWidget(_step("minus", f"{name}: {_('Less')}", field.stepDown))
    box.addWidget(field)
    box.addWidget(_step("plus", f"{name}: {_('More')}", field.stepUp))
    return line, field


def _step(icon: str, says: str, act: Callable[[], None]) -> QWidget:
    made = parts.button("", "quiet", icon)
    parts.say(made, says)
    made.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the arrow keys do it in the field
    made.setAutoRepeat(True)
    made.clicked.connect(lambda _on=False: act())
    return made


def signed(icon: str, colour: str, *texts: QWidget) -> QWidget:
    """Return texts under one another, beside an icon."""
    line = QWidget()
    box = QHBoxLayout(line)
    box.setContentsMargins(0, 0, 0, 0)
    box.setSpacing(theme.px(12))
    box.addWidget(parts.picture(icon, colour, 24), 0, Qt.AlignmentFlag.AlignTop)
    box.addWidget(parts.column(*texts, spacing=4), 1)
    return line
