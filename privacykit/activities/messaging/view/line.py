"""A room's news on the main thread, and what has been said in it so far."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QObject, QTime, Signal

from privacykit.activities.messaging.pairing.addresses import Place
from privacykit.activities.messaging.pairing.news import Ended, News, Paired, Text, Waiting
from privacykit.activities.messaging.pairing.room import Room, join_room, open_room


class Line(QObject):
    """It has no Qt parent: a page made anew in another language goes on with it.

    Signal: heard: there is news
    """

    heard = Signal()
    _told = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._room: Room | None = None
        self.waiting: Waiting | None = None
        self.paired: Paired | None = None
        self.texts: list[Text] = []
        self.why_ended = ""
        self.until = QTime()
        """When the door closes by itself."""
        self._told.connect(self._take)
        if (app := QCoreApplication.instance()) is not None:
            app.aboutToQuit.connect(self.end)

    @property
    def is_busy(self) -> bool:
        return self._room is not None

    def open(self, place: Place, until: QTime) -> None:
        self.until = until
        self._room = open_room(place, self._told.emit)

    def join(self, place: Place, hosts: Sequence[str], code: str) -> None:
        self._room = join_room(place, hosts, code, self._told.emit)

    def say(self, text: str) -> None:
        if self._room is not None:
            self._room.say(text)

    def end(self) -> None:
        """Close it; when this returns, nothing listens and no thread is left."""
        if self._room is not None:
            self._room.close()
            self._room = None

    def _take(self, news: News) -> None:
        if self._room is None:
            return
        match news:
            case Waiting():
                self.waiting = news
            case Paired():
                self.paired = news
            case Text():
                self.texts.append(news)
            case Ended():
                self.why_ended = news.why
                self.end()
        self.heard.emit()
