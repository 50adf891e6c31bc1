"""One hit in the list that a person sorts: press it to see why it stands there."""

from collections.abc import Sequence

from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from privacykit import i18n
from privacykit.activities.ranking.engine import why
from privacykit.activities.ranking.engine.rank import Ranked
from privacykit.activities.ranking.engine.words import Person
from privacykit.i18n import _
from privacykit.look import parts, theme
from privacykit.look.exercise import prose
from privacykit.look.pane import Pane


class HitRow(Pane):
    """Place, title, who is behind it, how far it moved; opened, also the reasons."""

    def __init__(self) -> None:
        super().__init__("", "choice", margin=8)
        self._place, self._moved = prose("", "title"), prose("", "small")
        self._title, self._meta = prose("", "strong"), prose("", "small")
        self._why, self._shares = prose(""), prose("", "small")
        self._place.setFixedWidth(theme.px(32))
        self._place.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignHCenter)
        self.hold(self._laid_out())
        self.setCheckable(True)
        self.toggled.connect(self._open)
        self._open(on=False)

    def _laid_out(self) -> QWidget:
        line = QWidget()
        box = QHBoxLayout(line)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.px(8))
        box.addWidget(self._place)
        texts: list[QLabel] = [self._title, self._meta, self._why, self._shares]
        box.addWidget(parts.column(*texts, spacing=4), 1)
        self._moved.setWordWrap(False)
        box.addWidget(self._moved, 0, Qt.AlignmentFlag.AlignTop)
        return line

    def set(self, ranked: Ranked, found: Sequence[Ranked], person: Person, before: int) -> None:
        """Show a hit; before is the place it had with the weights of the beginning."""
        self._place.setText(str(ranked.place))
        self._title.setText(ranked.hit.title)
        self._meta.setText(meta(ranked))
        self._moved.setText(_arrow(before - ranked.place))
        reason = why.sentence(ranked, found, person)
        asked = _("Why is this first?")
        self._why.setText(f"{asked} {reason}" if ranked.place == 1 else reason)
        self._shares.setText(_shares(ranked))
        name = f"{ranked.place}. {ranked.hit.title}. {meta(ranked)}"
        parts.say(self, name, f"{_in_words(before - ranked.place)} {self._why.text()}".strip())

    def _open(self, on: bool) -> None:
        self._why.setVisible(on)
        self._shares.setVisible(on)


def meta(ranked: Ranked) -> str:
    """Say who is behind a hit, and whether it is paid for."""
    said = f"{ranked.hit.kind} \u00b7 {ranked.hit.site}"
    return _("Ad") + f" \u00b7 {said}" if ranked.hit.paid else said


def _shares(ranked: Ranked) -> str:
    locale = QLocale(i18n.current())
    each = (
        _("{name} {percent} %").format(name=one.name, percent=locale.toString(one.percent))
        for one in why.reasons(ranked)
    )
    return _("Its points: {shares}").format(shares=" \u00b7 ".join(each))


def _arrow(up: int) -> str:
    return "" if not up else f"\u2191 {up}" if up > 0 else f"\u2193 {-up}"


def _in_words(up: int) -> str:
    if up > 0:
        return _("Higher than at the beginning, by {count}.").format(count=up)
    return _("Lower than at the beginning, by {count}.").format(count=-up) if up else ""
