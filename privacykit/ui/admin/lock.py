"""The page before those for staff: sets the first passphrase, or asks for it."""

from collections.abc import Callable
from typing import cast

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from privacykit.i18n import _
from privacykit.look import parts
from privacykit.look.work import Job, Work
from privacykit.staff.checking import Result
from privacykit.ui.admin import lock_screens as screens
from privacykit.ui.admin.lock_screens import Ask, Choose, Face
from privacykit.ui.notices import report, sentence
from privacykit.ui.page import Page
from privacykit.ui.world import Route, World

_SECOND = 1000


class LockPage(Page):
    """Asks off the main thread: a check is meant to take half a second."""

    def __init__(self, world: World, wanted: str) -> None:
        super().__init__()
        self._lock, self._wanted = world.admin.lock, wanted
        self.face: Face | None = self._make_face()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._tick)
        shown = self.face or screens.no_way_in(self._lock.check.forbidden())
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(parts.scrolled(shown, 640))

    def _make_face(self) -> Face | None:
        is_set = self._lock.state != "unset"
        if not is_set and self._lock.check.forbidden():
            return None
        recovery = self._lock.check.recovery
        face: Face = Ask(recovery) if is_set else Choose(recovery)
        face.typed.connect(self._try)
        return face

    def open(self) -> None:
        """Look what is kept, and how long is left of a wait that began in another window."""
        if self.face:
            lock = self._lock
            self._run(lambda **_ways: (lock.waiting(), lock.check.refused()), self._looked)

    def title(self) -> str:
        return _("For staff")

    def first(self) -> QWidget | None:
        return self.face.fields[0] if self.face else None

    def forget(self) -> None:
        if self.face:
            self.face.forget()

    def enter(self, typed: str) -> None:
        """Type a passphrase and press the button."""
        face = cast("Face", self.face)
        for field in face.fields:
            field.setText(typed)
        face.pressed.emit()

    def _try(self, typed: str) -> None:
        lock, is_new = self._lock, isinstance(self.face, Choose)
        if self.face:
            self.face.busy(on=True)
        attempt = lock.setting(typed) if is_new else lock.unlocking(typed)
        self._run(lambda **_ways: attempt(), self._answered)

    def _run(self, job: Job, then: Callable[[object], None]) -> None:
        work = Work(job)
        work.succeeded.connect(then)
        work.failed.connect(self._failed)
        work.start()

    def _looked(self, found: object) -> None:
        answer, refused = cast("tuple[Result, str]", found)
        if isinstance(self.face, Ask):
            self._answered(answer)
        elif self._lock.state == "locked":  # the keyring knows of one
            self.asked.emit(Route("staff", self._wanted))
        elif self.face and refused:
            self.face.say("info", refused)

    def _failed(self, error: object) -> None:
        if isinstance(error, BaseException):
            report(error)
            self._answered(Result(False, 0, sentence(error)))

    def _answered(self, answer: object) -> None:
        result = cast("Result", answer)
        if result.ok:
            self.asked.emit(Route("staff", self._wanted))
            return
        face = cast("Face", self.face)
        face.busy(on=False)
        if result.sentence:
            face.say("warning", result.sentence)
            face.fields[0].setFocus(Qt.FocusReason.OtherFocusReason)
        if isinstance(face, Ask):
            face.wait(result.wait_seconds)
            self._timer.start(_SECOND) if result.wait_seconds else self._timer.stop()

    def _tick(self) -> None:
        face = cast("Ask", self.face)
        face.wait(face.left - 1)
        if face.left == 0:
            self._timer.stop()
            face.say("info", "")
