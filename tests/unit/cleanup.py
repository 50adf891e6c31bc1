"""What the tests of leaving a public computer share: the kit's own words, and a visitor."""

from collections.abc import Iterator
from contextlib import contextmanager

import msgspec

from privacykit import paths
from privacykit.activities.cleanup.engine.visitor import APPS, Visitor
from privacykit.activities.cleanup.engine.words import Words


def words(language: str = "en") -> Words:
    path = paths.stations() / "cleanup" / language / "activity.toml"
    return msgspec.toml.decode(path.read_bytes(), type=Words)


@contextmanager
def visitor(language: str = "en") -> Iterator[Visitor]:
    made = Visitor(words(language))
    try:
        yield made
    finally:
        made.clear_up()


def press_everything(made: Visitor) -> None:
    """Do every deed there is, the Trash last."""
    for app in sorted(APPS, key="trash".__eq__):
        for entry in made.entries(app):
            for deed in entry.deeds:
                made.do(app, entry.trace, deed)
