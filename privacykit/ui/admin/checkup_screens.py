"""The check-up's other screens: before it, meanwhile, the letter to IT, the web addresses."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QHBoxLayout,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)

from privacykit import i18n
from privacykit.audit import told
from privacykit.i18n import _
from privacykit.look import parts, theme

Act = Callable[[], object]


class Screen(NamedTuple):
    content: QWidget
    buttons: tuple[QPushButton, ...]
    """For the foot of the page; the first leads on."""
    spoken: str
    first: QWidget | None = None
    """What gets the keyboard, if it is not the first button."""


def press(text: str, role: str, act: Act, icon: str = "") -> QPushButton:
    made = parts.button(text, role, icon)
    made.clicked.connect(lambda _on=False: act())
    return made


def start(questions: int, begin: Act) -> Screen:
    """Return what is shown before the first check-up, which asks so many questions."""
    title = _("Check-up of this library's privacy")
    facts = (
        ("house-line", told.part("room"), _("Screens, keyboards, lists on paper, signs.")),
        ("desktop", told.part("computer"), _("What browsers, printing and the system keep.")),
        ("globe", told.part("web"), _("Its own pages and catalogue, only if you ask for it.")),
    )
    content = parts.column(
        parts.heading(title),
        parts.paragraph(
            _(
                "{count} questions. Most are answered by a look at this computer, in a minute; a "
                "few only you can answer. It changes nothing, and opens no file of a patron."
            ).format(count=questions)
        ),
        *(_fact(*fact) for fact in facts),
        parts.paragraph(_("The result stays on this computer."), "muted"),
    )
    go = press(_("Start the check-up"), "primary", begin, "magnifying-glass")
    return Screen(content, (go,), title)


def _fact(icon: str, title: str, text: str) -> QWidget:
    words = parts.column(parts.paragraph(title, "strong"), parts.paragraph(text), spacing=4)
    line = QWidget()
    box = QHBoxLayout(line)
    box.setContentsMargins(0, 0, 0, 0)
    box.setSpacing(theme.px(16))
    box.addWidget(parts.tile(icon))
    box.addWidget(words, 1)
    return line


def looking() -> str:
    """Return the title of the screen that shows how far the check-up is."""
    return _("The check-up is running")


def failed(text: str, again: Act, back: Act) -> Screen:
    title = _("The check-up did not get through")
    content = parts.column(parts.Callout("warning", title, text, large=True))
    buttons = press(_("Look again"), "primary", again), press(_("Back"), "secondary", back)
    return Screen(content, buttons, f"{title}. {text}")


class Letter(NamedTuple):
    text: str
    language: str
    typed: Callable[[str], object]
    choose: Callable[[str], object]
    copy: Callable[[str], object]
    back: Act


def letter(shown: Letter) -> Screen:
    title = _("Letter to IT")
    told = _("Read it through, change what you like, and send it as e-mail from your own computer.")
    text = QPlainTextEdit(shown.text)
    text.setObjectName("letter-text")
    text.setTabChangesFocus(True)
    text.setMinimumHeight(theme.px(360))
    parts.say(text, title)
    text.textChanged.connect(lambda: shown.typed(text.toPlainText()))
    content = parts.column(
        parts.heading(title),
        parts.paragraph(told, "muted"),
        _languages(shown),
        text,
    )
    copy = press(_("Copy the letter"), "primary", lambda: shown.copy(text.toPlainText()), "copy")
    return Screen(content, (copy, press(_("Back"), "secondary", shown.back)), title)


def _languages(shown: Letter) -> QWidget:
    """Return the choice of the letter's language; that of the screen may be another."""
    group: list[QPushButton] = []
    for code, name in i18n.LANGUAGES.items():
        made = parts.button(name)
        made.setObjectName(f"letter-{code}")
        made.setCheckable(True)
        made.setChecked(code == shown.language)
        made.clicked.connect(lambda _on=False, code=code: shown.choose(code))
        group.append(made)
    row = parts.row(*group)
    keeper = QButtonGroup(row)
    for made in group:
        keeper.addButton(made)
    return row


class Web(NamedTuple):
    typed: Callable[[str], object]
    go: Callable[[Sequence[str]], object]
    back: Act
    with_scripts: Callable[[bool], object]


def web(addresses: str, problem: str, can: Web, scripts: bool) -> Screen:
    """Return the screen that asks for addresses, one on each line, before anything goes online.

    The problem is what was wrong with those that were typed, as a sentence.
    """
    title = _("Look at our web pages")
    warning = parts.Callout(
        "warning",
        _("This goes online"),
        _(
            "The kit opens the addresses below once, as a visitor's browser would, from this "
            "computer's network. Type only pages of your own library and its catalogue."
        ),
    )
    field = QPlainTextEdit(addresses)
    field.setObjectName("web-addresses")
    field.setTabChangesFocus(True)
    field.setPlaceholderText("https://bibliotek.example.se")
    field.setFixedHeight(theme.px(130))
    parts.say(field, _("Addresses, one on each line"))
    run = QCheckBox(_("Let the pages' scripts run, too: takes longer, and sees more"))
    run.setObjectName("web-scripts")
    run.setChecked(scripts)
    run.toggled.connect(can.with_scripts)
    wrong = [parts.Callout("danger", problem)] if problem else []
    content = parts.column(
        parts.heading(title),
        warning,
        *wrong,
        parts.column(parts.paragraph(_("Addresses, one on each line"), "strong"), field, spacing=8),
        run,
    )
    go = press(_("Go online and look"), "primary", lambda: can.go(_lines(field)), "globe")
    _only_with_text(field, go, can)
    return Screen(
        content, (go, press(_("Not now"), "secondary", can.back)), problem or title, field
    )


def _only_with_text(field: QPlainTextEdit, go: QPushButton, can: Web) -> None:
    def look() -> None:
        can.typed(field.toPlainText())
        go.setEnabled(bool(_lines(field)))

    field.textChanged.connect(look)
    go.setEnabled(bool(_lines(field)))


def _lines(field: QPlainTextEdit) -> tuple[str, ...]:
    return tuple(line.strip() for line in field.toPlainText().splitlines() if line.strip())
