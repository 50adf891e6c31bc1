"""The newest of several jobs: what a screen waits for, and whose news it still wants."""

from PySide6.QtCore import QObject, Signal

from privacykit.errors import CancelledError, PrivacykitError
from privacykit.look.work import Job, Work


class Latest(QObject):
    """One job at a time; news of one that was stopped or replaced are dropped.

    Signals:
        progressed: what is being done in words, how much is done, of how much (0: unknown)
        changed: it has begun or ended
        succeeded: what the job returned
        failed: the sentence for a person; empty if the error has none
    """

    progressed = Signal(str, int, int)
    changed = Signal()
    succeeded = Signal(object)
    failed = Signal(str)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._work: Work | None = None

    @property
    def is_busy(self) -> bool:
        return self._work is not None

    @property
    def work(self) -> Work | None:
        """The job that runs; None: none does."""
        return self._work

    def start(self, job: Job) -> None:
        """Run a job in place of whatever ran before."""
        self.stop()
        self._work = Work(job)
        self._work.progressed.connect(self._tell)
        self._work.succeeded.connect(self._take)
        self._work.failed.connect(self._fail)
        self._work.start()
        self.changed.emit()

    def stop(self) -> None:
        """Ask the job to end, and wait for it no longer."""
        if self._work is not None:
            self._work.cancel()
            self._work = None
            self.changed.emit()

    def _tell(self, words: str, done: int, of: int) -> None:
        if self.sender() is self._work:
            self.progressed.emit(words, done, of)

    def _take(self, result: object) -> None:
        if self._is_over():
            self.succeeded.emit(result)

    def _fail(self, error: object) -> None:
        if self._is_over() and not isinstance(error, CancelledError):
            self.failed.emit(str(error) if isinstance(error, PrivacykitError) else "")

    def _is_over(self) -> bool:
        if self.sender() is not self._work:
            return False
        self._work = None
        self.changed.emit()
        return True
