"""What may be learnt from a photo: ticked before one looks, judged afterwards."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from privacykit.activities.photos.engine.words import Clue
from privacykit.i18n import _
from privacykit.look import parts, theme
from privacykit.look.exercise import prose


class Clues(QWidget):
    def __init__(self, clues: Sequence[Clue]) -> None:
        super().__init__()
        self._clues = [_Clue(clue) for clue in clues]
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.px(8))
        box.addWidget(
            parts.paragraph(_("What can a stranger learn from it? Guess first."), "strong")
        )
        for one in self._clues:
            box.addWidget(one)

    def reveal(self, on: bool) -> None:
        for one in self._clues:
            one.reveal(on)

    @property
    def ticked(self) -> list[int]:
        return [at for at, one in enumerate(self._clues) if one.check.isChecked()]

    def tick(self, numbers: Sequence[int]) -> None:
        for at, one in enumerate(self._clues):
            one.check.setChecked(at in numbers)

    def forget(self) -> None:
        self.tick([])


class _Clue(QWidget):
    """A box whose words may wrap, as those of Qt's own cannot; a press on them ticks it, too."""

    def __init__(self, clue: Clue) -> None:
        super().__init__()
        self.check, self._words = QCheckBox(), prose(clue.text)
        self._answer = prose(_answer(clue), "small")
        parts.say(self.check, clue.text)
        beside = QHBoxLayout(self)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(theme.px(8))
        beside.addWidget(self.check, 0, Qt.AlignmentFlag.AlignTop)
        beside.addWidget(parts.column(self._words, self._answer, spacing=0), 1)

    def reveal(self, on: bool) -> None:
        self.check.setEnabled(not on)
        self._answer.setVisible(on)
        parts.say(self.check, self._words.text(), self._answer.text() if on else "")

    def mousePressEvent(self, _event: QMouseEvent) -> None:
        self.check.click()


def _answer(clue: Clue) -> str:
    answer = _("Yes.") if clue.true else _("No.")
    return f"{answer} {clue.why}"
