"""Try: the hands-on exercise of a station, made by its kind of activity."""

from collections.abc import Mapping
from typing import cast

from PySide6.QtCore import Qt, SignalInstance
from PySide6.QtWidgets import QAbstractButton, QWidget

from privacykit import activities
from privacykit.content.station import Station, Words
from privacykit.i18n import _
from privacykit.look import parts
from privacykit.ui.step import Forward, Step


class Try(Step):
    def __init__(self, station: Station, words: Words) -> None:
        super().__init__()
        kind = station.manifest.activity.kind
        self._view = activities.create(kind, words.activity, station.options, words.language)
        self._done = False
        for name, then in (("finished", self._finish), ("leave", self.ending)):
            said = getattr(self._view, name, None)
            if isinstance(said, SignalInstance):
                said.connect(then)
        width = getattr(self._view, "WIDTH", 720)
        self.show_only(parts.scrolled(cast("QWidget", self._view), width))

    def _finish(self) -> None:
        self._done = True
        self.changed.emit()

    def first(self) -> QWidget | None:
        """Return the first thing to do, or a press of Enter too many would skip it all."""
        view = cast("QWidget", self._view)
        inside = view.findChildren(QWidget)
        return next((one for one in inside if _takes_keys(one) and one.isVisibleTo(view)), None)

    def forward(self) -> Forward:
        return Forward(_("On to the quiz"), primary=self._done)

    def forget(self) -> None:
        self._done = False
        self._view.forget()
        self.changed.emit()

    def state(self) -> Mapping[str, object]:
        return {"done": self._done, "view": self._view.state()}

    def restore(self, state: Mapping[str, object]) -> None:
        self._done = bool(state["done"])
        self._view.restore(cast("Mapping[str, object]", state["view"]))


def _takes_keys(widget: QWidget) -> bool:
    """Tell whether the keyboard may begin here; of several tabs, at the chosen one."""
    if isinstance(widget, QAbstractButton) and widget.group() is not None:
        return widget.isEnabled() and widget.isChecked()
    by_tab = widget.focusPolicy() & Qt.FocusPolicy.TabFocus == Qt.FocusPolicy.TabFocus
    return widget.isEnabled() and by_tab
