"""Which app? Who can read what, in a table, and what to switch on in each."""

from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QButtonGroup

from privacykit import i18n
from privacykit.activities.messaging.engine.words import Apps, Guide
from privacykit.activities.messaging.view.app_table import AppTable
from privacykit.i18n import _
from privacykit.look import parts
from privacykit.look.exercise import Exercise, State, prose


class AppsExercise(Exercise):
    def __init__(self, words: Apps, *, last: bool) -> None:
        super().__init__()
        self._words = words
        self._guides = [_guide(each) for each in words.guide]
        self._tabs = self._make_tabs()
        self._onward = parts.button(_("A file for a friend"), "primary", "arrow-right")
        self._last = last
        self._lay_out()
        self._onward.clicked.connect(self.onward)
        self.forget()

    def _lay_out(self) -> None:
        self.body.addWidget(parts.heading(_("Which app?")))
        self.body.addWidget(parts.paragraph(self._when(), "muted"))
        self.body.addWidget(AppTable(self._words.app))
        self.body.addWidget(parts.heading(_("What to switch on"), 2))
        self.body.addWidget(parts.row(*self._tabs.buttons()))
        for guide in self._guides:
            self.body.addWidget(guide)
        self.body.addWidget(parts.row(parts.column(), self._onward, stretch_first=True))

    def _when(self) -> str:
        date = self._words.checked_on
        month = QLocale(i18n.current()).standaloneMonthName(date.month)
        said = _("As it was in {month} {year}. Apps change: look at the settings yourself.")
        return said.format(month=month, year=date.year)

    def _make_tabs(self) -> QButtonGroup:
        group = QButtonGroup(self)
        for number, guide in enumerate(self._words.guide):
            button = parts.button(guide.name)
            button.setCheckable(True)
            group.addButton(button, number)
        group.idToggled.connect(lambda number, on: self._open(number) if on else None)
        return group

    def _open(self, number: int) -> None:
        for place, guide in enumerate(self._guides):
            guide.setVisible(place == number)
        self._onward.setVisible(not self._last)
        parts.announce(self._guides[number], self._guides[number].accessibleDescription())
        self.done.emit()

    def forget(self) -> None:
        self._tabs.setExclusive(False)
        for button in self._tabs.buttons():
            button.setChecked(False)
        self._tabs.setExclusive(True)
        for widget in (*self._guides, self._onward):
            widget.hide()

    def state(self) -> State:
        return {"guide": self._tabs.checkedId()}

    def restore(self, state: State) -> None:
        guide = state.get("guide")
        if isinstance(guide, int) and 0 <= guide < len(self._guides):
            self._tabs.button(guide).setChecked(True)


def _guide(guide: Guide) -> parts.Card:
    card = parts.Card()
    numbered = [f"{number}. {step}" for number, step in enumerate(guide.steps, 1)]
    for text in numbered:
        card.body.addWidget(prose(text))
    card.body.addWidget(prose(guide.good_to_know, "small"))
    parts.say(card, guide.name, " ".join((*numbered, guide.good_to_know)))
    return card
