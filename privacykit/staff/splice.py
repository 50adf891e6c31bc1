"""Changing one value in a TOML text; every other character of the text stays as it is."""

import tomllib
from collections.abc import Callable, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any

import tomlkit

from privacykit.toml.lines import Place, Span, spans

Entry = Mapping[str, str]
_Spans = Mapping[Place, Span]


def put(text: str, place: tuple[str, ...], value: object) -> str:
    """Return the text with a value at ("name",) or ("table", "name"), be it there or not."""
    where = spans(text)
    if place in where:
        return _replaced(text, where[place], value)
    if len(place) == 1:
        return _after(text, _end_of_root(where), _pair(place, value))
    table, name = place
    if not _is_header(where, table) and (table,) in where:
        return _into_inline(text, where[table,], name, value)
    if inside := [span.end for other, span in where.items() if other[0] == table]:
        path = (name,) if _is_header(where, table) else place
        return _after(text, max(inside), _pair(path, value))
    return _at_end(text, f"[{table}]\n{_pair((name,), value)}")


def put_entries(text: str, name: str, wanted: Sequence[Entry]) -> str:
    """Return the text with these entries under the lines [[name]], or in its list."""
    before = [sorted(entry.items()) for entry in tomllib.loads(text).get(name, ())]
    after = [sorted(entry.items()) for entry in wanted]
    match = SequenceMatcher(None, [*map(repr, before)], [*map(repr, after)], autojunk=False)
    for tag, low, high, first, last in reversed(match.get_opcodes()):
        same = min(high - low, last - first) if tag != "equal" else high - low
        for number in reversed(range(low + same, high)):
            text = _drop(text, name, number)
        for entry in reversed(wanted[first + same : last]):
            text = _insert(text, name, low + same, entry)
        for number in range(same if tag == "replace" else 0):
            text = _change(text, (name, low + number), wanted[first + number])
    return text


def _change(text: str, place: Place, entry: Entry) -> str:
    for name, value in entry.items():
        span = spans(text)[*place, name]
        if tomllib.loads(f"x = {text[span.value : span.end]}")["x"] != value:
            text = _replaced(text, span, value)
    return text


def _drop(text: str, name: str, number: int) -> str:
    """Remove an entry with its lines, but not the comments that follow it."""
    where = spans(text)
    if (name,) in where:
        return _edited(text, where[name,], lambda entries: entries.pop(number))
    rest = text[_line_end(text, _end_of(where, (name, number))) :]
    return text[: where[name, number].start] + rest


def _insert(text: str, name: str, number: int, entry: Entry) -> str:
    where = spans(text)
    if (name,) in where:
        return _edited(text, where[name,], lambda entries: entries.insert(number, dict(entry)))
    lines = "\n".join([f"[[{name}]]", *(_pair((key,), value) for key, value in entry.items())])
    if (name, number) in where:
        start = where[name, number].start
        return f"{text[:start]}{lines}\n\n{text[start:]}"
    if number:
        return _after(text, _end_of(where, (name, number - 1)), f"\n{lines}")
    return _at_end(text, lines)


def _is_header(where: _Spans, table: str) -> bool:
    return (table,) in where and where[table,].start == where[table,].value


def _end_of(where: _Spans, place: Place) -> int:
    return max(span.end for other, span in where.items() if other[: len(place)] == place)


def _end_of_root(where: _Spans) -> int:
    """Return where the last plain pair above all headers ends."""
    return max(
        span.end for place, span in where.items() if len(place) == 1 and span.start < span.value
    )


def _replaced(text: str, span: Span, value: object) -> str:
    old = text[span.value : span.end]
    if isinstance(value, list) and old.startswith("["):
        return _edited(text, span, lambda entries: _fit(entries, value))
    return text[: span.value] + tomlkit.item(value).as_string() + text[span.end :]


def _fit(entries: Any, wanted: list[object]) -> None:
    """Make a list equal another, without touching what both have: the comments beside it stay."""
    for number in reversed(range(len(entries))):
        if entries[number] not in wanted:
            del entries[number]
    for number, value in enumerate(wanted):
        if number >= len(entries) or entries[number] != value:
            entries.insert(number, value)
    while len(entries) > len(wanted):
        entries.pop()


def _into_inline(text: str, span: Span, name: str, value: object) -> str:
    return _edited(text, span, lambda table: table.update({name: value}))


def _edited(text: str, span: Span, edit: Callable[[Any], object]) -> str:
    """Let a list or table in one line be edited with the comments inside it kept."""
    part = tomlkit.parse(f"x = {text[span.value : span.end]}")
    edit(part["x"])
    return f"{text[: span.value]}{part['x'].as_string()}{text[span.end :]}"


def _pair(place: tuple[str, ...], value: object) -> str:
    return f"{'.'.join(place)} = {tomlkit.item(value).as_string()}"


def _line_end(text: str, at: int) -> int:
    """Return where the next line begins."""
    end = text.find("\n", at)
    return len(text) if end < 0 else end + 1


def _after(text: str, at: int, lines: str) -> str:
    """Put lines behind the one that ends at or after a place, and its comment."""
    end = _line_end(text, at)
    gap = "" if text[:end].endswith("\n") else "\n"
    return f"{text[:end]}{gap}{lines}\n{text[end:]}"


def _at_end(text: str, lines: str) -> str:
    gap = "" if text.endswith("\n") else "\n"
    return f"{text}{gap}\n{lines}\n"
