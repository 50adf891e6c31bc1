"""The interview: what only a person can answer, one question a screen; answers keep their date."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QPushButton

from privacykit.audit import registry
from privacykit.audit.answers import Answer, Question
from privacykit.errors import PrivacykitError
from privacykit.i18n import _
from privacykit.look import pane, parts, theme
from privacykit.ui.admin import checkup_items as items
from privacykit.ui.admin.checkup_screens import Act, Screen, press
from privacykit.ui.admin.checkup_source import Examining
from privacykit.ui.learn import Dots


@dataclass
class Asked:
    """Ids of the questions that are asked, and the number of the one on screen."""

    ids: frozenset[str] = frozenset()
    at: int = 0


class Interview:
    """Goes through questions; an answer is kept as soon as it is given."""

    def __init__(self, examining: Examining, show: Act, done: Act, tell: Callable[[str], object]):
        self._examining, self._show, self._tell = examining, show, tell
        self.done = done
        self.asked = Asked()

    def begin(self, questions: Sequence[Question]) -> None:
        self.asked = Asked(frozenset(one.id for one in questions))
        self._show()

    @property
    def questions(self) -> tuple[Question, ...]:
        every = self._examining.questions({about.id for about in registry.abouts()})
        return tuple(one for one in every if one.id in self.asked.ids)

    @property
    def checks(self) -> frozenset[str]:
        return frozenset(one.check for one in self.questions)

    @property
    def is_over(self) -> bool:
        return self.asked.at >= len(self.questions)

    def given(self, question: Question) -> Answer | None:
        return self._examining.answers().get(question.id)

    def answer(self, question: Question, value: str) -> None:
        try:
            self._examining.answer(question.id, value)
        except PrivacykitError as error:
            self._tell(str(error))
        else:
            self.go(self.asked.at + 1)

    def go(self, at: int) -> None:
        self.asked.at = at
        self._show()

    def back(self) -> None:
        if self.asked.at:
            self.go(self.asked.at - 1)
        else:
            self.done()

    def screen(self) -> Screen:
        return _over(self) if self.is_over else _question(self)


def _question(talk: Interview) -> Screen:
    count, at = len(talk.questions), talk.asked.at
    question = talk.questions[at]
    place = _("Question {at} of {count}").format(at=at + 1, count=count)
    given = talk.given(question)
    choices = [_choice(talk, question, value, given) for value in question.choices]
    text = question.text()
    content = parts.column(
        parts.column(Dots(count, at), parts.paragraph(place, "small"), spacing=4),
        parts.heading(text, 2),
        *([parts.paragraph(_before(question, given), "muted")] if given else []),
        *choices,
        spacing=12,
    )
    skip = press(_("Skip this question"), "secondary", lambda: talk.go(at + 1))
    stop = press(_("Back to the check-up"), "secondary", talk.done)
    return Screen(content, (skip, stop), f"{place}. {text}", choices[0])


def _choice(talk: Interview, question: Question, value: str, given: Answer | None) -> QPushButton:
    words = question.choices[value]()
    mine = given is not None and given.value == value
    made = pane.choice(words, icon="check", colour="accent") if mine else pane.choice(words)
    made.setObjectName(f"choice-{value}")
    if mine:
        parts.say(made, words, _("Your answer last time"))
    made.clicked.connect(lambda: talk.answer(question, value))
    return made


def _before(question: Question, given: Answer) -> str:
    return _("Answered on {date}: {answer}").format(
        date=items.day(given.on.isoformat()), answer=items.words(question, given.value)
    )


def _over(talk: Interview) -> Screen:
    title = _("Thank you")
    text = _("The answers are kept with their date. In a year you are asked again.")
    card = parts.Card()
    card.body.setSpacing(theme.px(16))
    for question in talk.questions:
        given = talk.given(question)
        told = _before(question, given) if given else _("Not answered")
        card.body.addWidget(
            parts.column(
                parts.paragraph(question.text(), "strong"),
                parts.paragraph(told, "muted"),
                spacing=4,
            )
        )
    content = parts.column(parts.heading(title), parts.paragraph(text, "muted"), card)
    done = press(_("See what it means"), "primary", talk.done)
    again = press(_("Change an answer"), "secondary", lambda: talk.go(0))
    return Screen(content, (done, again), f"{title}. {text}")
