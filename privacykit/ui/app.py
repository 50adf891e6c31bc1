"""Starts the desktop."""

import os
import signal
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

from msgspec import structs
from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QPagedPaintDevice
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

from privacykit import activities, paths, settings
from privacykit.content import shelf
from privacykit.content.memory import Memory
from privacykit.errors import SettingsError
from privacykit.ui import ending, language, notices, presence, sessions, signing_out
from privacykit.ui.admin import access
from privacykit.ui.window import MainWindow
from privacykit.ui.world import Leaving, World


def make_world(chosen: settings.Settings, code: str) -> World:
    """Return the real world: this computer's stations, account, printer and clock."""
    folders, read = shelf.folders(chosen.shared_stations), Memory().load
    return World(
        settings=chosen,
        language=code,
        shelf=lambda: shelf.all_stations(folders, activities.kinds(), date.today(), read),  # noqa: DTZ011 - the wall calendar
        ending=ending.OfThisComputer,
        practice=ending.OfAPracticeHome,
        today=date.today,
        own_stations=paths.own_stations(),
        ask_file=ask_file,
        find_file=find_file,
        paper=on_paper,
        admin=access.of_this_computer(chosen),
        leaving=Leaving(
            lambda: signing_out.is_frozen(paths.public()),
            signing_out.sign_out,
            signing_out.account,
        ),
    )


def ask_file(parent: QWidget, name: str) -> Path | None:
    start = str(paths.documents() / name)
    chosen, _kind = QFileDialog.getSaveFileName(parent, "", start, _kinds(name))
    return Path(chosen) if chosen else None


def find_file(parent: QWidget, name: str) -> Path | None:
    start = str(paths.documents())
    chosen, _kind = QFileDialog.getOpenFileName(parent, "", start, _kinds(name))
    return Path(chosen) if chosen else None


def _kinds(name: str) -> str:
    ending = Path(name).suffix
    return f"{ending[1:].upper()} (*{ending})"


def on_paper(parent: QWidget, draw: Callable[[QPagedPaintDevice], None]) -> bool:
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setFullPage(True)
    if QPrintDialog(printer, parent).exec() != QPrintDialog.DialogCode.Accepted:
        return False
    draw(printer)
    return True


def open_window(app: QApplication, world: World, mistakes: list[SettingsError]) -> MainWindow:
    """Show the first screen; from here on, what goes wrong is told in the window."""
    window = MainWindow(world)
    sys.excepthook = notices.catch_all(window.tell)
    for mistake in mistakes:
        window.tell("warning", str(mistake))
    sessions.follow(window, world, presence.when_asked(), app)
    window.start(app)
    return window


def keep_no_habits() -> None:
    """Let no dialog write down which folders and files a person chose.

    Qt's own do so by themselves; the desktop's may list the file as recently used.
    """
    QApplication.setAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs)
    for kind in (QSettings.Format.NativeFormat, QSettings.Format.IniFormat):
        QSettings.setPath(kind, QSettings.Scope.UserScope, os.devnull)


def run(*, kiosk: bool = False) -> int:
    app = QApplication(sys.argv[:1])
    keep_no_habits()
    app.setApplicationName("Privacy Kit")
    chosen, mistakes = settings.load(paths.settings_files())
    chosen = structs.replace(chosen, kiosk=kiosk or chosen.kiosk)
    world = make_world(chosen, chosen.language or language.system_language())
    window = open_window(app, world, mistakes)
    before = signal.signal(signal.SIGINT, lambda *_ctrl_c: app.quit())
    code = app.exec()
    signal.signal(signal.SIGINT, before)
    sys.excepthook = sys.__excepthook__
    window.deleteLater()
    app.sendPostedEvents()
    return code
