"""Fields of the rules that hold as many things as one likes: what stays, and which traces."""

from collections.abc import Callable, Mapping

from PySide6.QtWidgets import QComboBox, QLineEdit, QPushButton, QVBoxLayout, QWidget

from privacykit.i18n import _
from privacykit.look import parts, theme
from privacykit.ui.admin.rules_fields import Combo, FieldBox
from privacykit.ui.admin.rules_words import Line


class _Rows(FieldBox):
    """Rows, each with what it says now, and what adds one below them."""

    def __init__(self, line: Line) -> None:
        super().__init__(line)
        self._rows: dict[QWidget, Callable[[], object]] = {}
        self._list = QVBoxLayout()
        self._list.setSpacing(theme.px(12))
        self.box.setSpacing(theme.px(12))
        self.box.addLayout(self._list)

    def put(self, row: QWidget, says: Callable[[], object]) -> None:
        self._rows[row] = says
        self._list.addWidget(row)
        row.show()

    def drop(self, row: QWidget) -> None:
        """Take a row away; the keyboard goes on to what adds one."""
        del self._rows[row]
        self._list.removeWidget(row)
        self.editor.setFocus()
        row.hide()
        row.deleteLater()
        self.tell_change()

    def value(self) -> list[object]:
        return [says() for says in self._rows.values()]

    def tell_change(self) -> None:
        self.changed.emit(self.value())

    def remove_button(self, row: QWidget, what: str) -> QPushButton:
        made = parts.button("", "quiet", "x")
        says = _("Take away {what}").format(what=what)
        made.setToolTip(says)
        parts.say(made, says)
        made.clicked.connect(lambda: self.drop(row))
        return made


class Entries(_Rows):
    """Paths that stay, each with its reason."""

    def __init__(self, line: Line, value: object) -> None:
        super().__init__(line)
        for entry in _plain(value):
            self._add(entry)
        add = parts.button(_("Add a path"), "secondary", "plus")
        add.clicked.connect(self._add_empty)
        self.name(add)
        self.box.addWidget(parts.row(add))
        self.finish()

    def name(self, editor: QWidget) -> None:
        super().name(editor)
        parts.say(editor, _("Add a path"), self.line.text())

    def tell(self, problems: list[str]) -> None:
        super().tell(problems)
        parts.say(self.editor, _("Add a path"), " ".join(problems))

    def _add_empty(self) -> None:
        row = self._add({"path": "", "why": ""})
        row.path.setFocus()
        self.tell_change()

    def _add(self, entry: dict[str, str]) -> "_Entry":
        row = _Entry(entry)
        row.layout_with(self.remove_button(row, entry["path"] or _("this path")))
        for edit in (row.path, row.why):
            edit.textEdited.connect(self.tell_change)
        self.put(row, row.entry)
        return row


def _plain(value: object) -> list[dict[str, str]]:
    """Return what can be shown of entries, also of ones that the engine refuses."""
    entries = [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
    return [{name: str(one.get(name, "")) for name in ("path", "why")} for one in entries]


class _Entry(QWidget):
    def __init__(self, entry: dict[str, str]) -> None:
        super().__init__()
        self.path, self.why = QLineEdit(entry["path"]), QLineEdit(entry["why"])
        self.path.setPlaceholderText(
            _("Path, such as {example}").format(example="Desktop/Catalogue")
        )
        self.why.setPlaceholderText(_("Why it stays"))
        parts.say(self.path, _("Path inside the home"))
        parts.say(self.why, _("Why it stays"))

    def layout_with(self, remove: QWidget) -> None:
        for edit in (self.path, self.why):
            edit.setMinimumWidth(theme.px(260))
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(parts.row(self.path, self.why, remove))

    def entry(self) -> dict[str, str]:
        return {"path": self.path.text(), "why": self.why.text()}


class Traces(_Rows):
    """Ids of traces, shown by their titles; a combo box adds one."""

    def __init__(self, line: Line, value: object, titles: Mapping[str, str]) -> None:
        super().__init__(line)
        self._titles = titles
        for name in value if isinstance(value, list) else []:
            self._add(str(name))
        self.combo = Combo()
        self.combo.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.combo.setMinimumContentsLength(24)
        for name, title in titles.items():
            self.combo.addItem(f"{title} ({name})", name)
        self.name(self.combo)
        parts.say(self.combo, _("Kind of trace"))
        add = parts.button(_("Let it stay"), "secondary", "plus")
        add.clicked.connect(self._chosen)
        self.box.addWidget(parts.row(self.combo, add))
        self.finish()

    def _add(self, name: str) -> None:
        title = self._titles.get(name, name)
        row = QWidget()
        box = QVBoxLayout(row)
        box.setContentsMargins(0, 0, 0, 0)
        shown = title if title == name else f"{title} ({name})"
        label = parts.paragraph(shown)
        box.addWidget(parts.row(label, self.remove_button(row, title), stretch_first=True))
        self.put(row, lambda: name)

    def _chosen(self) -> None:
        name = str(self.combo.currentData())
        if name not in self.value():
            self._add(name)
            self.tell_change()
