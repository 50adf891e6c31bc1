"""Guess the order: eight samples to sort, then the answer with its reasons."""

from collections.abc import Sequence
from random import SystemRandom

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QListWidget, QListWidgetItem, QWidget

from privacykit.activities.passwords.engine import order
from privacykit.activities.passwords.engine.order import Ranked
from privacykit.activities.passwords.engine.words import Sample
from privacykit.activities.passwords.view.answer import Answer
from privacykit.activities.passwords.view.signs import fixed_width, isolated
from privacykit.i18n import _, _n
from privacykit.look import parts, theme
from privacykit.look.exercise import Exercise, State
from privacykit.look.sight import bring_into_sight

_ROLE = Qt.ItemDataRole.UserRole
_ROW = 38


class OrderExercise(Exercise):
    def __init__(self, samples: Sequence[Sample]) -> None:
        super().__init__()
        self._ranked = order.rank(samples)
        self._answer = Answer(self._ranked)
        self._list = self._make_list()
        self._score = parts.Callout("info", "")
        self._show = parts.button(_("Show the answer"), "primary")
        self._onward = parts.button(_("How long would it hold?"), "primary", "arrow-right")
        self._retry = parts.button(_("Try again"))
        self._sorting = self._make_sorting()
        self._lay_out()
        self.forget()

    def _lay_out(self) -> None:
        self.body.addWidget(parts.heading(_("Which one would fall first?")))
        self.body.addWidget(self._sorting)
        self.body.addWidget(self._score)
        self.body.addWidget(self._answer)
        self.body.addWidget(parts.row(parts.row(self._retry), self._onward, stretch_first=True))
        self._show.clicked.connect(self._reveal)
        self._retry.clicked.connect(self.forget)
        self._onward.clicked.connect(self.onward)

    def _make_sorting(self) -> QWidget:
        up = parts.button(_("Move up"), "secondary", "arrow-up")
        down = parts.button(_("Move down"), "secondary", "arrow-down")
        up.clicked.connect(lambda: self._move(-1))
        down.clicked.connect(lambda: self._move(1))
        how = _("Drag a line, or choose it and press a button. On the keyboard: Alt and an arrow.")
        ends = _("Weakest"), _("Strongest")
        return parts.column(
            parts.paragraph(how, "muted"),
            parts.column(
                parts.paragraph(ends[0], "strong"),
                self._list,
                parts.paragraph(ends[1], "strong"),
                spacing=4,
            ),
            parts.row(parts.row(up, down), self._show, stretch_first=True),
            spacing=12,
        )

    def _make_list(self) -> QListWidget:
        made = QListWidget()
        made.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        made.setDefaultDropAction(Qt.DropAction.MoveAction)
        colours = theme.tokens()
        fixed_width(made, 17)
        made.setStyleSheet(
            f"QListWidget {{ {made.styleSheet()} }}"
            f"QListWidget::item {{ border-bottom: {colours.border}px solid {colours.line}; }}"
            f"QListWidget::item:selected {{ border: 2px solid {colours.accent}; }}"
        )
        made.setIconSize(QSize(theme.px(18), theme.px(18)))
        made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        made.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        made.setFixedHeight(len(self._ranked) * theme.px(_ROW) + 2 * theme.tokens().border)
        made.installEventFilter(self)
        parts.say(made, _("Passwords, the weakest at the top"))
        return made

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take Alt with an arrow on the list as moving the line."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
            if step and event.modifiers() & Qt.KeyboardModifier.AltModifier:
                self._move(step)
                return True
        return super().eventFilter(watched, event)

    def _move(self, step: int) -> None:
        here = self._list.currentRow()
        there = here + step
        if not 0 <= there < self._list.count():
            return
        self._list.insertItem(there, self._list.takeItem(here))
        self._list.setCurrentRow(there)
        said = _("{password} is now number {place} of {count}").format(
            password=self._order()[there].sample.text, place=there + 1, count=self._list.count()
        )
        parts.announce(self._list, said)

    def _order(self) -> list[Ranked]:
        """Return the samples as they stand; the list holds their places in the answer."""
        return [self._ranked[item.data(_ROLE)] for item in map(self._list.item, self._rows())]

    def _rows(self) -> range:
        return range(self._list.count())

    def _fill(self, ranked: Sequence[Ranked]) -> None:
        self._list.clear()
        for each in ranked:
            item = QListWidgetItem(isolated(each.sample.text))
            item.setData(_ROLE, self._ranked.index(each))
            item.setData(Qt.ItemDataRole.AccessibleTextRole, each.sample.text)
            item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsDropEnabled)
            item.setIcon(parts.icon("dots-six-vertical", "muted"))
            item.setSizeHint(QSize(0, theme.px(_ROW)))
            self._list.addItem(item)
        self._list.setCurrentRow(0)

    def _reveal(self) -> None:
        guessed = self._order()
        title, text = _score(order.right_neighbours(guessed), len(guessed) - 1)
        self._score.set("info", title, text)
        self._answer.set(guessed)
        self._switch(revealed=True)
        self._onward.setFocus()
        bring_into_sight(self._score, from_top=True)
        parts.announce(self._score, title)
        self.done.emit()

    def _switch(self, *, revealed: bool) -> None:
        self._sorting.setVisible(not revealed)
        for widget in (self._score, self._answer, self._retry, self._onward):
            widget.setVisible(revealed)

    def forget(self) -> None:
        """Mix the samples anew; nothing here is a person's own."""
        self._fill(order.shuffled(self._ranked, SystemRandom()))
        self._switch(revealed=False)

    def state(self) -> State:
        places = [item.data(_ROLE) for item in map(self._list.item, self._rows())]
        return {"places": places, "revealed": not self._score.isHidden()}

    def restore(self, state: State) -> None:
        places = state.get("places")
        if isinstance(places, list) and sorted(places) == list(range(len(self._ranked))):
            self._fill([self._ranked[place] for place in places])
        if state.get("revealed"):
            self._reveal()


def _score(right: int, pairs: int) -> tuple[str, str]:
    title = _n(
        "{right} of {count} neighbour stands in the right order",
        "{right} of {count} neighbours stand in the right order",
        pairs,
    ).format(right=right, count=pairs)
    return title, _("Looks deceive: length and chance count for more than signs and capitals.")
