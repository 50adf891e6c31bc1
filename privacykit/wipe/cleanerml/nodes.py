"""XML from strangers as plain nodes: no document type, no entities, a bounded size and depth."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn
from xml.parsers import expat

from privacykit.errors import CleanerError
from privacykit.i18n import _

LARGEST = 1 << 20
"""Bytes a cleaner may have."""
DEEPEST = 16
_MAKERS = re.compile(r"GNU General Public License.*version 3.*any later", re.DOTALL)


@dataclass(slots=True)
class Node:
    """One element. `notes` are the comments of the whole file, kept at the root."""

    name: str
    attributes: dict[str, str]
    line: int
    children: list["Node"] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def __getitem__(self, attribute: str) -> str:
        return self.attributes.get(attribute, "")

    @property
    def text(self) -> str:
        return "".join(self.texts).strip()

    def all(self, name: str) -> Iterator["Node"]:
        return (child for child in self.children if child.name == name)

    def first(self, name: str) -> str:
        """Return the text of the first child of that name; empty if there is none."""
        return next((child.text for child in self.all(name)), "")

    @property
    def licence(self) -> str:
        """Return the licence that the file's comments tell; empty if they tell none."""
        return "GPL-3.0-or-later" if _MAKERS.search(" ".join(self.notes)) else ""


def parse(file: Path, content: bytes) -> Node:
    """Return the root element. Raises CleanerError for anything but small plain XML."""
    if len(content) > LARGEST:
        words = _("The file is larger than 1 MB."), _("Keep only what is needed.")
        raise CleanerError(file, *words)
    return _Reading(file).run(content)


class _Reading:
    """One parse; what could make it fetch or grow anything ends it."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._open: list[Node] = []
        self._root: Node | None = None
        self._notes: list[str] = []
        self._parser = expat.ParserCreate()
        self._parser.buffer_text = True
        self._parser.StartDoctypeDeclHandler = self._refuse
        self._parser.EntityDeclHandler = self._refuse
        self._parser.ExternalEntityRefHandler = self._refuse
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text
        self._parser.CommentHandler = self._notes.append

    def run(self, content: bytes) -> Node:
        try:
            self._parser.Parse(content, True)
        except (expat.ExpatError, LookupError, ValueError) as problem:
            words = _("This cannot be read as XML ({reason}).").format(reason=problem)
            line = self._parser.ErrorLineNumber
            raise CleanerError(self._file, words, _("Get the cleaner anew."), line) from problem
        assert self._root is not None  # noqa: S101 - expat refuses a text without a root
        self._root.notes = self._notes
        return self._root

    def _refuse(self, *_told: object) -> NoReturn:
        words = _("It holds a document type or entities, which a cleaner never needs.")
        mend = _("Use a cleaner from a source you trust.")
        raise CleanerError(self._file, words, mend, self._parser.CurrentLineNumber)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        line = self._parser.CurrentLineNumber
        if len(self._open) == DEEPEST:
            words = _("Its elements are nested too deeply."), _("Get the cleaner anew.")
            raise CleanerError(self._file, *words, line)
        node = Node(name, attributes, line)
        if self._open:
            self._open[-1].children.append(node)
        self._root = self._root or node
        self._open.append(node)

    def _end(self, _name: str) -> None:
        self._open.pop()

    def _text(self, text: str) -> None:
        self._open[-1].texts.append(text)
