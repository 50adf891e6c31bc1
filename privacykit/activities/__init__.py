"""The kinds of exercise a station can name: the only code a station can start.

A kind is two names, held as data and imported on first use: the struct its words must fit
(no Qt), and the widget that shows it.
"""

from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Any, NamedTuple, Protocol, cast

from privacykit.content.load import Types


class Kind(NamedTuple):
    words: str
    """"module:Class" of a msgspec.Struct for <language>/activity.toml."""
    options: str
    """"module:Class" of a msgspec.Struct for [activity.options] of station.toml."""
    view: str
    """"module:Class" of a QWidget that is a View, made with (words, options, language)."""


def _kind(name: str) -> Kind:
    """Return the names by which every exercise of the kit goes."""
    room = f"privacykit.activities.{name}"
    return Kind(
        words=f"{room}.engine.words:Words",
        options=f"{room}.engine.words:Options",
        view=f"{room}.view.page:{name.capitalize()}View",
    )


_OURS = ("cleanup", "messaging", "passwords", "photos", "ranking", "terms", "tor", "trackers")
KINDS: dict[str, Kind] = {name: _kind(name) for name in _OURS}


class View(Protocol):
    """What a station page asks of an exercise; the object is also a QWidget.

    It may have two Qt signals: `finished`, sent when the person has gone through all of it, and
    `leave`, when the person wants to end the session.
    """

    def forget(self) -> None:
        """Drop everything a person typed or made; the exercise is as new."""

    def state(self) -> Mapping[str, object]:
        """Return what must survive a change of language or theme, in memory only."""

    def restore(self, state: Mapping[str, object]) -> None:
        """Take back what state() returned, in a view made anew."""


def _load(name: str) -> Any:
    module, attribute = name.split(":")
    return getattr(import_module(module), attribute)


def words_type(kind: str) -> type:
    """Return the struct that an activity.toml of this kind must fit; KeyError if unknown."""
    return cast("type", _load(KINDS[kind].words))


def options_type(kind: str) -> type:
    """Return the struct that the [activity.options] of this kind must fit; KeyError if unknown."""
    return cast("type", _load(KINDS[kind].options))


class _Kinds(Mapping[str, Types]):
    def __getitem__(self, kind: str) -> Types:
        return Types(words_type(kind), options_type(kind))

    def __iter__(self) -> Iterator[str]:
        return iter(KINDS)

    def __len__(self) -> int:
        return len(KINDS)


def kinds() -> Mapping[str, Types]:
    """Return what content.load and content.check ask for; a kind is imported on first use."""
    return _Kinds()


def create(kind: str, words: object, options: object, language: str) -> View:
    """Make the widget of a kind, for words and options of that kind's types."""
    return cast("View", _load(KINDS[kind].view)(words, options, language))
