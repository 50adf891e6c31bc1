"""A file for a friend: lock it, or open one, with a passphrase or a key; or make a key pair."""

import datetime
from pathlib import Path

from PySide6.QtWidgets import QButtonGroup, QProgressBar, QWidget

from privacykit.activities.messaging.engine import keyfile, sealed
from privacykit.activities.messaging.engine.sealed import FileForFriendError, KeyPair
from privacykit.activities.messaging.view import job
from privacykit.activities.messaging.view.job import Running
from privacykit.activities.messaging.view.keys import KeysPane
from privacykit.errors import CancelledError, PrivacykitError
from privacykit.i18n import _
from privacykit.look import parts
from privacykit.look.asking import Asking
from privacykit.look.breaks import breakable
from privacykit.look.exercise import Exercise, State, prose
from privacykit.look.field import SecretField
from privacykit.look.sight import bring_into_sight
from privacykit.look.work import Work

_FEWEST = 8
LOCK, OPEN, KEYS = range(3)


class FileExercise(Exercise):
    def __init__(self) -> None:
        super().__init__()
        self._source: Path | None = None
        self._running: Running | None = None
        self._asking = Asking(self)
        self._modes = self._make_modes()
        self._choose = parts.button(_("Choose a file"), "secondary", "file")
        self._name = parts.paragraph("", "strong")
        self._secret = SecretField(_("Passphrase or age key"))
        self._tell_apart = prose("", "small")
        self._key = parts.button(_("Take the key from a file"), "secondary", "key")
        self._keys, self._said = KeysPane(), parts.Callout("info", "")
        self._bar = QProgressBar()
        self._stop = parts.button(_("Stop"), "secondary", "x")
        self._go = parts.button("", "primary", "lock")
        self._pane = self._lay_out_pane()
        self._lay_out()
        self._connect()
        self.forget()

    def _make_modes(self) -> QButtonGroup:
        group = QButtonGroup(self)
        for number, name in enumerate((_("Encrypt"), _("Open"), _("My key pair"))):
            button = parts.button(name)
            button.setCheckable(True)
            group.addButton(button, number)
        group.idToggled.connect(lambda _number, on: self._update() if on else None)
        return group

    def _lay_out_pane(self) -> QWidget:
        tell = _("Tell the passphrase another way than you send the file: by a call, or in person.")
        self._tell_apart.setText(tell)
        chosen = parts.row(self._choose, self._name)
        return parts.column(
            chosen, self._secret, parts.row(self._key), self._tell_apart, spacing=12
        )

    def _lay_out(self) -> None:
        how = _(
            "The file stays as it is. You get an encrypted copy in the age format, which free"
            " programs for every system open."
        )
        self.body.addWidget(parts.heading(_("A file for a friend")))
        self.body.addWidget(parts.paragraph(how, "muted"))
        self.body.addWidget(parts.row(*self._modes.buttons()))
        for widget in (self._pane, self._keys, self._said, self._bar):
            self.body.addWidget(widget)
        self.body.addWidget(parts.row(parts.column(), self._stop, self._go, stretch_first=True))
        parts.say(self._bar, _("How far it is"))
        self.first = self._choose

    def _connect(self) -> None:
        self._choose.clicked.connect(self._ask_source)
        self._go.clicked.connect(self._ask_target)
        self._stop.clicked.connect(self._cancel)
        self._key.clicked.connect(self._ask_key)
        self._keys.made.connect(self._said.hide)
        self._keys.asked.connect(self._ask_where_keys_go)
        self._secret.textChanged.connect(lambda _text: self._update())

    def _locks(self) -> bool:
        return self._modes.checkedId() == LOCK

    def _update(self) -> None:
        keys, working = self._modes.checkedId() == KEYS, self._running is not None
        for widget, on in (
            (self._pane, not keys),
            (self._keys, keys),
            (self._go, not keys),
            (self._key, self._modes.checkedId() == OPEN),
            (self._tell_apart, self._locks()),
            (self._bar, working),
            (self._stop, working),
        ):
            widget.setVisible(on)
        self._go.setEnabled(self._is_ready())
        self._word()

    def _word(self) -> None:
        name = self._source.name if self._source else _("No file chosen yet")
        self._name.setText(breakable(name))
        self._go.setText(_("Encrypt the copy") if self._locks() else _("Open the file"))
        self._go.setAccessibleName(self._go.text())
        self._secret.setPlaceholderText(
            _("Passphrase of {count} signs or more, or your friend\u2019s age1\u2026 key").format(
                count=_FEWEST
            )
            if self._locks()
            else _("The passphrase, or your secret key")
        )

    def _is_ready(self) -> bool:
        fewest = _FEWEST if self._locks() else 1
        enough = len(self._secret.text()) >= fewest
        return self._source is not None and enough and self._running is None

    def _ask_source(self) -> None:
        self._asking.which(_("Choose a file"), self.take)

    def _ask_target(self) -> None:
        if self._source is None:
            return
        name = f"{self._source.name}{sealed.SUFFIX}"
        if not self._locks():
            name = self._source.name.removesuffix(sealed.SUFFIX)
        self._asking.where(_("Where to?"), self.start, self._source.with_name(name))

    def _ask_key(self) -> None:
        self._asking.which(_("Choose a key file"), self._take_key)

    def _take_key(self, path: Path) -> None:
        try:
            self._secret.setText(keyfile.secret_in(path))
        except FileForFriendError as error:
            self._refuse(error)

    def _ask_where_keys_go(self) -> None:
        self._asking.where(_("Where to?"), self._save_keys, Path.home() / keyfile.NAME)

    def _save_keys(self, target: Path) -> None:
        if (keys := self._keys.pair) is None:
            return
        try:
            keyfile.save(target, keys, datetime.datetime.now(datetime.UTC))
        except FileForFriendError as error:
            self._refuse(error)
            return
        text = _("Whoever has this file opens what is sent to you. Keep it on your own stick.")
        self._tell("ok", _("{name} is ready").format(name=target.name), text)
        self.done.emit()

    def take(self, source: Path) -> None:
        """Use a file; one that ends in .age is to be opened."""
        self._source = source
        self._modes.button(OPEN if source.suffix == sealed.SUFFIX else LOCK).setChecked(True)
        self._said.hide()
        self._update()
        self._secret.setFocus()

    def start(self, target: Path) -> None:
        """Write the copy off the main thread."""
        if self._source is None:
            return
        try:
            done = job.make(self._source, target, self._secret.text(), locks=self._locks())
        except FileForFriendError as error:
            self._refuse(error)
            return
        running = Running(Work(done), target)
        self._watch(running)
        running.work.start()

    def _watch(self, running: Running) -> None:
        self._running = running
        running.work.succeeded.connect(self._succeed)
        running.work.failed.connect(self._fail)
        running.work.progressed.connect(self._show_progress)
        self._show_progress("", 0, 0)
        self._hand_over(self._go, self._stop)
        text = _("A passphrase takes some seconds, on purpose.")
        self._tell("info", _("Working on it \u2026"), text)

    def _show_progress(self, doing: str, done: int, of: int) -> None:
        """Count in per cent; where the end is not known, the bar moves to and fro."""
        self._bar.setRange(0, 100 if of else 0)
        self._bar.setValue(100 * done // of if of else 0)
        parts.say(self._bar, _("How far it is"), doing)

    def _cancel(self) -> None:
        if self._running is not None:
            self._running.work.cancel()

    def _succeed(self, _nothing: object) -> None:
        if (ended := self._ended()) is None:
            return
        text = _("The file you chose is unchanged.")
        self._tell("ok", _("{name} is ready").format(name=ended.target.name), text)
        self.done.emit()

    def _fail(self, error: BaseException) -> None:
        if self._ended() is not None:
            self._refuse(error)

    def _ended(self) -> Running | None:
        """Return what has ended just now; None: it is not waited for any more."""
        running = self._running
        if running is None or self.sender() is not running.work:
            return None
        self._running = None
        self._hand_over(self._stop, self._go)
        return running

    def _hand_over(self, old: QWidget, new: QWidget) -> None:
        """Let the keyboard stay with what can be pressed: it would go to the foot of the page."""
        held = self.window().focusWidget() is old
        self._update()
        if held:
            new.setFocus()

    def _refuse(self, error: BaseException) -> None:
        if isinstance(error, CancelledError):
            text = _("No copy was left, and the file you chose is unchanged.")
            self._tell("info", _("Stopped"), text)
            return
        known = str(error) if isinstance(error, PrivacykitError) else ""
        text = known or _("Something unforeseen happened. Nothing was written.")
        self._tell("warning", _("That did not work"), text)

    def _tell(self, role: str, title: str, text: str) -> None:
        self._said.set(role, breakable(title), breakable(text))
        self._said.show()
        bring_into_sight(self._said)
        parts.announce(self._said, f"{title}. {text}")

    def forget(self) -> None:
        """Drop file, passphrase and keys; a copy that is being written is stopped, untold."""
        self._asking.close()
        if self._running is not None:
            self._running.work.cancel()
        self._source, self._running = None, None
        self._secret.forget()
        self._keys.forget()
        self._modes.button(LOCK).setChecked(True)
        self._said.hide()
        self._update()

    def state(self) -> State:
        return {
            "source": self._source,
            "secret": self._secret.text(),
            "mode": self._modes.checkedId(),
            "keys": self._keys.pair,
            "running": self._running,
        }

    def restore(self, state: State) -> None:
        source, mode, keys = state.get("source"), state.get("mode"), state.get("keys")
        self._source = source if isinstance(source, Path) else None
        self._modes.button(mode if isinstance(mode, int) else LOCK).setChecked(True)
        self._keys.show_pair(keys if isinstance(keys, KeyPair) else None)
        self._secret.setText(str(state.get("secret", "")))
        self._update()
        if isinstance(running := state.get("running"), Running):
            self._watch(running)
