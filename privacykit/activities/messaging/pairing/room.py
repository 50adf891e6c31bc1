"""A talk between two computers, in a thread of its own, from the main thread's side."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from threading import Event, Thread

from privacykit.activities.messaging.pairing import door, guest
from privacykit.activities.messaging.pairing.addresses import Place
from privacykit.activities.messaging.pairing.channel import Channel
from privacykit.activities.messaging.pairing.news import Ended, Limits, Tell
from privacykit.activities.messaging.pairing.talk import Talk
from privacykit.errors import PairingError
from privacykit.i18n import _

LIMITS = Limits()


class Room:
    """It ends by itself or by close(); its news come in its own thread, Ended at last."""

    def __init__(
        self, arrive: Callable[[], Awaitable[Channel]], tell: Tell, limits: Limits, *, host: bool
    ) -> None:
        self._arrive, self._tell, self._limits, self._host = arrive, tell, limits, host
        self._ready = Event()
        self._thread = Thread(target=self._run, name="privacykit-room")
        self._thread.start()
        self._ready.wait()

    def _run(self) -> None:
        asyncio.run(self._live())

    async def _live(self) -> None:
        self._loop, self._outbox = asyncio.get_running_loop(), asyncio.Queue[str]()
        self._task = asyncio.current_task()
        self._ready.set()
        with suppress(asyncio.CancelledError):
            self._tell(Ended(await self._why_it_ended()))

    async def _why_it_ended(self) -> str:
        try:
            channel = await self._arrive()
            talk = Talk(channel, host=self._host, tell=self._tell, limits=self._limits)
            await talk.run(self._outbox)
        except PairingError as error:
            return str(error)
        except (EOFError, OSError):
            pass
        except Exception:  # noqa: BLE001 - somebody waits for a sentence, whatever it was
            return _("Something unforeseen happened, so the line was closed. Begin again.")
        return _("The other computer has left, or the network between you is gone.")

    def say(self, text: str) -> None:
        """Write to the other; without effect when the talk has ended."""
        with suppress(RuntimeError):
            self._loop.call_soon_threadsafe(self._outbox.put_nowait, text)

    def close(self) -> None:
        """End it; nothing listens, nothing runs and nothing is told any more when this returns."""
        if self._task is not None:
            with suppress(RuntimeError):
                self._loop.call_soon_threadsafe(self._task.cancel)
        self._thread.join()


def open_room(place: Place, tell: Tell, limits: Limits = LIMITS) -> Room:
    """Listen at a place of this computer for one other."""
    return Room(lambda: door.wait_for_one(place, tell, limits), tell, limits, host=True)


def join_room(
    place: Place, hosts: Sequence[str], code: str, tell: Tell, limits: Limits = LIMITS
) -> Room:
    """Go to the computer that waits at a place."""
    return Room(lambda: guest.join(place, hosts, code, limits), tell, limits, host=False)
