"""Private window: what it does and what it does not, one claim at a time."""

from privacykit.activities.cleanup.engine.words import Claim, Words
from privacykit.i18n import _
from privacykit.look import parts
from privacykit.look.exercise import Exercise, State


class PrivateExercise(Exercise):
    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words, self._claims = words, words.claim
        self._given: dict[int, bool] = {}
        self._at = 0
        self._count, self._claim = parts.paragraph("", "small"), parts.paragraph("", "title")
        self._card, self._why = parts.Card(), parts.Callout("info", "")
        self._study = parts.paragraph(words.study, "small")
        self._true = parts.button(_("That is so"), "secondary", "check")
        self._false = parts.button(_("That is not so"), "secondary", "x")
        self._next = parts.button(_("Next claim"), "primary", "arrow-right")
        self._lay_out()
        self._true.clicked.connect(lambda: self._answer(true=True))
        self._false.clicked.connect(lambda: self._answer(true=False))
        self._next.clicked.connect(self._ahead)
        self._update()

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
        self.first = self._true

    def _answer(self, *, true: bool) -> None:
        self._given[self._at] = true
        self._update()
        self._next.setFocus()
        parts.announce(self._why, self._why.accessibleName())
        if len(self._given) == len(self._claims):
            self.done.emit()

    def _ahead(self) -> None:
        self._at += 1
        self._update()
        self._true.setFocus()
        parts.announce(self._card, self._claim.text())

    def _update(self) -> None:
        claim, given = self._claims[self._at], self._given.get(self._at)
        place = _("Claim {at} of {count}")
        self._count.setText(place.format(at=self._at + 1, count=len(self._claims)))
        self._claim.setText(claim.text)
        self._why.set(*_told(claim, given))
        answered, last = given is not None, self._at == len(self._claims) - 1
        for widget, on in (
            (self._why, answered),
            (self._study, answered and claim.wrong is not None),
            (self._true, not answered),
            (self._false, not answered),
            (self._next, answered and not last),
        ):
            widget.setVisible(on)

    def forget(self) -> None:
        self._given, self._at = {}, 0
        self._update()

    def state(self) -> State:
        return {"at": self._at, "given": dict(self._given)}

    def restore(self, state: State) -> None:
        at, given = state.get("at"), state.get("given")
        if isinstance(at, int) and 0 <= at < len(self._claims) and isinstance(given, dict):
            self._at, self._given = at, dict(given)
            self._update()


def _told(claim: Claim, given: bool | None) -> tuple[str, str, str]:
    title = _("This is so") if claim.true else _("This is not so")
    text = claim.why
    if claim.wrong is not None:
        others = _("In the study, {percent} % got it wrong.")
        text = f"{text} {others.format(percent=claim.wrong)}"
    return "ok" if given == claim.true else "info", title, text
