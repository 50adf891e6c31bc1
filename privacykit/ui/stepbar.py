"""The steps along the top of a station: done, here, and still to come."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QIcon, QPainter, QPixmap, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from privacykit.i18n import _
from privacykit.look import flow, parts, theme
from privacykit.look.shrink import Shrinker


class StepBar(QWidget):
    """Signals: chosen, with the number of the step from 0."""

    chosen = Signal(int)

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__()
        self.seen: set[int] = set()
        self._names = names
        self._buttons = [self._button(number, name) for number, name in enumerate(names)]
        box = QHBoxLayout(self)
        box.setContentsMargins(theme.px(24), theme.px(12), theme.px(24), theme.px(4))
        row = flow.flowing(*self._buttons, spacing=theme.px(8), centred=True)
        box.addWidget(row)
        self._at = 0
        self._shrink = Shrinker(row, self._buttons)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit()
        super().resizeEvent(event)

    def _fit(self) -> None:
        self._shrink.fit(self.width() - 2 * theme.px(24), keep=self._at)

    def _button(self, number: int, name: str) -> QPushButton:
        made = parts.button(name, "step")
        made.setObjectName(f"step-{number}")
        made.setCheckable(True)
        made.setIconSize(QSize(theme.px(32), theme.px(26)))
        made.clicked.connect(lambda: self.chosen.emit(number))
        return made

    def show_at(self, at: int) -> None:
        self._at = at
        self.seen = self.seen | {at}
        for number, button in enumerate(self._buttons):
            done = number in self.seen and number != at
            button.setChecked(number == at)
            button.setIcon(_badge(number, here=number == at, done=done))
            parts.say(button, self._spoken(number, here=number == at, done=done))
        self._fit()

    def _spoken(self, number: int, *, here: bool, done: bool) -> str:
        name, count = self._names[number], len(self._names)
        text = _("Step {number} of {count}: {name}")
        if here:
            text = _("Step {number} of {count}: {name}, you are here")
        elif done:
            text = _("Step {number} of {count}: {name}, visited")
        return text.format(number=number + 1, count=count, name=name)


def _badge(number: int, *, here: bool, done: bool) -> QIcon:
    """Return a circle with the number of a step, or a tick for one that was visited."""
    colours = theme.tokens()
    size = theme.px(26)
    picture = QPixmap(theme.px(32), size)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QColor(colours.accent if here else colours.edge))
    painter.setBrush(QColor(colours.accent if here else colours.surface))
    circle = QRectF(1 + theme.px(2), 1, size - 2, size - 2)
    painter.drawEllipse(circle)
    if done:
        parts.icon("check", "accent").paint(painter, circle.adjusted(4, 4, -4, -4).toRect())
    else:
        _number(painter, circle, str(number + 1), colours.on_accent if here else colours.ink)
    painter.end()
    return QIcon(picture)


def _number(painter: QPainter, circle: QRectF, text: str, colour: str) -> None:
    font = QFont(painter.font())
    font.setPixelSize(theme.px(14))
    font.setBold(True)
    painter.setFont(font)
    painter.setPen(QColor(colour))
    painter.drawText(circle, int(Qt.AlignmentFlag.AlignCenter.value), text)
