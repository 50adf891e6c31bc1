"""Learn: a few short screens of Markdown, one idea each."""

from collections.abc import Mapping
from typing import cast

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from privacykit.content.station import Station, Words
from privacykit.i18n import _
from privacykit.look import parts, theme
from privacykit.ui.guide import Guide
from privacykit.ui.step import Forward, Step


class Dots(QWidget):
    """Where one is among a few screens: the present one is long, so colour is not all."""

    def __init__(self, count: int, at: int) -> None:
        super().__init__()
        self._count, self._at = count, at
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        parts.say(self, _("Screen {at} of {count}").format(at=at + 1, count=count))

    def sizeHint(self) -> QSize:
        return QSize(theme.px(18) * (self._count + 1), theme.px(12))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        size, left = theme.px(8), 0
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            painter.translate(self.width(), 0)
            painter.scale(-1, 1)
        for number in range(self._count):
            here = number == self._at
            painter.setBrush(QColor(theme.tokens().accent if here else theme.tokens().edge))
            width = size * 3 if here else size
            painter.drawRoundedRect(left, theme.px(2), width, size, size / 2, size / 2)
            left += width + size
        painter.end()


class Learn(Step):
    def __init__(self, station: Station, words: Words) -> None:
        super().__init__()
        self._folder, self._screens = station.folder, words.learn
        self._at = 0
        self._show()

    def _show(self) -> None:
        self._guide = guide = Guide(self._folder)
        guide.show_text(self._screens[self._at])
        guide.anchorClicked.connect(lambda url: self.noticed.emit("info", _offline(url.toString())))
        shown: list[QWidget] = [guide]
        if len(self._screens) > 1:
            shown.insert(0, Dots(len(self._screens), self._at))
        self.show_only(parts.scrolled(parts.column(*shown, spacing=20)))
        self.changed.emit()

    def _go(self, by: int) -> bool:
        if not 0 <= self._at + by < len(self._screens):
            return False
        self._at += by
        self._show()
        return True

    def ahead(self) -> bool:
        return self._go(1)

    def back(self) -> bool:
        return self._go(-1)

    def spoken(self) -> str:
        return self._guide.accessibleName()

    def forward(self) -> Forward:
        last = self._at == len(self._screens) - 1
        return Forward(_("Try it yourself") if last else _("Next"))

    def forget(self) -> None:
        self._at = 0
        self._show()

    def state(self) -> Mapping[str, object]:
        return {"at": self._at}

    def restore(self, state: Mapping[str, object]) -> None:
        self._at = min(cast("int", state["at"]), len(self._screens) - 1)
        self._show()


def _offline(address: str) -> str:
    text = _("This kit stays offline. To read on, open this address elsewhere: {address}")
    return text.format(address=address)
