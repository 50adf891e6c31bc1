"""What may be learnt from a photo: ticked before one looks, judged afterwards."""

from collections.abc import Sequence

from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from privacykit.activities.photos.engine.words import Clue
from privacykit.i18n import _
from privacykit.look import parts, theme
from privacykit.look.exercise import prose

_UNDER = 26
"""An answer stands under the words of its box."""


class Clues(QWidget):
    def __init__(self, clues: Sequence[Clue]) -> None:
        super().__init__()
        self._boxes = [QCheckBox(clue.text) for clue in clues]
        self._answers = [prose(_answer(clue), "small") for clue in clues]
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.px(8))
        box.addWidget(
            parts.paragraph(_("What can a stranger learn from it? Guess first."), "strong")
        )
        for one, answer in zip(self._boxes, self._answers, strict=True):
            answer.setIndent(theme.px(_UNDER))
            box.addWidget(parts.column(one, answer, spacing=0))

    def reveal(self, on: bool) -> None:
        for one, answer in zip(self._boxes, self._answers, strict=True):
            one.setEnabled(not on)
            answer.setVisible(on)

    @property
    def ticked(self) -> list[int]:
        return [at for at, one in enumerate(self._boxes) if one.isChecked()]

    def tick(self, numbers: Sequence[int]) -> None:
        for at, one in enumerate(self._boxes):
            one.setChecked(at in numbers)

    def forget(self) -> None:
        self.tick([])


def _answer(clue: Clue) -> str:
    return f"{_('Yes.') if clue.true else _('No.')} {clue.why}"
