"""Tell a story with the rolled words, so that they stay in the head."""

from collections.abc import Sequence

from privacykit.activities.passwords.engine.words import Story
from privacykit.i18n import _, _n
from privacykit.look import parts
from privacykit.look.exercise import prose
from privacykit.look.field import SecretField


class StoryCard(parts.Card):
    """Hints, one line to write, and how many of the words are in it already."""

    def __init__(self, story: Story) -> None:
        super().__init__()
        self._words: Sequence[str] = ()
        self._line = SecretField(_("Your story with the words"), 400)
        self._line.setPlaceholderText(_("A picture or a story, as odd as you like"))
        self._used = prose("", "small")
        self._line.textChanged.connect(self._count)
        self.body.addWidget(parts.heading(_("Tell a story with your words"), 3))
        for hint in story.hints:
            self.body.addWidget(prose(hint))
        self.body.addWidget(self._line)
        self.body.addWidget(self._used)

    def set(self, words: Sequence[str]) -> None:
        self._words = words
        self._count(self._line.text())

    def text(self) -> str:
        return self._line.text()

    def write(self, text: str) -> None:
        self._line.setText(text)

    def forget(self) -> None:
        self._line.forget()

    def _count(self, text: str) -> None:
        told = text.casefold()
        used = sum(word.casefold() in told for word in self._words)
        said = _n(
            "{used} of {count} word is in it", "{used} of {count} words are in it", len(self._words)
        )
        self._used.setText(said.format(used=used, count=len(self._words)))
