"""The two screens of "Our pages": what to look at, and what was found."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from privacykit.i18n import _
from privacykit.look import parts, theme
from privacykit.look.fitted import Fitted
from privacykit.tracking import scan_words as words
from privacykit.tracking.scan import Scan
from privacykit.ui.admin.checkup_screens import Act, Screen, press
from privacykit.ui.admin.scan_table import Table

_SIGNS = {"danger": "warning-octagon", "warning": "warning", "ok": "check-circle", "info": "info"}


class Ways(NamedTuple):
    typed: Callable[[str], object]
    go: Act
    choose: Act


def looking() -> str:
    """Return the title of the screen that shows how far it is."""
    return _("Looking what the page calls")


def start(address: str, problem: str, can: Ways) -> Screen:
    """Return the screen that asks for an address before anything goes online."""
    title = _("What do our pages call?")
    field = QLineEdit(address)
    field.setObjectName("page-address")
    field.setMaxLength(2000)
    field.setPlaceholderText("https://bibliotek.example.se")
    label = _("Address of the page")
    parts.say(field, label)
    wrong = [parts.Callout("danger", problem)] if problem else []
    content = parts.column(
        parts.heading(title),
        parts.paragraph(
            _(
                "See which other companies learn of a visit, which cookies are set before anybody "
                "says yes, and who is told what somebody searched for."
            )
        ),
        *wrong,
        parts.column(parts.paragraph(label, "strong"), field, spacing=8),
        parts.Callout(
            "warning",
            _("This goes online"),
            _(
                "The kit opens the page once, from this computer's network, and presses nothing. "
                "Try the page of hits of a search, too."
            ),
        ),
        parts.paragraph(
            _(
                "Or open a HAR: in Firefox or Chromium press F12, choose Network, load the page, "
                "and save all as HAR. Values of cookies and forms are dropped as it is read."
            ),
            "muted",
        ),
    )
    go = press(_("Go online and look"), "primary", can.go, "globe")
    choose = press(_("Open a HAR"), "secondary", can.choose, "folder-open")
    _only_with_text(field, go, can)
    return Screen(content, (go, choose), problem or title, field)


def _only_with_text(field: QLineEdit, go: QWidget, can: Ways) -> None:
    def look(text: str) -> None:
        can.typed(text)
        go.setEnabled(bool(text.strip()))

    def enter() -> None:
        if go.isEnabled():
            can.go()

    field.textChanged.connect(look)
    field.returnPressed.connect(enter)
    go.setEnabled(bool(field.text().strip()))


def found(scan: Scan, save: Act, again: Act) -> Screen:
    told = words.verdict(scan)
    origin = " ".join((words.origin(scan), *scan.notes))
    pages = ", ".join(dict.fromkeys(page.address for page in scan.pages))
    content = Fitted(
        parts.paragraph(pages, "muted"),
        parts.Callout(words.role(scan), told, origin, large=True),
        *(_point(point) for point in words.points(scan)),
        *_table(_("Who was called"), words.heads(), words.rows(scan.parties)),
        *([parts.paragraph(years, "small")] if (years := words.years(scan.parties)) else []),
        *_table(_("Cookies"), words.cookie_heads(), words.cookie_rows(scan.cookies)),
    )
    buttons = (
        press(_("Save as PDF"), "primary", save, "file-pdf"),
        press(_("Look at another page"), "secondary", again),
    )
    return Screen(content, buttons, told)


def _point(point: words.Point) -> QWidget:
    text = parts.column(
        parts.paragraph(point.title, "strong"), parts.paragraph(point.text), spacing=4
    )
    line = QWidget()
    box = QHBoxLayout(line)
    box.setContentsMargins(0, 0, 0, 0)
    box.setSpacing(theme.px(16))
    box.addWidget(parts.picture(_SIGNS[point.role], point.role))
    box.addWidget(text, 1)
    return line


def _table(title: str, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> list[QWidget]:
    return [parts.heading(title, 2), Table(title, heads, rows)] if rows else []
