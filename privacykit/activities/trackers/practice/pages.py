"""Pages from templates: {{name}} stands for a text, {{#list}} … {{/list}} for one piece each."""

import html
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from privacykit.activities.trackers.practice import data
from privacykit.activities.trackers.practice.message import NOTHING, Answer

_PIECES = re.compile(r"\{\{#([\w.]+)\}\}(.*?)\{\{/\1\}\}", re.DOTALL)
_NAME = re.compile(r"\{\{([\w.-]+)\}\}")
_KINDS = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml; charset=utf-8",
    ".woff2": "font/woff2",
}
_FILLED = {".html", ".js"}
Scope = Mapping[str, Any]


def fill(template: str, scope: Scope) -> str:
    """Return the text with its names filled in, safe for HTML; KeyError for an unknown name."""
    whole = _PIECES.sub(
        lambda found: "".join(
            fill(found[2], {**scope, **piece}) for piece in _value(found[1], scope)
        ),
        template,
    )
    return _NAME.sub(lambda found: html.escape(str(_value(found[1], scope))), whole)


def _value(name: str, scope: Scope) -> Any:
    value: Any = scope
    for part in name.split("."):
        value = value[part]
    return value


class Shelf:
    """The files of one folder, by name; nothing else can be asked for."""

    def __init__(self, folder: Path) -> None:
        self._files = {
            path.name: path.read_bytes()
            for path in sorted(folder.iterdir())
            if path.suffix in _KINDS
        }

    def __contains__(self, name: str) -> bool:
        return name in self._files

    def get(self, name: str, scope: Scope | None = None) -> Answer:
        """Return a file, filled in where it is a page or a script."""
        if name not in self._files:
            return NOTHING
        suffix = Path(name).suffix
        content = self._files[name]
        if suffix in _FILLED:
            content = fill(content.decode("utf-8"), scope or {}).encode("utf-8")
        return Answer(content, _KINDS[suffix])


@cache
def shelf(*where: str) -> Shelf:
    return Shelf(data.folder().joinpath(*where))


@cache
def texts(site: str, language: str) -> dict[str, Any]:
    """Return the words of a site: title, summary, and a table for each page."""
    path = data.folder() / "sites" / site / f"{language}.toml"
    decoded: dict[str, Any] = msgspec.toml.decode(path.read_bytes())
    return decoded
