"""The style sheet of every window, filled in from the tokens; widgets are named by their role."""

from collections.abc import Callable
from dataclasses import asdict
from string import Template
from typing import TYPE_CHECKING

from privacykit import paths

if TYPE_CHECKING:
    from privacykit.look.theme import Tokens

_TEXT = """
QLabel { color: $ink; background: transparent; }
QLabel[role="h1"] { font-size: ${px31}px; font-weight: 700; }
QLabel[role="h2"] { font-size: ${px20}px; font-weight: 700; }
QLabel[role="h3"] { font-size: ${px20}px; font-weight: 700; }
QLabel[role="title"] { font-size: ${px17}px; font-weight: 700; }
QLabel[role="title-danger"] { font-size: ${px17}px; font-weight: 700; color: $danger; }
QLabel[role="large-danger"] { font-size: ${px25}px; font-weight: 700; color: $danger; }
QLabel[role="title-warning"] { font-size: ${px17}px; font-weight: 700; color: $warning; }
QLabel[role="large-warning"] { font-size: ${px25}px; font-weight: 700; color: $warning; }
QLabel[role="title-ok"] { font-size: ${px17}px; font-weight: 700; color: $ok; }
QLabel[role="large-ok"] { font-size: ${px25}px; font-weight: 700; color: $ok; }
QLabel[role="title-info"] { font-size: ${px17}px; font-weight: 700; color: $accent; }
QLabel[role="large-info"] { font-size: ${px25}px; font-weight: 700; color: $accent; }
QLabel[role="strong"] { font-weight: 700; }
QLabel[role="muted"] { color: $muted; }
QLabel[role="small"] { color: $muted; font-size: ${px14}px; }
QLabel[role="tile"] { background: $accent_soft; border-radius: ${px6}px;
    border: ${callout}px solid $accent; }
QLabel[role="code"] { font-family: "DejaVu Sans Mono", "Consolas", monospace;
    background: $background; border: ${border}px solid $line; border-radius: 4px;
    padding: ${px8}px; }
QLabel[role="hero"] { font-size: ${px25}px; font-weight: 700; }
QLabel[role="badge"] { background: $accent; color: $on_accent; font-weight: 700;
    border-radius: ${px18}px; }
QLabel[role="danger"] { color: $danger; font-weight: 700; }
QLabel[role="warning"] { color: $warning; font-weight: 700; }
QLabel[role="ok"] { color: $ok; font-weight: 700; }
QToolTip { background: $surface; color: $ink; border: ${border}px solid $edge; padding: 6px; }
"""

