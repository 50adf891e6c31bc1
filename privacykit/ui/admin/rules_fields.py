"""The fields of the rules: each shows its sentence, and what the engine has to say about it."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QStyle,
    QVBoxLayout,
    QWidget,
)

from privacykit.i18n import _
from privacykit.look import parts, theme
from privacykit.staff import shape
from privacykit.ui.admin.rules_words import Line


class FieldBox(QWidget):
    """One field. What is not touched is not changed, whatever the editor can show of it.

    Signals:
        changed: the new value, as TOML would have it
    """

    changed = Signal(object)

    def __init__(self, line: Line) -> None:
        super().__init__()
        self.line = line
        self.editor: QWidget = self
        """What gets the keyboard."""
        self._problem = parts.paragraph("", "danger")
        self._problem.hide()
        self.box = QVBoxLayout(self)
        self.box.setContentsMargins(0, 0, 0, 0)
        self.box.setSpacing(theme.px(4))

    def tell(self, problems: list[str]) -> None:
        """Show why the engine would refuse the value; nothing if it would not."""
        text = "\n".join(problems)
        self._problem.setText(text and f"⚠ {text}")
        self._problem.setVisible(bool(text))
        parts.say(self.editor, self.line.title(), f"{self.line.text()} {text}".strip())

    def name(self, editor: QWidget) -> None:
        """Let the editor be found again, spoken, and safe from the wheel."""
        self.editor = editor
        editor.setObjectName("-".join(self.line.field))
        parts.say(editor, self.line.title(), self.line.text())
        _calm(editor)

    def finish(self) -> None:
        self.box.addWidget(self._problem)


class _StillWheel(QObject):
    """Lets the wheel scroll the page, not change a value that it happens to pass."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.Wheel or not isinstance(watched, QWidget):
            return False
        event.ignore()
        return True


def _calm(editor: QWidget) -> None:
    if isinstance(editor, (QAbstractSpinBox, QComboBox)):
        editor.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        editor.installEventFilter(_StillWheel(editor))


class Switch(FieldBox):
    def __init__(self, line: Line, value: object, *, on: object, off: object) -> None:
        super().__init__(line)
        self.check = QCheckBox(line.title().replace("&", "&&"))
        self.check.setChecked(value == on)
        self.check.toggled.connect(lambda ticked: self.changed.emit(on if ticked else off))
        self.name(self.check)
        self.box.addWidget(self.check)
        if line.text():
            self.box.addWidget(_indented(parts.paragraph(line.text(), "small")))
        self.finish()


def _indented(widget: QWidget) -> QWidget:
    box = QWidget()
    side = QHBoxLayout(box)
    side.setContentsMargins(theme.px(24), 0, 0, 0)
    side.addWidget(widget)
    return box


class Beside(FieldBox):
    """Name and sentence with an editor at their side."""

    def __init__(self, line: Line, editor: QWidget) -> None:
        super().__init__(line)
        self.name(editor)
        told = [parts.paragraph(line.title(), "strong")]
        if line.text():
            told.append(parts.paragraph(line.text(), "small"))
        self.side = QHBoxLayout()
        self.side.setSpacing(theme.px(4))
        self.side.addWidget(parts.column(*told, spacing=4), 1)
        self.side.addWidget(editor)
        self.box.addLayout(self.side)
        self.finish()


class Number(Beside):
    """A number to type, or to step with the arrow keys and two buttons."""

    def __init__(self, line: Line, value: object) -> None:
        self.spin = QSpinBox()
        self.spin.setAlignment(Qt.AlignmentFlag.AlignCenter)
        low, high = shape.limits(line.field)
        self.spin.setRange(low, high)
        self.spin.setSuffix(f" {line.unit}" if line.unit else "")
        self.spin.setSpecialValueText(line.zero() if low == 0 else "")
        self.spin.setMinimumWidth(theme.px(140))
        if isinstance(value, int):
            self.spin.setValue(value)
        super().__init__(line, self.spin)
        self.side.insertWidget(1, self._step("minus", _("Less"), self.spin.stepDown))
        self.side.addWidget(self._step("plus", _("More"), self.spin.stepUp))
        self.spin.valueChanged.connect(self.changed.emit)

    def _step(self, icon: str, says: str, act: Callable[[], None]) -> QPushButton:
        made = parts.button("", "quiet", icon)
        made.setToolTip(says)
        parts.say(made, f"{self.line.title()}: {says}")
        made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        made.setAutoRepeat(True)
        made.clicked.connect(lambda _on=False: act())
        return made


class Combo(QComboBox):
    """With its arrow as text, for the style sheet of a combo box knows arrows only as pictures."""

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        room = self.rect().adjusted(theme.px(12), 0, -theme.px(12), 0)
        far = Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter
        painter.setPen(self.palette().text().color())
        painter.drawText(room, QStyle.visualAlignment(self.layoutDirection(), far), "▾")
        painter.end()


class Choice(Beside):
    def __init__(self, line: Line, value: object, choices: Mapping[str, str]) -> None:
        self.combo = Combo()
        for key, text in choices.items():
            self.combo.addItem(text, key)
        self.combo.setCurrentIndex(self.combo.findData(value))
        super().__init__(line, self.combo)
        self.combo.activated.connect(lambda _at: self.changed.emit(self.combo.currentData()))


class Names(FieldBox):
    def __init__(self, line: Line, value: object) -> None:
        super().__init__(line)
        self.edit = QLineEdit(" ".join(map(str, value)) if isinstance(value, list) else str(value))
        self.edit.textEdited.connect(lambda text: self.changed.emit(_names(text)))
        self.name(self.edit)
        self.box.addWidget(parts.paragraph(line.title(), "strong"))
        self.box.addWidget(parts.paragraph(line.text(), "small"))
        self.box.addWidget(self.edit)
        self.finish()


def _names(text: str) -> list[str]:
    return list(dict.fromkeys(text.replace(",", " ").split()))
