"""The facilitator's notes: a drawer at the side, closed until somebody asks for it."""

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from privacykit.content.station import Fact, Station, Words, is_stale
from privacykit.i18n import _
from privacykit.look import parts, theme
from privacykit.ui.guide import Guide


class Drawer(QFrame):
    """Signals: turned: it was opened or closed."""

    turned = Signal()

    def __init__(self, station: Station, words: Words, today: date) -> None:
        super().__init__()
        parts.set_role(self, "drawer")
        self._close = parts.button("", "quiet", "x")
        self._close.setObjectName("close-notes")
        parts.say(self._close, _("Close the notes"))
        self._close.clicked.connect(self.hide)
        guide = Guide(station.folder, small=True)
        guide.show_text(words.facilitator)
        content = parts.column(
            *_warnings(words, today), guide, parts.rule(), *_facts(words, today), spacing=16
        )
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self._head())
        box.addWidget(parts.scrolled(content, 640), 1)
        self.hide()

    def _head(self) -> QWidget:
        head = QWidget()
        box = QHBoxLayout(head)
        box.setContentsMargins(theme.px(24), theme.px(12), theme.px(12), 0)
        box.addWidget(parts.heading(_("Notes for the facilitator"), 3), 1)
        box.addWidget(self._close)
        return head

    def fit(self, room: int) -> bool:
        """Take a side of a page that is this wide, or all of it; tell whether it is all."""
        whole = room < theme.px(760)
        self.setFixedWidth(room if whole else theme.px(400))
        return whole

    def open(self) -> None:
        self.show()
        self._close.setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.turned.emit()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.turned.emit()


def _warnings(words: Words, today: date) -> list[QWidget]:
    told: list[QWidget] = []
    stale = sum(is_stale(fact, today) for fact in words.facts)
    if stale:
        text = _("They are marked below. Read the source again before you teach them as current.")
        told.append(parts.Callout("warning", _("Some facts are past their date"), text))
    if words.borrowed:
        text = _("Missing in this language: {files}").format(files=", ".join(words.borrowed))
        told.append(parts.Callout("info", _("Partly in another language"), text))
    return told


def _facts(words: Words, today: date) -> list[QWidget]:
    if not words.facts:
        return []
    title = parts.heading(_("Facts and their sources"), 3)
    return [title, *(_fact(fact, today) for fact in words.facts)]


def _fact(fact: Fact, today: date) -> QWidget:
    stale = is_stale(fact, today)
    dates = _("Checked {checked}, to be checked again by {recheck}").format(
        checked=fact.checked_on, recheck=fact.recheck_by
    )
    mark = [parts.paragraph(_("Past its date"), "warning")] if stale else []
    source = parts.paragraph(_breakable(fact.source), "small")
    lines = [*mark, parts.paragraph(fact.text), source, parts.paragraph(dates, "small")]
    return parts.column(*lines, spacing=4)


def _breakable(address: str) -> str:
    """Let a long address go on in the next line after a slash or a dash."""
    return address.replace("/", "/\u200b").replace("-", "-\u200b")
