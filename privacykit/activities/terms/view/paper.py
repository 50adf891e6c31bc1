"""The sheet on which terms are pasted; marked passages stand out, and can be gone to."""

from collections.abc import Iterable

from PySide6.QtCore import QMimeData, Signal
from PySide6.QtGui import QColor, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit

from privacykit.activities.terms.engine import marking
from privacykit.activities.terms.engine.marking import LONGEST, Passage
from privacykit.i18n import _
from privacykit.look import parts, theme

_HEIGHT = 220


class Paper(QPlainTextEdit):
    """Signal: refused: somebody pasted or dropped more than the kit reads."""

    refused = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(theme.px(_HEIGHT))
        self.setTabChangesFocus(True)
        self.setUndoRedoEnabled(False)
        self.setPlaceholderText(_("Paste the terms or the privacy policy here"))
        parts.say(self, _("The text of the terms"))

    def canInsertFromMimeData(self, source: QMimeData) -> bool:  # noqa: N802 - Qt's name
        return source.hasText() and not source.hasUrls()

    def insertFromMimeData(self, source: QMimeData) -> None:  # noqa: N802 - Qt's name
        """Refuse what is too long before the window has to lay it out."""
        if len(source.text()) > LONGEST:
            self.refused.emit()
        elif self.canInsertFromMimeData(source):
            self.insertPlainText(marking.folded(source.text()))

    def mark(self, passages: Iterable[Passage]) -> None:
        """Underline and colour these, and none else."""
        look = QTextCharFormat()
        look.setBackground(QColor(theme.tokens().accent_soft))
        look.setForeground(QColor(theme.tokens().ink))
        look.setFontUnderline(True)
        self.setExtraSelections([_marked(cursor, look) for cursor in self._cursors(passages)])

    def go_to(self, passage: Passage) -> None:
        self.setTextCursor(self._cursors([passage])[0])
        self.centerCursor()
        self.setFocus()

    def _cursors(self, passages: Iterable[Passage]) -> list[QTextCursor]:
        spans = [(passage.start, passage.end) for passage in passages]
        units = _units(self.toPlainText(), {place for span in spans for place in span})
        return [self._cursor(units[start], units[end]) for start, end in spans]

    def _cursor(self, start: int, end: int) -> QTextCursor:
        cursor = QTextCursor(self.document())
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        return cursor


def _marked(cursor: QTextCursor, look: QTextCharFormat) -> QTextEdit.ExtraSelection:
    made = QTextEdit.ExtraSelection()
    made.cursor = cursor
    made.format = look
    return made


def _units(text: str, places: set[int]) -> dict[int, int]:
    """Count as Qt does: signs outside the first plane of Unicode are two. One walk for all."""
    found, before, units = {}, 0, 0
    for place in sorted(places):
        units += len(text[before:place].encode("utf-16-le", errors="surrogatepass")) // 2
        found[place], before = units, place
    return found
