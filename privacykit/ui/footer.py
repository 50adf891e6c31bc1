"""The foot of a page: the way on at its far end, the other ways at its near end."""

from collections.abc import Sequence

from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from privacykit.look import flow, parts, theme


def footer(onward: QWidget, others: Sequence[QWidget] = ()) -> QFrame:
    """Return the bar; onward stands at the same place on every page."""
    inner = QWidget()
    inner.setMaximumWidth(theme.px(720))
    buttons = QHBoxLayout(inner)
    buttons.setContentsMargins(0, 0, 0, 0)
    buttons.setSpacing(theme.px(12))
    if others:
        buttons.addWidget(flow.flowing(*others, spacing=theme.px(12)), 1)
    else:
        buttons.addStretch(1)
    buttons.addWidget(onward)
    made = QFrame()
    parts.set_role(made, "footer")
    box = QHBoxLayout(made)
    box.setContentsMargins(theme.px(24), theme.px(12), theme.px(24), theme.px(12))
    box.addStretch(1)
    box.addWidget(inner, 1000)
    box.addStretch(1)
    return made


def ways(*buttons: QPushButton) -> QFrame:
    """Return the bar for buttons of which the first leads on."""
    return footer(buttons[0], buttons[1:])
