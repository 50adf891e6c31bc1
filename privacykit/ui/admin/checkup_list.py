"""The check-up's findings by part: what stands where, opened in place."""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from privacykit.audit import told
from privacykit.i18n import _
from privacykit.look import flow, pane, parts, theme
from privacykit.look.fitted import Fitted
from privacykit.ui.admin import checkup_items as items
from privacykit.ui.admin.checkup_items import Item, Seen

Act = Callable[[], object]
Named = Callable[[str], object]


class Ways(NamedTuple):
    """What a person can do in the list."""

    again: Act
    copy: Named
    """Put a text on the clipboard."""
    answer: Named
    """Answer the questions of the check with this id."""
    online: Act
    """Look at the library's web pages."""
    as_root: Act
    """Have an administrator agree to a look at the rest."""
    opened: Callable[[str, bool], object]
    filtered: Named


FILTERS: Mapping[str, Callable[[Item], bool]] = {
    "mend": lambda item: item.to_mend,
    "answer": lambda item: item.verdict == "ask",
    "hidden": lambda item: item.verdict == "cannot tell",
    "changed": lambda item: bool(item.change),
    "all": lambda _item: True,
}


class Row(QWidget):
    """One finding: a line that opens."""

    def __init__(self, item: Item, ways: Ways, *, opened: bool) -> None:
        super().__init__()
        self._item, self._ways = item, ways
        self._details: QWidget | None = None
        self._caret = parts.picture("caret-down", "muted", 20)
        self.line = pane.Pane("", "quiet", margin=8)
        self.line.setObjectName(f"finding-{item.id}")
        self.line.hold(_headline(item, self._caret))
        self.line.clicked.connect(self.toggle)
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(0)
        self._box.addWidget(self.line)
        self._show(opened)

    @property
    def is_open(self) -> bool:
        return self._details is not None and not self._details.isHidden()

    def toggle(self) -> None:
        self._show(not self.is_open)
        self._ways.opened(self._item.id, self.is_open)

    def _show(self, opened: bool) -> None:
        if opened and self._details is None:
            self._details = _details(self._item, self._ways)
            self._box.addWidget(self._details)
        if self._details is not None:
            self._details.setVisible(opened)
        self._caret.show_icon("caret-up" if opened else "caret-down", "muted")
        name = f"{self._item.question} {told.verdict(self._item.verdict)}"
        state = _("Details are shown below") if opened else _("Press to show details")
        parts.say(self.line, name, " ".join(filter(None, (items.remark(self._item), state))))


def _headline(item: Item, caret: QWidget) -> QWidget:
    icon, colour = items.SIGNS[item.verdict]
    sign = parts.picture(icon, colour, 24)
    verdict = parts.paragraph(told.verdict(item.verdict), _word_role(colour))
    verdict.setWordWrap(False)
    question: list[QWidget] = [parts.paragraph(item.question)]
    if changed := items.remark(item):
        question.append(parts.paragraph(changed, "small"))
    line = QWidget()
    box = QHBoxLayout(line)
    box.setContentsMargins(0, 0, 0, 0)
    box.setSpacing(theme.px(12))
    for place, widget in enumerate((sign, parts.column(*question, spacing=4), verdict, caret)):
        box.addWidget(widget, int(place == 1), Qt.AlignmentFlag.AlignVCenter)
    return line


def _word_role(colour: str) -> str:
    return colour if colour in {"ok", "warning", "danger"} else "muted"


def _details(item: Item, ways: Ways) -> QWidget:
    shown = [*_explained(item)]
    shown += [_titled(question, answer) for question, answer in item.answered]
    if item.evidence:
        shown.append(_titled(_("What was seen"), _evidence(item), "code"))
    shown += [parts.paragraph(text, "small") for text in (items.duties(item), items.ala(item))]
    if buttons := [*_buttons(item, ways)]:
        shown.append(parts.row(*buttons))
    made = parts.column(*shown, spacing=12)
    layout = made.layout()
    if layout is not None:
        layout.setContentsMargins(theme.px(44), theme.px(4), theme.px(8), theme.px(16))
    return made


def _explained(item: Item) -> list[QWidget]:
    shown: list[QWidget] = [_titled(_("What it means for a patron"), item.means)]
    if item.note:
        shown.insert(0, parts.paragraph(item.note))
    if item.to_mend:
        shown.append(_titled(_("How to mend it"), item.mend))
    return shown


def _titled(title: str, text: str, role: str = "body") -> QWidget:
    words = parts.paragraph(text, role)
    words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return parts.column(parts.paragraph(title, "strong"), words, spacing=4)


