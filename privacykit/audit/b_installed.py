"""Which browsers this computer has, with the policies that hold in each."""

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from privacykit.audit.b_settings import Judged, worst
from privacykit.audit.check import Finding
from privacykit.audit.computer import Computer
from privacykit.audit.registry import found, not_here
from privacykit.i18n import _

FIREFOX_POLICIES = "/etc/firefox/policies/policies.json"
CHROMIUM_POLICIES = "/etc/chromium/policies/managed/library.json"
_PLACES = {
    "firefox": (
        "/usr/bin/firefox",
        "/usr/bin/firefox-esr",
        "/opt/firefox",
        "/snap/firefox",
        "/var/lib/flatpak/app/org.mozilla.firefox",
    ),
    "chromium": (
        "/usr/bin/chromium",
        "/usr/bin/chromium-browser",
        "/snap/chromium",
        "/var/lib/flatpak/app/org.chromium.Chromium",
    ),
    "chrome": ("/opt/google/chrome", "/var/lib/flatpak/app/com.google.Chrome"),
    "edge": ("/opt/microsoft/msedge", "/var/lib/flatpak/app/com.microsoft.Edge"),
}
_START_MENU = {
    "firefox": "Firefox",
    "chromium": "Chromium",
    "chrome": "Google Chrome",
    "edge": "Microsoft Edge",
}
_CLIENTS = "HKLM\\SOFTWARE\\Clients\\StartMenuInternet\\"


class Browser(NamedTuple):
    name: str
    """firefox, chromium, chrome or edge."""
    policies: Mapping[str, object]

    @property
    def is_firefox(self) -> bool:
        return self.name == "firefox"


def browsers(computer: Computer) -> tuple[Browser, ...]:
    """Return the browsers that are installed, or that somebody wrote policies for."""
    every = (Browser(name, _policies(computer, name)) for name in _PLACES)
    return tuple(one for one in every if one.policies or _is_installed(computer, one.name))


def in_browsers(computer: Computer, judge: Callable[[Browser], Iterable[Judged]]) -> Finding:
    """Judge every browser; the worst decides. Not applicable where there is none."""
    here = browsers(computer)
    if not here:
        return not_here(_("No browser that the check-up knows is installed."))
    judged = [one for browser in here for one in judge(browser)]
    return found(worst(judged), *(one.evidence for one in judged))


def policy_lines(firefox: str = "", chromium: str = "") -> str:
    """Return where to write which policy, as JSON."""
    lines = []
    if firefox:
        words = _("Firefox, in {file}: {lines}")
        lines.append(words.format(file=FIREFOX_POLICIES, lines=f'{{"policies": {{{firefox}}}}}'))
    if chromium:
        words = _("Chromium, in {file}: {lines}")
        lines.append(words.format(file=CHROMIUM_POLICIES, lines=f"{{{chromium}}}"))
        lines.append(_("Chrome has the same policies, Edge nearly the same."))
    return "\n".join(lines)


def _policies(computer: Computer, name: str) -> Mapping[str, object]:
    return computer.firefox() if name == "firefox" else computer.chromium(name)


def _is_installed(computer: Computer, name: str) -> bool:
    if computer.system == "windows":
        start = (_CLIENTS + _START_MENU[name]).lower()
        return any(key.lower().startswith(start) for key in computer.registry)
    return any(computer.exists(place) for place in _PLACES[name])