_BUTTONS = """
QPushButton { font-size: ${px15}px; font-weight: 700; color: $ink; background: $surface;
    border: ${border}px solid $edge; border-radius: 8px; padding: ${px9}px ${px16}px; }
QPushButton:hover { border-color: $accent; background: $accent_soft; }
QPushButton:pressed { background: $line; }
QPushButton:disabled { color: $muted; background: $background; border: ${border}px dashed $edge; }
QPushButton:checked { color: $accent; background: $accent_soft; border-color: $accent; }
QPushButton[role="primary"] { color: $on_accent; background: $accent; border-color: $accent; }
QPushButton[role="primary"]:hover { background: $ink; border-color: $ink; color: $background; }
QPushButton[role="primary"]:disabled { color: $muted; background: $background;
    border-color: $edge; }
QPushButton[role="danger"] { color: $danger; border-color: $danger; }
QPushButton[role="danger"]:hover { background: $danger_soft; }
QPushButton[role="destroy"] { color: $background; background: $danger; border-color: $danger; }
QPushButton[role="destroy"]:hover { background: $ink; border-color: $ink; }
QPushButton[role="quiet"] { font-weight: 400; background: transparent;
    border-color: transparent; padding: ${px9}px ${px8}px; }
QPushButton[role="quiet"]:hover, QPushButton[role="quiet"]:checked { background: $accent_soft;
    color: $accent; }
QPushButton[role="quiet"]::menu-indicator { width: 0px; }
QPushButton[role="tab"] { font-weight: 400; background: transparent; border: none;
    border-bottom: 3px solid transparent; border-radius: 0px; padding: ${px9}px ${px8}px; }
QPushButton[role="tab"]:hover { background: $accent_soft; color: $accent; }
QPushButton[role="tab"]:checked { color: $accent;
    border-bottom: 3px solid $accent; }
QPushButton[role="letter"], QPushButton[role="letter-large"] { background: transparent;
    border-color: transparent; padding: ${px4}px ${px8}px; min-width: ${px14}px; }
QPushButton[role="letter"] { font-size: ${px14}px; }
QPushButton[role="letter-large"] { font-size: ${px20}px; }
QPushButton[role="letter"]:hover, QPushButton[role="letter-large"]:hover {
    background: $accent_soft; color: $accent; }
QPushButton[role="letter"]:disabled, QPushButton[role="letter-large"]:disabled {
    color: $edge; background: transparent; border-color: transparent; }
QPushButton[role="door"] { text-align: left; background: $surface; border-radius: 8px;
    border: ${border}px solid $line; padding: 0px; }
QPushButton[role="door"]:hover { border-color: $accent; }
QPushButton[role="step"] { color: $muted; background: transparent;
    border-color: transparent; border-radius: ${px18}px; padding: ${px6}px ${px14}px; }
QPushButton[role="step"]:hover { color: $accent; }
QPushButton[role="step"]:checked { color: $accent; background: $accent_soft;
    border-color: $accent_soft; }
QPushButton[role="step"]:disabled { border-color: transparent; }
QPushButton[role="choice"], QPushButton[role="choice-right"], QPushButton[role="choice-wrong"] {
    padding: 0px; }
QPushButton[role="choice"]:disabled { background: $surface; border: ${border}px solid $line; }
QPushButton[role="choice-right"] { background: $ok_soft; border: 2px solid $ok; }
QPushButton[role="choice-right"] QLabel { color: $ok; font-weight: 700; }
QPushButton[role="choice-wrong"] { background: $warning_soft; border: 2px dashed $warning; }
QPushButton[role="choice-wrong"] QLabel { color: $warning; }
"""

_FRAMES = """
QWidget[role="topbar"] { background: $surface; border-bottom: ${border}px solid $line; }
QWidget[role="drawer"] { background: $surface; border-left: ${border}px solid $line; }
QFrame[role="card"] { background: $surface; border: ${border}px solid $line; border-radius: 8px; }
QFrame[role="panel"] { background: $accent_soft; border: ${callout}px solid $accent;
    border-radius: 8px; }
QFrame[role="veil"] { background: $background; }
QFrame[role="footer"] { background: $surface; border-top: ${border}px solid $line; }
QFrame[role="line"] { background: $line; border: none; max-height: ${border}px;
    min-height: ${border}px; }
QFrame[role="callout-danger"] { background: $danger_soft; border: ${callout}px solid $danger;
    border-radius: 8px; }
QFrame[role="callout-warning"] { background: $warning_soft; border: ${callout}px solid $warning;
    border-radius: 8px; }
QFrame[role="callout-ok"] { background: $ok_soft; border: ${callout}px solid $ok;
    border-radius: 8px; }
QFrame[role="callout-info"] { background: $accent_soft; border: ${callout}px solid $accent;
    border-radius: 8px; }
QScrollArea, QWidget[role="column"] { background: transparent; border: none; }
QDialog { background: $surface; }
"""

