"""The hands-on part of what a photo tells."""

from privacykit.activities.photos.engine.words import Options, Words
from privacykit.activities.photos.view.detective import DetectiveExercise
from privacykit.activities.photos.view.own import OwnExercise
from privacykit.i18n import _
from privacykit.look.exercise import Exercise, Exercises


class PhotosView(Exercises):
    def __init__(self, words: Words, options: Options, language: str) -> None:
        del language
        shown: list[tuple[str, Exercise]] = [
            (case.title, DetectiveExercise(case, _next(words, at)))
            for at, case in enumerate(words.case)
        ]
        if options.own_file:
            shown.append((_("A file of your own"), OwnExercise()))
        super().__init__(shown)


def _next(words: Words, at: int) -> str:
    """Return the title of what comes after a case; empty after the last."""
    return words.case[at + 1].title if at + 1 < len(words.case) else ""
