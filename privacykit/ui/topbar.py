"""The bar at the top: where one is, how it looks and reads, and the way out."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QActionGroup, QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QMenu, QPushButton, QVBoxLayout, QWidget

from privacykit import i18n
from privacykit.i18n import _
from privacykit.look import flow, parts, theme
from privacykit.look.shrink import Shrinker
from privacykit.ui.page import Page
from privacykit.ui.world import Choices

_THEME_ICONS = {"light": "sun", "dark": "moon", "contrast": "circle-half"}


def theme_name(name: str) -> str:
    return {"light": _("Light"), "dark": _("Dark"), "contrast": _("High contrast")}[name]


class TopBar(QFrame):
    """Made anew with the page, so that it always speaks the page's language.

    Signals:
        went_back, left, full_screen: the person pressed that button
        chose: a new language code, theme and text size
    """

    went_back = Signal()
    left = Signal()
    full_screen = Signal()
    chose = Signal(str, str, int)

    def __init__(self, page: Page, choices: Choices, *, filled: bool) -> None:
        super().__init__()
        self._choices = choices
        parts.set_role(self, "topbar")
        where, extras, words, look = (
            self._where(page),
            page.extras(),
            self._language(),
            self._theme(),
        )
        widgets = [where, *extras, words, self._size(), look, self._fill(filled), self._leave()]
        shrinking = [*where.findChildren(QPushButton), *extras, words, look]
        bar = flow.flowing(*widgets, spacing=theme.px(8), stretch_first=True)
        box = QVBoxLayout(self)
        box.setContentsMargins(theme.px(24), theme.px(8), theme.px(24), theme.px(8))
        box.addWidget(bar)
        self._shrink = Shrinker(bar, shrinking)
        self._place = where

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit(event.size().width() - 2 * theme.px(24))
        super().resizeEvent(event)

    def _fit(self, width: int) -> None:
        """Give up first the texts beside icons, then the title, before taking a second line."""
        too_wide = self._shrink.fit(width) > 0
        for title in self._place.findChildren(QLabel, "place"):
            title.setVisible(not too_wide)

    def _where(self, page: Page) -> QWidget:
        title = page.title()
        if not title:
            name = _line(_("Privacy Kit"))
            return _beside(parts.picture("shield-check", "accent", 30), name)
        back = parts.button(_("All stations"), "quiet", "caret-left")
        back.setObjectName("back")
        back.clicked.connect(self.went_back)
        place = _line(title)
        place.setObjectName("place")
        return _beside(back, place)

    def _language(self) -> QPushButton:
        name = i18n.LANGUAGES[self._choices.language]
        made = self._menu_button("language", name, "translate")
        parts.say(made, _("Language: {name}").format(name=name))
        for code, words in i18n.LANGUAGES.items():
            chosen = code == self._choices.language
            self._entry(made, words, chosen=chosen).triggered.connect(
                lambda _on=False, code=code: self._choose(language=code)
            )
        return made

    def _theme(self) -> QPushButton:
        name = self._choices.theme
        made = self._menu_button("theme", theme_name(name), _THEME_ICONS[name])
        parts.say(made, _("Colours: {name}").format(name=theme_name(name)))
        for other in theme.THEMES:
            self._entry(made, theme_name(other), chosen=other == name).triggered.connect(
                lambda _on=False, other=other: self._choose(theme=other)
            )
        return made

    def _menu_button(self, name: str, text: str, icon: str) -> QPushButton:
        made = parts.button(f"{text} ▾", "quiet", icon)
        made.setObjectName(name)
        menu = QMenu(made)
        group = QActionGroup(menu)
        group.setExclusive(True)
        made.setMenu(menu)
        return made

    def _entry(self, owner: QPushButton, text: str, *, chosen: bool) -> QAction:
        action = owner.menu().addAction(text)
        action.setCheckable(True)
        action.setChecked(chosen)
        return action

    def _size(self) -> QWidget:
        smaller = self._letter("smaller", _("Smaller text"), -1)
        larger = self._letter("larger", _("Larger text"), 1)
        return _beside(smaller, larger, spacing=0)

    def _letter(self, name: str, says: str, way: int) -> QPushButton:
        made = parts.button("A", "letter-large" if way > 0 else "letter")
        made.setObjectName(name)
        made.setToolTip(says)
        parts.say(made, says)
        wanted = _next_size(self._choices.percent, way)
        made.setEnabled(wanted != self._choices.percent)
        made.clicked.connect(lambda: self._choose(percent=wanted))
        return made

    def _fill(self, filled: bool) -> QPushButton:
        says = _("Leave full screen") if filled else _("Full screen")
        made = parts.button("", "quiet", "corners-in" if filled else "corners-out")
        made.setObjectName("fill")
        made.setToolTip(f"{says} (F11)")
        parts.say(made, says)
        made.clicked.connect(self.full_screen)
        return made

    def _leave(self) -> QPushButton:
        made = parts.button(_("Leave no trace"), "danger")
        made.setObjectName("leave")
        made.clicked.connect(self.left)
        return made

    def _choose(self, language: str = "", theme: str = "", percent: int = 0) -> None:
        now = self._choices
        self.chose.emit(language or now.language, theme or now.theme, percent or now.percent)


def _next_size(percent: int, way: int) -> int:
    """Return the next text size up or down, or the same at the end."""
    further = [step for step in theme.STEPS if (step - percent) * way > 0]
    return min(further, key=lambda step: abs(step - percent), default=percent)


def _line(text: str) -> QLabel:
    label = parts.paragraph(text, "title")
    label.setWordWrap(False)
    return label


def _beside(*widgets: QWidget, spacing: int = 12) -> QWidget:
    return flow.flowing(*widgets, spacing=theme.px(spacing))
