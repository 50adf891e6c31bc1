"""The focus ring: drawn around whatever has the keyboard, once a person uses the keyboard."""

from PySide6.QtCore import QEvent, QObject, QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget
from shiboken6 import isValid

from privacykit.look import theme

_GAP = 2
_WIDTH = 3
_MOVES = {QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.Hide}


class FocusRing(QWidget):
    """One for a window; it follows the focus and lets every click through."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._watched: list[QWidget] = []
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._follow)

    def _follow(self, _old: QWidget | None, now: QWidget | None) -> None:
        if not isValid(self._window):
            return
        for widget in filter(isValid, self._watched):
            widget.removeEventFilter(self)
        ours = now is not None and now is not self._window and now.window() is self._window
        self._watched = [now, *_scrolled_around(now, self._window)] if now and ours else []
        for widget in self._watched:
            widget.installEventFilter(self)
        self._draw()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isValid(self._window):
            return False
        if event.type() == QEvent.Type.MouseButtonPress and watched is self._watched[0]:
            self._window.setAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange, False)
            self._draw()
        elif event.type() in _MOVES:
            self._draw()
        return False

    def _draw(self) -> None:
        by_keyboard = self._window.testAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange)
        target = self._watched[0] if self._watched else None
        if target is None or not by_keyboard or not isValid(target) or not target.isVisible():
            self.hide()
            return
        room = _GAP + _WIDTH
        around = _on(self._window, target).adjusted(-room, -room, room, room)
        self.setGeometry(around.intersected(self._window.rect()))
        self.show()
        self.raise_()
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for content in filter(isValid, self._watched[1:]):
            area = _on(self._window, content.parentWidget() or content)
            painter.setClipRect(area.translated(-self.pos()), Qt.ClipOperation.IntersectClip)
        painter.setPen(QPen(QColor(theme.tokens().focus), _WIDTH))
        half = _WIDTH // 2 + 1
        painter.drawRoundedRect(self.rect().adjusted(half, half, -half, -half), 10, 10)
        painter.end()


def _on(window: QWidget, widget: QWidget) -> QRect:
    return QRect(widget.mapTo(window, widget.rect().topLeft()), widget.size())


def _scrolled_around(widget: QWidget, window: QWidget) -> list[QWidget]:
    """Return what scrolls with the widget, from the inside out."""
    found = []
    at = widget.parentWidget()
    while at is not None and at is not window:
        viewport = at.parentWidget()
        area = viewport.parentWidget() if viewport is not None else None
        if isinstance(area, QScrollArea) and area.widget() is at:
            found.append(at)
        at = viewport
    return found
