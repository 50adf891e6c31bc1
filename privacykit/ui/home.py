"""The first screen: what a patron can try, the way out, and quietly the doors for staff."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from privacykit.content.station import Station, Words
from privacykit.i18n import _
from privacykit.look import pane, parts, theme
from privacykit.ui.page import Page
from privacykit.ui.tiles import Tiles
from privacykit.ui.world import Route, World

_ROOMY = 125
"""Up to this text size the doors for staff stay at the foot of the window."""


def minutes(station: Station) -> str:
    """Return how long a station takes and how hard it is, in a few words."""
    longer = [n for n in station.manifest.minutes if n > 1] or list(station.manifest.minutes)
    *most, last = [str(n) for n in longer]
    span = _("{some} or {last}").format(some=", ".join(most), last=last) if most else last
    level = {"beginner": _("beginner"), "intermediate": _("some practice")}
    return _("{span} min · {level}").format(span=span, level=level[station.manifest.level])


class Home(Page):
    def __init__(self, world: World) -> None:
        super().__init__()
        self._doors: list[QPushButton] = []
        language = world.choices.language
        stations = [(s, s.in_language(language)) for s in world.shelf().stations]
        content = parts.column(
            parts.column(
                parts.heading(_("What would you like to try?")),
                parts.paragraph(_promise(), "muted"),
                spacing=4,
            ),
            self._stations(stations),
            spacing=24,
        )
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        staff = self._staff(bool(stations))
        if theme.percent() > _ROOMY:
            content = parts.column(content, staff, spacing=24)
        box.addWidget(parts.scrolled(content, 1080), 1)
        if theme.percent() <= _ROOMY:
            box.addWidget(parts.centred(staff, 1080))

    def _stations(self, stations: list[tuple[Station, Words]]) -> QWidget:
        if not stations:
            text = _("Staff can see why under “Adapt a station”.")
            return parts.Callout("warning", _("No station can be shown."), text)
        if len(stations) == 1:
            return Pair(self._welcome(*stations[0]), self._way_out())
        return Tiles([self._card(station, words) for station, words in stations])

    def _open(self, door: QPushButton, station: Station) -> None:
        route = Route("station", station.manifest.id)
        door.setObjectName(f"door-{route.station}")
        door.clicked.connect(lambda: self.asked.emit(route))
        self._doors.append(door)

    def _card(self, station: Station, words: Words) -> QWidget:
        about = words.about
        card = pane.Pane(about.title, "door", margin=16)
        parts.say(card, about.title, f"{about.summary} {minutes(station)}")
        card.hold(
            parts.tile(station.manifest.icon),
            parts.heading(about.title, 3),
            parts.paragraph(about.summary, "muted"),
        )
        card.body.addStretch(1)
        card.hold(parts.paragraph(minutes(station), "small"))
        self._open(card, station)
        return card

    def _welcome(self, station: Station, words: Words) -> QWidget:
        """Return the only station, with room for what one learns in it."""
        card = parts.Card()
        about = words.about
        start = parts.button(_("Start"), "primary", "arrow-right")
        parts.say(start, _("Start: {title}").format(title=about.title), about.summary)
        self._open(start, station)
        text = QVBoxLayout()
        text.setSpacing(theme.px(16))
        text.addWidget(_headline(about.title))
        text.addWidget(parts.paragraph(about.summary, "muted"))
        text.addWidget(_learned(about.objectives))
        text.addStretch(1)
        text.addWidget(parts.row(start, _unwrapped(minutes(station), "small")))
        card.body.setContentsMargins(*[theme.px(28)] * 4)
        side = QHBoxLayout()
        side.setSpacing(theme.px(28))
        side.addLayout(text, 1)
        side.addWidget(Panel(station.manifest.icon))
        card.body.addLayout(side, 1)
        card.setMinimumHeight(440)
        return card

    def _way_out(self) -> QWidget:
        card = parts.Card()
        out = parts.button(_("See what is here"), "secondary", "arrow-right")
        parts.say(out, _("Leave no trace: see what is here"))
        out.setObjectName("door-leave")
        out.clicked.connect(lambda: self.asked.emit(Route("leave")))
        card.body.setContentsMargins(*[theme.px(28)] * 4)
        card.body.setSpacing(theme.px(12))
        card.body.addWidget(parts.tile("sign-out"))
        card.body.addWidget(parts.heading(_("Done for today?"), 3))
        card.body.addWidget(parts.paragraph(_way_out_words(), "muted"))
        card.body.addStretch(1)
        card.body.addWidget(parts.row(out))
        return card

    def _staff(self, has_stations: bool) -> QWidget:
        """Return the doors for staff, quietly at the foot of the page."""
        doors = [
            _unwrapped(_("For staff"), "muted"),
            self._door(_("This computer"), Route("staff")),
            self._door(_("Adapt a station"), Route("staff", "stations")),
        ]
        if has_stations:
            doors.append(self._door(_("Hand-outs"), Route("handouts")))
        return parts.row(*doors)

    def _door(self, text: str, route: Route) -> QPushButton:
        made = parts.button(text)
        made.setObjectName(f"door-{route.station or route.page}")
        made.clicked.connect(lambda: self.asked.emit(route))
        return made

    def first(self) -> QWidget | None:
        return self._doors[0] if self._doors else None


class Panel(QFrame):
    """A large picture of what a station is about, for the eye only, where there is room."""

    def __init__(self, icon: str) -> None:
        super().__init__()
        parts.set_role(self, "panel")
        self.setFixedWidth(theme.px(200))
        box = QVBoxLayout(self)
        box.addWidget(parts.picture(icon, "accent", 104), 0, Qt.AlignmentFlag.AlignCenter)


class Pair(QWidget):
    """Two cards, the first twice as wide; one above the other where there is no room."""

    def __init__(self, wide: QWidget, narrow: QWidget) -> None:
        super().__init__()
        self._wide, self._narrow = wide, narrow
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(theme.px(16))
        self._beside: bool | None = None
        self._lay(beside=False)

    def resizeEvent(self, event: object) -> None:
        self._lay(beside=self.width() >= theme.px(760))
        for panel in self._wide.findChildren(Panel):
            panel.setVisible(self.width() >= theme.px(560))

    def _lay(self, *, beside: bool) -> None:
        if beside is self._beside:
            return
        self._beside = beside
        for card in (self._wide, self._narrow):
            self._grid.removeWidget(card)
        self._grid.addWidget(self._wide, 0, 0)
        self._grid.addWidget(self._narrow, 0 if beside else 1, 1 if beside else 0)
        self._grid.setColumnStretch(0, 2)
        self._grid.setColumnStretch(1, 1 if beside else 0)


def _unwrapped(text: str, role: str) -> QLabel:
    label = parts.paragraph(text, role)
    label.setWordWrap(False)
    return label


def _headline(text: str) -> QLabel:
    title = parts.heading(text, 2)
    parts.set_role(title, "hero")
    return title


def _learned(objectives: tuple[str, ...]) -> QWidget:
    lines = []
    for text in objectives:
        line = QWidget()
        box = QHBoxLayout(line)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.px(12))
        sign: QLabel = parts.picture("check", "accent", 20)
        box.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        box.addWidget(parts.paragraph(text), 1)
        lines.append(line)
    return parts.column(*lines, spacing=8)


def _promise() -> str:
    return _("Everything here works without the internet. Nothing you type is kept.")


def _way_out_words() -> str:
    return _(
        "Browsers and other programs remember what you did. See what they kept on this computer, "
        "and remove it before you go."
    )
