"""Take home: what to do at home, on paper or as a file, and the station in one minute."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from privacykit.content.station import Station, Words
from privacykit.i18n import _
from privacykit.look import parts, theme
from privacykit.ui.step import Forward, Step
from privacykit.ui.world import World


class Buttons(QWidget):
    """Print a station's hand-out, or save it as a PDF file; tells how it went."""

    def __init__(self, world: World, words: Words, tell: Callable[[str, str], None]) -> None:
        super().__init__()
        self._world, self._words, self._tell = world, words, tell
        paper = parts.button(_("Print"), "secondary", "printer")
        paper.clicked.connect(self._print)
        file = parts.button(_("Save as PDF"), "secondary", "file-pdf")
        file.clicked.connect(self._save)
        title = words.about.title
        parts.say(paper, _("Print the hand-out “{title}”").format(title=title))
        parts.say(file, _("Save the hand-out “{title}” as PDF").format(title=title))
        box = QHBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(parts.row(paper, file))

    def _save(self) -> None:
        from privacykit.ui import handout

        path = self._world.ask_file(self, handout.file_name(self._words))
        if path is None:
            return
        problem = handout.save(self._words, path)
        self._tell("warning" if problem else "ok", problem or _saved(path))

    def _print(self) -> None:
        from privacykit.ui import handout

        if self._world.paper(self, lambda printer: handout.draw_on(printer, self._words)):
            self._tell("ok", _("The hand-out is on its way to the printer."))


def _saved(path: Path) -> str:
    return _("Saved as {name}. It stays on this computer until you take or remove it.").format(
        name=path.name
    )


class TakeHome(Step):
    def __init__(self, world: World, station: Station, words: Words) -> None:
        super().__init__()
        self._words = words
        actions = [_action(n, text) for n, text in enumerate(words.about.take_home, 1)]
        minute = parts.Callout("info", _("In one minute"), words.about.minute)
        self.show_only(
            parts.scrolled(
                parts.column(
                    parts.heading(_("What to do at home")),
                    parts.paragraph(_("Start with one. The first helps the most."), "muted"),
                    *actions,
                    Buttons(world, words, self.noticed.emit),
                    minute,
                )
            )
        )

    def spoken(self) -> str:
        return " ".join([f"{_('What to do at home')}.", *self._words.about.take_home])

    def forward(self) -> Forward:
        return Forward(_("Finish"))


def _action(number: int, text: str) -> QWidget:
    card = parts.Card()
    card.body.setContentsMargins(*[theme.px(16)] * 4)
    badge = QLabel(str(number))
    parts.set_role(badge, "badge")
    badge.setFixedSize(theme.px(36), theme.px(36))
    badge.setAlignment(Qt.AlignmentFlag.AlignCenter)
    side = QHBoxLayout()
    side.setSpacing(theme.px(16))
    side.addWidget(badge, 0, Qt.AlignmentFlag.AlignTop)
    side.addWidget(parts.paragraph(text), 1, Qt.AlignmentFlag.AlignVCenter)
    card.body.addLayout(side)
    return card
