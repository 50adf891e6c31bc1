"""The hands-on part about Tor: five exercises, one at a time."""

from privacykit.activities.tor.engine.words import Options, Words
from privacykit.activities.tor.view.envelopes import EnvelopesExercise
from privacykit.activities.tor.view.here import HereExercise
from privacykit.activities.tor.view.knows import KnowsExercise
from privacykit.activities.tor.view.personas import PersonasExercise
from privacykit.activities.tor.view.talk import TalkExercise
from privacykit.i18n import _
from privacykit.look.exercise import Exercises


class TorView(Exercises):
    def __init__(self, words: Words, options: Options, language: str) -> None:
        del language
        super().__init__(
            [
                (_("Three envelopes"), EnvelopesExercise(words.letter)),
                (_("Who knows what?"), KnowsExercise()),
                (_("Which tool?"), PersonasExercise(words.persona)),
                (_("A hard question"), TalkExercise(words.talk, options.minutes)),
                (_("Is Tor here?"), HereExercise()),
            ]
        )
