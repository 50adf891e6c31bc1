"""A made-up station, exercise and world for the window's tests."""

import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from privacykit import activities
from privacykit.content.shelf import Shelf
from privacykit.content.station import About, Activity, Fact, Manifest, Question, Station, Words
from privacykit.settings import Settings
from privacykit.ui.admin import access
from privacykit.ui.world import World

TODAY = date(2026, 11, 21)


class NoteView(QWidget):
    """An exercise with two fields to type into."""

    finished = Signal()

    def __init__(self, words: object, options: object, language: str) -> None:
        super().__init__()
        self.line, self.text = QLineEdit(), QPlainTextEdit()
        self.line.setAccessibleName(f"line {language}")
        self.text.setAccessibleName(f"text {language}")
        self.text.setTabChangesFocus(True)
        box = QVBoxLayout(self)
        box.addWidget(self.line)
        box.addWidget(self.text)

    def forget(self) -> None:
        self.line.clear()
        self.text.clear()

    def state(self) -> Mapping[str, object]:
        return {"line": self.line.text(), "text": self.text.toPlainText()}

    def restore(self, state: Mapping[str, object]) -> None:
        self.line.setText(str(state["line"]))
        self.text.setPlainText(str(state["text"]))


def register(monkeypatch: pytest.MonkeyPatch, view: type = NoteView) -> None:
    """Make the exercise known as the kind "note"."""
    module = SimpleNamespace(View=view, Struct=dict)
    monkeypatch.setitem(sys.modules, "made_activity", module)
    kind = activities.Kind("made_activity:Struct", "made_activity:Struct", "made_activity:View")
    monkeypatch.setitem(activities.KINDS, "note", kind)


def words(language: str = "en", **changes: Any) -> Words:
    mark = "" if language == "en" else " på svenska"
    fact = Fact(
        id="long",
        text=f"Long beats complicated{mark}.",
        source="https://pages.nist.gov/800-63-4/sp800-63b.html",
        checked_on=date(2026, 1, 1),
        recheck_by=date(2027, 1, 1),
    )
    made = {
        "language": language,
        "about": About(
            title=f"Notes that hold{mark}",
            summary=f"Write a note that nobody reads{mark}",
            objectives=(f"Write a note{mark}", "Hide it", "Find it again"),
            take_home=(f"Buy paper{mark}", "Buy a pen", "Write to a friend"),
            minute="Paper needs no password.",
        ),
        "learn": (f"# One idea{mark}\n\nWith *words*.", "# Another\n\n- first\n- second"),
        "facilitator": "# Plan\n\n## 1 minute\n\nSay hello.",
        "quiz": (
            Question("Which is longer?", ("A mile", "An inch"), "A mile", "It just is."),
            Question("Which is heavier?", ("Lead", "Down"), "Lead", "For the same size."),
        ),
        "facts": (fact, replace_fact(fact, id="old", recheck_by=date(2026, 2, 2))),
        "activity": {},
    }
    return Words(**{**made, **changes})


def replace_fact(fact: Fact, **changes: Any) -> Fact:
    fields = {name: getattr(fact, name) for name in fact.__struct_fields__}
    return Fact(**{**fields, **changes})


def station(folder: Path, name: str = "notes", **changes: Any) -> Station:
    manifest = Manifest(
        format=1,
        id=name,
        icon="note-pencil",
        level="beginner",
        minutes=(1, 10, 30),
        languages=("en", "sv"),
        activity=Activity("note"),
    )
    return Station(folder, manifest, {}, {"en": words("en", **changes), "sv": words("sv")})


def world(folder: Path, **changes: Any) -> World:
    """Return a world with one station and nothing that reaches outside."""
    shelf = Shelf((station(folder),), ())

    def nothing() -> Any:
        raise AssertionError("not expected here")

    made = World(
        settings=Settings(),
        language="en",
        shelf=lambda: shelf,
        ending=nothing,
        practice=nothing,
        today=lambda: TODAY,
        own_stations=folder / "own",
        ask_file=lambda _parent, _name: None,
        paper=lambda _parent, _draw: False,
        admin=access.made_up(folder / "admin"),
    )
    return replace(made, **changes)


def every(parent: QWidget, kind: type[QWidget] = QWidget) -> Iterator[Any]:
    yield from (widget for widget in parent.findChildren(kind) if widget.isVisible())


Answer = Callable[..., object]
