"""Two first pages side by side, and how alike they are."""

from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from privacykit.activities.ranking.engine.words import PAGE
from privacykit.activities.ranking.view.desk import Found
from privacykit.activities.ranking.view.hit import meta
from privacykit.i18n import _, _n
from privacykit.look import parts, theme
from privacykit.look.exercise import prose


class Column(parts.Card):
    """One list; each hit tells where it stands in the other one."""

    def __init__(self) -> None:
        super().__init__()
        self._head = parts.heading("", 3)
        self.body.addWidget(self._head)
        self._lines: list[tuple[QLabel, QLabel, QLabel]] = []
        for _place in range(PAGE):
            line = prose(""), prose("", "small"), prose("", "small")
            self._lines.append(line)
            self.body.addWidget(parts.rule())
            self.body.addWidget(parts.column(*line, spacing=0))
        self.body.addStretch(1)

    def set(self, head: str, found: Found, other: Found) -> None:
        self._head.setText(head)
        parts.say(self._head, head)
        places = {each.hit: each.place for each in other[:PAGE]}
        for each, (title, site, where) in zip(found, self._lines, strict=False):
            title.setText(f"{each.place}  {each.hit.title}")
            site.setText(meta(each))
            place = places.get(each.hit)
            where.setText(
                _("in the other list: {place}").format(place=place) if place else _("only here")
            )
            parts.set_role(where, "small" if place else "warning")


class Pair(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.columns = Column(), Column()
        box = QHBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.px(16))
        for column in self.columns:
            box.addWidget(column, 1)

    def set(self, heads: tuple[str, str], first: Found, second: Found) -> None:
        self.columns[0].set(heads[0], first, second)
        self.columns[1].set(heads[1], second, first)


def in_both(count: int) -> str:
    """Say how many hits of the first page stand on both."""
    return _n(
        "{count} hit of {page} stands in both lists.",
        "{count} hits of {page} stand in both lists.",
        count,
    ).format(count=count, page=PAGE)
