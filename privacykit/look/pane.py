"""A button that holds other widgets: a card to open, a choice whose text takes several lines."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from privacykit.look import parts, theme


class Pane(QPushButton):
    """As high as what .body holds needs at its width; a click anywhere on it counts."""

    def __init__(self, name: str, role: str, margin: int = 20) -> None:
        super().__init__()
        parts.set_role(self, role)
        parts.say(self, name)
        self.setAutoDefault(True)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(*[theme.px(margin)] * 4)
        self.body.setSpacing(theme.px(8))

    def hold(self, *widgets: QWidget) -> None:
        for widget in widgets:
            widget.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            self.body.addWidget(widget)

    def sizeHint(self) -> QSize:
        return self.body.sizeHint()

    def minimumSizeHint(self) -> QSize:
        return self.body.minimumSize()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self.body.heightForWidth(width)


def choice(text: str, role: str = "choice", icon: str = "", colour: str = "ink") -> Pane:
    """Return one of several answers; the icon stands after the text."""
    made = Pane(text, role, margin=14)
    label = parts.paragraph(text)
    if not icon:
        made.hold(label)
        return made
    box = QWidget()
    side = QHBoxLayout(box)
    side.setContentsMargins(0, 0, 0, 0)
    side.addWidget(label, 1)
    sign: QLabel = parts.picture(icon, colour)
    side.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
    made.hold(box)
    return made
