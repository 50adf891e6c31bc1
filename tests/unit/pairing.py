"""Two rooms on this computer's loopback, and strangers who knock."""

import asyncio
import socket
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Condition
from typing import Any

from privacykit.activities.messaging.pairing import frames, room
from privacykit.activities.messaging.pairing.addresses import Place
from privacykit.activities.messaging.pairing.handshake import Handshake, Keys
from privacykit.activities.messaging.pairing.news import (
    Ended,
    Limits,
    News,
    Paired,
    Text,
    Waiting,
)
from privacykit.activities.messaging.pairing.room import Room

HOST = "127.0.0.1"
QUICK = Limits(waiting=20, connecting=2, handshake=5, idle=20)


def free_place(host: str = HOST) -> Place:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as free:
        free.bind((host, 0))
        return Place(host, free.getsockname()[1])


def listens(place: Place) -> bool:
    with socket.socket() as knocking:
        return knocking.connect_ex((place.host, place.port)) == 0


@dataclass
class Heard:
    """What a room has told."""

    news: list[News] = field(default_factory=list)
    _came: Condition = field(default_factory=Condition)

    def __call__(self, news: News) -> None:
        with self._came:
            self.news.append(news)
            self._came.notify_all()

    def wait(self, wanted: Callable[[News], bool]) -> Any:
        """Return the first news that is wanted."""
        with self._came:
            done = self._came.wait_for(lambda: any(map(wanted, self.news)), timeout=10)
            assert done, self.news
            return next(news for news in self.news if wanted(news))

    def code(self, wrong: int = 0) -> str:
        waiting = self.wait(lambda news: isinstance(news, Waiting) and news.wrong == wrong)
        code: str = waiting.code
        return code

    def number(self) -> str:
        digits: str = self.wait(lambda news: isinstance(news, Paired)).number.digits
        return digits

    def text(self, text: str) -> Text:
        found: Text = self.wait(lambda news: isinstance(news, Text) and news.text == text)
        return found

    def end(self) -> str:
        why: str = self.wait(lambda news: isinstance(news, Ended)).why
        return why


@contextmanager
def closing(made: Room) -> Iterator[Room]:
    try:
        yield made
    finally:
        made.close()


@contextmanager
def opened(limits: Limits = QUICK, host: str = HOST) -> Iterator[tuple[Place, Heard, Room]]:
    place, heard = free_place(host), Heard()
    with closing(room.open_room(place, heard, limits)) as made:
        heard.code()
        yield place, heard, made


@contextmanager
def joined(place: Place, code: str, limits: Limits = QUICK) -> Iterator[tuple[Heard, Room]]:
    heard = Heard()
    with closing(room.join_room(place, [place.host], code, heard, limits)) as made:
        yield heard, made


Deed = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Coroutine[Any, Any, Any]]


def knock(place: Place, deed: Deed) -> Any:
    """Connect as a stranger does."""

    async def strange() -> Any:
        reader, writer = await asyncio.open_connection(place.host, place.port)
        try:
            async with asyncio.timeout(10):
                return await deed(reader, writer)
        finally:
            writer.close()

    return asyncio.run(strange())


async def shake(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, code: str
) -> tuple[Keys, bytes]:
    """Say hello and prove a code as a guest; return the keys and the host's answer."""
    mine = Handshake(code, host=False)
    await frames.write(writer, mine.hello)
    keys = mine.agree(await frames.read(reader))
    await frames.write(writer, keys.proof)
    return keys, await frames.read(reader)
