"""The record: every wipe in one row, whether the rows are as they were written, and a chart."""

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import cast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QWidget

from privacykit.i18n import _, _n
from privacykit.look import parts
from privacykit.look.fitted import Fitted
from privacykit.look.work import Work
from privacykit.record import reading, table, words
from privacykit.record.reading import Record
from privacykit.ui.admin import record_table
from privacykit.ui.admin.chart import Chart
from privacykit.ui.admin.record_table import Table
from privacykit.ui.admin.working import WorkingPage
from privacykit.ui.leave_screens import Screen, press
from privacykit.ui.notices import report, sentence
from privacykit.ui.world import World
from privacykit.wipe.progress import Cancelled, Progress

_WIDE, _TOLD = 1080, 3


def _now() -> datetime:
    return datetime.now().astimezone()


class RecordPage(WorkingPage):
    def __init__(self, world: World, now: Callable[[], datetime] = _now) -> None:
        super().__init__()
        self._world, self._now = world, now
        self._record: Record | None = None
        self._only_open = False
        self._order = (0, Qt.SortOrder.DescendingOrder)
        self.table: Table | None = None

    def title(self) -> str:
        return _("Record")

    def open(self) -> None:
        """Read the record anew."""
        self.run(self._read, _("Reading the record"))

    def _read(self, *, progress: Progress, cancelled: Cancelled) -> Record:
        from privacykit.staff import own_record

        admin = self._world.admin
        own = admin.audit_folder.parent
        if reading.folder(admin.public, own) == admin.public:
            return reading.read(admin.public)
        return own_record.read(own)

    def succeeded(self, result: object) -> None:
        self._record = cast("Record", result)
        self._show(self._record)

    def failed(self, error: object) -> None:
        report(cast("BaseException", error))
        again = press(_("Read it again"), "primary", self.open)
        title = _("The record cannot be shown")
        callout = parts.Callout("warning", title, sentence(cast("BaseException", error)))
        self.replace(Screen(callout, (again,), title))

    def _show(self, found: Record) -> None:
        title, callout = parts.heading(_("Record")), banner(found)
        if not found.wipes:
            self.replace(Screen(Fitted(title, callout), (), _("Record")), _WIDE, foot=False)
            return
        month = parts.Card()
        month.body.addWidget(parts.heading(_("Last 30 days"), 3))
        month.body.addWidget(Chart(table.days(found.wipes, self._now())))
        rows = parts.column(self._tools(found), self._table(found), record_table.hint(), spacing=8)
        content = Fitted(title, callout, month, rows)
        self.replace(Screen(content, (), _("Record")), _WIDE, foot=False)
        self._first = self.table
        if self.isVisible() and self.table is not None:
            self.table.setFocus()

    def _tools(self, found: Record) -> QWidget:
        only = QCheckBox(_("Only what was not verified"))
        only.setObjectName("only-open")
        only.setChecked(self._only_open)
        only.setEnabled(bool(found.not_verified))
        only.toggled.connect(self.filter)
        save = press(_("Save as a table"), "secondary", self.save, "download-simple")
        save.setObjectName("save-table")
        return parts.row(only, save, stretch_first=True)

    def _table(self, found: Record) -> Table:
        self.table = Table(found.wipes, self._now())
        self.table.setObjectName("wipes")
        self.table.sortByColumn(*self._order)
        self.table.show_only(not_verified=self._only_open)
        return self.table

    def filter(self, only_open: bool) -> None:
        """Show only the wipes that were not verified, or all."""
        self._only_open = only_open
        if self.table is not None:
            self.table.show_only(not_verified=only_open)
            count = self.table.sorted.rowCount()
            parts.announce(
                self.table, _n("{count} wipe", "{count} wipes", count).format(count=count)
            )

    def save(self) -> None:
        """Save what is on screen, in its order, where a person says."""
        path = self._world.ask_file(self, "privacykit-record.csv")
        if path is not None and self.table is not None:
            self._write(path, table.csv_text(self.table.sorted.shown()))

    def _write(self, path: Path, text: str) -> None:
        try:
            path.write_text(text, encoding="utf-8", newline="")
        except OSError as error:
            said = _("The table {path} could not be written. The system says: {reason}.")
            self.noticed.emit("warning", said.format(path=path, reason=error.strerror))
        else:
            self.noticed.emit("ok", _("Saved: {path}").format(path=path))

    def state(self) -> Mapping[str, object]:
        order = record_table.order(self.table) if self.table is not None else self._order
        return {"record": self._record, "only": self._only_open, "order": order, "work": self.work}

    def restore(self, state: Mapping[str, object]) -> None:
        self._only_open = bool(state["only"])
        self._order = cast("tuple[int, Qt.SortOrder]", state["order"])
        self.take_over(cast("Work | None", state["work"]), ("", 0, 0))
        if self.work is not None:
            self.show_work(_("Reading the record"))
        elif state["record"] is not None:
            self.succeeded(state["record"])
        else:
            self.open()


def banner(found: Record) -> parts.Callout:
    """Say first whether the record can be believed, then what it says."""
    if not found.is_sound:
        return _changed(found)
    if not found.wipes:
        return parts.Callout(
            "info", words.counts(found), _("Each wipe leaves one row here: counts, no names.")
        )
    role = "warning" if found.not_verified else "ok"
    return parts.Callout(role, words.counts(found), words.unchanged())


def _changed(found: Record) -> parts.Callout:
    told = [problem.text for problem in found.problems[:_TOLD]]
    more = len(found.problems) - _TOLD
    if more > 0:
        said = _n("And {count} more place.", "And {count} more places.", more)
        told.append(said.format(count=more))
    told.append(_("The disk is faulty, or somebody who may write there changed it. Tell IT."))
    return parts.Callout("danger", _("The record is not as it was written"), "\n".join(told))
