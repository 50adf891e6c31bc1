"""The chosen language, theme and text size put into force for the whole application."""

from PySide6.QtCore import QLibraryInfo, QLocale, Qt, QTranslator
from PySide6.QtWidgets import QApplication

from privacykit import i18n
from privacykit.look import theme
from privacykit.ui.world import Choices


class _Qt:
    """Qt's own words ("Cancel", "Save"), in force for one language."""

    translator: QTranslator | None = None
    language = ""


def system_language() -> str:
    """Return the first language of the system that the kit speaks, or English."""
    spoken = (name.replace("-", "_").split("_")[0] for name in QLocale.system().uiLanguages())
    return next((code for code in spoken if code in i18n.LANGUAGES), i18n.SOURCE)


def use(choices: Choices) -> None:
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        return
    code = i18n.use(choices.language)
    if code != _Qt.language:
        _use_qt(app, code)
    right_to_left = i18n.is_right_to_left(code)
    ways = Qt.LayoutDirection
    app.setLayoutDirection(ways.RightToLeft if right_to_left else ways.LeftToRight)
    theme.apply(app, choices.theme, choices.percent)


def _use_qt(app: QApplication, code: str) -> None:
    if _Qt.translator is not None:
        app.removeTranslator(_Qt.translator)
    _Qt.translator, _Qt.language = QTranslator(app), code
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if _Qt.translator.load(f"qtbase_{code}", folder):
        app.installTranslator(_Qt.translator)
    QLocale.setDefault(QLocale(code))
