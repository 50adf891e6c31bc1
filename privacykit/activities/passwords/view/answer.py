"""The answer to "guess the order": every sample with how long it holds and why."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from privacykit.activities.passwords.engine.estimate import WELL_PROTECTED, Verdict
from privacykit.activities.passwords.engine.order import Ranked
from privacykit.activities.passwords.view.signs import fixed_width, isolated
from privacykit.i18n import _
from privacykit.look import parts, theme
from privacykit.look.exercise import prose

ROLES = {Verdict.WEAK: "danger", Verdict.FAIR: "warning", Verdict.STRONG: "ok"}


class Answer(parts.Card):
    """One line a sample, the weakest first."""

    def __init__(self, ranked: Sequence[Ranked]) -> None:
        super().__init__()
        self._ranked = ranked
        self._placed = [prose("", "small") for _each in ranked]
        self.body.setSpacing(theme.px(12))
        caption = _(
            "How long a stolen file keeps each one if it is well protected, the weakest first:"
        )
        self.body.addWidget(prose(caption, "muted"))
        for each, placed in zip(ranked, self._placed, strict=True):
            self.body.addWidget(parts.rule())
            self.body.addWidget(_line(each, placed))

    def set(self, guessed: Sequence[Ranked]) -> None:
        """Say at which place a person had put each sample."""
        for each, placed in zip(self._ranked, self._placed, strict=True):
            place = guessed.index(each) + 1
            placed.setText(_("Your place: {place}").format(place=place))


def _line(each: Ranked, placed: QLabel) -> QWidget:
    password = prose(isolated(each.sample.text))
    fixed_width(password, 17)
    time = prose(each.estimate.holds(WELL_PROTECTED), ROLES[each.estimate.verdict])
    line = QWidget()
    box = QHBoxLayout(line)
    box.setContentsMargins(0, 0, 0, 0)
    box.setSpacing(theme.px(16))
    why = prose(each.sample.reason, "small")
    box.addWidget(parts.column(password, why, spacing=4), 5)
    box.addWidget(parts.column(time, placed, spacing=4), 2, Qt.AlignmentFlag.AlignTop)
    return line
