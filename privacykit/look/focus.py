"""The focus ring: drawn around whatever has the keyboard, once a person uses the keyboard."""

from PySide6.QtCore import QEvent, QObject, QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QScrollArea, QWidget

from privacykit.look import theme

_GAP = 3
_WIDTH = 3
_MOVES = {
    QEvent.Type.Move,
    QEvent.Type.Resize,
    QEvent.Type.Show,
    QEvent.Type.Hide,
    QEvent.Type.MouseButtonPress,
}


class FocusRing(QWidget):
    """One for a window; it follows the focus and lets every click through."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._target: QWidget | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._follow)

    def _follow(self, _old: QWidget | None, now: QWidget | None) -> None:
        if self._target is not None:
            self._target.removeEventFilter(self)
            self._target.destroyed.disconnect(self._lose)
        ours = now is not None and now.window() is self._window
        self._target = now if ours else None
        if self._target is not None:
            self._target.installEventFilter(self)
            self._target.destroyed.connect(self._lose)
        self._draw()

    def _lose(self) -> None:
        self._target = None
        self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _MOVES and watched is self._target:
            if event.type() == QEvent.Type.MouseButtonPress:
                self._window.setAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange, False)
            self._draw()
        return False

    def _draw(self) -> None:
        target = self._target
        by_keyboard = self._window.testAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange)
        if target is None or not by_keyboard or not target.isVisible():
            self.hide()
            return
        base = _base(target, self._window)
        if self.parentWidget() is not base:
            self.setParent(base)
        self.setGeometry(_around(target, base))
        self.show()
        self.raise_()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(theme.tokens().focus), _WIDTH))
        half = _WIDTH // 2 + 1
        painter.drawRoundedRect(self.rect().adjusted(half, half, -half, -half), 10, 10)
        painter.end()


def _base(target: QWidget, window: QWidget) -> QWidget:
    """Return what the ring lies on: what scrolls with the target, or else the window."""
    widget = target.parentWidget()
    while widget is not None and widget is not window:
        area = widget.parentWidget()
        area = area.parentWidget() if area is not None else None
        if isinstance(area, QScrollArea) and area.widget() is widget:
            return widget
        widget = widget.parentWidget()
    return window


def _around(target: QWidget, base: QWidget) -> QRect:
    inside = isinstance(target, QAbstractScrollArea)
    room = -_WIDTH if inside and target.width() >= base.width() - 2 * _GAP else _GAP + _WIDTH
    corner = target.mapTo(base, target.rect().topLeft())
    return QRect(corner, target.size()).adjusted(-room, -room, room, room)
