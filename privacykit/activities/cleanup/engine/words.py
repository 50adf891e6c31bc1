"""What a station hands to the exercises about leaving: a visitor's traces, steps and claims."""

from typing import Annotated, Literal, get_args

import msgspec

from privacykit.i18n import _

Text = Annotated[str, msgspec.Meta(min_length=1, max_length=400)]
Line = Annotated[str, msgspec.Meta(min_length=1, max_length=120)]
Mark = Annotated[str, msgspec.Meta(min_length=8, max_length=80)]
TraceId = Literal[
    "download",
    "recent",
    "thumbnail",
    "account",
    "remembered",
    "form",
    "search",
    "stick",
    "clipboard",
    "print",
]
TRACES: tuple[TraceId, ...] = get_args(TraceId)
StepId = Literal["programs", "signed-in", "files", "drive", "clipboard", "printer", "finish"]
STEPS: tuple[StepId, ...] = get_args(StepId)
_FILES = frozenset({"download", "recent", "thumbnail", "stick", "print"})


class Trace(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One thing the visitor left; the made-up text in it is what is searched for afterwards."""

    id: TraceId
    text: Mark
    """What lies there: a file's name, a search, an address. At least 8 characters."""
    why: Text
    """What the next person can do with it."""


class Visitor(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: Line
    story: Text
    mail: Line
    """The made-up mail service at which the visitor is still signed in."""


class Step(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One line of the leave card."""

    id: StepId
    do: Line
    why: Text


class Claim(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A sentence about private windows that is true or not."""

    text: Line
    true: bool
    why: Text
    wrong: Annotated[int, msgspec.Meta(gt=0, lt=100)] | None = None
    """Out of a hundred people in the study, how many got it wrong."""


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """activity.toml."""

    visitor: Visitor
    trace: Annotated[tuple[Trace, ...], msgspec.Meta(min_length=10, max_length=10)]
    step: Annotated[tuple[Step, ...], msgspec.Meta(min_length=7, max_length=7)]
    study: Text
    """Who was asked, when, and where it can be read."""
    claim: Annotated[tuple[Claim, ...], msgspec.Meta(min_length=4, max_length=12)]

    def __post_init__(self) -> None:
        """Raise ValueError unless each trace and step is there once, and can be told apart."""
        _each_once("trace", [one.id for one in self.trace], TRACES)
        _each_once("step", [one.id for one in self.step], STEPS)
        texts = [one.text for one in self.trace]
        for text in texts:
            if any(text in other for other in texts if other is not text):
                raise ValueError(_("“{text}” stands in two traces.").format(text=text))
        for one in self.trace:
            if one.id in _FILES and not _is_name(one.text):
                raise ValueError(_("“{text}” is no name of a file.").format(text=one.text))

    def of(self, trace: TraceId) -> Trace:
        return next(one for one in self.trace if one.id == trace)


def _each_once(key: str, given: list[str], wanted: tuple[str, ...]) -> None:
    for one in wanted:
        if one not in given:
            raise ValueError(_("[[{key}]] “{id}” is missing.").format(key=key, id=one))


def _is_name(text: str) -> bool:
    return text.isprintable() and "/" not in text and not text.startswith(".") and "." in text


class Options(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """[activity.options] of station.toml."""

    clock: bool = True
    """Show how long the search takes."""