_FIELDS = """
QLineEdit, QPlainTextEdit, QTextEdit, QSpinBox, QComboBox { color: $ink; background: $surface;
    placeholder-text-color: $muted; border: 2px solid $edge; border-radius: 8px;
    padding: ${px8}px ${px12}px;
    selection-background-color: $accent; selection-color: $on_accent; }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QSpinBox:focus, QComboBox:focus {
    border-color: $accent; }
QSpinBox QLineEdit { background: transparent; border: none; padding: 0px; }
QSpinBox::up-button, QSpinBox::down-button { width: 0px; border: none; }
QComboBox::drop-down { border: none; width: ${px28}px; }
QComboBox::down-arrow { image: url("$caret"); width: ${px16}px; height: ${px16}px; }
Combo::down-arrow { image: none; }
QTextBrowser { background: transparent; border: none; padding: 0px; border-radius: 0px; }
QLineEdit[role="large"] { font-size: ${px22}px; padding: ${px12}px ${px16}px; }
QRadioButton, QCheckBox { spacing: ${px8}px; padding: ${px4}px 0px; background: transparent; }
QRadioButton::indicator, QCheckBox::indicator { width: ${px16}px; height: ${px16}px;
    border: 2px solid $edge; background: $surface; }
QRadioButton::indicator { border-radius: ${px10}px; }
QCheckBox::indicator { border-radius: 4px; }
QRadioButton::indicator:checked { border-color: $accent; background: qradialgradient(cx: 0.5,
    cy: 0.5, radius: 0.5, fx: 0.5, fy: 0.5, stop: 0.55 $accent, stop: 0.65 $surface); }
QCheckBox::indicator:checked { border-color: $accent; background: qradialgradient(cx: 0.5,
    cy: 0.5, radius: 2, fx: 0.5, fy: 0.5, stop: 0 $accent, stop: 1 $accent); }
QListView, QTableView, QTreeView { color: $ink; background: $surface; border-radius: 8px;
    border: ${border}px solid $line; gridline-color: $line; outline: none; }
QListView::item, QTableView::item { padding: ${px8}px; }
QListView::item:selected, QTableView::item:selected { background: $accent_soft; color: $accent; }
QHeaderView { background: $surface; }
QHeaderView::section { color: $muted; background: $surface; border: none; padding: ${px8}px;
    border-bottom: ${border}px solid $line; font-weight: 700; }
"""

_REST = """
QMenu { background: $surface; color: $ink; border: ${border}px solid $edge; padding: 4px; }
QMenu::item { padding: ${px8}px ${px24}px; border-radius: 4px; }
QMenu::item:selected { background: $accent; color: $on_accent; }
QProgressBar { background: $track; border: ${bar}px solid $edge; border-radius: ${px5}px;
    min-height: ${px10}px; max-height: ${px10}px; }
QProgressBar::chunk { background: $accent; border-radius: ${px5}px; }
QSlider { background: transparent; min-height: ${px24}px; }
QSlider::groove:horizontal { background: $edge; height: ${px6}px;
    border-radius: 3px; }
QSlider::handle:horizontal { background: $accent; border: 2px solid $surface; width: ${px18}px;
    margin: -${px8}px 0px; border-radius: ${px10}px; }
QSlider::handle:horizontal:hover { background: $ink; }
QScrollBar:vertical { background: transparent; width: ${px12}px; margin: 0px; }
QScrollBar:horizontal { background: transparent; height: ${px12}px; margin: 0px; }
QScrollBar::handle { background: $edge; border-radius: ${px4}px; margin: ${px2}px; }
QScrollBar::handle:vertical { min-height: ${px24}px; }
QScrollBar::handle:horizontal { min-width: ${px24}px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0px; height: 0px; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
"""


def sheet(colours: "Tokens", px: Callable[[int], int]) -> str:
    """Return the whole style sheet; px scales a length by the text size."""
    sizes = {f"px{n}": px(n) for n in range(1, 40)}
    thick = colours.border > 1
    names = {
        **asdict(colours),
        **sizes,
        "callout": 2 if thick else 0,
        "bar": 1 if thick else 0,
        "caret": (paths.resources() / "caret.svg").as_posix(),
        "track": colours.surface if thick else colours.line,
    }
    return Template(_TEXT + _BUTTONS + _FRAMES + _FIELDS + _REST).substitute(names)
