"""The colours: readable in every theme, and written down in one place."""

import re
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QComboBox, QMenu, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from privacykit.look import parts, theme
from privacykit.look.theme import THEMES, Tokens
from privacykit.ui.admin.rules_fields import Combo

ROOT = Path(theme.__file__).parents[1]
TEXT = [
    (text, ground)
    for text in ("ink", "muted", "accent", "danger", "warning", "ok")
    for ground in ("background", "surface")
] + [
    ("on_accent", "accent"),
    ("ink", "accent_soft"),
    ("accent", "accent_soft"),
    ("muted", "accent_soft"),
    ("background", "danger"),
    ("background", "ink"),
    *((text, f"{text}_soft") for text in ("danger", "warning", "ok")),
    *(("ink", f"{name}_soft") for name in ("danger", "warning", "ok")),
]
CONTROLS = [
    (control, ground)
    for control in ("edge", "accent", "focus", "danger")
    for ground in ("background", "surface")
]
COLOUR = re.compile(r"#[0-9A-Fa-f]{3,8}\b|\brgba?\(|\bhsla?\(|Qt\.GlobalColor\.(?!transparent)")


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, bright = sorted((luminance(one), luminance(other)))
    return (bright + 0.05) / (dark + 0.05)


def pair(colours: Tokens, names: tuple[str, str]) -> float:
    return contrast(getattr(colours, names[0]), getattr(colours, names[1]))


@pytest.mark.parametrize("names", TEXT, ids="-on-".join)
@pytest.mark.parametrize("name", THEMES)
def test_text_can_be_read(name: str, names: tuple[str, str]) -> None:
    assert pair(THEMES[name], names) >= (7 if name == "contrast" else 4.5)


@pytest.mark.parametrize("names", CONTROLS, ids="-on-".join)
@pytest.mark.parametrize("name", THEMES)
def test_controls_can_be_seen(name: str, names: tuple[str, str]) -> None:
    assert pair(THEMES[name], names) >= (7 if name == "contrast" else 3)


def test_contrast_is_computed_right() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


def test_no_colour_stands_outside_the_theme() -> None:
    windows = [ROOT / "look", ROOT / "ui", *ROOT.glob("activities/*/view")]
    files = [path for folder in windows for path in folder.rglob("*.py")]
    found = [
        f"{path.relative_to(ROOT)}: {line.strip()}"
        for path in files
        if path.name != "theme.py"
        for line in path.read_text(encoding="utf-8").splitlines()
        if COLOUR.search(line)
    ]
    assert len(files) > 20
    assert found == []


def test_a_colour_outside_would_be_found() -> None:
    for line in ('QColor("#FFF")', "color: rgb(1, 2, 3);", "Qt.GlobalColor.red"):
        assert COLOUR.search(line)


def test_all_sizes_follow_the_text_size(qapp: QApplication) -> None:
    theme.apply(qapp, "light", 200)
    try:
        assert theme.px(16) == 32
        assert qapp.font().pixelSize() == 32
        window = QWidget()
        theme.dress(window)
        assert "font-size: 62px" in window.styleSheet()
    finally:
        theme.apply(qapp, "light", 100)
    assert qapp.font().pixelSize() == 16


@pytest.mark.parametrize("percent", [100, 200])
def test_a_window_and_what_belongs_to_it_wear_the_look(qapp: QApplication, percent: int) -> None:
    theme.apply(qapp, "light", 125)
    window = QWidget()
    theme.apply(qapp, "light", percent)
    theme.dress(window)
    head, text, menu = parts.heading("Doors"), parts.paragraph("Shut."), QMenu(window)
    alone = parts.heading("Doors")
    QVBoxLayout(window).addWidget(parts.column(head, text))
    for widget in (alone, head, text, menu):
        widget.ensurePolished()
    sizes = [widget.font().pixelSize() for widget in (head, text, menu)]
    assert sizes == [theme.px(31), theme.px(16), theme.px(16)]
    assert alone.font().pixelSize() != theme.px(31), "without a window it wears nothing"
    colour = menu.palette().color(menu.backgroundRole())
    assert colour.name().upper() == THEMES["light"].surface
    window.deleteLater()
    alone.deleteLater()
    theme.apply(qapp, "light", 100)


@pytest.mark.parametrize("direction", ["LeftToRight", "RightToLeft"])
def test_what_opens_a_list_in_qts_own_dialogs_can_be_told_from_a_field(
    qtbot: QtBot, direction: str
) -> None:
    window = QWidget()
    window.setLayoutDirection(Qt.LayoutDirection[direction])
    boxes = QComboBox(), Combo()
    for box in boxes:
        box.addItem("Printer")
        (window.layout() or QVBoxLayout(window)).addWidget(box)
    qtbot.addWidget(window)
    window.show()
    arrows = [_arrow(box.grab().toImage()) for box in boxes]
    assert arrows[1] == [], "the kit's own has its arrow as text"
    near = arrows[0][0] < boxes[0].width() / 2
    assert near == (direction == "RightToLeft")


def _arrow(image: QImage) -> list[int]:
    rows = range(image.height())
    grey = 0xFF808080
    return [x for x in range(image.width()) if any(image.pixel(x, y) == grey for y in rows)]
