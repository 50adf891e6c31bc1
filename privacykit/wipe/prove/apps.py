"""The programs that a proof knows, each with how it is made to leave its mark."""

from collections.abc import Callable, Sequence
from ctypes.util import find_library
from dataclasses import dataclass

from privacykit.errors import ProofError
from privacykit.i18n import _
from privacykit.wipe.prove import browsers, desk, later, loose, terminal
from privacykit.wipe.prove.patron import Patron, find, find_system

Plant = Callable[[Patron, str], tuple[str, ...]]
"""Makes a program leave a mark; returns what else tells of it, such as a name made from it."""


@dataclass(frozen=True)
class App:
    id: str
    title: Callable[[], str]
    """In the language in force."""
    plant: Plant
    programs: tuple[tuple[str, ...], ...] = ()
    """What must be there for it: one of each group."""
    system: tuple[str, ...] = ()
    """What root must have for it."""
    libraries: tuple[str, ...] = ()
    """One of these must be there."""
    frozen: bool = False
    """Only for a frozen account: for others the system itself clears it after signing out."""

    @property
    def is_installed(self) -> bool:
        return (
            all(find(*names) for names in self.programs)
            and all(map(find_system, self.system))
            and (not self.libraries or any(map(find_library, self.libraries)))
        )


def _named(name: str) -> Callable[[], str]:
    return lambda: name


def _terminal(name: str, keys: Callable[[str], str], *words: str) -> App:
    return App(name, _named(name), terminal.typing(name, keys, *words), ((name,), ("script",)))


def _browser(id_: str, title: str, browser: browsers.Browser) -> App:
    return App(id_, _named(title), browser.plant, (browser.names,))


def _chromium(id_: str, title: str, folder: str, *names: str) -> App:
    return _browser(id_, title, browsers.chromium(folder, *names))


KNOWN = (
    _browser("firefox", "Firefox", browsers.FIREFOX),
    _chromium("chromium", "Chromium", "chromium", "chromium", "chromium-browser"),
    _chromium("chrome", "Google Chrome", "google-chrome", "google-chrome", "google-chrome-stable"),
    _chromium("edge", "Microsoft Edge", "microsoft-edge", "microsoft-edge"),
    _chromium("brave", "Brave", "BraveSoftware/Brave-Browser", "brave-browser"),
    App("libreoffice", _named("LibreOffice"), desk.libreoffice, (("soffice", "libreoffice"),)),
    App("trash", lambda: _("Trash"), desk.trash, (("gio",),)),
    App("recent", lambda: _("Recently used files"), desk.recent, libraries=desk.GTK),
    App("thumbnails", lambda: _("Thumbnails"), desk.thumbnail, ((desk.THUMBNAILER,),)),
    App("printing", lambda: _("Print queue"), later.print_, (("lp",),), ("cupsd", "lpadmin")),
    App("cron", lambda: _("Repeated commands (cron)"), later.cron, (("crontab",),)),
    App("at", lambda: _("Planned commands (at)"), later.at, (("at",),)),
    _terminal("bash", lambda mark: f"echo {mark}\nexit\n", "-i"),
    _terminal("python3", lambda mark: f"x = '{mark}'\nexit()\n"),
    _terminal("less", lambda mark: f"/{mark}\nq", "/etc/passwd"),
    _terminal("vim", lambda mark: f":echo '{mark}'\n:q!\n", "/etc/passwd"),
    _terminal("sqlite3", lambda mark: f"select '{mark}';\n.quit\n"),
    _terminal("node", lambda mark: f"'{mark}'\n.exit\n"),
    App("ssh", _named("ssh"), terminal.ssh, (("ssh-keygen",),)),
    App("gpg", _named("GnuPG"), terminal.gpg, (("gpg",),)),
    App("documents", lambda: _("Files in the home folder"), loose.documents),
    App("start", lambda: _("Programs that start when signing in"), loose.start),
    App("temporary", lambda: _("Temporary files"), loose.temporary),
    App("runtime", lambda: _("Files in /run/user"), loose.runtime, frozen=True),
    App("left-running", lambda: _("A program left running that goes on writing"), loose.running),
)
IDS = tuple(app.id for app in KNOWN)


def chosen(ids: Sequence[str]) -> tuple[App, ...]:
    """Return the apps of these ids, or all. Raises ProofError for an id that is not known."""
    for id_ in ids:
        if id_ not in IDS:
            words = _("No program “{name}” is known here. There are: {known}.")
            raise ProofError(words.format(name=ascii(id_), known=", ".join(IDS)))
    return tuple(app for app in KNOWN if not ids or app.id in ids)
