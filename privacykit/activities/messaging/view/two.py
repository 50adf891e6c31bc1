"""Two computers: two people in the room write to one another for real, and compare the number."""

from PySide6.QtWidgets import QWidget

from privacykit.activities.messaging.pairing.addresses import Place
from privacykit.activities.messaging.view.line import Line
from privacykit.activities.messaging.view.two_meet import Meet, Wait, latest
from privacykit.activities.messaging.view.two_talk import TalkPane
from privacykit.i18n import _
from privacykit.look import parts
from privacykit.look.exercise import Exercise, State
from privacykit.look.sight import bring_into_sight


class TwoExercise(Exercise):
    """Nothing listens and nothing is sent before a person presses a button for it."""

    def __init__(self, port: int) -> None:
        super().__init__()
        self._line: Line | None = None
        self._agreed = False
        self._meet, self._wait, self._talk = Meet(port), Wait(), TalkPane()
        self._said = parts.Callout("info", "")
        self._lay_out()
        self._meet.opened.connect(self._open)
        self._meet.joined.connect(self._join)
        self._meet.refused.connect(self._refuse)
        self._wait.closed.connect(self._leave)
        self._talk.judged.connect(self._judge)
        self._talk.wrote.connect(self._write)
        self._talk.left.connect(self._leave)
        self.forget()

    def _lay_out(self) -> None:
        how = _("Two people in this room write to one another from two computers, end-to-end.")
        off = _("Nothing is open until you press a button here.")
        self.body.addWidget(parts.heading(_("Two computers")))
        self.body.addWidget(parts.paragraph(f"{how} {off}", "muted"))
        for widget in (self._said, self._meet, self._wait, self._talk):
            self.body.addWidget(widget)
        self.first = self._meet

    def _open(self, place: Place) -> None:
        self._begin().open(place, latest())
        self._show()

    def _join(self, place: Place, hosts: list[str], code: str) -> None:
        self._begin().join(place, hosts, code)
        self._show()

    def _begin(self) -> Line:
        self._drop()
        self._said.hide()
        line = Line()
        self._take(line)
        return line

    def _take(self, line: Line) -> None:
        self._line = line
        line.heard.connect(self._hear)

    def _drop(self) -> None:
        """Close the line, if there is one; nothing that was said on it is kept."""
        if self._line is not None:
            self._line.heard.disconnect(self._hear)
            self._line.end()
        self._line, self._agreed = None, False
        self._talk.forget()

    def _hear(self) -> None:
        line = self._line
        if line is None:
            return
        if line.why_ended:
            self._drop()
            if line.paired is None:
                self._refuse(line.why_ended)
            else:
                self._tell("info", _("The line is closed"), line.why_ended)
        elif line.texts and self._agreed:
            self.done.emit()
        self._show()

    def _show(self) -> None:
        line = self._line
        paired = line.paired if line else None
        self._bring(self._meet if line is None else self._talk if paired else self._wait)
        if line is not None and paired is None:
            self._wait.show_news(line.waiting, line.until)
        if line is not None and paired is not None:
            self._talk.show_news(paired.number, line.texts, agreed=self._agreed)

    def _bring(self, wanted: QWidget) -> None:
        """Show one pane of three; a new one gets the keyboard, and with it comes into view."""
        came_up = wanted.isHidden() and self.isVisible()
        for pane in (self._meet, self._wait, self._talk):
            pane.setVisible(pane is wanted)
        if came_up:
            wanted.setFocus()
        if wanted is self._wait:
            bring_into_sight(self._wait)

    def _judge(self, same: bool) -> None:
        if not same:
            self._drop()
            why = _(
                "Read it once more, slowly. If it still differs, somebody sits in between:"
                " then no line is better than this one."
            )
            self._tell("danger", _("Different numbers, so the line was closed"), why)
        self._agreed = same
        self._show()

    def _write(self, text: str) -> None:
        if self._line is not None:
            self._line.say(text)

    def _leave(self) -> None:
        self._drop()
        self._tell("info", _("The line is closed"), _("Nothing listens any more."))
        self._show()

    def _refuse(self, why: str) -> None:
        self._tell("warning", _("That did not work"), why)

    def _tell(self, role: str, title: str, text: str) -> None:
        self._said.set(role, title, text)
        self._said.show()
        bring_into_sight(self._said)
        parts.announce(self._said, f"{title}. {text}")

    def forget(self) -> None:
        self._drop()
        self._meet.forget()
        self._said.hide()
        self._show()

    def state(self) -> State:
        return {"line": self._line, "agreed": self._agreed, "meet": self._meet.state()}

    def restore(self, state: State) -> None:
        """Go on with the line that is open."""
        self._drop()
        line = state.get("line")
        if isinstance(line, Line) and line.is_busy:
            self._take(line)
            self._agreed = bool(state.get("agreed"))
        self._meet.restore(state.get("meet"))
        self._show()
