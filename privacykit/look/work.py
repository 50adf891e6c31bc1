"""Long work off the main thread: one job at a time, its news as signals on the main thread."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from privacykit.errors import CancelledError

_EXECUTOR = ThreadPoolExecutor(max_workers=1, thread_name_prefix="privacykit-work")


class Job(Protocol):
    """Runs off the main thread, so it may touch no widget."""

    def __call__(
        self, *, progress: Callable[[str, int, int], None], cancelled: Callable[[], bool]
    ) -> object: ...


class Work(QObject):
    """A job and its news. It has no Qt parent: closing a window must not stop a wipe half-way.

    It keeps itself alive until the job has ended and the news is delivered.

    Signals:
        progressed: what is being done in words, how much is done, of how much (0: unknown)
        succeeded: what the job returned
        failed: the exception that the job raised
    """

    progressed = Signal(str, int, int)
    succeeded = Signal(object)
    failed = Signal(object)
    _said = Signal(str, int, int)
    _ended = Signal(object, bool)

    def __init__(self, job: Job) -> None:
        super().__init__()
        self._job = job
        self._stop = Event()
        self._said.connect(self.progressed)
        self._ended.connect(self._deliver)

    def start(self) -> None:
        _ALIVE.add(self)
        _EXECUTOR.submit(self._run)

    def cancel(self) -> None:
        """Ask the job to stop; it ends with failed(CancelledError) at its next safe place."""
        self._stop.set()

    @property
    def is_cancelled(self) -> bool:
        return self._stop.is_set()

    def _run(self) -> None:
        try:
            if self._stop.is_set():
                raise CancelledError  # noqa: TRY301 - cancelled while it waited for its turn
            result = self._job(progress=self._said.emit, cancelled=self._stop.is_set)
        except BaseException as error:  # noqa: BLE001 - handed over, whatever it is
            self._ended.emit(error, False)
        else:
            self._ended.emit(result, True)

    def _deliver(self, result: object, succeeded: bool) -> None:
        _ALIVE.discard(self)
        (self.succeeded if succeeded else self.failed).emit(result)


_ALIVE: set[Work] = set()


def anything_running() -> bool:
    return bool(_ALIVE)
