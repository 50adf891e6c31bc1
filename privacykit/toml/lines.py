"""Where in a TOML text a value stands, as tomllib does not tell it."""

import re
import tomllib
from collections.abc import Iterator
from typing import NamedTuple

Place = tuple[str | int, ...]
"""Keys and numbers in lists, from the outside in: ("question", 2, "answer")."""

_TOKEN = re.compile(
    r'''"""(?:\\.|[^\\])*?(?:"{3,5}|\\?\Z)|\'\'\'.*?(?:'{3,5}|\Z)'''
    r"""|"(?:\\[^\n]|[^"\\\n])*"?|'[^'\n]*'?"""
    r"|\#[^\n]*|[A-Za-z0-9_-]+|[^ \t]",
    re.DOTALL,
)
_DEEPEST = 16


class Span(NamedTuple):
    """Where something stands in a text, in characters; `end` is just behind it."""

    start: int
    value: int
    """Where its value begins; of a header or a list's entry the same as `start`."""
    end: int


class _Token(NamedTuple):
    text: str
    line: int
    start: int


def _tokens(text: str) -> Iterator[_Token]:
    """Yield words, strings, signs and line ends; works on any text, valid or not."""
    line = 1
    for match in _TOKEN.finditer(text):
        word = match.group()
        if word[0] != "#":
            yield _Token(word, line, match.start())
        if word == "\n":
            line += 1
        elif len(word) > 1:
            line += word.count("\n")
    yield _Token("\n", line, len(text))


def is_too_deep(text: str) -> bool:
    """Tell whether brackets or dotted names nest deeper than a station needs.

    tomllib takes hours over a name of 100,000 dots, and thousands of brackets break it.
    """
    depth = dots = 0
    for match in _TOKEN.finditer(text):
        match match.group():
            case "[" | "{":
                depth += 1
            case "]" | "}":
                depth -= 1
            case ".":
                dots += 1
            case "\n":
                dots = 0
        if depth > _DEEPEST or dots > _DEEPEST:
            return True
    return False


def positions(text: str) -> dict[Place, int]:
    """Return the line, counted from 1, of every key, table and list entry of a valid TOML text."""
    return _Scan(text).lines


def spans(text: str) -> dict[Place, Span]:
    """Return where every key, header and list entry of a valid TOML text stands."""
    return _Scan(text).spans


def line_of(lines: dict[Place, int], path: Place) -> int | None:
    """Return the line of a value, or of the nearest thing that holds it."""
    while path and path not in lines:
        path = path[:-1]
    return lines.get(path)


class _Scan:
    """One pass over the tokens of a valid text."""

    def __init__(self, text: str) -> None:
        self.lines: dict[Place, int] = {}
        self.spans: dict[Place, Span] = {}
        self._last: dict[Place, int] = {}
        self._tokens = list(_tokens(text))
        self._at = 0
        self._run()

    def _run(self) -> None:
        table: Place = ()
        while self._at < len(self._tokens):
            if self._next() in {"\n", "\r"}:
                self._take()
            elif self._next() == "[":
                table = self._header()
            else:
                self._pair(table)

    def _next(self) -> str:
        return self._tokens[self._at].text

    def _take(self) -> _Token:
        self._at += 1
        return self._tokens[self._at - 1]

    def _skip_lines(self) -> None:
        while self._next() in {"\n", "\r"}:
            self._take()

    def _key(self) -> tuple[str, ...]:
        parts = [_name(self._take().text)]
        while self._next() == ".":
            self._take()
            parts.append(_name(self._take().text))
        return tuple(parts)

    def _header(self) -> Place:
        first = self._take()
        repeated = self._next() == "["
        if repeated:
            self._take()
        path = self._inside_last(self._key(), repeated=repeated)
        self._note(path, first.line)
        while self._next() not in {"\n", "\r"}:
            self._take()
        self._mark(path, first.start, first.start)
        return path

    def _note(self, path: Place, line: int) -> None:
        for length in range(1, len(path)):
            self.lines.setdefault(path[:length], line)
        self.lines[path] = line

    def _mark(self, path: Place, start: int, value: int) -> None:
        last = self._tokens[self._at - 1]
        self.spans[path] = Span(start, value, last.start + len(last.text))

    def _inside_last(self, key: tuple[str, ...], *, repeated: bool) -> Place:
        """Return the path of a header's table: in the latest entry of each list on its way."""
        path: Place = ()
        for depth, part in enumerate(key, start=1):
            path = (*path, part)
            if repeated and depth == len(key):
                self._last[path] = self._last.get(path, -1) + 1
            if path in self._last:
                path = (*path, self._last[path])
        return path

    def _pair(self, table: Place) -> None:
        first = self._tokens[self._at]
        path = (*table, *self._key())
        self._note(path, first.line)
        self._take()
        value = self._tokens[self._at].start
        self._value(path)
        self._mark(path, first.start, value)

    def _value(self, path: Place) -> None:
        if self._next() == "[":
            self._list(path)
        elif self._next() == "{":
            self._inline_table(path)
        else:
            while self._next() not in {",", "]", "}", "\n", "\r"}:
                self._take()

    def _list(self, path: Place) -> None:
        self._take()
        index = 0
        self._skip_lines()
        while self._next() != "]":
            first = self._tokens[self._at]
            self.lines[*path, index] = first.line
            self._value((*path, index))
            self._mark((*path, index), first.start, first.start)
            index += 1
            self._after_entry()
        self._take()

    def _inline_table(self, path: Place) -> None:
        self._take()
        self._skip_lines()
        while self._next() != "}":
            self._pair(path)
            self._after_entry()
        self._take()

    def _after_entry(self) -> None:
        self._skip_lines()
        if self._next() == ",":
            self._take()
        self._skip_lines()


def _name(token: str) -> str:
    if token[0] in "\"'":
        return str(tomllib.loads(f"name = {token}")["name"])
    return token
