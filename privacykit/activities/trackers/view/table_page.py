"""The table with what narrows it, and its way into a file."""

from pathlib import Path

from PySide6.QtWidgets import QCheckBox, QFileDialog, QVBoxLayout, QWidget

from privacykit.activities.trackers.engine.export import csv_text
from privacykit.activities.trackers.engine.web import WebOfCompanies
from privacykit.activities.trackers.view.table import Table
from privacykit.i18n import _, _n
from privacykit.look import parts, theme

FILE_NAME = "privacykit-calls.csv"


class TablePage(QWidget):
    def __init__(self, web: WebOfCompanies) -> None:
        super().__init__()
        self.table = Table(web)
        self.only_others = self._check(_("Only other companies"))
        self.only_stopped = self._check(_("Only what was stopped"))
        self._save = parts.button(_("Save as a table"), icon="download-simple")
        self._save.clicked.connect(self._ask)
        self._told = parts.paragraph("", "small")
        self._told.hide()
        self._dialog: QFileDialog | None = None
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.px(8))
        box.addWidget(parts.row(self.only_others, self.only_stopped, self._save))
        box.addWidget(self.table, 1)
        box.addWidget(self._told)
        self.setFocusProxy(self.table)

    def _check(self, text: str) -> QCheckBox:
        made = QCheckBox(text)
        made.toggled.connect(self._narrow)
        return made

    def refresh(self) -> None:
        """Show what has come since; while it is hidden nothing is done."""
        if self.isVisible():
            self.table.refresh()
            self._save.setEnabled(bool(self.table.calls.lines))

    def look_for(self, text: str) -> None:
        self.table.calls.filter.text = text
        self.refresh()

    def _narrow(self) -> None:
        self.table.calls.filter.only_others = self.only_others.isChecked()
        self.table.calls.filter.only_stopped = self.only_stopped.isChecked()
        self.refresh()
        count = len(self.table.calls.lines)
        parts.announce(self, _n("{count} line", "{count} lines", count).format(count=count))

    def clear(self) -> None:
        """Be as new; a file that was saved stays with the person."""
        self._told.hide()
        if self._dialog is not None:
            self._dialog.reject()
        for box in (self.only_others, self.only_stopped):
            box.setChecked(False)
        self.table.forget()

    def _ask(self) -> None:
        self._dialog = QFileDialog(self, _("Save as a table"))
        self._dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        self._dialog.setNameFilters(["CSV (*.csv)"])
        self._dialog.setDefaultSuffix("csv")
        self._dialog.selectFile(FILE_NAME)
        self._dialog.fileSelected.connect(lambda name: self.save(Path(name)))
        self._dialog.open()

    def save(self, path: Path) -> None:
        """Save what is on screen, in its order."""
        try:
            path.write_text(csv_text(self.table.calls.lines), encoding="utf-8", newline="")
        except OSError as error:
            said = _("The table {path} could not be written. The system says: {reason}.")
            text = said.format(path=path, reason=error.strerror)
        else:
            text = _("Saved: {path}").format(path=path)
        self._told.setText(text)
        self._told.show()
        parts.announce(self, text)
