"""The card above the pages: what a guess was worth, who has met a person, the way to its desk."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout

from privacykit.activities.trackers.engine.met import Met
from privacykit.activities.trackers.engine.predict import Guess
from privacykit.i18n import _, _n, decimal
from privacykit.look import parts, theme
from privacykit.look.exercise import prose

_FEWEST = 2
_HIGH = 62
"""Pixels at 100 %: what is below stays where it is when a company comes in."""


class MetCard(QFrame):
    """Signal: opened: the domain of the company, or its name where it has no desk here."""

    opened = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._met: Met | None = None
        self._meaning = ""
        self._beside, self._title, self._more = prose("", "strong"), prose("", "title"), prose("")
        self._desk = parts.button(_("Open its desk"), "primary", "arrow-right")
        self._desk.clicked.connect(self._open)
        box = QHBoxLayout(self)
        box.setContentsMargins(*[theme.px(side) for side in (16, 8, 16, 8)])
        box.setSpacing(theme.px(16))
        box.addWidget(parts.column(self._title, self._more, spacing=4), 3)
        box.addWidget(self._beside, 2)
        box.addWidget(self._desk)
        self.setMinimumHeight(theme.px(_HIGH))
        self.clear()

    def clear(self) -> None:
        self.show_guess(None, "")
        self.show_met(None, 0)

    def show_guess(self, guess: Guess | None, site: str) -> None:
        self.tell(said(guess, site) if guess else "")

    def tell(self, text: str) -> None:
        """Say something beside what is known of the person."""
        self._beside.setText(text)
        self._beside.setVisible(bool(text))
        if text:
            parts.announce(self, text)

    def explain(self, meaning: str) -> None:
        """Say what the protection does, as long as there is nothing to tell of a company."""
        self._meaning = meaning

    def show_met(self, met: Met | None, visited: int) -> None:
        """Say who knows the person best, out of so many sites that were visited."""
        before, self._met = self._title.text(), met
        known = met is not None and met.sites >= _FEWEST
        self._title.setText(_headline(met, visited) if visited >= _FEWEST else "")
        self._title.setVisible(visited >= _FEWEST)
        self._more.setText((_details(met) if met and known else "") or self._meaning)
        self._desk.setVisible(known)
        quiet = "callout-ok" if visited >= _FEWEST else "card"
        parts.set_role(self, "callout-warning" if known else quiet)
        if self._title.text() not in {"", before}:
            parts.announce(self, self._title.text())

    def _open(self) -> None:
        if self._met is not None:
            self.opened.emit(self._met.domain or self._met.company)


def _headline(met: Met | None, visited: int) -> str:
    if met is None or met.sites < _FEWEST:
        return _("Nobody knew you again from one site to the next")
    if met.domain:
        text = _("{company} has met you on {count} of {visited} sites")
    else:
        text = _("{company} was called by {count} of {visited} sites")
    return text.format(company=met.company, count=met.sites, visited=visited)


def _details(met: Met) -> str:
    if not met.uid:
        return ""
    price = _("an advert: {cents} cents (made up)").format(cents=decimal(met.price, 1))
    return " · ".join((_("visitor {name}").format(name=met.uid), *met.guesses, price))


def said(guess: Guess, site: str) -> str:
    """Return what came of a guess, in a sentence."""
    called = _n(
        "{site} called {count} company.", "{site} called {count} companies.", guess.truth
    ).format(site=site, count=guess.truth)
    if guess.verdict == "right":
        return _("{called} Just as you guessed.").format(called=called)
    return _("{called} You guessed {guessed}.").format(called=called, guessed=guess.guessed)
