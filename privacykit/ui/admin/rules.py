"""The rules of this computer: a form, what it changes, and saving it as an administrator."""

import os
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any, cast

from PySide6.QtWidgets import QVBoxLayout, QWidget

from privacykit.errors import CancelledError, PolicyError, PrivacykitError
from privacykit.i18n import _
from privacykit.look import parts
from privacykit.look.work import Work
from privacykit.staff.rights import Answer
from privacykit.staff.rules import Imported, Rules
from privacykit.staff.shape import Field
from privacykit.ui.admin import rules_screens as screens
from privacykit.ui.admin.rules_form import Form
from privacykit.ui.footer import ways
from privacykit.ui.notices import report, sentence
from privacykit.ui.page import Page
from privacykit.ui.world import World
from privacykit.wipe import traces
from privacykit.wipe.progress import Cancelled, Progress

FILE_NAME = "policy.toml"


def _why_not_saved(answer: Answer) -> str:
    """Return the engine's sentence; where no administrator could be asked, another way."""
    if answer.exit_code > 0 and answer.sentence:
        return answer.sentence
    return _(
        "Not saved: no administrator has agreed. You can write a file here and have an "
        "administrator type: {line}"
    ).format(line=f"sudo privacykit policy write {FILE_NAME}")


class RulesPage(Page):
    """What is typed goes into the rules at once; the file changes only when they are saved."""

    def __init__(self, world: World) -> None:
        super().__init__()
        self._world = world
        self._titles: dict[str, str] = {}
        self.rules: Rules | None = None
        self.form: Form | None = None
        self.work: Work | None = None
        self._imported: Imported | None = None
        self.shown = ""
        self._first: QWidget | None = None
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(0)

    def open(self) -> None:
        """Read the file anew."""
        file, trusted = self._world.admin.policy_file, {0, os.geteuid()}
        try:
            self._titles = {trace.id: trace.in_words() for trace in traces.load().traces}
            self.rules = Rules.open(file, trusted, set(self._titles))
        except (PrivacykitError, OSError) as error:
            self._fail(error)
            return
        self._show("form")
        self._tell_problems()

    def _fail(self, error: BaseException) -> None:
        self.rules = None
        text = str(error) if isinstance(error, PrivacykitError) else sentence(error)
        self._replace(screens.failed(text, self.open))
        self.shown = "failed"

    def _tell_problems(self) -> bool:
        problems = self._ours.problems()
        if self.form is not None and not self._ours.is_new:
            self.form.tell(problems)
        return bool(problems)

    @property
    def _ours(self) -> Rules:
        return cast("Rules", self.rules)

    def change(self, field: Field, value: Any) -> None:
        try:
            self._ours.set(field, value)
        except PolicyError as error:
            self.noticed.emit("warning", str(error))

    def review(self) -> None:
        """Show what changes, or lead to what the engine refuses."""
        problems = self._ours.problems()
        if self.form is not None:
            self.form.tell(problems)
        if problems:
            return
        if self._ours.difference().is_empty:
            self.noticed.emit("info", _("Nothing has been changed."))
            return
        self._show("review")

    def save(self) -> None:
        self.work = Work(partial(self._save, self._ours))
        self._watch()
        self._show("saving")
        self.work.start()

    def _save(self, rules: Rules, *, progress: Progress, cancelled: Cancelled) -> None:
        def write(text: str, was: str) -> None:
            answer = self._world.admin.rights(
                ["policy", "write", "-", "--was", was],
                reason=_("Put the library's new rules in force."),
                progress=progress,
                cancelled=cancelled,
                typed=text.encode(),
            )
            if answer.exit_code:
                raise PrivacykitError(_why_not_saved(answer))

        rules.save(write)

    def _watch(self) -> None:
        if self.work is not None:
            self.work.succeeded.connect(self._saved)
            self.work.failed.connect(self._not_saved)

    def _saved(self, _result: object) -> None:
        self.work = None
        self._show("form")
        self.noticed.emit("ok", _("The rules are saved and hold from now on."))

    def _not_saved(self, error: BaseException) -> None:
        self.work = None
        self._show("review")
        if isinstance(error, CancelledError):
            return
        if not isinstance(error, PrivacykitError):
            report(error)
        self.noticed.emit("warning", sentence(error))

    def _stop(self) -> None:
        if self.work is not None:
            self.work.cancel()

    def export(self) -> None:
        """Write a file for other computers."""
        path = self._world.ask_file(self, FILE_NAME)
        if path is None:
            return
        try:
            self._ours.export(path)
        except PolicyError:
            self.review()
        except OSError as error:
            words = _("{path} cannot be written ({reason}). Choose another place.")
            self.noticed.emit("warning", words.format(path=path, reason=error.strerror))
        else:
            self.noticed.emit("ok", _("Written to {path}.").format(path=path))

    def bring_in(self) -> None:
        """Take over a file of another computer."""
        path = self._world.find_file(self, FILE_NAME)
        if path is not None:
            self._bring_in(path)

    def _bring_in(self, path: Path) -> None:
        try:
            self._imported = self._ours.imported(path)
        except PolicyError as error:
            self.noticed.emit("warning", str(error))
            return
        if self._imported.accounts in ([], self._ours.value(("accounts",))):
            self._take(theirs=False)
        else:
            self._show("accounts")

    def _take(self, *, theirs: bool) -> None:
        self.rules, accounts = cast("Imported", self._imported)
        if theirs:
            self.rules.set(("accounts",), accounts)
        self._imported = None
        self._show("form")
        self.review()

    def _show(self, name: str) -> None:
        self.shown = name
        self.form = None
        match name:
            case "form":
                self.show_form()
            case "review":
                difference = self._ours.difference()
                self._replace(screens.review(difference, self.save, lambda: self._show("form")))
            case "saving":
                self._replace(screens.saving(self._stop))
            case "accounts":
                self._replace(self._question())

    def _question(self) -> screens.Screen:
        asked = cast("Imported", self._imported)
        ours = self._ours.value(("accounts",))
        keep, take = lambda: self._take(theirs=False), lambda: self._take(theirs=True)
        return screens.whose_accounts(ours, asked.accounts, keep, take)

    def show_form(self) -> None:
        self.form = Form(self._ours, self._titles)
        self.form.changed.connect(self.change)
        buttons = (
            screens.press(_("See what changes"), "primary", self.review),
            screens.press(_("Bring in a file …"), "secondary", self.bring_in, "upload-simple"),
            screens.press(_("Write a file …"), "secondary", self.export, "download-simple"),
        )
        self._put(self.form, ways(*buttons))
        self._first = self.form.fields[0].editor

    def _replace(self, screen: screens.Screen) -> None:
        self._put(parts.scrolled(screen.content), ways(*screen.buttons))
        self._first = screen.buttons[0]
        if self.isVisible():
            self._first.setFocus()
        parts.announce(self, screen.spoken)

    def _put(self, content: QWidget, foot: QWidget) -> None:
        while (item := self._box.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        self._box.addWidget(content, 1)
        self._box.addWidget(foot)
        content.show()
        foot.show()

    def title(self) -> str:
        return _("Rules")

    def first(self) -> QWidget | None:
        return self._first

    def back(self) -> bool:
        """Go back to the form, with everything that was typed."""
        if self.shown not in {"review", "accounts"}:
            return False
        self._show("form")
        return True

    def forget(self) -> None:
        """Drop what was not saved; a save that has begun goes on to its end."""
        if self.work is not None:
            self.work.succeeded.disconnect(self._saved)
            self.work.failed.disconnect(self._not_saved)
            self.work = None
        self.rules = self._imported = None

    def state(self) -> Mapping[str, object]:
        return {
            "rules": self.rules,
            "work": self.work,
            "shown": self.shown,
            "imported": self._imported,
            "titles": self._titles,
        }

    def restore(self, state: Mapping[str, object]) -> None:
        self.rules = cast("Rules | None", state["rules"])
        self._imported = cast("Imported | None", state["imported"])
        self._titles = cast("dict[str, str]", state["titles"])
        self.work = cast("Work | None", state["work"])
        if self.rules is None:
            self.open()
            return
        self._watch()
        self._show(str(state["shown"]))
