"""Who knows what? Five switches, a picture of the way and a table that says the same."""

from PySide6.QtWidgets import QCheckBox, QGridLayout, QLabel, QScrollArea, QWidget

from privacykit.activities.tor.engine import sentences
from privacykit.activities.tor.engine.knowledge import Party, Switch, What, cell
from privacykit.activities.tor.view.path_picture import PathPicture
from privacykit.activities.tor.view.table import Table
from privacykit.i18n import _
from privacykit.look import parts, theme
from privacykit.look.exercise import Exercise, State, prose


class KnowsExercise(Exercise):
    def __init__(self) -> None:
        super().__init__()
        self._switches = {each: QCheckBox(sentences.switch(each)) for each in Switch}
        self._picture, self._table = PathPicture(), Table()
        self._as_table = parts.button(_("Show it as a table"))
        self._as_table.setCheckable(True)
        self._party = Party.SITE
        self._why = _WhyCard()
        self._onward = parts.button(_("Which tool?"), "primary", "arrow-right")
        self._lay_out()
        self._connect()
        self.forget()

    def _lay_out(self) -> None:
        how = _("You open a page and type something. Turn the switches, and see who learns what.")
        self.body.addWidget(parts.heading(_("Who knows what?")))
        self.body.addWidget(parts.paragraph(how, "muted"))
        self.body.addWidget(parts.row(*self._switches.values()))
        self.body.addWidget(self._picture)
        self.body.addWidget(self._table)
        self.body.addWidget(self._why)
        ends = parts.row(self._as_table), self._onward
        self.body.addWidget(parts.row(*ends, stretch_first=True))
        self.first = self._switches[Switch.HTTPS]

    def _connect(self) -> None:
        for box in self._switches.values():
            box.toggled.connect(self._turned)
        self._as_table.toggled.connect(lambda _on: self._show())
        self._picture.chosen.connect(self._go_to_why)
        self._table.chosen.connect(self._explain)
        self._onward.clicked.connect(self.onward)

    def _turned(self) -> None:
        self._show()
        if Switch.TOR in self.switches():
            self.done.emit()

    def switches(self) -> frozenset[Switch]:
        """Return those that are on."""
        return frozenset(each for each, box in self._switches.items() if box.isChecked())

    def _go_to_why(self, party: Party) -> None:
        """Explain, and bring the reasons into sight: the picture is tall."""
        self._explain(party)
        above: QWidget | None = self.parentWidget()
        while above is not None and not isinstance(above, QScrollArea):
            above = above.parentWidget()
        if above is not None:
            above.ensureWidgetVisible(self._why)

    def _explain(self, party: Party) -> None:
        self._party = party
        self._show()
        parts.announce(self._why, self._why.accessibleDescription())

    def _show(self) -> None:
        on = self.switches()
        self._picture.set(on)
        self._table.set(on)
        self._picture.setVisible(not self._as_table.isChecked())
        self._table.setVisible(self._as_table.isChecked())
        self._why.set(self._party, on)

    def forget(self) -> None:
        self._party = Party.SITE
        self._as_table.setChecked(False)
        for box in self._switches.values():
            box.setChecked(False)
        self._show()

    def state(self) -> State:
        on = sorted(each.value for each in self.switches())
        return {"on": on, "table": self._as_table.isChecked(), "party": self._party.value}

    def restore(self, state: State) -> None:
        on = state.get("on")
        if isinstance(on, list):
            for each, box in self._switches.items():
                box.setChecked(each.value in on)
        self._as_table.setChecked(bool(state.get("table")))
        self._explain(Party(str(state.get("party", Party.SITE))))


class _WhyCard(parts.Card):
    """The reasons of one party, a line for each thing to know."""

    def __init__(self) -> None:
        super().__init__()
        self._title = prose("", "title")
        self.body.addWidget(self._title)
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.px(16))
        grid.setVerticalSpacing(theme.px(4))
        grid.setColumnStretch(2, 1)
        self._lines: dict[What, tuple[QLabel, QLabel]] = {}
        for row, what in enumerate(What):
            name = prose(sentences.what(what))
            name.setWordWrap(False)
            answer, why = prose("", "strong"), prose("")
            answer.setWordWrap(False)
            self._lines[what] = answer, why
            for column, label in enumerate((name, answer, why)):
                grid.addWidget(label, row, column)
        self.body.addLayout(grid)

    def set(self, party: Party, switches: frozenset[Switch]) -> None:
        title = _("Why? {party}").format(party=sentences.party(party))
        self._title.setText(title)
        said = []
        for what, (answer, why) in self._lines.items():
            rule = cell(party, what, switches)
            answer.setText(sentences.answer(rule.answer))
            why.setText(sentences.why(rule.why))
            said.append(f"{sentences.what(what)}: {answer.text()}. {why.text()}")
        parts.say(self, title, " ".join(said))
