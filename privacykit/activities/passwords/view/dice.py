"""A passphrase picked by chance: roll on screen or with real dice, then tell a story with it."""

from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QLabel, QWidget

from privacykit.activities.passwords.engine import dice
from privacykit.activities.passwords.engine.words import Story
from privacykit.activities.passwords.view.slot import Slot
from privacykit.activities.passwords.view.story import StoryCard
from privacykit.i18n import _, _n
from privacykit.look import parts, theme
from privacykit.look.exercise import Exercise, State
from privacykit.look.sight import bring_into_sight


class DiceExercise(Exercise):
    def __init__(self, story: Story, count: int, language: str) -> None:
        super().__init__()
        self._list = dice.word_list(language)
        self._locale = QLocale(language)
        self._words: list[str] = [""] * count
        self._slots = [Slot(place + 1, self._list.dice_per_word) for place in range(count)]
        self._roll = parts.button(_("Roll the dice"), "primary", "dice-five")
        self._reroll = parts.button(_("Roll all again"), "secondary", "arrow-clockwise")
        self._by_hand = parts.button(_("I have real dice"), "secondary", "hand")
        self._by_hand.setCheckable(True)
        if self._list.dice_per_word == 0:
            self._by_hand.hide()  # not setVisible: shown before it has a parent it is a window
        self._onward = parts.button(_("Has it leaked?"), "primary", "arrow-right")
        self._strength, self._story = parts.Callout("ok", ""), StoryCard(story)
        self._throw = parts.paragraph(self._how_to_throw())
        self._throw.hide()
        self._lay_out()
        self._connect()
        self._update()

    def _lay_out(self) -> None:
        why = _("Chance makes it strong, and words make it easy to keep in mind.")
        never = _("Write it on paper if it is to stay: it is forgotten when you leave this page.")
        self.body.addWidget(parts.heading(_("Roll a passphrase")))
        self.body.addWidget(parts.paragraph(why, "muted"))
        self.body.addWidget(self._throw)
        self.body.addWidget(parts.row(*self._slots))
        self.body.addWidget(self._strength)
        self.body.addWidget(self._story)
        self._never: QLabel = parts.paragraph(never, "small")
        self.body.addWidget(self._never)
        self.body.addSpacing(theme.px(4))
        buttons: list[QWidget] = [parts.row(self._roll, self._reroll, self._by_hand), self._onward]
        self.body.addWidget(parts.row(*buttons, stretch_first=True))

    def _connect(self) -> None:
        self._roll.clicked.connect(self._roll_all)
        self._reroll.clicked.connect(self._roll_all)
        self._by_hand.toggled.connect(self._choose_hand)
        self._onward.clicked.connect(self.onward)
        for place, slot in enumerate(self._slots):
            slot.again.connect(lambda place=place: self._roll_one(place))
            slot.thrown.connect(lambda rolls, place=place: self._thrown(place, rolls))

    def _roll_all(self) -> None:
        self._by_hand.setChecked(False)
        self._take(list(dice.roll(self._list, len(self._words))))
        bring_into_sight(self._slots[0])
        parts.announce(self, dice.passphrase(self._words))

    def _roll_one(self, place: int) -> None:
        self._take(list(dice.again(self._list, tuple(self._words), place)))
        parts.announce(self._slots[place], self._words[place])

    def _thrown(self, place: int, rolls: str) -> None:
        word = dice.by_dice(self._list, rolls) if rolls else ""
        self._take([*self._words[:place], word, *self._words[place + 1 :]])
        if word:
            parts.announce(self._slots[place], word)
            following = self._slots[(place + 1) % len(self._slots)]
            following.rolls.setFocus()

    def _choose_hand(self, on: bool) -> None:
        self._take([""] * len(self._words))
        for slot in self._slots:
            slot.rolls.forget()
            slot.by_hand(on)
        self._throw.setVisible(on)
        if on:
            self._slots[0].rolls.setFocus()

    def _take(self, words: list[str]) -> None:
        self._words = words
        self._update()
        if all(words):
            self.done.emit()

    def _update(self) -> None:
        complete = all(self._words)
        for slot, word in zip(self._slots, self._words, strict=True):
            slot.set(word)
        self._story.set(self._words if complete else [])
        for widget in (self._strength, self._story, self._never, self._onward, self._reroll):
            widget.setVisible(complete)
        self._roll.setVisible(not complete)
        self._strength.set("ok", *self._said())

    def _how_to_throw(self) -> str:
        dice_per_word = self._list.dice_per_word
        return _n(
            "For each word, throw {count} die and type what it shows.",
            "For each word, throw {count} dice and type what they show, from left to right.",
            dice_per_word,
        ).format(count=dice_per_word)

    def _said(self) -> tuple[str, str]:
        count, size = len(self._words), len(self._list.words)
        strength = dice.bits(self._list, count)
        title = _n(
            "{count} word of {size}: {bits} bits", "{count} words of {size}: {bits} bits", count
        )
        numbers = self._locale.toString(size), self._locale.toString(strength, "f", 1)
        said = title.format(count=count, size=numbers[0], bits=numbers[1])
        each = _("Every bit doubles the work of guessing.")
        return said, f"{each} {dice.comparison(strength)}"

    def forget(self) -> None:
        self._by_hand.setChecked(False)
        self._story.forget()
        self._choose_hand(on=False)

    def state(self) -> State:
        return {
            "words": list(self._words),
            "by_hand": self._by_hand.isChecked(),
            "rolls": [slot.rolls.text() for slot in self._slots],
            "story": self._story.text(),
        }

    def restore(self, state: State) -> None:
        self._by_hand.setChecked(bool(state.get("by_hand")))
        rolls, words = state.get("rolls"), state.get("words")
        for slot, typed in zip(self._slots, rolls if isinstance(rolls, list) else (), strict=False):
            slot.rolls.setText(typed)
        if isinstance(words, list) and len(words) == len(self._words):
            self._take([str(word) for word in words])
        self._story.write(str(state.get("story", "")))
