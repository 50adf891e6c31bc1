"""A rule of the list, part by part: what is written, and what it means."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from privacykit.look import parts, theme
from privacykit.look.exercise import prose
from privacykit.tracking import rules

_LONG = 24
"""Signs of a part that stand in one line."""


class RuleParts(QWidget):
    """Hidden as long as there is no rule."""

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.px(16))
        self._grid.setVerticalSpacing(theme.px(8))
        self._grid.setColumnStretch(1, 1)
        self._rule = ""
        self.hide()

    def show_rule(self, rule: str) -> None:
        """Show a rule; an empty one shows nothing."""
        if rule != self._rule:
            self._rule = rule
            self._clear()
            self._fill()
        self.setVisible(bool(rule))

    def _clear(self) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.setParent(None)
                old.deleteLater()

    def _fill(self) -> None:
        if not self._rule:
            return
        for row, part in enumerate(rules.explain(self._rule)):
            sign, meaning = prose(_breakable(part.text), "code"), prose(part.meaning)
            sign.setWordWrap(len(part.text) > _LONG)
            parts.say(meaning, f"{part.text}: {part.meaning}")
            for column, label in enumerate((sign, meaning)):
                self._grid.addWidget(label, row, column, Qt.AlignmentFlag.AlignVCenter)
                label.show()


def _breakable(text: str) -> str:
    """Return a long part so that it may go on in another line."""
    return "\u200b".join(text[at : at + _LONG] for at in range(0, len(text), _LONG))
