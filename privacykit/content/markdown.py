"""What a station's Markdown holds: headings, pictures, and what the kit will not show."""

from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from typing import NamedTuple
from urllib.parse import unquote

from markdown_it import MarkdownIt
from markdown_it.token import Token

from privacykit.content.screens import Screen


class Picture(NamedTuple):
    line: int
    source: str
    alternative: str


class Outline(NamedTuple):
    """What matters to a check, each with its line."""

    headings: tuple[tuple[int, str], ...]
    pictures: tuple[Picture, ...]
    html: tuple[int, ...]


class _Everything(MarkdownIt):
    """Leaves addresses as they are written, also those a web page should not follow."""

    def validateLink(self, url: str) -> bool:  # noqa: N802 - the library's name
        return True

    def normalizeLink(self, url: str) -> str:  # noqa: N802 - the library's name
        return url


def outline(screen: Screen) -> Outline:
    """Look through one screen as a Markdown reader would: what is in code is only text."""
    tokens = _flat(_reader().parse(screen.text))
    placed = [(screen.line + line, token) for line, token in tokens]
    return Outline(
        headings=tuple(_headings(placed)),
        pictures=tuple(_picture(line, token) for line, token in placed if token.type == "image"),
        html=tuple(line for line, token in placed if token.type in {"html_block", "html_inline"}),
    )


@cache
def _reader() -> MarkdownIt:
    return _Everything("commonmark").enable("table")


def _flat(tokens: list[Token]) -> Iterator[tuple[int, Token]]:
    """Yield every token, also those within a line of text, with its line counted from 0."""
    line = 0
    for token in tokens:
        line = token.map[0] if token.map else line
        yield line, token
        inner = line
        for child in token.children or ():
            yield inner, child
            inner += child.type in {"softbreak", "hardbreak"}


def _headings(placed: list[tuple[int, Token]]) -> Iterator[tuple[int, str]]:
    for (line, before), (_line, token) in pairwise(placed):
        if before.type == "heading_open":
            yield line, token.content


def _picture(line: int, token: Token) -> Picture:
    return Picture(line, unquote(str(token.attrs["src"])), token.content.strip())
