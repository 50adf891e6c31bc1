"""What a person turns: which question, who asks, and the four weights."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QHBoxLayout, QLabel, QSlider, QWidget

from privacykit.activities.ranking.engine.rank import MOST, Weights
from privacykit.i18n import _
from privacykit.look import flow, parts, theme
from privacykit.look.exercise import prose


class Chips(QWidget):
    """One of a few, all in sight. Signal: chose: the number that a person pressed."""

    chose = Signal(int)

    def __init__(self, name: str, choices: Sequence[str]) -> None:
        super().__init__()
        self._group = QButtonGroup(self)
        widgets: list[QWidget] = [parts.paragraph(name, "small")]
        for number, text in enumerate(choices):
            chip = parts.button(text, "quiet")
            chip.setCheckable(True)
            chip.setStyleSheet(f"QPushButton:checked {{ border-color: {theme.tokens().accent}; }}")
            parts.say(chip, f"{name} {text}")
            self._group.addButton(chip, number)
            widgets.append(chip)
        self._group.idClicked.connect(self.chose)
        box = QHBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(parts.row(*widgets))

    def set(self, number: int) -> None:
        """Show a choice without telling anybody."""
        self._group.button(number).setChecked(True)


class Sliders(QWidget):
    """The four weights. Signal: moved: the weights as they stand now."""

    moved = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        names = _("Popular"), _("Near"), _("Clicked before"), _("Paid")
        self._values = [QLabel() for _name in names]
        self._sliders = [self._made(name) for name in names]
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.px(32))
        grid.setVerticalSpacing(theme.px(8))
        for number, name in enumerate(names):
            grid.addWidget(self._line(number, name), number // 2, number % 2)

    def _made(self, name: str) -> QSlider:
        slider = QSlider(Qt.Orientation.Horizontal)
        slider.setRange(0, MOST)
        slider.setPageStep(2)
        slider.setMinimumWidth(theme.px(120))
        parts.say(slider, name, _("How much it counts, from 0 to {most}").format(most=MOST))
        slider.valueChanged.connect(self._tell)
        return slider

    def _line(self, number: int, name: str) -> QWidget:
        line = QWidget()
        box = QHBoxLayout(line)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.px(12))
        value = self._values[number]
        parts.set_role(value, "strong")
        value.setMinimumWidth(theme.px(24))
        box.addWidget(prose(name), 5)
        box.addWidget(self._sliders[number], 6)
        box.addWidget(value)
        return line

    def weights(self) -> Weights:
        return Weights(*(slider.value() for slider in self._sliders))

    def set(self, weights: Weights) -> None:
        """Show weights without telling anybody."""
        for slider, label, value in zip(self._sliders, self._values, weights, strict=True):
            slider.blockSignals(True)
            slider.setValue(value)
            slider.blockSignals(False)
            label.setText(str(value))

    def _tell(self) -> None:
        self.moved.emit(self.weights())


def side_by_side(*chips: Chips) -> QWidget:
    """Return them in one line, far enough apart to be told from one another."""
    return flow.flowing(*chips, spacing=theme.px(32))
