"""The colours and sizes of every window: three themes, one text size, the only colour literals."""

from dataclasses import dataclass
from functools import cache

from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from privacykit.look import style

BODY = 16
"""Height of body text in pixels at 100 %; the other sizes are steps of 1.25."""
STEPS = (100, 125, 156, 200)
"""Text sizes a person can step through, in per cent."""


@dataclass(frozen=True)
class Tokens:
    """Colours as "#RRGGBB"; border is the width of lines in pixels."""

    background: str
    surface: str
    ink: str
    muted: str
    line: str
    edge: str
    accent: str
    accent_soft: str
    on_accent: str
    danger: str
    danger_soft: str
    warning: str
    warning_soft: str
    ok: str
    ok_soft: str
    focus: str
    border: int


THEMES = {
    "light": Tokens(
        background="#F6F5F1",
        surface="#FFFFFF",
        ink="#1E2430",
        muted="#555D6B",
        line="#DAD7CF",
        edge="#7C838F",
        accent="#0B6A6A",
        accent_soft="#E1F0EE",
        on_accent="#FFFFFF",
        danger="#A3262A",
        danger_soft="#FBEAE8",
        warning="#7A5200",
        warning_soft="#FFF2D4",
        ok="#1D6B3A",
        ok_soft="#E3F3E8",
        focus="#1A4FD0",
        border=1,
    ),
    "dark": Tokens(
        background="#14171C",
        surface="#1D222A",
        ink="#ECEEF2",
        muted="#AAB2BF",
        line="#363D4A",
        edge="#77808F",
        accent="#63CCC3",
        accent_soft="#17373A",
        on_accent="#14171C",
        danger="#FF9A94",
        danger_soft="#3A2022",
        warning="#F2C669",
        warning_soft="#382D14",
        ok="#86D9A1",
        ok_soft="#1A3324",
        focus="#8FB4FF",
        border=1,
    ),
    "contrast": Tokens(
        background="#000000",
        surface="#000000",
        ink="#FFFFFF",
        muted="#FFFFFF",
        line="#FFFFFF",
        edge="#FFFFFF",
        accent="#FFE500",
        accent_soft="#000000",
        on_accent="#000000",
        danger="#FFE500",
        danger_soft="#000000",
        warning="#FFE500",
        warning_soft="#000000",
        ok="#FFFFFF",
        ok_soft="#000000",
        focus="#FFE500",
        border=2,
    ),
}


class _InForce:
    """What apply() chose last; one for the whole process, as a person has one screen."""

    name = "light"
    percent = 100


def tokens() -> Tokens:
    """Return the colours in force."""
    return THEMES[_InForce.name]


def name() -> str:
    return _InForce.name


def percent() -> int:
    return _InForce.percent


def px(pixels: int) -> int:
    """Return a length scaled by the text size."""
    return round(pixels * _InForce.percent / 100)


def apply(app: QApplication, theme: str, percent: int) -> None:
    """Choose a theme and a text size in per cent; windows put them on with dress().

    No-op if they are in force.
    """
    if app.property("privacykit_look") == f"{theme} {percent}":
        return
    _InForce.name, _InForce.percent = theme, percent
    app.setProperty("privacykit_look", f"{theme} {percent}")
    app.setStyle("Fusion")
    app.setPalette(palette(tokens()))
    app.setFont(_font(app))


def dress(window: QWidget) -> None:
    """Have a window, and all that is in it or belongs to it, wear the look in force.

    The sheet is the window's and not the application's: Qt would look through all of an
    application's again at each step of putting widgets together, which makes a page take
    three times as long.
    """
    sheet = _sheet(name(), percent())
    if window.styleSheet() != sheet:
        window.setFont(QApplication.font())  # under a sheet it keeps the font it was made with
        window.setStyleSheet(sheet)


@cache
def _sheet(_name: str, _percent: int) -> str:
    return style.sheet(tokens(), px)


def _font(app: QApplication) -> QFont:
    font = QFont(app.font())
    font.setPixelSize(px(BODY))
    return font


def palette(colours: Tokens) -> QPalette:
    """Return Qt's palette for what the style sheet does not reach."""
    made = QPalette()
    role = QPalette.ColorRole
    for part, colour in (
        (role.Window, colours.background),
        (role.Base, colours.surface),
        (role.AlternateBase, colours.background),
        (role.Button, colours.surface),
        (role.ToolTipBase, colours.surface),
        (role.Highlight, colours.accent),
        (role.HighlightedText, colours.on_accent),
        (role.Accent, colours.accent),
        (role.Link, colours.accent),
        (role.LinkVisited, colours.accent),
        (role.PlaceholderText, colours.muted),
    ):
        made.setColor(part, QColor(colour))
    for part in (role.WindowText, role.Text, role.ButtonText, role.ToolTipText):
        made.setColor(part, QColor(colours.ink))
        made.setColor(QPalette.ColorGroup.Disabled, part, QColor(colours.muted))
    return made
