"""Why was this stopped? The rule taken apart, and a rule of one's own to try."""

from collections.abc import Callable

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QLineEdit

from privacykit.activities.trackers.engine import why
from privacykit.activities.trackers.engine.words import Sample
from privacykit.activities.trackers.view.rule import RuleParts
from privacykit.activities.trackers.view.session import Session
from privacykit.errors import RuleError
from privacykit.i18n import _
from privacykit.look import parts
from privacykit.look.chips import Chips
from privacykit.look.exercise import Exercise, State, prose
from privacykit.look.work import Work
from privacykit.tracking.filters import Filters

_LONGEST = 200


class WhyExercise(Exercise):
    def __init__(self, session: Session, samples: tuple[Sample, ...]) -> None:
        super().__init__()
        self._session, self._samples = session, why.samples(samples)
        self._calls = list(self._samples)
        self._list: Filters | None = None
        self._work: Work | None = None
        self._which = Chips(_("Call:"), [call.name for call in self._calls])
        self._about, self._address = prose(""), prose("", "code")
        self._verdict, self._rule = parts.Callout("info", ""), RuleParts()
        self._age = parts.paragraph("", "small")
        self._own = _OwnRule(lambda: self._calls[max(0, self._which.chosen())])
        self._onward = parts.button(_("What slips through"), "primary", "arrow-right")
        self._lay_out()
        self._which.chose.connect(self._choose)
        self._onward.clicked.connect(self.onward)
        self._which.set(0)

    def _lay_out(self) -> None:
        how = _("A blocker goes by a list of rules. Pick a call, and see which rule matches.")
        self.body.addWidget(parts.heading(_("Why was this stopped?")))
        self.body.addWidget(parts.paragraph(how, "muted"))
        self.body.addWidget(self._which)
        card = parts.Card()
        for widget in (self._about, self._address, self._verdict, self._rule, self._age):
            card.body.addWidget(widget)
        self.body.addWidget(card)
        self.body.addWidget(self._own)
        self.body.addWidget(parts.row(parts.row(), self._onward, stretch_first=True))

    def showEvent(self, event: QShowEvent) -> None:
        self._calls = self._samples + why.met(self._session.pages)
        number = max(0, self._which.chosen())
        self._which.offer([call.name for call in self._calls])
        self._which.set(min(number, len(self._calls) - 1))
        self._show()
        if self._list is None and self._work is None:
            self._read()
        super().showEvent(event)

    def _read(self) -> None:
        """Read the list beside the screen: it has some fifty thousand rules."""
        self._work = Work(self._read_list)
        self._work.succeeded.connect(self._take)
        self._work.start()

    def _read_list(self, **_asked: object) -> Filters:
        return self._session.filters()

    def _take(self, filters: object) -> None:
        if isinstance(filters, Filters):
            self._list = filters
            said = _("The list is EasyPrivacy of {date}. What came later is not on it.")
            self._age.setText(said.format(date=filters.date))
            self._show()

    def _choose(self, _number: int) -> None:
        self._show()
        self._own.test()
        parts.announce(self._verdict, self._verdict.accessibleName())
        self.done.emit()

    def _show(self) -> None:
        call = self._calls[max(0, self._which.chosen())]
        self._about.setText(call.about)
        self._address.setText(_breakable(call.url))
        if self._list is None:
            self._verdict.set("info", _("The list is being read …"))
            self._rule.show_rule("")
            return
        rule = why.rule(call, self._list)
        self._rule.show_rule(rule)
        if rule:
            self._verdict.set("ok", _("Stopped, by this rule"))
        else:
            text = _("No rule of the list matches it.")
            self._verdict.set("info", _("It goes through"), text)

    def forget(self) -> None:
        self._which.set(0)
        self._own.forget()
        self._calls = list(self._samples)
        self._which.offer([call.name for call in self._calls])
        self._which.set(0)
        self._show()

    def state(self) -> State:
        return {"call": max(0, self._which.chosen()), "own": self._own.text()}

    def restore(self, state: State) -> None:
        call, own = state.get("call"), state.get("own")
        if isinstance(call, int):
            self._which.set(call)
        if isinstance(own, str):
            self._own.restore(own)
        self._show()


class _OwnRule(parts.Card):
    """A field for a rule, and what it does to the call that is chosen above."""

    def __init__(self, call: Callable[[], why.Call]) -> None:
        super().__init__()
        self._call = call
        self._field = QLineEdit()
        self._field.setMaxLength(_LONGEST)
        self._field.setPlaceholderText("||tracker.example^$third-party")
        parts.say(self._field, _("Your rule"))
        self._try, self._result = parts.button(_("Try it")), parts.Callout("info", "")
        self._rule = RuleParts()
        how = _(
            "Two bars and a name stop a company and all its computers. Try it on the call above."
        )
        self.body.addWidget(prose(_("Write a rule of your own"), "title"))
        self.body.addWidget(prose(how, "small"))
        self.body.addWidget(parts.row(self._field, self._try, stretch_first=True))
        for widget in (self._result, self._rule):
            self.body.addWidget(widget)
        self._field.returnPressed.connect(self._press)
        self._field.textChanged.connect(self._change)
        self._try.clicked.connect(self._press)
        self._change()

    def _change(self) -> None:
        self._try.setEnabled(bool(self._field.text().strip()))
        self._result.hide()
        self._rule.hide()

    def _press(self) -> None:
        self.test()
        parts.announce(self._result, self._result.accessibleName())

    def test(self) -> None:
        """Say what the rule does to the call; nothing if there is no rule."""
        line = self._field.text().strip()
        if not line:
            return
        try:
            stopped = why.own(line, self._call())
        except RuleError as error:
            self._result.set("warning", _("This is not a rule yet"), str(error))
            self._rule.show_rule("")
        else:
            self._rule.show_rule(line)
            title = _("Your rule stops it") if stopped else _("Your rule lets it through")
            self._result.set("ok" if stopped else "info", title)
        self._result.show()

    def text(self) -> str:
        return self._field.text()

    def restore(self, text: str) -> None:
        self._field.setText(text)
        self.test()

    def forget(self) -> None:
        self._field.setText("")
        self._rule.show_rule("")
        self._result.set("info", "")
        self._change()


def _breakable(url: str) -> str:
    """Return an address that may be broken into lines after its signs."""
    return url.replace("/", "/\u200b").replace("?", "?\u200b").replace("&", "&\u200b")
