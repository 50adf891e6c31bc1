"""The one place that tells a person something: a bar in the window, never a box on top of it."""

import sys
import traceback
from collections.abc import Callable
from types import TracebackType

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from privacykit.errors import PrivacykitError
from privacykit.i18n import _
from privacykit.look import parts, theme

Hook = Callable[[type[BaseException], BaseException, TracebackType | None], object]


def sentence(error: BaseException) -> str:
    """Return what a person reads about an error."""
    if isinstance(error, PrivacykitError):
        return str(error)
    return _(
        "Something did not work on this screen. You can go on; if it happens again, tell the staff."
    )


class NoticeBar(QWidget):
    """Shows one message at a time, until it is closed or another takes its place."""

    def __init__(self) -> None:
        super().__init__()
        self._callout = parts.Callout("info", "")
        close = parts.button("", "quiet", "x")
        close.setObjectName("close-notice")
        parts.say(close, _("Close this message"))
        close.clicked.connect(self.hide)
        box = QHBoxLayout(self)
        box.setContentsMargins(theme.px(24), theme.px(8), theme.px(24), 0)
        box.addWidget(self._callout, 1)
        box.addWidget(close, 0, Qt.AlignmentFlag.AlignVCenter)
        self.role = self.text = ""
        self.hide()

    def tell(self, role: str, text: str) -> None:
        """Show a message and have it spoken; roles as of a callout."""
        self.role, self.text = role, text
        self._callout.set(role, text)
        self.show()
        parts.announce(self, text)

    def clear(self) -> None:
        self.role = self.text = ""
        self.hide()


def report(error: BaseException) -> None:
    """Write what went wrong to stderr: kinds and places, nothing that a person may have typed."""
    where = traceback.extract_tb(error.__traceback__)
    places = " < ".join(f"{frame.name} ({frame.filename}:{frame.lineno})" for frame in where[::-1])
    sys.stderr.write(f"privacykit: {type(error).__name__} in {places or 'an unknown place'}\n")


def catch_all(tell: Callable[[str, str], None]) -> Hook:
    """Return a sys.excepthook that stays calm: a notice for the person, the details to stderr."""

    def hook(kind: type[BaseException], error: BaseException, where: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, where)
            return
        report(error.with_traceback(where))
        tell("warning", sentence(error))

    return hook
