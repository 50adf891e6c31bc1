"""The tracker station's hands-on part: seven exercises in one practice web."""

from collections.abc import Mapping

from privacykit.activities.trackers.engine.words import Options, Words
from privacykit.activities.trackers.view.later import Later
from privacykit.activities.trackers.view.session import Session
from privacykit.i18n import _
from privacykit.look.exercise import Exercise, Exercises

_DESK, _TWIN = 1, 2


class TrackersView(Exercises):
    """Each exercise is made, and its modules are loaded, when it is first shown."""

    WIDTH = 1320

    def __init__(self, words: Words, options: Options, language: str) -> None:
        named = [
            (_("Visit"), Later(self._visit, wide=True)),
            (_("The tracker's desk"), Later(self._desk)),
            (_("Side by side"), Later(self._twin, wide=True)),
            (_("Auction"), Later(self._auction)),
            (_("Why stopped?"), Later(self._why)),
            (_("What slips through"), Later(self._missing, wide=True)),
            (_("Your own visit"), Later(self._own)),
        ]
        super().__init__(named)
        self._later = [exercise for _name, exercise in named]
        self._words, self._options = words, options
        self._session = Session(language)

    def _visit(self) -> Exercise:
        from privacykit.activities.trackers.view.browser import is_available
        from privacykit.activities.trackers.view.own_har import OwnVisitExercise
        from privacykit.activities.trackers.view.visit import VisitExercise

        if not is_available():
            return OwnVisitExercise(self._session, instead=True)
        made = VisitExercise(self._session, self._options.visits, live=self._options.live)
        made.desk_wanted.connect(self._open_desk)
        return made

    def _open_desk(self, company: str) -> None:
        """Show the desk of a company, by its domain or its name."""
        from privacykit.activities.trackers.view.desk import DeskExercise

        desk = self._later[_DESK].now()
        if isinstance(desk, DeskExercise):
            desk.open(company)
        self._choose(_DESK)

    def _desk(self) -> Exercise:
        from privacykit.activities.trackers.view.desk import DeskExercise

        return DeskExercise(self._session)

    def _twin(self) -> Exercise:
        from privacykit.activities.trackers.view.twin import TwinExercise

        return TwinExercise(self._session)

    def _auction(self) -> Exercise:
        from privacykit.activities.trackers.view.auction import AuctionExercise

        return AuctionExercise(self._session)

    def _why(self) -> Exercise:
        from privacykit.activities.trackers.view.why import WhyExercise

        return WhyExercise(self._session, self._words.sample)

    def _missing(self) -> Exercise:
        from privacykit.activities.trackers.view.missing import MissingExercise

        return MissingExercise(self._session, self._words)

    def _own(self) -> Exercise:
        from privacykit.activities.trackers.view.own_har import OwnVisitExercise

        return OwnVisitExercise(self._session)

    def forget(self) -> None:
        super().forget()
        self._session.forget()

    def state(self) -> Mapping[str, object]:
        """Return what the exercises hold; the practice web itself, if it has been visited."""
        kept = self._session if self._session.pages else None
        return {**super().state(), "session": kept}

    def restore(self, state: Mapping[str, object]) -> None:
        """Take the practice web over; in another language begin a new one and end the old."""
        session = state.get("session")
        if isinstance(session, Session) and session is not self._session:
            if session.language == self._session.language and not self._is_begun():
                self._session = session
            else:
                session.forget()
        super().restore(state)

    def _is_begun(self) -> bool:
        return any(exercise.made is not None for exercise in self._later)
