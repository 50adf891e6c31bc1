"""How long would it hold? Type a password like one of yours and see what a program sees."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel

from privacykit.activities.passwords.engine import advice, estimate
from privacykit.activities.passwords.engine.estimate import LONGEST, Estimate
from privacykit.activities.passwords.view.answer import ROLES
from privacykit.activities.passwords.view.attackers import Attackers
from privacykit.activities.passwords.view.guessed import Guessed
from privacykit.activities.passwords.view.parts_bar import PartsBar
from privacykit.i18n import _, _n
from privacykit.look import parts, theme
from privacykit.look.exercise import Exercise, State
from privacykit.look.field import SecretField
from privacykit.look.work import Work


class _CountedField(SecretField):
    """A field that says inside, at its end, how long the text is."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        parts.set_role(self, "large")
        self._count = QLabel()
        parts.set_role(self._count, "small")
        box = QHBoxLayout(self)
        box.setContentsMargins(theme.px(16), 0, theme.px(16), 0)
        box.addStretch(1)
        box.addWidget(self._count, 0, Qt.AlignmentFlag.AlignVCenter)
        self.textChanged.connect(self._say_count)
        self._say_count("")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def _say_count(self, text: str) -> None:
        count = len(text)
        said = _n("{count} character", "{count} characters", count).format(count=count)
        self._count.setText(said if count else "")
        self.setAccessibleDescription(said)
        self._make_room()

    def _make_room(self) -> None:
        room = self._count.sizeHint().width() + theme.px(8) if self._count.text() else 0
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        self.setTextMargins(room if mirrored else 0, 0, 0 if mirrored else room, 0)


class HoldExercise(Exercise):
    def __init__(self) -> None:
        super().__init__()
        self._work: Work | None = None
        self._found: Estimate | None = None
        self._field = _CountedField(_("A password like one of yours, never your own"))
        self._hide = parts.button(_("Hide the text"), "quiet", "eye-slash")
        self._hide.setCheckable(True)
        self._long = parts.paragraph("", "small")
        self._bar, self._verdict, self._attackers = (
            PartsBar(),
            parts.Callout("info", ""),
            Attackers(),
        )
        self._guessed = Guessed()
        self._how = parts.button(_("Show me how it was guessed"))
        self._how.setCheckable(True)
        self._onward = parts.button(_("Roll a better one"), "primary", "arrow-right")
        self._lay_out()
        self._connect()
        self._show(None)

    def _lay_out(self) -> None:
        never = _("Type a password like one of yours. Never your own.")
        self.body.addWidget(parts.heading(_("How long would it hold?")))
        self.body.addWidget(
            parts.row(parts.paragraph(never, "muted"), self._hide, stretch_first=True)
        )
        for widget in (self._field, self._bar, self._long, self._verdict, self._attackers):
            self.body.addWidget(widget)
        self.body.addWidget(self._guessed)
        self.body.addSpacing(theme.px(4))
        self.body.addWidget(parts.row(parts.row(self._how), self._onward, stretch_first=True))
        self.first = self._field
        self.setTabOrder(self._field, self._hide)
        self.setTabOrder(self._hide, self._how)
        self.setTabOrder(self._how, self._onward)

    def _connect(self) -> None:
        self._field.textChanged.connect(self._typed)
        self._hide.toggled.connect(self._toggle_text)
        self._how.toggled.connect(self._update_how)
        self._onward.clicked.connect(self.onward)

    def _typed(self, text: str) -> None:
        """Estimate at once what takes less than a frame; else on the worker, the latest only."""
        self._stop()
        if not text:
            self._show(None)
        elif estimate.quick(text):
            self._show(estimate.estimate(text))
        else:
            self._work = Work(lambda *, progress, cancelled: estimate.estimate(text))
            self._work.succeeded.connect(self._arrived)
            self._work.start()

    def _stop(self) -> None:
        if self._work is not None:
            self._work.cancel()
            self._work.succeeded.disconnect(self._arrived)
            self._work = None

    def _arrived(self, found: object) -> None:
        if isinstance(found, Estimate):
            self._work = None
            self._show(found)

    def _show(self, found: Estimate | None) -> None:
        before, self._found = self._found, found
        shown = found.parts if found else ()
        self._bar.set(shown, self._hide.isChecked())
        self._attackers.set(found)
        self._update_how()
        self._long.setVisible(len(self._field.text()) > LONGEST)
        self._long.setText(
            _("That is long. Only the first {count} characters are counted here.").format(
                count=LONGEST
            )
        )
        self._show_verdict(found)
        if found and (before is None or before.verdict is not found.verdict):
            parts.announce(self._verdict, advice.headline(found))
        if found:
            self.done.emit()

    def _show_verdict(self, found: Estimate | None) -> None:
        if found is None:
            calm = _("It stays on this screen, and is forgotten when you leave.")
            self._verdict.set("info", _("Type something to see"), calm)
        else:
            self._verdict.set(ROLES[found.verdict], advice.headline(found), advice.advice(found))

    def _toggle_text(self, hidden: bool) -> None:
        self._field.hide_text(hidden)
        self._bar.set(self._found.parts if self._found else (), hidden)
        self._update_how()

    def _update_how(self) -> None:
        self._how.setEnabled(self._found is not None)
        shown = self._how.isChecked() and self._found is not None
        self._guessed.setVisible(shown)
        self._guessed.set(self._found if shown else None, self._hide.isChecked())

    def forget(self) -> None:
        self._stop()
        self._field.forget()
        self._hide.setChecked(False)
        self._how.setChecked(False)
        self._show(None)

    def state(self) -> State:
        return {
            "text": self._field.text(),
            "hidden": self._hide.isChecked(),
            "how": self._how.isChecked(),
        }

    def restore(self, state: State) -> None:
        self._hide.setChecked(bool(state.get("hidden")))
        self._field.setText(str(state.get("text", "")))
        self._how.setChecked(bool(state.get("how")))
