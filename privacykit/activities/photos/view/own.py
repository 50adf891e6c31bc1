"""A file of one's own: what it tells, and a clean copy where one wants it."""

from pathlib import Path
from typing import cast

from PySide6.QtGui import QShowEvent

from privacykit.activities.photos.engine import files
from privacykit.activities.photos.engine.found import Found
from privacykit.activities.photos.view.details import DetailsCard
from privacykit.i18n import _
from privacykit.look import parts
from privacykit.look.asking import Asking
from privacykit.look.exercise import Exercise, State
from privacykit.look.latest import Latest
from privacykit.look.sight import bring_into_sight
from privacykit.look.work import Job
from privacykit.wipe import amounts


class OwnExercise(Exercise):
    def __init__(self) -> None:
        super().__init__()
        self._path: Path | None = None
        self._found: Found | None = None
        self._latest = Latest(self)
        self._asking = Asking(self)
        self._choose = parts.button(_("Choose a file …"), "primary", "folder-open")
        self._save = parts.button(_("Save a clean copy …"), "primary")
        self._stop = parts.button(_("Stop"))
        self._said, self._details = parts.Callout("info", ""), DetailsCard()
        self._lay_out()
        self._choose.clicked.connect(self._ask_for_file)
        self._save.clicked.connect(self._ask_where)
        self._stop.clicked.connect(self._give_up)
        self._latest.changed.connect(self._show)
        self._latest.succeeded.connect(self._take)
        self._latest.failed.connect(self._fail)
        self._said.hide()
        self._show()

    def _lay_out(self) -> None:
        how = _("From a stick, a phone or this computer: a picture, a PDF or an office document.")
        kept = _("It is read where it lies. Nothing is copied, kept or sent.")
        self.body.addWidget(parts.heading(_("What does a file of yours tell?")))
        self.body.addWidget(parts.paragraph(f"{how} {kept}", "muted"))
        self.body.addWidget(self._said)
        self.body.addWidget(self._details)
        self.body.addWidget(parts.row(self._choose, self._save, self._stop))
        self.first = self._choose

    def showEvent(self, event: QShowEvent) -> None:
        """Count as seen: nobody has to have a file with them."""
        super().showEvent(event)
        self.done.emit()

    def _ask_for_file(self) -> None:
        self._asking.which(_("Choose a file"), self.open)

    def open(self, path: Path) -> None:
        """Look at a file."""
        self._path, self._found = path, None
        self._said.hide()
        self._run(lambda *, cancelled, **_ways: files.look(path, cancelled))

    def _ask_where(self) -> None:
        path = cast("Path", self._path)
        proposed = path.with_name(files.name_for(path))
        self._asking.where(_("Save a clean copy"), self.save, proposed)

    def save(self, target: Path) -> None:
        """Write a clean copy of the file that is shown."""
        path = cast("Path", self._path)
        self._run(lambda *, cancelled, **_ways: (target, files.save_clean(path, target, cancelled)))

    def _run(self, job: Job) -> None:
        self._latest.start(job)
        self._stop.setFocus()

    def _take(self, result: object) -> None:
        if isinstance(result, Found):
            self._found = result
            self._show()
            self._take_keyboard()
            parts.announce(self._details, self._details.spoken)
        else:
            self._tell_saved(*cast("tuple[Path, Found]", result))

    def _tell_saved(self, target: Path, clean: Found) -> None:
        before = cast("Found", self._found)
        words = _("{before} details before, {after} after · {size} before, {smaller} after")
        self._show()
        self._said.set(
            "ok",
            _("Saved: {name}").format(name=target.name),
            words.format(
                before=before.fields,
                after=clean.fields,
                size=amounts.size(before.size),
                smaller=amounts.size(clean.size),
            ),
        )
        self._said.show()
        bring_into_sight(self._said)
        self._take_keyboard()
        parts.announce(self._said, self._said.accessibleName())

    def _fail(self, sentence: str) -> None:
        self._take_keyboard()
        self._said.set("warning", _("That did not work"), sentence)
        self._said.show()
        bring_into_sight(self._said)
        parts.announce(self._said, self._said.accessibleName())

    def _give_up(self) -> None:
        self._latest.stop()
        self._take_keyboard()

    def _show(self) -> None:
        busy, found = self._latest.is_busy, self._found
        if found is not None:
            self._details.set(found, _("What the file tells"))
        self._details.setVisible(found is not None)
        self._save.setVisible(found is not None and found.is_picture)
        self._stop.setVisible(busy)
        self._choose.setText(_("Choose another file …") if found else _("Choose a file …"))
        parts.set_role(self._choose, "secondary" if self._save.isVisibleTo(self) else "primary")
        for button in (self._choose, self._save):
            button.setEnabled(not busy)

    def _take_keyboard(self) -> None:
        (self._choose if self._save.isHidden() else self._save).setFocus()

    def forget(self) -> None:
        self._latest.stop()
        self._asking.close()
        self._path = self._found = None
        self._said.hide()
        self._show()

    def state(self) -> State:
        return {"path": self._path, "found": self._found}

    def restore(self, state: State) -> None:
        self._path = cast("Path | None", state.get("path"))
        self._found = cast("Found | None", state.get("found"))
        self._show()
