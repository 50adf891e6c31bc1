"""An A4 page, or several, as a PDF file; on a computer with or without a screen."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QMarginsF, QSaveFile, Qt
from PySide6.QtGui import (
    QGuiApplication,
    QPageLayout,
    QPageSize,
    QPdfWriter,
    QTextDocument,
    QTextOption,
)

from privacykit import i18n
from privacykit.i18n import _

EDGE = 54.0
"""Points between the writing and the edge of the paper."""
_started: list[QGuiApplication] = []
"""Must live as long as fonts are needed."""


def ready() -> None:
    """Have Qt's fonts, whatever computer this is."""
    if QGuiApplication.instance() is None:
        _started.append(QGuiApplication(["privacykit", "-platform", "offscreen"]))


def save(path: Path, title: str, draw: Callable[[QPdfWriter], None], *, edge: float = EDGE) -> str:
    """Save what is drawn as a PDF file; return what went wrong in a sentence, or an empty text.

    An old file of that name stays as it was unless the new one is complete.
    """
    ready()
    file = QSaveFile(str(path))
    if not file.open(QSaveFile.OpenModeFlag.WriteOnly):
        return _cannot(path, file.errorString())
    writer = QPdfWriter(file)
    writer.setTitle(title)
    writer.setCreator("Privacy Kit")
    a4, upright = QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Portrait
    writer.setPageLayout(QPageLayout(a4, upright, QMarginsF(edge, edge, edge, edge)))
    draw(writer)
    return "" if file.commit() else _cannot(path, file.errorString())


def document(style: str) -> QTextDocument:
    """Return an empty text that runs the way the language in force does."""
    made = QTextDocument()
    made.setDocumentMargin(0)
    made.setDefaultStyleSheet(style)
    option = QTextOption()
    mirrored = i18n.is_right_to_left(i18n.current())
    ways = Qt.LayoutDirection
    option.setTextDirection(ways.RightToLeft if mirrored else ways.LeftToRight)
    made.setDefaultTextOption(option)
    return made


def _cannot(path: Path, reason: str) -> str:
    text = _("The page could not be saved as {path} ({reason}). Choose another folder.")
    return text.format(path=path, reason=reason)
