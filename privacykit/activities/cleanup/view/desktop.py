"""The little desktop: six things to open, and in each what the visitor left there."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from privacykit.activities.cleanup.engine.visitor import APPS, App, Entry
from privacykit.activities.cleanup.view import told
from privacykit.i18n import _
from privacykit.look import parts, theme
from privacykit.look.exercise import prose

Entries = Callable[[App], tuple[Entry, ...]]


class Desktop(QFrame):
    """Signal did: app, trace and deed of the button that was pressed."""

    did = Signal(str, str, str)

    def __init__(self) -> None:
        super().__init__()
        self._entries: Entries = lambda _app: ()
        self._apps = self._make_apps()
        self._window, self._title = parts.Card(), parts.heading("", 3)
        self._hidden = QCheckBox(_("Show hidden files"))
        self._rows, self._said = QVBoxLayout(), prose("", "strong")
        self._rows.setSpacing(theme.px(16))
        self._window.body.setContentsMargins(*[theme.px(16)] * 4)
        self._window.body.addWidget(parts.row(self._title, self._hidden, stretch_first=True))
        self._window.body.addLayout(self._rows)
        self._window.body.addWidget(self._said)
        self._window.body.addStretch(1)
        parts.set_role(self, "panel")
        box = QHBoxLayout(self)
        box.setContentsMargins(*[theme.px(16)] * 4)
        box.setSpacing(theme.px(16))
        apps = parts.column(*self._apps.buttons(), spacing=8)
        box.addWidget(apps, 0, Qt.AlignmentFlag.AlignTop)
        box.addWidget(self._window, 1)
        self._hidden.toggled.connect(lambda _on: self.refresh())

    def _make_apps(self) -> QButtonGroup:
        group = QButtonGroup(self)
        for number, app in enumerate(APPS):
            made = parts.button(told.app(app), "secondary", told.ICONS[app])
            made.setCheckable(True)
            group.addButton(made, number)
        group.button(0).setChecked(True)
        group.idToggled.connect(lambda _number, on: self._turn() if on else None)
        return group

    def take_keyboard(self) -> None:
        self._apps.button(self._apps.checkedId()).setFocus()

    @property
    def app(self) -> App:
        return APPS[self._apps.checkedId()]

    def show_app(self, app: App) -> None:
        self._apps.button(APPS.index(app)).setChecked(True)

    @property
    def shows_hidden(self) -> bool:
        return self._hidden.isChecked()

    def reset(self, entries: Entries, *, hidden: bool = False) -> None:
        """Show another session, from its first window."""
        self._entries = entries
        self._hidden.setChecked(hidden)
        self.show_app(APPS[0])
        self._turn()

    def _turn(self) -> None:
        self._said.hide()
        self.refresh()

    def say(self, text: str) -> None:
        self._said.setText(text)
        self._said.show()
        parts.announce(self._said, text)

    def refresh(self) -> None:
        app = self.app
        self._title.setText(told.app(app))
        self._hidden.setVisible(app == "files")
        while (item := self._rows.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        entries = [one for one in self._entries(app) if self.shows_hidden or not one.is_hidden]
        for entry in entries:
            self._rows.addWidget(self._row(entry))
        if not entries:
            self._rows.addWidget(parts.paragraph(told.empty(app), "muted"))

    def _row(self, entry: Entry) -> QWidget:
        words = parts.column(prose(told.kind(entry.trace), "small"), prose(entry.text), spacing=4)
        deeds = self._buttons(entry)
        return (
            parts.row(words, parts.column(*deeds, spacing=8), stretch_first=True)
            if deeds
            else words
        )

    def _buttons(self, entry: Entry) -> list[QWidget]:
        made: list[QWidget] = []
        for deed in entry.deeds:
            words = told.deed(entry.trace, deed)
            button = parts.button(words)
            parts.say(button, f"{words}: {entry.text}")
            what = entry.app, entry.trace, deed
            button.clicked.connect(lambda _on=False, what=what: self.did.emit(*what))
            made.append(button)
        return made
