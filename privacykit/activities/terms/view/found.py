"""What was found in a text: how long it takes, four cards of passages, three questions."""

from collections.abc import Sequence

from PySide6.QtCore import QLocale, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from privacykit import i18n
from privacykit.activities.terms.engine.marking import FAST, SLOW, Passage, Reading
from privacykit.activities.terms.engine.rules import SUBJECTS, Subject
from privacykit.activities.terms.view.pieces import refill, reveal, signed
from privacykit.i18n import _, _n
from privacykit.look import pane, parts, theme
from privacykit.look.exercise import prose

_ICONS: dict[Subject, str] = {
    "taken": "tray",
    "shared": "share-network",
    "leaving": "sign-out",
    "changes": "pencil-simple",
}
_LONG = 400


class Found(QWidget):
    """Signal: wanted: the person wants to see this Passage in the text."""

    wanted = Signal(object)

    def __init__(self, ask: Sequence[str]) -> None:
        super().__init__()
        self._ask, self._filled, self._summary = ask, False, ""
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(theme.px(12))

    def is_filled(self) -> bool:
        return self._filled

    def summary(self) -> str:
        return self._summary

    def forget(self) -> None:
        self._filled, self._summary = False, ""
        refill(self._box)
        self.hide()

    def show_reading(self, reading: Reading) -> None:
        self._filled, self._summary = True, _time(reading)
        between = _("{words} words; most adults need {fast} to {slow} minutes.").format(
            words=QLocale(i18n.current()).toString(reading.words),
            fast=reading.minutes(FAST),
            slow=reading.minutes(SLOW),
        )
        honest = _(
            "The kit looks for words by simple rules and does not understand the text. In our own "
            "tests it found about four passages of five: what is not marked may still matter."
        )
        self._time = parts.Callout("info", self._summary, between)
        refill(
            self._box,
            self._time,
            prose(honest, "muted"),
            *[self._card(subject, reading) for subject in SUBJECTS],
            self._questions(),
        )
        self.show()
        reveal(self._time)

    def _card(self, subject: Subject, reading: Reading) -> QWidget:
        card = parts.Card()
        title = parts.heading(_titles()[subject], 3)
        card.body.addWidget(signed(_ICONS[subject], "accent", title))
        shown, found = reading.shown(subject), reading.found[subject]
        for passage in shown:
            card.body.addWidget(self._passage(passage))
        if not found:
            card.body.addWidget(prose(_("Nothing found. Look for it yourself, or ask."), "muted"))
        elif len(found) > len(shown):
            more = len(found) - len(shown)
            said = _n(
                "{count} more is underlined in the text.",
                "{count} more are underlined in the text.",
                more,
            )
            card.body.addWidget(prose(said.format(count=more), "small"))
        return card

    def _passage(self, passage: Passage) -> QWidget:
        text = passage.text if len(passage.text) <= _LONG else f"{passage.text[:_LONG]} …"
        made = pane.choice(text)
        parts.say(made, text, _("Show it in the text"))
        made.clicked.connect(lambda: self.wanted.emit(passage))
        return made

    def _questions(self) -> QWidget:
        card = parts.Card()
        card.body.addWidget(parts.heading(_("Before you say yes"), 3))
        for number, question in enumerate(self._ask, 1):
            card.body.addWidget(prose(f"{number}. {question}"))
        return card


def _titles() -> dict[Subject, str]:
    return {
        "taken": _("What is taken"),
        "shared": _("Who gets it"),
        "leaving": _("How to leave"),
        "changes": _("What may change"),
    }


def _time(reading: Reading) -> str:
    minutes = reading.minutes()
    said = _n(
        "It takes about {count} minute to read", "It takes about {count} minutes to read", minutes
    )
    return said.format(count=minutes)
