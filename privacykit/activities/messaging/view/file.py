"""A file for a friend: lock it, or open one, with a passphrase or a key."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QButtonGroup, QFileDialog

from privacykit.activities.messaging.engine import sealed
from privacykit.activities.messaging.engine.sealed import FileForFriendError
from privacykit.errors import PrivacykitError
from privacykit.i18n import _
from privacykit.look import parts
from privacykit.look.exercise import Exercise, State
from privacykit.look.field import SecretField
from privacykit.look.work import Work

_FEWEST = 8
_PUBLIC, _SECRET = "age1", "AGE-SECRET-KEY-1"
LOCK, OPEN = range(2)


class FileExercise(Exercise):
    def __init__(self) -> None:
        super().__init__()
        self._source: Path | None = None
        self._dialog: QFileDialog | None = None
        self._work: Work | None = None
        self._modes = self._make_modes()
        self._choose = parts.button(_("Choose a file"), "secondary", "file")
        self._name = parts.paragraph("", "strong")
        self._secret = SecretField(_("Passphrase or age key"))
        self._go = parts.button("", "primary", "lock")
        self._said = parts.Callout("info", "")
        self._lay_out()
        self._choose.clicked.connect(self._ask_source)
        self._go.clicked.connect(self._ask_target)
        self._secret.textChanged.connect(lambda _text: self._update())
        self.forget()

    def _make_modes(self) -> QButtonGroup:
        group = QButtonGroup(self)
        for number, name in enumerate((_("Encrypt"), _("Open"))):
            button = parts.button(name)
            button.setCheckable(True)
            group.addButton(button, number)
        group.idToggled.connect(lambda _number, on: self._update() if on else None)
        return group

    def _lay_out(self) -> None:
        how = _(
            "The file stays as it is. You get an encrypted copy in the age format, which free"
            " programs for every system open."
        )
        tell = _("Tell the passphrase another way than you send the file: by a call, or in person.")
        self.body.addWidget(parts.heading(_("A file for a friend")))
        self.body.addWidget(parts.paragraph(how, "muted"))
        self.body.addWidget(parts.row(*self._modes.buttons()))
        self.body.addWidget(parts.row(self._choose, self._name))
        self.body.addWidget(self._secret)
        self.body.addWidget(parts.paragraph(tell, "small"))
        self.body.addWidget(self._said)
        self.body.addWidget(parts.row(parts.column(), self._go, stretch_first=True))
        self.first = self._choose

    def _locks(self) -> bool:
        return self._modes.checkedId() == LOCK

    def _update(self) -> None:
        self._name.setText(self._source.name if self._source else _("No file chosen yet"))
        self._go.setText(_("Encrypt the copy") if self._locks() else _("Open the file"))
        self._go.setAccessibleName(self._go.text())
        self._secret.setPlaceholderText(
            _("Passphrase of {count} signs or more, or your friend\u2019s age1\u2026 key").format(
                count=_FEWEST
            )
            if self._locks()
            else _("The passphrase, or your secret key")
        )
        self._go.setEnabled(self._is_ready())

    def _is_ready(self) -> bool:
        fewest = _FEWEST if self._locks() else 1
        enough = len(self._secret.text()) >= fewest
        return self._source is not None and enough and self._work is None

    def _ask_source(self) -> None:
        self._ask(_("Choose a file"), self.take, saving="")

    def _ask_target(self) -> None:
        if self._source is None:
            return
        name = f"{self._source.name}{sealed.SUFFIX}"
        if not self._locks():
            name = self._source.name.removesuffix(sealed.SUFFIX)
        self._ask(_("Where to?"), self.start, saving=str(self._source.with_name(name)))

    def _ask(self, title: str, then: Callable[[Path], None], saving: str) -> None:
        """Ask for a path without holding up the window; an answer after forget() is dropped."""
        self._close_dialog()
        dialog = QFileDialog(self, title)
        dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)
        if saving:
            dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
            dialog.setDirectory(str(Path(saving).parent))
            dialog.selectFile(Path(saving).name)
        else:
            dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda path: then(Path(path)))
        self._dialog = dialog
        dialog.open()

    def _close_dialog(self) -> None:
        if self._dialog is not None:
            self._dialog.blockSignals(True)
            self._dialog.close()
            self._dialog.deleteLater()
            self._dialog = None

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
            job = self._job(self._source, target)
        except FileForFriendError as error:
            self._refuse(error)
            return
        work = Work(job)
        work.succeeded.connect(lambda _none: self._succeed(work, target))
        work.failed.connect(lambda error: self._fail(work, error))
        self._work = work
        self._update()
        self._tell(
            "info", _("Working on it \u2026"), _("A passphrase takes some seconds, on purpose.")
        )
        work.start()

    def _job(self, source: Path, target: Path) -> Callable[..., None]:
        secret = self._secret.text()
        if self._locks():
            key = secret.strip().startswith(_PUBLIC)
            seal = sealed.with_key(secret) if key else sealed.with_passphrase(secret)
            return partial(_run, sealed.encrypt, source, target, seal)
        key = secret.strip().upper().startswith(_SECRET)
        unseal = sealed.opened_by_key(secret) if key else sealed.opened_by_passphrase(secret)
        return partial(_run, sealed.decrypt, source, target, unseal)

    def _succeed(self, work: Work, target: Path) -> None:
        if work is not self._work:
            return
        self._work = None
        self._update()
        text = _("The file you chose is unchanged.")
        self._tell("ok", _("{name} is ready").format(name=target.name), text)
        self.done.emit()

    def _fail(self, work: Work, error: BaseException) -> None:
        if work is not self._work:
            return
        self._work = None
        self._refuse(error)
        self._update()

    def _refuse(self, error: BaseException) -> None:
        known = str(error) if isinstance(error, PrivacykitError) else ""
        text = known or _("Something unforeseen happened. Nothing was written.")
        self._tell("warning", _("That did not work"), text)

    def _tell(self, role: str, title: str, text: str) -> None:
        self._said.set(role, title, text)
        self._said.show()
        parts.announce(self._said, f"{title}. {text}")

    def forget(self) -> None:
        """Drop file and passphrase; a copy that is being written is finished, untold."""
        self._close_dialog()
        self._source, self._work = None, None
        self._secret.forget()
        self._modes.button(LOCK).setChecked(True)
        self._said.hide()
        self._update()

    def state(self) -> State:
        return {
            "source": self._source,
            "secret": self._secret.text(),
            "mode": self._modes.checkedId(),
        }

    def restore(self, state: State) -> None:
        source = state.get("source")
        self._source = source if isinstance(source, Path) else None
        self._modes.button(OPEN if state.get("mode") == OPEN else LOCK).setChecked(True)
        self._secret.setText(str(state.get("secret", "")))
        self._update()


def _run(
    deed: Callable[[Path, Path, sealed.Seal], None],
    source: Path,
    target: Path,
    seal: sealed.Seal,
    **_news: object,
) -> None:
    deed(source, target, seal)
