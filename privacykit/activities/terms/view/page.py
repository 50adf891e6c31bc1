"""The terms station's hands-on part: four exercises, one at a time."""

from random import SystemRandom

from privacykit.activities.terms.engine.words import Options, Words
from privacykit.activities.terms.view.animal import AnimalExercise
from privacykit.activities.terms.view.bingo import BingoExercise
from privacykit.activities.terms.view.join import JoinExercise
from privacykit.activities.terms.view.read import ReadExercise
from privacykit.i18n import _
from privacykit.look.exercise import Exercises


class TermsView(Exercises):
    """An activities.View."""

    def __init__(self, words: Words, options: Options, _language: str) -> None:
        join = JoinExercise(words.join, words.study)
        super().__init__(
            [
                (_("Join"), join),
                (_("Which animal?"), AnimalExercise(words.animal, options.contacts)),
                (_("Clause bingo"), BingoExercise(words.clause, SystemRandom())),
                (_("Read it for me"), ReadExercise(words.ask, words.join.terms)),
            ]
        )
