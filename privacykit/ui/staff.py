"""For staff: every station and whether it is sound, and how to make one's own."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from privacykit import activities
from privacykit.content import check
from privacykit.content.shelf import Broken
from privacykit.content.station import Station
from privacykit.errors import StationError
from privacykit.i18n import _
from privacykit.look import parts
from privacykit.ui.home import minutes
from privacykit.ui.page import Page
from privacykit.ui.world import World


class Staff(Page):
    def __init__(self, world: World) -> None:
        super().__init__()
        self._world = world
        shelf = world.shelf()
        content = parts.column(
            parts.heading(_("Adapt a station")),
            parts.paragraph(_intro(), "muted"),
            parts.heading(_("Stations on this computer"), 2),
            *(_broken(broken) for broken in shelf.broken),
            *(self._station(station) for station in shelf.stations),
            parts.heading(_("Make your own"), 2),
            _how_to(shelf.stations, world.own_stations),
        )
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(parts.scrolled(content, 820))

    def title(self) -> str:
        return _("For staff")

    def _station(self, station: Station) -> QWidget:
        words = station.in_language(self._world.choices.language)
        found = check.problems(station.folder, activities.kinds(), self._world.today())
        languages = ", ".join(station.manifest.languages)
        about = _("{span} · languages: {languages}").format(
            span=minutes(station), languages=languages
        )
        card = parts.Card()
        card.body.addWidget(parts.heading(words.about.title, 3))
        card.body.addWidget(parts.paragraph(about, "small"))
        card.body.addWidget(_result(found))
        for mistake in found:
            card.body.addWidget(_told(mistake, station.folder))
        return card


def _intro() -> str:
    return _(
        "A station is a folder with texts and pictures. Copy one, change its words with a text "
        "editor, and it appears on the first screen."
    )


def _result(found: tuple[StationError, ...]) -> QWidget:
    if not found:
        return parts.Callout("ok", _("Everything is as it should be."))
    return parts.Callout("warning", _("Something to look at"))


def _told(mistake: StationError, folder: Path) -> QWidget:
    path = mistake.path
    name = str(path.relative_to(folder)) if path.is_relative_to(folder) else str(path)
    where = f"{name}:{mistake.line}" if mistake.line else name
    return parts.column(
        parts.paragraph(where, "small"),
        parts.paragraph(f"{mistake.problem} {mistake.mend}".strip()),
        spacing=4,
    )


def _broken(broken: Broken) -> QWidget:
    card = parts.Card()
    card.body.addWidget(parts.heading(broken.folder.name, 3))
    card.body.addWidget(parts.paragraph(str(broken.folder), "small"))
    card.body.addWidget(parts.Callout("danger", _("This station cannot be shown")))
    for problem in broken.problems:
        card.body.addWidget(_told(problem, broken.folder))
    return card


def _how_to(stations: tuple[Station, ...], own: Path) -> QWidget:
    card = parts.Card()
    card.body.setSpacing(12)
    model = stations[0].manifest.id if stations else "passwords"
    for title, text in (
        (_("1. Copy a station"), f"privacykit station new my-station --from {model}"),
        (_("2. Change its words"), str(own / "my-station")),
        (_("3. Check it"), f"privacykit station check {own / 'my-station'}"),
    ):
        line = parts.paragraph(text, "code")
        line.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        card.body.addWidget(parts.column(parts.paragraph(title, "strong"), line, spacing=4))
    card.body.addWidget(
        parts.paragraph(_("The check names the file, the line and how to mend each mistake."))
    )
    return card
