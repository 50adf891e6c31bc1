"""What the check-up page works on: this computer, or a made-up one in tests and the tour."""

import stat
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Protocol

import msgspec

from privacykit.audit import answers, here, keeping, letter, running
from privacykit.audit.answers import Answer, Question
from privacykit.audit.running import Audit
from privacykit.errors import AuditError, WebError
from privacykit.i18n import _
from privacykit.ui.admin import checkup_merge as merge
from privacykit.ui.admin.checkup_items import Seen
from privacykit.ui.world import Admin
from privacykit.wipe.progress import Cancelled, Progress

if TYPE_CHECKING:
    from privacykit.audit.scripts import Scripts


class Examining(Protocol):
    def latest(self) -> Seen | None:
        """Return what was found last time; None: nothing yet."""
        ...

    def refused(self, addresses: Sequence[str]) -> str:
        """Return why an address is none of a web page, as a sentence; empty: all are fine."""
        ...

    def look(
        self,
        addresses: Sequence[str],
        *,
        scripts: bool = False,
        progress: Progress,
        cancelled: Cancelled,
    ) -> Seen:
        """Look at this computer and at those pages, with scripts as a browser shows them."""
        ...

    def look_as_root(self, seen: Seen, *, progress: Progress, cancelled: Cancelled) -> Seen:
        """Look again at what could not be seen, after an administrator has agreed."""
        ...

    def look_after(
        self, checks: Collection[str], seen: Seen, *, progress: Progress, cancelled: Cancelled
    ) -> Seen:
        """Look again at those checks only, as their answers are new; quick, and never online."""
        ...

    def questions(self, checks: Collection[str]) -> tuple[Question, ...]: ...

    def waiting(self, checks: Collection[str]) -> tuple[Question, ...]:
        """Return the questions of these checks that have no answer, or one that is too old."""
        ...

    def answers(self) -> Mapping[str, Answer]: ...

    def answer(self, question: str, value: str) -> None:
        """Keep an answer with today's date."""
        ...

    def letter(self, seen: Seen, language: str) -> str: ...


class OfThisComputer:
    """Keeps results and answers in the account's own folder; shows what root has found, too."""

    def __init__(self, admin: Admin, today: Callable[[], date]) -> None:
        self._admin, self._today = admin, today
        self._folder = admin.audit_folder

    def latest(self) -> Seen | None:
        folders = self._folder, self._admin.public / "audit"
        found = [(audit, folder) for folder in folders if (audit := running.latest(folder))]
        if not found:
            return None
        audit, folder = max(found, key=lambda one: one[0].at)
        return Seen(audit, running.before(folder))

    def refused(self, addresses: Sequence[str]) -> str:
        from privacykit.audit import web  # late: nothing here goes online before it is asked to

        try:
            for address in addresses:
                web.checked(address)
        except WebError as error:
            return str(error)
        return ""

    def look(
        self,
        addresses: Sequence[str],
        *,
        scripts: bool = False,
        progress: Progress,
        cancelled: Cancelled,
    ) -> Seen:
        last = self.latest()
        before = last.audit if last else None
        computer = here.computer(
            self._admin.system, self.answers(), before, addresses, cancelled=cancelled
        )
        if scripts:
            computer = replace(computer, scripts=_scripts())
        audit = running.run(computer, progress=progress, cancelled=cancelled)
        if before:
            audit = merge.carried(before, audit, online=bool(addresses))
        return Seen(audit, before, self._keep(audit))

    def look_as_root(self, seen: Seen, *, progress: Progress, cancelled: Cancelled) -> Seen:
        hidden = [one.id for one in seen.audit.findings if one.verdict == "cannot tell"]
        only = (word for check in hidden for word in ("--only", check))
        answer = self._admin.rights(
            ("audit", "--json", "--no-save", *only),
            reason=_("Look at settings that only an administrator may read."),
            progress=progress,
            cancelled=cancelled,
        )
        try:
            found = msgspec.convert(answer.report, Audit)
        except msgspec.ValidationError:
            raise AuditError(answer.sentence) from None
        audit = merge.replaced(seen.audit, found.findings)
        return Seen(audit, seen.before, self._keep(audit))

    def look_after(
        self, checks: Collection[str], seen: Seen, *, progress: Progress, cancelled: Cancelled
    ) -> Seen:
        computer = here.computer(self._admin.system, self.answers(), seen.before)
        audit = merge.replaced(
            seen.audit,
            running.run(computer, ids=checks, progress=progress, cancelled=cancelled).findings,
        )
        return Seen(audit, seen.before, self._keep(audit))

    def questions(self, checks: Collection[str]) -> tuple[Question, ...]:
        return tuple(one for one in answers.questions() if one.check in checks)

    def waiting(self, checks: Collection[str]) -> tuple[Question, ...]:
        now = datetime.combine(self._today(), time(), UTC)
        return tuple(one for one in answers.due(self.answers(), now) if one.check in checks)

    def answers(self) -> Mapping[str, Answer]:
        return answers.load(self._folder)

    def answer(self, question: str, value: str) -> None:
        given = {**self.answers(), question: Answer(value, self._today())}
        try:
            self._prepare()
            answers.save(given, self._folder)
        except OSError as error:
            raise AuditError(keeping.not_kept(self._folder, error)) from error

    def letter(self, seen: Seen, language: str) -> str:
        return letter.letter(seen.audit, language)

    def _keep(self, audit: Audit) -> str:
        """Save a check-up; return what went wrong in a sentence, or an empty text."""
        try:
            self._prepare()
            running.save(audit, self._folder)
        except OSError as error:
            return keeping.not_kept(self._folder, error)
        return ""

    def _prepare(self) -> None:
        self._folder.parent.mkdir(mode=stat.S_IRWXU, parents=True, exist_ok=True)


def _scripts() -> "Scripts":
    from privacykit.audit.scripts import Scripts  # late, as all that goes online

    return Scripts()
