"""The messaging station's hands-on part: its exercises, one at a time."""

from privacykit.activities.messaging.engine.words import Options, Words
from privacykit.activities.messaging.view.apps import AppsExercise
from privacykit.activities.messaging.view.file import FileExercise
from privacykit.activities.messaging.view.judge import JudgeExercise
from privacykit.activities.messaging.view.number import NumberExercise
from privacykit.activities.messaging.view.phones import PhonesExercise
from privacykit.activities.messaging.view.steal import StealExercise
from privacykit.activities.messaging.view.two import TwoExercise
from privacykit.i18n import _
from privacykit.look.exercise import Exercise, Exercises


class MessagingView(Exercises):
    """An activities.View."""

    def __init__(self, words: Words, options: Options, _language: str) -> None:
        named: list[tuple[str, Exercise]] = [
            (_("Who reads it?"), PhonesExercise(words.phones)),
            (_("Steal the key"), StealExercise(words.phones)),
            (_("Safety number"), NumberExercise(words.phones, two_computers=options.two_computers)),
            (_("Real or a trap?"), JudgeExercise(words.message)),
            (_("Which app?"), AppsExercise(words.apps, last=not options.file)),
        ]
        if options.file:
            named.append((_("A file"), FileExercise()))
        if options.two_computers:
            named.append((_("Two computers"), TwoExercise(options.port)))
        super().__init__(named)
