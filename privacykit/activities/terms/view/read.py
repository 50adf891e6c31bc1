"""Read it for me: the time a text takes, the passages worth reading, three questions."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtWidgets import QWidget

from privacykit.activities.terms.engine import files, marking
from privacykit.activities.terms.engine.marking import Reading
from privacykit.activities.terms.view.found import Found
from privacykit.activities.terms.view.paper import Paper
from privacykit.i18n import _
from privacykit.look import parts
from privacykit.look.asking import Asking
from privacykit.look.exercise import Exercise, State, prose
from privacykit.look.latest import Latest


class ReadExercise(Exercise):
    def __init__(self, ask: Sequence[str], example: Sequence[str]) -> None:
        super().__init__()
        self._example = "\n".join(example)
        self._latest = Latest(self)
        self._then: Callable[[object], None] = self._show
        self._asking = Asking(self)
        self._paper = Paper()
        self._problem = parts.Callout("warning", "")
        self._busy = prose(_("Reading …"), "muted")
        self._found = Found(ask)
        self._read = parts.button(_("Read it for me"), "primary")
        self._lay_out()
        self._paper.textChanged.connect(self._changed)
        self._latest.changed.connect(lambda: self._busy.setVisible(self._latest.is_busy))
        self._latest.succeeded.connect(self._take)
        self._latest.failed.connect(self._fail)
        self._paper.refused.connect(self._refuse)
        self._found.wanted.connect(self._paper.go_to)
        self.first = self._paper
        self.forget()

    def _lay_out(self) -> None:
        how = _("Paste terms or a privacy policy in English or Swedish, or open a file.")
        here = _("It is read on this computer. Nothing is sent or kept.")
        opened = parts.button(_("Open a file …"), "secondary", "folder-open")
        example = parts.button(_("Take NameDrop's terms"))
        empty = parts.button(_("Empty"))
        opened.clicked.connect(self._ask_file)
        example.clicked.connect(lambda: self._paper.setPlainText(self._example))
        empty.clicked.connect(self.forget)
        self._read.clicked.connect(self._start)
        tools: QWidget = parts.row(opened, example, empty)
        self.body.addWidget(parts.heading(_("Read it for me")))
        self.body.addWidget(prose(f"{how} {here}", "muted"))
        self.body.addWidget(self._paper)
        self.body.addWidget(parts.row(tools, self._read, stretch_first=True))
        for widget in (self._problem, self._busy, self._found):
            self.body.addWidget(widget)

    def _ask_file(self) -> None:
        kinds = _("Text, web pages and PDF ({endings})")
        kinds = kinds.format(endings="*.txt *.html *.htm *.pdf")
        self._asking.which(_("Open terms"), self.open, kinds)

    def open(self, path: Path) -> None:
        """Put the text of a file on the paper."""
        self._run(lambda cancelled: marking.folded(files.text(path, cancelled)), self._opened)

    def _opened(self, text: object) -> None:
        self._paper.setPlainText(str(text))
        self._start()

    def _start(self) -> None:
        text = self._paper.toPlainText()
        self._run(lambda cancelled: marking.read(text, cancelled), self._show)

    def _run(
        self,
        job: Callable[[Callable[[], bool]], object],
        then: Callable[[object], None],
    ) -> None:
        self._then = then
        self._clear()
        self._latest.start(lambda *, cancelled, **_ways: job(cancelled))

    def _take(self, result: object) -> None:
        self._then(result)

    def _show(self, reading: object) -> None:
        if isinstance(reading, Reading):
            self._found.show_reading(reading)
            parts.set_role(self._read, "secondary")  # the next step is the quiz
            self._paper.mark(p for each in reading.found.values() for p in each)
            self._announce(self._found, self._found.summary())
            self.done.emit()

    def _fail(self, sentence: str) -> None:
        self._say(sentence or _("This text could not be read. Try a part of it."))

    def _refuse(self) -> None:
        self._say(_("This text is longer than any terms we know of. Paste a part of it."))

    def _say(self, problem: str) -> None:
        self._problem.set("warning", problem)
        self._problem.show()
        self._announce(self._problem, problem)

    def _announce(self, widget: QWidget, text: str) -> None:
        """Have it spoken, unless another exercise has come up meanwhile."""
        if self.isVisible():
            parts.announce(widget, text)

    def _changed(self) -> None:
        self._latest.stop()
        self._clear()
        self._read.setEnabled(bool(self._paper.toPlainText().strip()))

    def _clear(self) -> None:
        self._paper.mark(())
        self._found.forget()
        parts.set_role(self._read, "primary")
        self._problem.set("warning", "")
        for widget in (self._problem, self._busy):
            widget.hide()

    def forget(self) -> None:
        self._asking.close()
        self._paper.setPlainText("")
        self._changed()

    def state(self) -> State:
        return {"text": self._paper.toPlainText(), "read": self._found.is_filled()}

    def restore(self, state: State) -> None:
        self._paper.setPlainText(str(state.get("text", "")))
        if state.get("read"):
            self._start()
