"""The rules as one form: a card for each part, and links that lead to each card."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QScrollArea, QVBoxLayout, QWidget

from privacykit.i18n import _, _n
from privacykit.look import parts, theme
from privacykit.staff.rules import Problem, Rules
from privacykit.ui.admin import rules_lists
from privacykit.ui.admin import rules_words as words
from privacykit.ui.admin.rules_fields import Choice, FieldBox, Names, Number, Switch
from privacykit.ui.admin.rules_words import Line, Section

Titles = Mapping[str, str]
"""Ids of the catalogue's traces and their titles."""


class Form(QWidget):
    """Signals: changed: a field and its new value."""

    changed = Signal(tuple, object)

    def __init__(self, rules: Rules, titles: Titles) -> None:
        super().__init__()
        self.fields: list[FieldBox] = []
        self._titles = titles
        self._top = parts.Callout("danger", "")
        self._top.hide()
        cards = [self._card(section, rules) for section in words.SECTIONS]
        links = [self._link(*one) for one in zip(words.SECTIONS, cards, strict=True)]
        content = parts.column(*_head(rules), self._top, parts.row(*links), *cards)
        self.area: QScrollArea = parts.scrolled(content)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.area)

    def _card(self, section: Section, rules: Rules) -> parts.Card:
        card = parts.Card()
        card.body.setSpacing(theme.px(16))
        card.body.addWidget(parts.heading(section.title(), 2))
        card.body.addWidget(parts.paragraph(section.text(), "muted"))
        for line in section.lines:
            card.body.addWidget(self._field(line, rules.value(line.field)))
        return card

    def _field(self, line: Line, value: Any) -> FieldBox:
        made = _make(line, value, self._titles)
        made.changed.connect(lambda new: self.changed.emit(line.field, new))
        self.fields.append(made)
        return made

    def _link(self, section: Section, card: QWidget) -> QPushButton:
        made = parts.button(section.title(), "step")
        made.clicked.connect(lambda: self._lead_to(card))
        return made

    def _lead_to(self, card: QWidget) -> None:
        self.area.verticalScrollBar().setValue(card.y())
        inside = next(field for field in self.fields if card.isAncestorOf(field))
        inside.editor.setFocus()

    def tell(self, problems: Sequence[Problem]) -> None:
        """Show beside each field what the engine refuses, and lead to the first."""
        self._summary(problems)
        for field in self.fields:
            field.tell([_sentence(one) for one in problems if one.field == field.line.field])
        wrong = [
            field for field in self.fields if any(p.field == field.line.field for p in problems)
        ]
        if wrong:
            wrong[0].editor.setFocus()
            self.area.ensureWidgetVisible(wrong[0])

    def _summary(self, problems: Sequence[Problem]) -> None:
        known = {field.line.field for field in self.fields}
        loose = [str(one.mistake) for one in problems if one.field not in known]
        count = len(problems)
        text = _n("{count} thing to mend", "{count} things to mend", count).format(count=count)
        self._top.set("danger", text, "\n".join(loose))
        self._top.setVisible(bool(problems))
        if problems:
            parts.announce(self, f"{text}. {_sentence(problems[0])}")


def _sentence(problem: Problem) -> str:
    return f"{problem.mistake.problem} {problem.mistake.mend}".strip()


def _head(rules: Rules) -> list[QWidget]:
    text = _("What this library decided. Nothing changes before you have seen the difference.")
    made: list[QWidget] = [parts.heading(_("Rules")), parts.paragraph(text, "muted")]
    if rules.is_new:
        words = _("Name the patrons' account below and save; until then nothing is removed.")
        made.append(parts.Callout("info", _("This computer has no rules yet"), words))
    return made


def _make(line: Line, value: Any, titles: Titles) -> FieldBox:
    kinds: Mapping[str, Callable[[], FieldBox]] = {
        "switch": lambda: Switch(line, value, on=True, off=False),
        "folder": lambda: Switch(line, value, on="remove", off="keep"),
        "number": lambda: Number(line, value),
        "choice": lambda: Choice(line, value, words.ways()),
        "names": lambda: Names(line, value),
        "traces": lambda: rules_lists.Traces(line, value, titles),
        "keep": lambda: rules_lists.Entries(line, value),
    }
    return kinds[line.kind]()
