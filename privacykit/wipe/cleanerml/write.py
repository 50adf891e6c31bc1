"""Traces as a TOML file of the catalogue."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from privacykit.errors import CatalogueError
from privacykit.toml.table import parse
from privacykit.wipe import traces
from privacykit.wipe.traces import Trace


def to_toml(found: Iterable[Trace], file: Path) -> str:
    """Return the text of a file of the catalogue, proven by the catalogue's own checks.

    Raises CatalogueError, named after `file`, where an id is taken already.
    """
    text = "\n".join("\n".join(_lines(trace)) for trace in found) + "\n"
    for mistake in traces.check_table(parse(file, text, CatalogueError)):
        raise mistake
    return text


def _lines(trace: Trace) -> Iterator[str]:
    yield "[[trace]]"
    for name in ("id", "title", "group", "verb"):
        yield f"{name} = {_quoted(getattr(trace, name))}"
    yield "paths = ["
    yield from (f"    {_quoted(path)}," for path in trace.paths)
    yield "]"
    if trace.programs:
        yield f"programs = [{', '.join(map(_quoted, trace.programs))}]"
    yield f"source = {_quoted(trace.source)}"
    yield f"licence = {_quoted(trace.licence)}"
    yield ""


def _quoted(text: str) -> str:
    """Return a TOML string; what JSON escapes in printable text, TOML escapes in the same way."""
    return json.dumps(text, ensure_ascii=False)
