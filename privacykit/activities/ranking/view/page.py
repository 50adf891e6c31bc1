"""The ranking station's hands-on part: four exercises at one desk."""

from collections.abc import Mapping

from privacykit.activities.ranking.engine.rank import MOST, Weights
from privacykit.activities.ranking.engine.words import Options, Words
from privacykit.activities.ranking.view.be import BeExercise
from privacykit.activities.ranking.view.desk import Desk
from privacykit.activities.ranking.view.eleven import ElevenExercise
from privacykit.activities.ranking.view.opposite import OppositeExercise
from privacykit.activities.ranking.view.two import TwoExercise
from privacykit.i18n import _
from privacykit.look.exercise import Exercises


class RankingView(Exercises):
    def __init__(self, words: Words, options: Options, language: str) -> None:
        del language
        desk = Desk(words, options)
        super().__init__(
            [
                (_("Be the algorithm"), BeExercise(desk)),
                (_("Two people"), TwoExercise(desk)),
                (_("Opposite words"), OppositeExercise(desk)),
                (_("Hit 11"), ElevenExercise(desk)),
            ]
        )
        self._desk = desk

    def forget(self) -> None:
        self._desk.forget()
        super().forget()

    def state(self) -> Mapping[str, object]:
        desk = self._desk
        chosen = {
            "question": desk.question_number,
            "people": list(desk.people),
            "weights": list(desk.weights),
        }
        return {**super().state(), **chosen}

    def restore(self, state: Mapping[str, object]) -> None:
        """Take back what fits; another language may have fewer questions."""
        desk = self._desk
        question, people, weights = (state.get(name) for name in ("question", "people", "weights"))
        if isinstance(question, int) and 0 <= question < len(desk.words.question):
            desk.change(question=question)
        if isinstance(people, list) and all(0 <= each < len(desk.words.person) for each in people):
            desk.change(people=(people[0], people[1]))
        if isinstance(weights, list) and all(0 <= each <= MOST for each in weights):
            desk.change(weights=Weights(*weights))
        super().restore(state)
