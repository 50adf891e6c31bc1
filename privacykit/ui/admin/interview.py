"""The interview: what only a person can answer, one question a screen; answers keep their date."""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from PySide6.QtWidgets import QPushButton

from privacykit.audit.answers import Answer, Question
from privacykit.i18n import _
from privacykit.look import pane, parts, theme
from privacykit.ui.admin import checkup_items as items
from privacykit.ui.admin.checkup_screens import Act, Screen, press
from privacykit.ui.learn import Dots


class Talk(NamedTuple):
    """What is asked, how far a person has come, and what they can do."""

    questions: Sequence[Question]
    answers: Mapping[str, Answer]
    at: int
    answer: Callable[[str, str], object]
    """Keep this value for the question of this id, and go on."""
    go: Callable[[int], object]
    done: Act


def screen(talk: Talk) -> Screen:
    over = talk.at >= len(talk.questions)
    return _over(talk) if over else _question(talk, talk.questions[talk.at])


def _question(talk: Talk, question: Question) -> Screen:
    count = len(talk.questions)
    place = _("Question {at} of {count}").format(at=talk.at + 1, count=count)
    given = talk.answers.get(question.id)
    choices = [_choice(talk, question, value, given) for value in question.choices]
    text = question.text()
    content = parts.column(
        parts.column(Dots(count, talk.at), parts.paragraph(place, "small"), spacing=4),
        parts.heading(text, 2),
        *([parts.paragraph(_before(question, given), "muted")] if given else []),
        *choices,
        spacing=12,
    )
    skip = press(_("Skip this question"), "secondary", lambda: talk.go(talk.at + 1))
    stop = press(_("Back to the check-up"), "secondary", talk.done)
    return Screen(content, (skip, stop), f"{place}. {text}", choices[0])


def _choice(talk: Talk, question: Question, value: str, given: Answer | None) -> QPushButton:
    words = question.choices[value]()
    mine = given is not None and given.value == value
    made = pane.choice(words, icon="check", colour="accent") if mine else pane.choice(words)
    made.setObjectName(f"choice-{value}")
    if mine:
        parts.say(made, words, _("Your answer last time"))
    made.clicked.connect(lambda: talk.answer(question.id, value))
    return made


def _before(question: Question, given: Answer) -> str:
    return _("Answered on {date}: {answer}").format(
        date=items.day(given.on.isoformat()), answer=items.words(question, given.value)
    )


def _over(talk: Talk) -> Screen:
    title = _("Thank you")
    text = _("The answers are kept with their date. In a year you are asked again.")
    card = parts.Card()
    card.body.setSpacing(theme.px(16))
    for question in talk.questions:
        given = talk.answers.get(question.id)
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