def _evidence(item: Item) -> str:
    return "\n".join(f"{seen.name} = {seen.value}" for seen in item.evidence)


def _buttons(item: Item, ways: Ways) -> list[QPushButton]:
    made = []
    if item.to_mend:
        copy = parts.button(_("Copy a sentence for IT"), "secondary", "copy")
        copy.clicked.connect(lambda: ways.copy(item.letter))
        made.append(copy)
    if item.verdict == "ask" or item.answered:
        text = _("Answer again") if item.answered else _("Answer")
        answer = parts.button(text, "secondary", "chat-circle-dots")
        answer.clicked.connect(lambda: ways.answer(item.id))
        made.append(answer)
    for button in made:
        parts.say(button, button.text(), item.question)
    return made


def listed(
    seen: Seen, found: Sequence[Item], filtered: str, opened: frozenset[str], ways: Ways
) -> QWidget:
    """Return the whole list, with only what the filter lets through."""
    chosen = filter(FILTERS[filtered], found)
    shown = [*chosen]
    content: list[QWidget] = [_top(seen, found, ways), _filters(found, filtered, ways)]
    for part in items.PARTS:
        rows = [Row(item, ways, opened=item.id in opened) for item in shown if item.part == part]
        online = part == "web" and filtered in {"mend", "all"}
        if rows or online:
            content.append(parts.heading(told.part(part), 2))
            content.append(_card(rows, [_web(ways)] if online else []))
    if filtered == "hidden" and shown:
        content.insert(2, _card([], [_as_root(ways)]))
    if not shown:
        content.append(parts.paragraph(_("Nothing here."), "muted"))
    return Fitted(*content)


def _top(seen: Seen, found: Sequence[Item], ways: Ways) -> QWidget:
    when = _("Looked on {date}.").format(date=items.day(seen.audit.at))
    told_of = " ".join(filter(None, (when, items.compared(seen))))
    again = parts.button(_("Look again"), "secondary", "arrow-clockwise")
    again.setObjectName("checkup-again")
    again.clicked.connect(lambda _on=False: ways.again())
    return parts.column(
        parts.Callout(*items.summary(found), large=True),
        parts.row(parts.paragraph(told_of, "muted"), again, stretch_first=True),
        spacing=12,
    )


def _filters(found: Sequence[Item], filtered: str, ways: Ways) -> QWidget:
    texts = {
        "mend": _("To mend ({count})"),
        "answer": _("To answer ({count})"),
        "hidden": _("Not seen ({count})"),
        "changed": _("Changed ({count})"),
        "all": _("All ({count})"),
    }
    buttons = []
    for name, passes in FILTERS.items():
        count = sum(map(passes, found))
        if count or name in {"mend", "all"}:
            buttons.append(_filter(name, texts[name].format(count=count), filtered, ways))
    return flow.flowing(*buttons, spacing=theme.px(8))


def _filter(name: str, text: str, filtered: str, ways: Ways) -> QPushButton:
    made = parts.button(text)
    made.setObjectName(f"filter-{name}")
    made.setCheckable(True)
    made.setChecked(name == filtered)
    made.clicked.connect(lambda: ways.filtered(name))
    return made


def _card(rows: Sequence[QWidget], last: Sequence[QWidget]) -> QWidget:
    card = parts.Card()
    card.body.setContentsMargins(*[theme.px(8)] * 4)
    card.body.setSpacing(theme.px(4))
    for number, row in enumerate([*rows, *last]):
        if number:
            card.body.addWidget(parts.rule())
        card.body.addWidget(row)
    return card


def _web(ways: Ways) -> QWidget:
    text = _("The library's own pages are looked at only when you ask for it: that goes online.")
    go = parts.button(_("Look at our web pages"), "secondary", "globe")
    go.setObjectName("checkup-web")
    go.clicked.connect(lambda _on=False: ways.online())
    return _offer(text, go)


def _as_root(ways: Ways) -> QWidget:
    text = _("Some settings only an administrator may read.")
    go = parts.button(_("Look as administrator"), "secondary", "lock-key")
    go.setObjectName("checkup-as-root")
    go.clicked.connect(lambda _on=False: ways.as_root())
    return _offer(text, go)


def _offer(text: str, go: QPushButton) -> QWidget:
    made = parts.row(parts.paragraph(text, "muted"), go, stretch_first=True)
    made.setContentsMargins(*[theme.px(8)] * 4)
    return made
