"""Quiz: one question a screen, an explanation whatever the answer, and no score that shames."""

from collections.abc import Mapping
from typing import cast

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QPushButton, QScrollArea, QWidget

from privacykit.content.station import Question, Words
from privacykit.i18n import _
from privacykit.look import pane, parts
from privacykit.ui.learn import Dots
from privacykit.ui.step import Forward, Step


class Quiz(Step):
    def __init__(self, words: Words) -> None:
        super().__init__()
        self._questions = words.quiz
        self._given: dict[int, int] = {}
        self._at = 0
        self._choices: list[QPushButton] = []
        self._told: QWidget | None = None
        self._show()

    @property
    def _over(self) -> bool:
        return self._at >= len(self._questions)

    def _show(self) -> None:
        self._choices, self._told = [], None
        widgets = self._summary() if self._over else self._question()
        self.show_only(parts.scrolled(parts.column(*widgets, spacing=12)))
        self.changed.emit()

    def _question(self) -> list[QWidget]:
        question = self.question
        given = self._given.get(self._at)
        self._choices = [
            self._choice(question, number, given) for number in range(len(question.choices))
        ]
        self._told = None if given is None else _feedback(question, given)
        told = [self._told] if self._told else []
        dots = Dots(len(self._questions), self._at)
        return [
            parts.column(dots, parts.paragraph(self._place(), "small"), spacing=4),
            parts.heading(question.text, 2),
            *self._choices,
            *told,
        ]

    def _place(self) -> str:
        return _("Question {at} of {count}").format(at=self._at + 1, count=len(self._questions))

    def _choice(self, question: Question, number: int, given: int | None) -> QPushButton:
        text = question.choices[number]
        button = _shown(text, right=text == question.answer, mine=number == given, given=given)
        button.setEnabled(given is None)
        button.clicked.connect(lambda: self.answer(number))
        return button

    @property
    def question(self) -> Question:
        return self._questions[self._at]

    def answer(self, number: int) -> None:
        self._given[self._at] = number
        self._show()
        self.answered.emit()
        title, text = _words(self.question, number)
        parts.announce(self, f"{title} {text}")
        QTimer.singleShot(0, self, self._reveal)

    def _reveal(self) -> None:
        """Scroll to the explanation, which large text pushes out of sight."""
        area = self.findChild(QScrollArea)
        if isinstance(area, QScrollArea) and self._told is not None:
            area.ensureWidgetVisible(self._told)

    def _summary(self) -> list[QWidget]:
        learned = [
            parts.column(
                parts.paragraph(question.text, "strong"), parts.paragraph(question.why), spacing=4
            )
            for question in self._questions
        ]
        return [
            parts.heading(_("That was the quiz")),
            parts.paragraph(_thanks(len(self._given), len(self._questions)), "muted"),
            *learned,
        ]

    def first(self) -> QWidget | None:
        open_question = self._choices and self._at not in self._given
        return self._choices[0] if open_question else None

    def spoken(self) -> str:
        if self._over:
            return _("That was the quiz")
        return f"{self._place()}. {self.question.text}"

    def forward(self) -> Forward:
        if self._over:
            return Forward(_("What to take home"))
        if self._at not in self._given:
            return Forward(_("Skip this question"), primary=False)
        last = self._at == len(self._questions) - 1
        return Forward(_("See the answers together") if last else _("Next question"))

    def ahead(self) -> bool:
        if self._over:
            return False
        self._at += 1
        self._show()
        return True

    def back(self) -> bool:
        if self._at == 0:
            return False
        self._at -= 1
        self._show()
        return True

    def forget(self) -> None:
        self._at, self._given = 0, {}
        self._show()

    def state(self) -> Mapping[str, object]:
        return {"at": self._at, "given": dict(self._given)}

    def restore(self, state: Mapping[str, object]) -> None:
        """Take back what still fits: another language may have fewer questions and choices."""
        given = cast("dict[int, int]", state["given"])
        choices = [len(question.choices) for question in self._questions]
        self._at = min(cast("int", state["at"]), len(choices))
        self._given = {at: n for at, n in given.items() if at < len(choices) and n < choices[at]}
        self._show()


def _shown(text: str, *, right: bool, mine: bool, given: int | None) -> QPushButton:
    if given is None or not (right or mine):
        return pane.choice(text)
    if right:
        made = pane.choice(text, "choice-right", "check-circle", "ok")
        parts.say(made, _("{choice}: this is right").format(choice=text))
        return made
    made = pane.choice(text, "choice-wrong", "arrow-u-up-left", "warning")
    parts.say(made, _("{choice}: your answer").format(choice=text))
    return made


def _feedback(question: Question, given: int) -> parts.Callout:
    right = question.choices[given] == question.answer
    return parts.Callout("ok" if right else "info", *_words(question, given))


def _words(question: Question, given: int) -> tuple[str, str]:
    if question.choices[given] == question.answer:
        return _("Yes, that is it."), question.why
    title = _("Many people think so. The answer: {answer}")
    return title.format(answer=question.answer), question.why


def _thanks(answered: int, count: int) -> str:
    if answered < count:
        return _("Here is what each question was about, also those you skipped.")
    return _("Here is what each question was about, all in one place.")
