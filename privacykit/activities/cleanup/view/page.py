"""The hands-on part of leaving a public computer: three exercises."""

from PySide6.QtCore import Signal

from privacykit.activities.cleanup.engine.words import Options, Words
from privacykit.activities.cleanup.view.card import CardExercise
from privacykit.activities.cleanup.view.hunt import HuntExercise
from privacykit.activities.cleanup.view.private import PrivateExercise
from privacykit.i18n import _
from privacykit.look.exercise import Exercises


class CleanupView(Exercises):
    """Signal leave: the person wants to remove what is here and finish."""

    leave = Signal()

    def __init__(self, words: Words, options: Options, language: str) -> None:
        del language
        card = CardExercise(words)
        super().__init__(
            [
                (_("The visitor before you"), HuntExercise(words, clock=options.clock)),
                (_("My checklist"), card),
                (_("Private window"), PrivateExercise(words)),
            ]
        )
        card.leave.connect(self.leave)
