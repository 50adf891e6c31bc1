"""How a password was guessed: part by part, and how many tries each one costs."""

from PySide6.QtWidgets import QLabel

from privacykit.activities.passwords.engine.advice import tries_in_words
from privacykit.activities.passwords.engine.estimate import Estimate
from privacykit.activities.passwords.engine.parts import Part
from privacykit.activities.passwords.view.signs import isolated
from privacykit.i18n import _
from privacykit.look import parts
from privacykit.look.exercise import prose


class Guessed(parts.Card):
    def __init__(self) -> None:
        super().__init__()
        self._lines: list[QLabel] = []
        title = _("A program does not try every sign. It tries what people choose:")
        self.body.addWidget(prose(title, "strong"))

    def set(self, found: Estimate | None, hidden: bool) -> None:
        """Show the parts of an estimate; hidden: without the text itself."""
        said = [_said(part, hidden) for part in found.parts] if found else []
        if found:
            total = tries_in_words(found.guesses)
            said.append(_("All of it, in the right order: {tries}").format(tries=total))
        while len(self._lines) < len(said):
            self._lines.append(prose(""))
            self.body.addWidget(self._lines[-1])
        for number, line in enumerate(self._lines):
            line.setText(said[number] if number < len(said) else "")
            line.setVisible(number < len(said))


def _said(part: Part, hidden: bool) -> str:
    words, tries = part.in_words(), tries_in_words(part.tries)
    if hidden:
        return _("{what}: {tries}").format(what=words, tries=tries)
    return _("{text} ({what}): {tries}").format(text=isolated(part.text), what=words, tries=tries)
