"""How a password is shown: in signs of one width, and never turned round."""

from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QWidget

from privacykit.look import theme


def fixed_width(widget: QWidget, pixels: int, *, bold: bool = False) -> None:
    """Show the text in signs of one width, pixels high at 100 %."""
    family = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont).family()
    weight = 700 if bold else 400
    widget.setStyleSheet(
        f'font-family: "{family}"; font-size: {theme.px(pixels)}px; font-weight: {weight};'
    )


def isolated(text: str) -> str:
    """Return a password so that right-to-left text around it does not turn it round."""
    return f"\u2066{text}\u2069"
