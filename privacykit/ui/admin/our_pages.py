"""Our own pages: which other companies a page of the library's calls, for staff."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Protocol, cast

from privacykit.errors import CancelledError, WebError
from privacykit.i18n import _
from privacykit.look.work import Work
from privacykit.tracking.scan import Scan
from privacykit.ui import scan_paper
from privacykit.ui.admin import our_pages_screens as screens
from privacykit.ui.admin.checkup_screens import Screen
from privacykit.ui.admin.working import WorkingPage
from privacykit.ui.leave_screens import Screen as Shown
from privacykit.ui.notices import report, sentence
from privacykit.ui.world import World
from privacykit.wipe.progress import Cancelled, Progress


class Scanning(Protocol):
    def refused(self, address: str) -> str:
        """Return why that is no address of a web page, as a sentence; empty: it is one."""
        ...

    def online(self, address: str, *, progress: Progress, cancelled: Cancelled) -> Scan: ...

    def recording(self, path: Path, *, progress: Progress, cancelled: Cancelled) -> Scan: ...


class OfThePages:
    """Goes online when a person asked for it; recordings are read here."""

    def refused(self, address: str) -> str:
        from privacykit.audit import web  # late: nothing here goes online before it is asked to

        try:
            web.checked(address)
        except WebError as error:
            return str(error)
        return ""

    def online(self, address: str, *, progress: Progress, cancelled: Cancelled) -> Scan:
        from privacykit.audit import visiting
        from privacykit.tracking import scan

        return scan.report(visiting.of_address(address, progress, cancelled))

    def recording(self, path: Path, *, progress: Progress, cancelled: Cancelled) -> Scan:
        from privacykit.audit import visiting
        from privacykit.tracking import scan

        return scan.report(visiting.of_file(path, progress, cancelled))


@dataclass
class Where:
    shown: str = "start"
    address: str = ""
    problem: str = ""
    scan: Scan | None = None


class OurPages(WorkingPage):
    def __init__(self, world: World, scanning: Scanning | None = None) -> None:
        super().__init__()
        self._world = world
        self._scanning = scanning or OfThePages()
        self._at = Where()

    def title(self) -> str:
        return _("Our pages")

    def open(self) -> None:
        self._show("start")

    def to_start(self) -> None:
        self._at.problem = ""
        self._show("start")

    def go(self) -> None:
        """Go online and look at the address that was typed."""
        address = self._at.address.strip()
        self._at.problem = self._scanning.refused(address)
        if self._at.problem:
            self._show("start")
        else:
            self.run(partial(self._scanning.online, address), screens.looking())

    def choose(self) -> None:
        """Read a recording that a person chooses."""
        path = self._world.find_file(self, "recording.har")
        if path is not None:
            self.run(partial(self._scanning.recording, path), screens.looking())

    def succeeded(self, result: object) -> None:
        self._at.scan = cast("Scan", result)
        self._show("found")

    def failed(self, error: object) -> None:
        if not isinstance(error, CancelledError):
            report(cast("BaseException", error))
            self._at.problem = sentence(cast("BaseException", error))
        self._show("start")

    def save(self) -> None:
        path = self._world.ask_file(self, scan_paper.file_name())
        if path is None or self._at.scan is None:
            return
        problem = scan_paper.write(self._at.scan, path)
        told = _("Saved as {name}.").format(name=path.name)
        self.noticed.emit("warning" if problem else "ok", problem or told)

    def _type(self, text: str) -> None:
        self._at.address = text

    def _show(self, name: str) -> None:
        self._at.shown = name
        screen = self._screen(name)
        self.replace(Shown(screen.content, screen.buttons, screen.spoken))
        if screen.first is not None:
            self._first = screen.first
            screen.first.setFocus()

    def _screen(self, name: str) -> Screen:
        if name == "found" and self._at.scan is not None:
            return screens.found(self._at.scan, self.save, self.to_start)
        can = screens.Ways(self._type, self.go, self.choose)
        return screens.start(self._at.address, self._at.problem, can)

    def back(self) -> bool:
        if self.work is not None or self._at.shown == "start":
            return False
        self.to_start()
        return True

    def forget(self) -> None:
        """Stop looking, and drop what was typed and found."""
        if self.work is not None:
            self.work.cancel()
        self._at = Where()

    def state(self) -> Mapping[str, object]:
        return {"at": self._at, "work": self.work, "said": self._said}

    def restore(self, state: Mapping[str, object]) -> None:
        self._at = cast("Where", state["at"])
        work, said = cast("Work | None", state["work"]), state["said"]
        self.take_over(work, cast("tuple[str, int, int]", said))
        if work is None:
            self._show(self._at.shown)
        else:
            self.show_work(screens.looking())
