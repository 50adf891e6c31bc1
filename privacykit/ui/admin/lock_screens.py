"""What the lock's page is made of: the field, and its faces for choosing, opening and no way in."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget

from privacykit.i18n import _
from privacykit.look import parts, theme
from privacykit.staff import passphrase as phrases
from privacykit.staff.checking import FOR_ALL, waiting

_HIDDEN = (
    Qt.InputMethodHint.ImhHiddenText
    | Qt.InputMethodHint.ImhSensitiveData
    | Qt.InputMethodHint.ImhNoPredictiveText
)
_FIELD = 320


class Field(QLineEdit):
    """Shows dots, and lets no input method learn what is typed."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setInputMethodHints(_HIDDEN)
        self.setMaxLength(phrases.LONGEST)
        self.setMinimumWidth(theme.px(_FIELD))
        self.hide_words(hidden=True)
        parts.say(self, name)

    def hide_words(self, *, hidden: bool) -> None:
        self.setEchoMode(QLineEdit.EchoMode.Password if hidden else QLineEdit.EchoMode.Normal)

    def take(self) -> str:
        """Return what was typed, and drop it."""
        typed = self.text()
        self.drop()
        return typed

    def drop(self) -> None:
        """Empty it with no way back; clear() could be undone."""
        self.setText("")


class Face(QWidget):
    """What is common: fields with their eye, a line that says what is wrong, and one button.

    Signals:
        pressed: a person wants to go on with what is in the fields
        typed: the passphrase; it is not in the fields any more
    """

    pressed = Signal()
    typed = Signal(str)

    def __init__(self, names: list[str], does: str) -> None:
        super().__init__()
        self.fields = [Field(name) for name in names]
        self.button = parts.button(does, "primary")
        self.button.setObjectName("lock-go")
        self.button.clicked.connect(self.pressed)
        for field in self.fields:
            field.returnPressed.connect(self.pressed)
        self.eye = parts.button(_("Show"), "quiet", "eye")
        self.eye.setObjectName("lock-eye")
        self.eye.setCheckable(True)
        parts.say(self.eye, _("Show what is typed"))
        self.eye.toggled.connect(self._show)
        self.said = parts.Callout("warning", "")
        self.said.hide()

    def say(self, role: str, text: str) -> None:
        """Tell what is wrong, in words and to a screen reader; nothing: take it back."""
        self.said.set(role, "", text)
        self.said.setVisible(bool(text))
        if text:
            parts.announce(self, text)

    def forget(self) -> None:
        for field in self.fields:
            field.drop()

    def busy(self, *, on: bool) -> None:
        for widget in (*self.fields, self.button):
            widget.setEnabled(not on)

    def _show(self, on: bool) -> None:
        for field in self.fields:
            field.hide_words(hidden=not on)

    def _lines(self) -> list[QWidget]:
        """Return each field below its name, the eye beside the first."""
        beside: list[list[QWidget]] = [[field] for field in self.fields]
        beside[0].append(self.eye)
        return [
            parts.column(_label(field), parts.row(*widgets), spacing=4)
            for field, widgets in zip(self.fields, beside, strict=True)
        ]

    def _fill(self, *widgets: QWidget) -> None:
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(_card(*widgets))


class Choose(Face):
    """No passphrase yet: choose one, twice."""

    def __init__(self, recovery: str) -> None:
        names = [_("New passphrase"), _("The same once more")]
        super().__init__(names, _("Set the passphrase"))
        self.pressed.connect(self.go)
        self.strength = parts.paragraph("", "small")
        self.fields[0].textChanged.connect(self._judge)
        first, second = self._lines()
        self._fill(
            parts.heading(_("Choose a passphrase for the staff"), 2),
            parts.paragraph(_what_for(), "muted"),
            parts.column(first, self.strength, spacing=4),
            second,
            self.said,
            parts.row(self.button),
            parts.paragraph(_forgotten(recovery), "small"),
        )
        self._judge("")

    def _judge(self, typed: str) -> None:
        self.strength.setText(strength_words(typed))

    def go(self) -> None:
        one, same = self.fields[0].text(), self.fields[1].text()
        if wrong := phrases.problem(one):
            self.say("warning", wrong)
            self.fields[0].setFocus()
        elif one != same:
            self.say("warning", _("The two are not the same. Type the second one again."))
            self.fields[1].drop()
            self.fields[1].setFocus()
        else:
            self.say("info", "")
            self.forget()
            self.typed.emit(one)


class Ask(Face):
    """A passphrase is set: type it, after the wait that wrong tries cost."""

    def __init__(self, recovery: str) -> None:
        super().__init__([_("Passphrase")], _("Open"))
        self.pressed.connect(self.go)
        self.left = 0
        self._fill(
            parts.heading(_("For staff"), 2),
            parts.paragraph(_("Type the passphrase of the staff."), "muted"),
            *self._lines(),
            self.said,
            parts.row(self.button),
            parts.paragraph(_forgotten(recovery), "small"),
        )

    def go(self) -> None:
        if self.left == 0 and self.fields[0].text():
            self.typed.emit(self.fields[0].take())

    def wait(self, seconds: int) -> None:
        """Hold the button back for so long; the words count down without being spoken again."""
        self.left = seconds
        self.button.setEnabled(seconds == 0)
        self.button.setText(_("Open") if seconds == 0 else waiting(seconds))


def no_way_in(sentence: str) -> QWidget:
    """Return the face for where no passphrase may be set, with the command that does it."""
    line = parts.paragraph(FOR_ALL, "code")
    line.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return _card(parts.heading(_("For staff"), 2), parts.paragraph(sentence), line)


def strength_words(typed: str) -> str:
    """Return in words how hard a passphrase is to guess."""
    if not typed:
        return _("Four or more words that do not belong together are best.")
    by_score = (
        _("Very easy to guess"),
        _("Easy to guess"),
        _("Not hard enough to guess"),
        _("Hard to guess: good"),
        _("Very hard to guess: very good"),
    )
    return by_score[phrases.strength(typed)]


def _card(*widgets: QWidget) -> QWidget:
    card = parts.Card()
    card.body.setSpacing(theme.px(16))
    card.body.setContentsMargins(*[theme.px(24)] * 4)
    for widget in widgets:
        card.body.addWidget(widget)
    return card


def _label(field: Field) -> QLabel:
    label = parts.paragraph(field.accessibleName(), "strong")
    label.setBuddy(field)
    return label


def _what_for() -> str:
    return _(
        "It opens the pages about this computer: its rules, its check-up and its record. Only a "
        "check value is kept, so nobody can read it back."
    )


def _forgotten(recovery: str) -> str:
    return _("If it is forgotten, type in a terminal: {line}").format(line=recovery)
