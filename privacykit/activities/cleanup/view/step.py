"""One step of the leave card: what to do, how it stands, show me, do it for me."""

from PySide6.QtCore import Signal

from privacykit.activities.cleanup.engine.checklist import Seen
from privacykit.activities.cleanup.engine.words import Step, StepId
from privacykit.i18n import _, _n
from privacykit.look import parts
from privacykit.look.exercise import prose
from privacykit.wipe.plan import Plan

_SIGNS = {"done": ("check-circle", "ok"), "open": ("circle", "ink"), "unknown": ("question", "ink")}


class StepCard(parts.Card):
    """Signal wanted: the person wants the kit to do it."""

    wanted = Signal()

    def __init__(self, number: int, step: Step) -> None:
        super().__init__()
        self._step, self._number = step, number
        self._sign = parts.picture("circle", "ink")
        self._title, self._state = prose("", "title"), prose("", "small")
        self._why, self._names = prose(step.why), prose("", "small")
        self._show_me = parts.button(_("Show me"))
        self._show_me.setCheckable(True)
        self._do = parts.button("", "primary" if step.id == "finish" else "secondary")
        self._title.setText(f"{number}. {step.do}")
        self.body.addWidget(parts.row(self._title, self._sign, stretch_first=True))
        self.body.addWidget(self._why)
        self.body.addWidget(self._state)
        self.body.addWidget(self._names)
        self._buttons = parts.row(self._show_me, self._do)
        self.body.addWidget(self._buttons)
        self._show_me.toggled.connect(self._names.setVisible)
        self._do.clicked.connect(self.wanted)
        parts.say(self._show_me, f"{_('Show me')}: {step.do}")

    def set(self, seen: Seen | None, plan: Plan | None, *, busy: bool) -> None:
        """Show how the step stands; None: nobody has looked."""
        state = seen.state if seen else "unknown"
        self._sign.show_icon(*_SIGNS[state])
        self._sign.setVisible(seen is not None)
        said = _said(self._step.id, seen)
        self._state.setText(said)
        self._state.setVisible(bool(said))
        parts.say(self, self._title.text(), said)
        self._offer(seen, plan, busy=busy)

    def _offer(self, seen: Seen | None, plan: Plan | None, *, busy: bool) -> None:
        is_open = seen is not None and seen.state == "open"
        names = seen.names if seen else ()
        self._names.setText("\n".join(names))
        self._show_me.setVisible(bool(names))
        if not names:
            self._show_me.setChecked(False)
        self._names.setVisible(bool(names) and self._show_me.isChecked())
        words = _deed(self._step.id, seen) if seen and is_open else ""
        self._do.setText(words)
        parts.say(self._do, f"{words}: {self._step.do}")
        offered = bool(words) and _may(self._step.id, plan)
        self._do.setVisible(offered)
        self._buttons.setVisible(bool(names) or offered)
        self._do.setEnabled(not busy)


def _may(step: StepId, plan: Plan | None) -> bool:
    return step not in {"signed-in", "files"} or (plan is not None and plan.allowed)


def _said(step: StepId, seen: Seen | None) -> str:
    if seen is None or step == "finish":
        return ""
    if seen.state == "done":
        return _("Nothing is left here")
    return _("This computer cannot tell: look yourself") if seen.state == "unknown" else ""


def _deed(step: StepId, seen: Seen) -> str:
    """Return the words of the button, or nothing where only a person can do it."""
    if step in {"signed-in", "files"}:
        words = _n("Remove {count} file", "Remove {count} files", seen.count)
        return words.format(count=seen.count)
    if step == "finish" and seen.count:
        words = _n(
            "Remove {count} file and finish …", "Remove {count} files and finish …", seen.count
        )
        return words.format(count=seen.count)
    return {
        "programs": _("Close them"),
        "clipboard": _("Empty the clipboard"),
        "printer": _("Cancel the jobs"),
        "finish": _("Leave no trace …"),
    }.get(step, "")
