"""What the search for the visitor's ten texts found."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from privacykit.activities.cleanup.engine.judge import Left, Verdict
from privacykit.activities.cleanup.engine.words import Words
from privacykit.activities.cleanup.view import told
from privacykit.i18n import _, _n
from privacykit.look import parts, theme
from privacykit.look.exercise import prose


class VerdictBox(QWidget):
    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words
        self.told, self._card = parts.Callout("info", ""), parts.Card()
        self._rows = QVBoxLayout()
        self._rows.setSpacing(theme.px(12))
        self._card.body.addLayout(self._rows)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.px(12))
        box.addWidget(self.told)
        box.addWidget(self._card)

    @property
    def spoken(self) -> str:
        return self.told.accessibleName()

    def set(self, verdict: Verdict, *, wiped: bool) -> None:
        """Show a verdict; wiped: the engine has carried out its plan just before."""
        self.told.set(*self._sentence(verdict, wiped=wiped))
        while (item := self._rows.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for one in verdict.left:
            self._rows.addWidget(self._row(one))
        self._card.setVisible(bool(verdict.left))

    def _sentence(self, verdict: Verdict, *, wiped: bool) -> tuple[str, str, str]:
        count = len(verdict.left)
        name = self._words.visitor.name
        if verdict.is_clean:
            text = _("Every file was opened and searched for all ten. None is there.")
            return "ok", _("Nothing of {name} can be found").format(name=name), text
        title = _n("{count} trace is still there", "{count} traces are still there", count)
        if wiped:
            text = _("A wipe cleans the account. What lies outside it, you take with you.")
        else:
            text = _n(
                "The kit would remove {count} file now.",
                "The kit would remove {count} files now.",
                verdict.files,
            ).format(count=verdict.files)
        return "warning", title.format(count=count), text

    def _row(self, one: Left) -> QWidget:
        trace = self._words.of(one.trace)
        places = _("Still in: {files}").format(files=", ".join(str(path) for path in one.where))
        title = f"{told.kind(one.trace)}: {trace.text}"
        return parts.column(
            prose(title, "strong"), prose(trace.why), prose(places, "small"), spacing=4
        )
