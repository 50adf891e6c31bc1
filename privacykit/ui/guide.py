"""Shows a station's Markdown: no HTML, no links followed, no file from outside the station."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import QSize, Qt, QUrl
from PySide6.QtGui import (
    QImage,
    QImageReader,
    QResizeEvent,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
)
from PySide6.QtWidgets import QFrame, QSizePolicy, QTextBrowser

from privacykit.content import svg
from privacykit.look import parts, theme

_HEADINGS = {1: 31, 2: 20, 3: 17}
_SMALLER = {1: 20, 2: 17, 3: 16}
_PICTURE, _ALTERNATIVE = "\ufffc", QTextFormat.Property.ImageAltText.value
_PICTURES = {".png", ".jpg", ".jpeg", ".svg"}


def inside(folder: Path, name: str) -> Path | None:
    """Return the picture called name, if it lies in folder for real; links out do not count."""
    path = (folder / name).resolve()
    ours = path.is_relative_to(folder.resolve()) and path.suffix.lower() in _PICTURES
    return path if ours and path.is_file() else None


class Guide(QTextBrowser):
    """One text; it is as high as the text, so the page around it scrolls."""

    def __init__(self, folder: Path, *, small: bool = False) -> None:
        """Small is for a narrow place such as the drawer at the side."""
        super().__init__()
        self._folder = folder
        self._headings = _SMALLER if small else _HEADINGS
        self.setOpenLinks(False)
        self.setOpenExternalLinks(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.document().setDocumentMargin(0)

    def show_text(self, markdown: str) -> None:
        features = QTextDocument.MarkdownFeature
        self.document().setMarkdown(
            markdown,
            features.MarkdownDialectGitHub | features.MarkdownNoHTML,
        )
        _set(self.document(), self._headings)
        parts.say(self, _spoken(self.document()))
        self._fit()

    def loadResource(self, kind: int, name: QUrl | str) -> Any:
        """Answer for pictures of the station only.

        What is refused becomes an empty picture: given nothing at all, Qt would open the name
        as a file by itself.
        """
        address = name if isinstance(name, QUrl) else QUrl(name)
        local = not address.scheme() and not address.host()
        if kind != QTextDocument.ResourceType.ImageResource.value or not local:
            return _nothing()
        path = inside(self._folder, address.path())
        return self._picture(path) if path else _nothing()

    def _picture(self, path: Path) -> QImage:
        reader = QImageReader(str(path))
        if _is_more_than_a_picture(reader, path):
            return _nothing()
        size = reader.size()
        widest = max(200, self.viewport().width())
        if size.width() > widest:
            reader.setScaledSize(
                size.scaled(QSize(widest, 10_000), Qt.AspectRatioMode.KeepAspectRatio)
            )
        image = reader.read()
        return image if not image.isNull() else _nothing()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self.document().setTextWidth(self.viewport().width())
        height = round(self.document().size().height()) + 2
        if height != self.height():
            self.setFixedHeight(height)


def _is_more_than_a_picture(reader: QImageReader, path: Path) -> bool:
    """Tell whether it is a drawing that fetches other files; by its content, as Qt does."""
    return bytes(reader.format().data()).startswith(b"svg") and any(svg.problems(path))


def _nothing() -> QImage:
    image = QImage(1, 1, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    return image


def _spoken(document: QTextDocument) -> str:
    """Return the text with the words for each picture, for those who cannot see it."""
    cursor, said, at = QTextCursor(document), "", 0
    for sign in document.toPlainText():
        at += 2 if sign > "\uffff" else 1
        if sign == _PICTURE:
            cursor.setPosition(at)
            sign = str(cursor.charFormat().property(_ALTERNATIVE) or "")  # noqa: PLW2901
        said += sign
    return said


def _set(document: QTextDocument, headings: dict[int, int]) -> None:
    """Give lines air and headings the sizes of the other pages."""
    cursor = QTextCursor(document)
    cursor.beginEditBlock()
    block = document.begin()
    while block.isValid():
        cursor.setPosition(block.position())
        goes_on = block.textList() is not None and block.next().textList() is not None
        _space(cursor, block.blockFormat(), goes_on=goes_on)
        level = block.blockFormat().headingLevel()
        if level:
            cursor.movePosition(
                QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor
            )
            cursor.setCharFormat(_heading(theme.px(headings.get(level, 16))))
        block = block.next()
    cursor.endEditBlock()


def _space(cursor: QTextCursor, shape: QTextBlockFormat, *, goes_on: bool) -> None:
    heading = shape.headingLevel()
    height = QTextBlockFormat.LineHeightTypes.ProportionalHeight.value
    shape.setLineHeight(115 if heading else 135, height)
    shape.setTopMargin(theme.px(20 if heading > 1 else 0))
    shape.setBottomMargin(theme.px(6 if goes_on else 12))
    cursor.setBlockFormat(shape)


def _heading(pixels: int) -> QTextCharFormat:
    """Return a format without Markdown's own size step, which would win over the pixels."""
    size = QTextCharFormat()
    size.setProperty(QTextCharFormat.Property.FontPixelSize.value, pixels)
    size.setFontWeight(700)
    return size
