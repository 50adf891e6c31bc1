"""A field for something like a password: it can be typed and seen, and never leaves by a copy."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QMouseEvent
from PySide6.QtWidgets import QLineEdit

from privacykit.look import parts

_Keys = QKeySequence.StandardKey
_Hint = Qt.InputMethodHint
_LEARN_NOTHING = _Hint.ImhSensitiveData | _Hint.ImhNoPredictiveText | _Hint.ImhNoAutoUppercase
_LEAVING = (
    _Keys.Copy,
    _Keys.Cut,
    _Keys.Undo,
    _Keys.Redo,
    _Keys.DeleteEndOfLine,  # these two copy what they delete, on X11
    _Keys.DeleteCompleteLine,
)


class SecretField(QLineEdit):
    """Copy, cut, drag, undo and menu are off; pasting stays, as managers need it."""

    def __init__(self, name: str, length: int = 200) -> None:
        super().__init__()
        self.setMaxLength(length)
        self.setDragEnabled(False)
        self.setAcceptDrops(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.hide_text(hidden=False)
        parts.say(self, name)

    def event(self, event: QEvent) -> bool:
        """Take the refused keys as done, so that no shortcut of the window has them either."""
        if event.type() == QEvent.Type.ShortcutOverride and _is_leaving(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if _is_leaving(event):
            event.accept()
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Keep the selection out of the X11 primary selection, which is a clipboard too."""
        start, length = self.selectionStart(), self.selectionLength()
        self.deselect()
        super().mouseReleaseEvent(event)
        if length:
            self.setSelection(start, length)

    def hide_text(self, hidden: bool) -> None:
        """Show dots instead; each way, keyboards on screen are told to learn nothing."""
        self.setEchoMode(QLineEdit.EchoMode.Password if hidden else QLineEdit.EchoMode.Normal)
        self.setInputMethodHints(self.inputMethodHints() | _LEARN_NOTHING)

    def forget(self) -> None:
        """Empty the field; setText also drops what could be undone."""
        self.setText("")


def _is_leaving(event: QEvent) -> bool:
    return isinstance(event, QKeyEvent) and any(event.matches(keys) for keys in _LEAVING)
