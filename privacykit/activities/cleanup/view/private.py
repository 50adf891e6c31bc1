"""Private window: what it does and what it does not, one claim at a time."""

from privacykit.activities.cleanup.engine.words import Claim, Words
from privacykit.i18n import _
from privacykit.look import parts
from privacykit.look.turns import Turns


class PrivateExercise(Turns):
    def __init__(self, words: Words) -> None:
        self._true = parts.button(_("That is so"), "secondary", "check")
        self._false = parts.button(_("That is not so"), "secondary", "x")
        super().__init__(len(words.claim), self._true, self._false)
        self._claims = words.claim
        self._count, self._claim = parts.paragraph("", "small"), parts.paragraph("", "title")
        self._card, self._why = parts.Card(), parts.Callout("info", "")
        self._study = parts.paragraph(words.study, "small")
        self._next = parts.button(_("Next claim"), "primary", "arrow-right")
        self._lay_out()
        self._next.clicked.connect(self._ahead)
        self.show_turn()

    def _lay_out(self) -> None:
        how = _("Decide for each claim. Being wrong is usual: see what others answered.")
        self.body.addWidget(parts.heading(_("What does a private window do?")))
        self.body.addWidget(parts.paragraph(how, "muted"))
        self._card.body.addWidget(self._claim)
        for widget in (self._count, self._card, self._why):
            self.body.addWidget(widget)
        answers = parts.row(self._true, self._false)
        self.body.addWidget(parts.row(answers, self._next, stretch_first=True))
        self.body.addWidget(self._study)

    def _ahead(self) -> None:
        self.ahead()
        parts.announce(self._card, self._claim.text())

    def told(self) -> None:
        self._next.setFocus()
        parts.announce(self._why, self._why.accessibleName())

    def show_turn(self) -> None:
        claim, answered = self._claims[self.at], self.given is not None
        place = _("Claim {at} of {count}")
        self._count.setText(place.format(at=self.at + 1, count=len(self._claims)))
        self._claim.setText(claim.text)
        self._why.set(*_told(claim, self.given))
        for widget, on in (
            (self._why, answered),
            (self._study, answered and claim.wrong is not None),
            (self._true, not answered),
            (self._false, not answered),
            (self._next, answered and not self.is_last),
        ):
            widget.setVisible(on)


def _told(claim: Claim, given: bool | None) -> tuple[str, str, str]:
    title = _("This is so") if claim.true else _("This is not so")
    text = claim.why
    if claim.wrong is not None:
        others = _("In the study, {percent} % got it wrong.")
        text = f"{text} {others.format(percent=claim.wrong)}"
    return "ok" if given == claim.true else "info", title, text
