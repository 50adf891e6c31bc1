"""The switch to the real internet: off by default, with a warning, never as root."""

from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from privacykit.activities.trackers.view.browser import is_available
from privacykit.activities.trackers.view.browser.start import is_root
from privacykit.activities.trackers.view.session import Session
from privacykit.i18n import _
from privacykit.look import parts, theme


class LiveSwitch(QWidget):
    """Puts the session's browsers on the internet and back; both times they begin anew."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._box = QCheckBox(_("Use the real internet instead"))
        self._box.setEnabled(is_available() and not is_root())
        self._warning = parts.Callout(
            "warning",
            _("Real sites, real trackers"),
            _(
                "Who you visit sees this computer's address. Do not sign in anywhere. Cookies are "
                "gone when you leave. Even behind “Blocked” a page can have this computer connect "
                "to a company without fetching anything; that is not shown here."
            ),
        )
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.px(8))
        box.addWidget(self._box)
        box.addWidget(self._warning)
        self._box.toggled.connect(session.set_live)
        session.moved.connect(self._show)
        self._show()

    def _show(self) -> None:
        self._box.setChecked(self._session.live)
        self._warning.setVisible(self._session.live)
