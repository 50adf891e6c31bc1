"""Is Tor here? Looks at this computer on a click, and says what that means."""

from collections.abc import Callable
from pathlib import Path
from typing import cast

from privacykit.activities.tor.engine import here
from privacykit.activities.tor.engine.here import Found
from privacykit.errors import CancelledError
from privacykit.i18n import _
from privacykit.look import parts
from privacykit.look.exercise import Exercise, State
from privacykit.look.latest import Latest


class HereExercise(Exercise):
    def __init__(self) -> None:
        super().__init__()
        self._found: Found | None = None
        self._latest = Latest(self)
        self._look = parts.button(_("Look on this computer"), "primary")
        self._browser, self._port = parts.Callout("info", ""), parts.Callout("info", "")
        what = _("Tor is a network and a browser for it. It is not a search engine.")
        how = _("The kit looks for its files and for an open door on this computer, not online.")
        self.body.addWidget(parts.heading(_("Is Tor here?")))
        self.body.addWidget(parts.paragraph(f"{what} {how}", "muted"))
        self.body.addWidget(parts.row(self._look))
        self.body.addWidget(self._browser)
        self.body.addWidget(self._port)
        self._look.clicked.connect(self._start)
        self._latest.succeeded.connect(self._take)
        self._latest.failed.connect(self._give_up)
        self.first = self._look
        self._show()

    def _start(self) -> None:
        def job(
            *, progress: Callable[[str, int, int], None], cancelled: Callable[[], bool]
        ) -> Found:
            del progress
            found = here.look(Path.home())
            if cancelled():
                raise CancelledError
            return found

        self._latest.start(job)

    def _take(self, found: object) -> None:
        self._found = cast("Found", found)
        self._show()
        parts.announce(self._browser, self._browser.accessibleName())
        self.done.emit()

    def _give_up(self, _sentence: str) -> None:
        self._found = None
        self._show()
        text = _("The kit could not look on this computer. Try once more, or ask the staff.")
        self._browser.set("warning", _("No answer"), text)
        self._browser.setVisible(True)

    def _show(self) -> None:
        for box in (self._browser, self._port):
            box.setVisible(self._found is not None)
        if self._found is not None:
            self._browser.set(*_about_browser(self._found))
            self._port.set(*_about_port(self._found))

    def forget(self) -> None:
        self._latest.stop()
        self._found = None
        self._show()

    def state(self) -> State:
        return {"found": self._found}

    def restore(self, state: State) -> None:
        found = state.get("found")
        self._found = found if isinstance(found, Found) else None
        self._show()


def _about_browser(found: Found) -> tuple[str, str, str]:
    if found.browsers:
        text = _("Found: {path}. Start it, wait until it is connected, and surf in it alone.")
        return "ok", _("Tor Browser is here"), text.format(path=found.browsers[0])
    if found.programs:
        text = _("The program tor is here, but a browser that fits it is not. Ask the staff.")
        return "info", _("Tor is half here"), text
    text = _("At home, get it from torproject.org and nowhere else. Here, ask the staff.")
    return "info", _("Tor Browser was not found"), text


def _about_port(found: Found) -> tuple[str, str, str]:
    if found.ports is None:
        text = _("This system does not show which doors are open. Look for a running Tor Browser.")
        return "info", _("Running? The kit cannot tell"), text
    if found.ports:
        text = _("Something listens where Tor usually does: port {port}.")
        more = _("Only programs that are told to use it go through Tor.")
        ports = ", ".join(str(port) for port in found.ports)
        return "ok", _("Tor seems to be running"), f"{text.format(port=ports)} {more}"
    text = _("Nothing listens at ports 9050 and 9150, where Tor usually is.")
    return "info", _("Tor is not running now"), text
