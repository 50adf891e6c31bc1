"""A file's text, taken out in a process of its own: the reader "terms" of `aside`.

The formats are strangers' work, and so may be the file: whatever it does to a parser, it does not
do it to the window.
"""

import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from html.parser import HTMLParser
from io import BytesIO

from privacykit.activities.terms.engine.marking import LONGEST
from privacykit.aside.readers import OWN

PAGES = 400
LOCKED, EMPTY, LONG, FOREIGN = range(OWN, OWN + 4)
"""Codes for what is no text that can be read."""
_HTML = re.compile(r"<(?:!doctype html|html|head|body|div|p|h1)\b", re.IGNORECASE)
_BLOCKS = frozenset(
    {
        *("address", "article", "aside", "blockquote", "br", "dd", "div", "dl", "dt", "footer"),
        *("h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p"),
        *("pre", "section", "table", "td", "th", "title", "tr", "ul"),
    }
)
_SILENT = frozenset({"script", "style", "noscript", "template"})


class NoTextError(Exception):
    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


class _Page(HTMLParser):
    """Keeps what is between the marks, a line for each block."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._silent = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT and not self._silent:
            self._silent = tag
        elif tag in _BLOCKS:
            self.pieces.append("\n• " if tag == "li" else "\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == self._silent:
            self._silent = ""
        elif tag in _BLOCKS:
            self.pieces.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.pieces.append(re.sub(r"\s+", " ", data))


def text_of(data: bytes) -> str:
    """Return the text of a TXT, HTML or PDF file; raises NoTextError or the parser's own errors."""
    if b"%PDF-" in data[:1024]:
        text = _of_pdf(data)
    else:
        text = _decoded(data)
        if _HTML.search(text[:4096]):
            text = _of_html(text)
    text = re.sub(r"[ \t\r\f\v]+", " ", text)
    text = re.sub(r"\s*\n\s*", "\n", text).strip()
    if not text:
        raise NoTextError(EMPTY)
    return _short_enough(text)


def _short_enough(text: str) -> str:
    if len(text) > LONGEST:
        raise NoTextError(LONG)
    return text


def _decoded(data: bytes) -> str:
    text = _characters(data)
    if "\0" in text or data.startswith(b"PK\x03\x04"):
        raise NoTextError(FOREIGN)
    return text


def _characters(data: bytes) -> str:
    if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return data.decode("utf-16", errors="replace")
    try:
        return data.removeprefix(BOM_UTF8).decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _of_html(text: str) -> str:
    page = _Page()
    page.feed(text)
    page.close()
    return "".join(page.pieces)


def _of_pdf(data: bytes) -> str:
    from pypdf import PdfReader

    reader = PdfReader(BytesIO(data))
    if reader.is_encrypted and not reader.decrypt(""):
        raise NoTextError(LOCKED)
    if len(reader.pages) > PAGES:
        raise NoTextError(LONG)
    text = ""
    for page in reader.pages:
        text = _short_enough(f"{text}\n{_joined(page.extract_text())}")
    return text


def _joined(page: str) -> str:
    """Join lines that were broken for the paper, so that sentences are whole."""
    return re.sub(r"(?<![.:;!?\n])\n(?=[a-zåäö(])", " ", re.sub(r"-\n(?=[a-zåäö])", "", page))


def run(data: bytes) -> tuple[int, bytes]:
    """Return the code and the text in UTF-8; raises what a parser says about a stranger's file."""
    try:
        return 0, text_of(data).encode("utf-8", errors="replace")
    except NoTextError as error:
        return error.code, b""
