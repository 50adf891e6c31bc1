"""Asking for a file without holding up the window; an answer that comes too late is dropped.

Each question starts in the home folder; Qt by itself starts where the last person was.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import cast

from PySide6.QtCore import QDir, QSize, QStandardPaths, QStorageInfo, QUrl
from PySide6.QtWidgets import QFileDialog, QHeaderView, QToolButton, QTreeView, QWidget

from privacykit.look import parts, theme

_DRIVES = ("/media/", "/run/media/")
_FOLDERS = (
    QStandardPaths.StandardLocation.DocumentsLocation,
    QStandardPaths.StandardLocation.DownloadLocation,
    QStandardPaths.StandardLocation.PicturesLocation,
)
_ICONS = {
    "backButton": "arrow-left",
    "forwardButton": "arrow-right",
    "toParentButton": "arrow-up",
    "newFolderButton": "folder-plus",
    "listModeButton": "squares-four",
    "detailModeButton": "list",
}
"""In place of Qt's own, which are black also on a dark ground."""


class Asking:
    """One question at a time."""

    def __init__(self, parent: QWidget) -> None:
        self._parent = parent
        self._dialog: QFileDialog | None = None

    def which(self, title: str, then: Callable[[Path], None], kinds: str = "") -> None:
        """Ask for a file that is there, of some kinds in Qt's notation."""
        dialog = self._new(title, then)
        if kinds:
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
        dialog.setSidebarUrls([QUrl.fromLocalFile(path) for path in _places()])
        wanted = QSize(theme.px(720), theme.px(480))
        dialog.resize(wanted.boundedTo(self._parent.window().size()))
        _dress(dialog)
        dialog.fileSelected.connect(lambda path: then(Path(path)))
        self._dialog = dialog
        return dialog

    def close(self) -> None:
        if self._dialog is not None:
            self._dialog.blockSignals(True)
            self._dialog.close()
            self._dialog.deleteLater()
            self._dialog = None


def _dress(dialog: QFileDialog) -> None:
    """Give long names the room there is, and the buttons signs that are seen in every theme."""
    if files := cast("QTreeView | None", dialog.findChild(QTreeView, "treeView")):
        files.header().setStretchLastSection(False)
        files.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
    for name, icon in _ICONS.items():
        if button := cast("QToolButton | None", dialog.findChild(QToolButton, name)):
            button.setIcon(parts.icon(icon))
            button.setIconSize(QSize(theme.px(18), theme.px(18)))


def _places() -> Iterator[str]:
    """Yield where a person may have files: home, its folders, and drives that are plugged in."""
    yield QDir.homePath()
    for folder in _FOLDERS:
        path = QStandardPaths.writableLocation(folder)
        if path != QDir.homePath() and QDir(path).exists():
            yield path
    for volume in QStorageInfo.mountedVolumes():
        if volume.rootPath().startswith(_DRIVES):
            yield volume.rootPath()
