"""What the tests of the visit and of the twin browser share."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from privacykit.activities.trackers.view.session import Session
from privacykit.look.exercise import Exercise


@contextmanager
def a_session() -> Iterator[Session]:
    made = Session("en")
    yield made
    made.forget()
    _delete()


def show(stack: ExitStack, exercise: Exercise) -> None:
    """Show an exercise until the stack ends."""
    exercise.resize(1318, 900)
    exercise.show()

    def gone() -> None:
        exercise.close()
        exercise.deleteLater()
        _delete()

    stack.callback(gone)


def _delete() -> None:
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def texts(widget: QWidget) -> list[str]:
    return [label.text() for label in widget.findChildren(QLabel) if label.isVisible()]


def card(widget: QWidget, title: str) -> QPushButton:
    [found] = [
        b for b in widget.findChildren(QPushButton) if b.accessibleName() == title and b.isVisible()
    ]
    return found
