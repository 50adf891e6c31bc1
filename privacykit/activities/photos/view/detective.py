"""One photo: guess what can be learnt from it, look inside, take it all away."""

from typing import cast

from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel

from privacykit import paths
from privacykit.activities.photos.engine import files
from privacykit.activities.photos.engine.found import Found
from privacykit.activities.photos.engine.globe import Place
from privacykit.activities.photos.engine.words import Case
from privacykit.activities.photos.view.clues import Clues
from privacykit.activities.photos.view.details import DetailsCard
from privacykit.activities.photos.view.place import PlaceBox
from privacykit.i18n import _
from privacykit.look import parts, theme
from privacykit.look.exercise import Exercise, State
from privacykit.look.latest import Latest
from privacykit.look.sight import bring_into_sight
from privacykit.wipe import amounts

_WIDE = 320


class DetectiveExercise(Exercise):
    def __init__(self, case: Case, following: str) -> None:
        super().__init__()
        self._case = case
        self._found: tuple[Found, Found] | None = None
        self._clean = False
        self._latest = Latest(self)
        self._path = paths.resources() / "photos" / f"{case.photo}.jpg"
        self._clues, self._place = Clues(case.clue), PlaceBox()
        self._details, self._problem = DetailsCard(), parts.Callout("warning", "")
        self._lesson = parts.Callout("ok", "")
        self._look = parts.button(_("Look inside the file"), "primary", "magnifying-glass")
        self._strip = parts.button(_("Take it all away"), "primary")
        self._again = parts.button(_("Start anew"))
        self._onward = parts.button(following or _("A file of your own"), "primary", "arrow-right")
        self._lay_out()
        self._connect()
        self._show()

    def _lay_out(self) -> None:
        case = self._case
        words = parts.column(parts.paragraph(case.story), self._clues, spacing=12)
        self.body.addWidget(parts.heading(case.title))
        beside = QHBoxLayout()
        beside.setSpacing(theme.px(16))
        photo = _photo(str(self._path), case.alt)
        beside.addWidget(photo, 0, Qt.AlignmentFlag.AlignTop)
        beside.addWidget(words, 1, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(beside)
        for widget in (self._problem, self._lesson, self._details, self._place):
            self.body.addWidget(widget)
        ahead = (self._look, self._strip, self._onward)
        self.body.addWidget(parts.row(parts.row(self._again), *ahead, stretch_first=True))
        self.first = next(iter(self._clues.findChildren(QCheckBox)), None)

    def _connect(self) -> None:
        self._look.clicked.connect(self._open)
        self._latest.changed.connect(self._show)
        self._latest.succeeded.connect(self._take)
        self._latest.failed.connect(self._fail)
        self._strip.clicked.connect(self._take_away)
        self._again.clicked.connect(self.forget)
        self._onward.clicked.connect(self.onward)

    def _open(self) -> None:
        path = self._path
        self._latest.start(lambda *, cancelled, **_ways: files.compare(path, cancelled))

    def _take(self, found: object) -> None:
        self._found = cast("tuple[Found, Found]", found)
        self._show()
        parts.announce(self._details, self._details.spoken)
        self._strip.setFocus()

    def _fail(self, sentence: str) -> None:
        self._problem.set("warning", _("The file could not be read"), sentence)
        self._problem.show()
        bring_into_sight(self._problem)
        self._look.setFocus()
        parts.announce(self._problem, self._problem.accessibleName())

    def _take_away(self) -> None:
        self._clean = True
        self._show()
        bring_into_sight(self._lesson)
        parts.announce(self._lesson, self._lesson.accessibleName())
        self._onward.setFocus()
        self.done.emit()

    def _show(self) -> None:
        opened = self._found is not None
        self._look.setEnabled(not self._latest.is_busy)
        self._clues.reveal(opened)
        if self._found is not None:
            self._fill(*self._found)
        place = self._found[0].place if self._found else None
        for widget, on in (
            (self._problem, False),
            (self._details, opened),
            (self._place, opened and place is not None and not self._clean),
            (self._lesson, self._clean),
            (self._look, not opened),
            (self._strip, opened and not self._clean),
            (self._again, opened),
            (self._onward, self._clean),
        ):
            widget.setVisible(on)

    def _fill(self, before: Found, after: Found) -> None:
        title = _("What a clean copy tells") if self._clean else _("What the file tells")
        self._details.set(after if self._clean else before, title)
        if before.place:
            self._place.ask(Place(*before.place))
        words = _("{before} details before, {after} after · {size} before, {smaller} after")
        changed = words.format(
            before=before.fields,
            after=after.fields,
            size=amounts.size(before.size),
            smaller=amounts.size(after.size),
        )
        self._lesson.set("ok", changed, self._case.lesson)

    def forget(self) -> None:
        self._latest.stop()
        self._found = None
        self._clean = False
        self._clues.forget()
        self._place.forget()
        self._show()

    def state(self) -> State:
        return {
            "found": self._found,
            "clean": self._clean,
            "ticked": self._clues.ticked,
            "mark": self._place.mark,
        }

    def restore(self, state: State) -> None:
        self._found = cast("tuple[Found, Found] | None", state.get("found"))
        self._clean = bool(state.get("clean")) and self._found is not None
        self._clues.tick(cast("list[int]", state.get("ticked", [])))
        self._show()
        self._place.put(cast("Place | None", state.get("mark")))


def _photo(path: str, alt: str) -> QLabel:
    picture = QPixmap(path).scaled(
        theme.px(_WIDE),
        theme.px(_WIDE),
        Qt.AspectRatioMode.KeepAspectRatio,
        Qt.TransformationMode.SmoothTransformation,
    )
    label = QLabel()
    label.setPixmap(picture)
    parts.say(label, alt)
    return label
