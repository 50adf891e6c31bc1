"""The page before those for staff: sets the first passphrase, or asks for it."""

from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from privacykit.i18n import _
from privacykit.look import parts
from privacykit.ui.page import Page
from privacykit.ui.world import Route, World


class LockPage(Page):
    def __init__(self, world: World, wanted: str) -> None:
        super().__init__()
        self._lock, self._wanted = world.admin.lock, wanted
        self._first = self._lock.state == "unset"
        self.field = QLineEdit()
        self.field.setEchoMode(QLineEdit.EchoMode.Password)
        parts.say(self.field, _("Passphrase"))
        self.button = parts.button(_("Open"), "primary")
        self.field.returnPressed.connect(self.button.click)
        self.button.clicked.connect(self._try)
        box = QVBoxLayout(self)
        title = parts.heading(_("For staff"))
        box.addWidget(parts.scrolled(parts.column(title, self.field, parts.row(self.button)), 560))

    def title(self) -> str:
        return _("For staff")

    def first(self) -> QWidget | None:
        return self.field

    def forget(self) -> None:
        self.field.clear()

    def _try(self) -> None:
        typed = self.field.text()
        self.field.clear()
        result = self._lock.set(typed) if self._first else self._lock.unlock(typed)
        if result.ok:
            self.asked.emit(Route("staff", self._wanted))
        else:
            self.noticed.emit("warning", result.sentence)
