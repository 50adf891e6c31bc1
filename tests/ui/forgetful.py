"""A whole session in a process of its own: type a mark everywhere, leave, idle, quit.

Run as `python -m tests.ui.forgetful MARK [STATION ...]`, without a station for all of them; NAIVE=1
adds a log of what was typed, as a careless program would keep.
"""

import os
import sys
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QSettings
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QSlider,
    QTextBrowser,
    QTextEdit,
    QWidget,
)
from shiboken6 import isValid

from privacykit.settings import Settings
from privacykit.ui import app as desktop
from privacykit.ui.station import StationPage
from privacykit.ui.window import MainWindow
from privacykit.ui.world import Route


def inputs(page: QWidget) -> list[QLineEdit | QPlainTextEdit | QTextEdit]:
    found: list[QLineEdit | QPlainTextEdit | QTextEdit] = [
        *page.findChildren(QLineEdit),
        *page.findChildren(QPlainTextEdit),
    ]
    found += [
        field for field in page.findChildren(QTextEdit) if not isinstance(field, QTextBrowser)
    ]
    return found


def type_everywhere(page: StationPage, mark: str) -> int:
    """Type the mark into every input, press every button of the exercise; return how many."""
    count = 0
    for field in inputs(page.step):
        if isinstance(field, QLineEdit):
            field.setMaxLength(100)
            field.setText(mark)
            field.returnPressed.emit()
        else:
            field.setPlainText(mark)
        count += 1
        QApplication.clipboard().setText(mark)
        if os.environ.get("NAIVE"):
            with (Path.home() / "typed.log").open("a", encoding="utf-8") as log:
                log.write(f"{mark}\n")
    for slider in page.step.findChildren(QSlider):
        slider.setValue(slider.maximum())
    for button in page.step.findChildren(QPushButton):
        if isValid(button) and button.isVisible() and button.isEnabled():
            button.click()
    return count


def session(mark: str, *names: str) -> int:
    app = QApplication(sys.argv[:1])
    if not os.environ.get("NAIVE"):
        desktop.keep_no_habits()
    world = desktop.make_world(Settings(), "en")
    window = desktop.open_window(app, world, [])
    count = 0
    for name in names or [station.manifest.id for station in world.shelf().stations]:
        for leave in (lambda: window.go(Route()), window.idle.idle.emit, lambda: None):
            window.go(Route("station", name))
            page = window.page
            assert isinstance(page, StationPage)
            page.go_to(1)
            app.processEvents()
            count += type_everywhere(page, mark)
            window.bar.chose.emit("sv", "dark", 125)
            _visit_a_folder(window)
            leave()
            app.processEvents()
            # a running event loop does this by itself; left pages would pile up here
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    window.close()
    app.processEvents()
    return count


def _visit_a_folder(window: MainWindow) -> None:
    dialog = QFileDialog(window)
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.setDirectory(str(Path.home()))
    dialog.show()
    dialog.done(0)
    dialog.deleteLater()
    QSettings().sync()


if __name__ == "__main__":
    sys.stdout.write(str(session(*sys.argv[1:])))
