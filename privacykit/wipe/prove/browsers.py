"""Browsers: started without a window on the proof's own page, closed when the disk has it."""

from collections.abc import Callable
from dataclasses import dataclass

from privacykit.errors import ProofError
from privacykit.i18n import _
from privacykit.wipe.prove.patron import Patron, find

_TO_THE_PAGE = 45.0
_TO_THE_DISK = 25.0
"""Seconds; Chromium writes its history after ten, Firefox what a page stores after five."""


@dataclass(frozen=True)
class Browser:
    names: tuple[str, ...]
    options: Callable[[Patron], tuple[str, ...]]
    written: tuple[str, ...]
    """How the names of the files begin that hold the mark when all is on the disk."""

    def plant(self, patron: Patron, mark: str) -> tuple[str, ...]:
        command = (find(*self.names), *self.options(patron), patron.site.address(mark))
        program = patron.start(*command)
        site = patron.site
        try:
            patron.waits(lambda: mark in site.done or mark in site.failed, _TO_THE_PAGE)
            if mark in site.done:
                patron.waits(lambda: self._is_written(patron, mark), _TO_THE_DISK)
        finally:
            patron.close(program)
        if mark not in site.done:
            reason = site.failed.get(mark, "")
            raise ProofError(_("It did not open a page. {reason}").format(reason=reason).strip())
        return ()

    def _is_written(self, patron: Patron, mark: str) -> bool:
        return all(patron.kept(name, mark) for name in self.written)


FIREFOX = Browser(
    ("firefox-esr", "firefox"),
    lambda _patron: ("--headless",),
    ("places.sqlite", "cookies.sqlite", "data.sqlite", "caches.sqlite"),
)


def chromium(folder: str, *names: str) -> Browser:
    """Return a browser of Chromium's family that keeps its profile in this folder of .config."""

    def options(patron: Patron) -> tuple[str, ...]:
        return (
            "--headless=new",
            f"--user-data-dir={patron.home}/.config/{folder}",
            "--no-first-run",
            "--password-store=basic",
            "--disable-background-networking",
            "--disable-component-update",
        )

    return Browser(names, options, ("History", "Cookies"))
