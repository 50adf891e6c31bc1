"""A row that wraps: widgets beside one another as long as there is room, then in a new line."""

from collections.abc import Iterator

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QStyle, QWidget


class Flow(QLayout):
    """Lays items out in reading direction; in a line with room to spare, the first may take it."""

    def __init__(self, *, spacing: int, stretch_first: bool = False, centred: bool = False) -> None:
        super().__init__()
        self._centred = centred
        self._items: list[QLayoutItem] = []
        self._stretch_first = stretch_first
        self.setSpacing(spacing)
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:  # noqa: N802 - Qt's name
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:  # noqa: N802
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:  # noqa: N802
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:  # noqa: N802 - Qt's name
        return Qt.Orientation.Horizontal

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        heights = [_height(line, widths) for line, widths in self._filled(width)]
        return sum(heights) + self.spacing() * max(0, len(heights) - 1)

    def sizeHint(self) -> QSize:
        sizes = [item.sizeHint() for item in self._items if not item.isEmpty()]
        gaps = self.spacing() * max(0, len(sizes) - 1)
        return QSize(
            sum(s.width() for s in sizes) + gaps, max((s.height() for s in sizes), default=0)
        )

    def minimumSize(self) -> QSize:  # noqa: N802 - Qt's name
        sizes = [item.minimumSize() for item in self._items if not item.isEmpty()]
        return QSize(
            max((s.width() for s in sizes), default=0), max((s.height() for s in sizes), default=0)
        )

    def setGeometry(self, rect: QRect) -> None:  # noqa: N802 - Qt's name
        super().setGeometry(rect)
        top = rect.top()
        for line, widths in self._filled(rect.width()):
            place = QRect(rect.left(), top, rect.width(), _height(line, widths))
            self._place(line, widths, place)
            top += place.height() + self.spacing()

    def _filled(self, width: int) -> Iterator[tuple[list[QLayoutItem], list[int]]]:
        """Yield each line with how wide its items become."""
        for number, line in enumerate(self._lines(width)):
            widths = [min(item.sizeHint().width(), width) for item in line]
            if self._stretch_first and number == 0:
                widths[0] += width - sum(widths) - self.spacing() * (len(line) - 1)
            yield line, widths

    def _lines(self, width: int) -> Iterator[list[QLayoutItem]]:
        line: list[QLayoutItem] = []
        used = 0
        for item in self._items:
            if item.isEmpty():
                continue
            need = item.sizeHint().width()
            if line and used + self.spacing() + need > width:
                yield line
                line, used = [], 0
            used += need + (self.spacing() if line else 0)
            line.append(item)
        if line:
            yield line

    def _place(self, line: list[QLayoutItem], widths: list[int], rect: QRect) -> None:
        spare = rect.width() - sum(widths) - self.spacing() * (len(line) - 1)
        left = rect.left()
        if self._stretch_first or self._centred:
            left += spare if self._stretch_first else spare // 2
        for item, width in zip(line, widths, strict=True):
            size = QSize(width, _deep(item, width))
            place = QRect(QPoint(left, rect.top() + (rect.height() - size.height()) // 2), size)
            item.setGeometry(QStyle.visualRect(self._direction(), rect, place))
            left += width + self.spacing()

    def _direction(self) -> Qt.LayoutDirection:
        parent = self.parentWidget()
        return parent.layoutDirection() if parent else Qt.LayoutDirection.LeftToRight


def _deep(item: QLayoutItem, width: int) -> int:
    """Return the height; a text's is that of its lines at this width."""
    return item.heightForWidth(width) if item.hasHeightForWidth() else item.sizeHint().height()


def _height(line: list[QLayoutItem], widths: list[int]) -> int:
    return max(_deep(item, width) for item, width in zip(line, widths, strict=True))


def flowing(
    *widgets: QWidget, spacing: int, stretch_first: bool = False, centred: bool = False
) -> QWidget:
    box = QWidget()
    layout = Flow(spacing=spacing, stretch_first=stretch_first, centred=centred)
    box.setLayout(layout)
    for widget in widgets:
        layout.addWidget(widget)
    return box
