"""Join NameDrop: a sign-up like any other, with something in its terms; then the study."""

import math
import time
from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QLineEdit, QWidget

from privacykit.activities.terms.engine import marking
from privacykit.activities.terms.engine.words import Join, Study
from privacykit.activities.terms.view.pieces import reveal, share
from privacykit.i18n import _, _n
from privacykit.look import parts, theme
from privacykit.look.exercise import Exercise, State, prose

_FORM, _ASKED, _TOLD = range(3)


class JoinExercise(Exercise):
    """Three stages: the sign-up, what was agreed to, and how others did."""

    def __init__(
        self,
        words: Join,
        study: Study,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__()
        self._words, self._clock = words, clock
        self._joined, self._noticed = True, False
        self._opened_at, self._seconds = 0.0, 0.0
        self._name = self._make_name()
        self._terms = self._make_terms()
        self._form = self._make_form()
        self._agreed = parts.Callout("warning", "")
        self._clause, self._time = parts.Callout("info", ""), prose("", "muted")
        self._asked = self._make_question()
        self._verdict = prose("", "strong")
        self._study = self._make_study(study)
        self._lay_out()
        self._show(_FORM)

    def _lay_out(self) -> None:
        self.body.addWidget(parts.heading(_("Join {service}").format(service=self._words.service)))
        for widget in (self._form, self._agreed, self._clause, self._time):
            self.body.addWidget(widget)
        self.body.addWidget(self._asked)
        self.body.addWidget(self._study)

    def _make_name(self) -> QLineEdit:
        made = QLineEdit()
        made.setMaxLength(60)
        made.setPlaceholderText(_("A made-up name, or none"))
        parts.say(made, _("A made-up name, or none"))
        return made

    def _make_terms(self) -> QWidget:
        made = parts.column(*map(prose, self._words.terms), spacing=8)
        made.hide()
        return made

    def _make_form(self) -> QWidget:
        join = parts.button(_("Agree and join"), "primary")
        self._open = parts.button(_("Read the terms"), "secondary", "scroll")
        refuse = parts.button(_("No, thank you"))
        join.clicked.connect(lambda: self._decide(joined=True))
        refuse.clicked.connect(lambda: self._decide(joined=False))
        self._open.clicked.connect(self._toggle)
        small = _("By joining you agree to the terms of {service}.")
        card = parts.Card()
        for widget in (
            parts.heading(self._words.service, 2),
            prose(self._words.promise),
            self._name,
            prose(small.format(service=self._words.service), "small"),
            parts.row(parts.row(self._open, refuse), join, stretch_first=True),
            self._terms,
        ):
            card.body.addWidget(widget)
        return card

    def _make_question(self) -> QWidget:
        yes, no = parts.button(_("Yes, I noticed")), parts.button(_("No, I had not seen it"))
        yes.clicked.connect(lambda: self._tell(noticed=True))
        no.clicked.connect(lambda: self._tell(noticed=False))
        self._yes = yes
        question = prose(_("Had you seen that before you decided?"), "strong")
        return parts.column(question, parts.row(yes, no), spacing=8)

    def _make_study(self, study: Study) -> QWidget:
        card = parts.Card()
        card.body.setSpacing(theme.px(12))
        card.body.addWidget(parts.heading(_("How others did"), 2))
        card.body.addWidget(prose(study.text))
        for each in study.finding:
            said = _("{share} of 100 {did}").format(share=each.share, did=each.text)
            card.body.addWidget(share(each.share, said))
        source = _("Source: {source}").format(source=study.source)
        card.body.addWidget(prose(source, "small"))
        again = parts.button(_("Try again"))
        again.clicked.connect(self.forget)
        self._onward = parts.button(_("Which animal are you?"), "primary", "arrow-right")
        self._onward.clicked.connect(self.onward)
        ahead = parts.row(parts.row(again), self._onward, stretch_first=True)
        return parts.column(self._verdict, card, ahead, spacing=12)

    def _toggle(self) -> None:
        opening = self._terms.isHidden()
        if opening:
            self._opened_at = self._clock()
        else:
            self._seconds += self._clock() - self._opened_at
        self._set_open(opening)

    def _set_open(self, opening: bool) -> None:
        self._terms.setVisible(opening)
        text = _("Close the terms") if opening else _("Read the terms")
        self._open.setText(text)
        parts.say(self._open, text)

    def _decide(self, *, joined: bool) -> None:
        if not self._terms.isHidden():
            self._toggle()
        self._joined = joined
        self._say_decision()
        self._show(_ASKED)
        self._yes.setFocus()
        parts.announce(self._agreed, self._agreed.accessibleName())

    def _say_decision(self) -> None:
        if self._joined:
            self._agreed.set("warning", _("You have just agreed to this"), self._words.agreed)
        else:
            text = _("This is what you did not agree to: {what}").format(what=self._words.agreed)
            self._agreed.set("ok", _("You said no, and that is always allowed"), text)
        clause = self._words.terms[self._words.planted - 1]
        self._clause.set("info", _("It stands in the terms"), clause)
        self._time.setText(f"{_spent(math.ceil(self._seconds))} {_needed(self._words.terms)}")

    def _tell(self, *, noticed: bool) -> None:
        self._noticed = noticed
        good = _("Well spotted: few do. Tell the others how you found it.")
        usual = _("Nearly everyone misses it. Screens like this are made so that one does.")
        self._verdict.setText(good if noticed else usual)
        self._show(_TOLD)
        self._onward.setFocus()
        reveal(self._verdict)
        parts.announce(self._study, self._verdict.text())
        self.done.emit()

    def _show(self, stage: int) -> None:
        self._stage = stage
        self._form.setVisible(stage == _FORM)
        for widget in (self._agreed, self._clause, self._time):
            widget.setVisible(stage >= _ASKED)
        self._asked.setVisible(stage == _ASKED)
        self._study.setVisible(stage == _TOLD)

    def forget(self) -> None:
        self._name.setText("")
        self._joined, self._noticed, self._seconds = True, False, 0.0
        self._set_open(opening=False)
        self._say_decision()
        self._show(_FORM)

    def state(self) -> State:
        return {
            "name": self._name.text(),
            "stage": self._stage,
            "joined": self._joined,
            "noticed": self._noticed,
            "seconds": self._seconds,
        }

    def restore(self, state: State) -> None:
        self._name.setText(str(state.get("name", "")))
        self._joined = bool(state.get("joined", True))
        seconds, stage = state.get("seconds"), state.get("stage")
        self._seconds = seconds if isinstance(seconds, float) else 0.0
        self._say_decision()
        if stage == _TOLD:
            self._tell(noticed=bool(state.get("noticed")))
        elif stage == _ASKED:
            self._show(_ASKED)


def _spent(seconds: int) -> str:
    if not seconds:
        return _("You did not have the terms open.")
    said = _n(
        "You had the terms open for {count} second.",
        "You had the terms open for {count} seconds.",
        seconds,
    )
    return said.format(count=seconds)


def _needed(terms: Sequence[str]) -> str:
    seconds = marking.seconds(" ".join(terms))
    said = _n(
        "Reading all of them takes about {count} second.",
        "Reading all of them takes about {count} seconds.",
        seconds,
    )
    return said.format(count=seconds)
