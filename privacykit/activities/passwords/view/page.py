"""The password station's hands-on part: four exercises, one at a time."""

from privacykit.activities.passwords.engine.words import Options, Words
from privacykit.activities.passwords.view.dice import DiceExercise
from privacykit.activities.passwords.view.hold import HoldExercise
from privacykit.activities.passwords.view.leak import LeakExercise
from privacykit.activities.passwords.view.order import OrderExercise
from privacykit.i18n import _
from privacykit.look.exercise import Exercises


class PasswordsView(Exercises):
    def __init__(self, words: Words, options: Options, language: str) -> None:
        super().__init__(
            [
                (_("Guess the order"), OrderExercise(words.sample)),
                (_("How long?"), HoldExercise()),
                (_("Roll dice"), DiceExercise(words.story, options.words, language)),
                (_("Has it leaked?"), LeakExercise(words.leak)),
            ]
        )
