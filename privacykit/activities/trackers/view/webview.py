"""The web of companies on screen: the graph, the table, and what both share."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from privacykit.activities.trackers.engine.web import WebOfCompanies
from privacykit.look import parts
from privacykit.tracking.model import Page, Request, Visit


class WebOfCompaniesView(QWidget):
    """Signal: picked: the name of the site or company that a person wants to know about."""

    picked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.web = WebOfCompanies()
        self._summary: QLabel = parts.paragraph("", "title")
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self._summary)
        self._refresh()

    def add(self, request: Request) -> None:
        """Take in one call; many in a row are drawn together."""
        self.web.add(request)
        self._refresh()

    def open_page(self, page: Page) -> None:
        """Take in a page, with the calls it holds already."""
        self.web.open_page(page)
        self._refresh()

    def show_visit(self, visit: Visit) -> None:
        """Show this visit instead of what is shown."""
        self.web.show_visit(visit)
        self._refresh()

    def clear(self) -> None:
        """Be as new: no calls, no search, nothing chosen."""
        self.web.clear()
        self._refresh()

    def summary(self) -> str:
        return self.web.summary()

    def _refresh(self) -> None:
        self._summary.setText(self.summary())
