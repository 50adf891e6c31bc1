"""Asking for a file without holding up the window; an answer that comes too late is dropped.

Each question starts in the home folder; Qt by itself starts where the last person was.
"""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QDir
from PySide6.QtWidgets import QFileDialog, QWidget


class Asking:
    """One question at a time."""

    def __init__(self, parent: QWidget) -> None:
        self._parent = parent
        self._dialog: QFileDialog | None = None

    def which(self, title: str, then: Callable[[Path], None], kinds: str = "") -> None:
        """Ask for a file that is there, of some kinds in Qt's notation."""
        dialog = self._new(title, then)
        dialog.setNameFilter(kinds)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.open()

    def where(self, title: str, then: Callable[[Path], None], proposed: Path) -> None:
        """Ask for the name of a new file."""
        dialog = self._new(title, then)
        dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDirectory(str(proposed.parent))
        dialog.setDefaultSuffix(proposed.suffix.removeprefix("."))
        dialog.selectFile(proposed.name)
        dialog.open()

    def _new(self, title: str, then: Callable[[Path], None]) -> QFileDialog:
        self.close()
        dialog = QFileDialog(self._parent, title, QDir.homePath())
        dialog.setHistory([])
        dialog.fileSelected.connect(lambda path: then(Path(path)))
        self._dialog = dialog
        return dialog

    def close(self) -> None:
        if self._dialog is not None:
            self._dialog.blockSignals(True)
            self._dialog.close()
            self._dialog.deleteLater()
            self._dialog = None
