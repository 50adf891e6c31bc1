"""Who keeps what you cannot remove, and for how long."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from privacykit.activities.cleanup.engine import keeps
from privacykit.activities.cleanup.engine.keeps import Kept
from privacykit.audit import told
from privacykit.audit.running import Audit
from privacykit.i18n import _
from privacykit.look import parts, theme
from privacykit.look.exercise import prose


class KeepsBox(parts.Card):
    def __init__(self) -> None:
        super().__init__()
        self._when, self._rows = prose("", "small"), QVBoxLayout()
        self._rows.setSpacing(theme.px(12))
        self.body.addWidget(parts.heading(_("What you cannot remove"), 2))
        self.body.addWidget(self._when)
        self.body.addLayout(self._rows)

    def fill(self) -> None:
        """Read this computer's last check-up and show what it says."""
        audit = keeps.last_checkup()
        self._when.setText(_dated(audit))
        while (item := self._rows.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for one in keeps.kept(audit):
            self._rows.addWidget(_row(one))


def _dated(audit: Audit | None) -> str:
    if audit is None:
        return _("No check-up can be read here. Ask the staff: what is kept, how long?")
    words = _("From the check-up of {date}. Ask the staff what is not known.")
    return words.format(date=audit.at[:10])


def _row(one: Kept) -> QWidget:
    title = prose(one.what, "strong")
    who = _("Kept by: {who}").format(who=one.who)
    known = " · ".join(part for part in (_verdict(one), one.evidence) if part)
    return parts.column(title, prose(who), *([prose(known, "small")] if known else []), spacing=4)


def _verdict(one: Kept) -> str:
    if one.verdict is None:
        return ""
    return _("Check-up: {verdict}").format(verdict=told.verdict(one.verdict))
