"""Programs that write down or show elsewhere what patrons do: which of the known ones are there."""

import re
from collections.abc import Iterator, Mapping

from privacykit.audit.b_settings import Judged, key, shown, value
from privacykit.audit.check import Evidence
from privacykit.audit.computer import Computer

_WANTS = tuple(
    f"/etc/systemd/system/{target}.target.wants" for target in ("multi-user", "graphical")
)
_SERVICES = "HKLM\\SYSTEM\\CurrentControlSet\\Services\\"
_WATCHING = {
    "AnyDesk": ("anydesk",),
    "Epoptes": ("epoptes-client",),
    "GNOME Remote Desktop": ("gnome-remote-desktop",),
    "Impero": ("imperoclient", "imperoclientsvc"),
    "LanSchool": ("lanschool", "student", "lskhelper"),
    "NetOp": ("nhostsvc", "nhstw32"),
    "NetSupport": ("client32", "pcicfgui_client"),
    "RealVNC": ("vncserver-x11", "vncserver-x11-serviced", "vncserver"),
    "RustDesk": ("rustdesk",),
    "TeamViewer": ("teamviewer", "teamviewerd", "teamviewer_service"),
    "TigerVNC": ("x0vncserver", "x0tigervncserver", "xtigervnc", "winvnc4"),
    "TightVNC": ("tvnserver",),
    "UltraVNC": ("winvnc", "uvnc_service"),
    "Veyon": ("veyon-server", "veyon-service", "veyon-worker", "veyonservice", "veyon"),
    "Vino": ("vino-server",),
    "wayvnc": ("wayvnc",),
    "x11vnc": ("x11vnc",),
    "xrdp": ("xrdp", "xrdp-sesman"),
}
_BOOKING = {
    "Envisionware": ("pcrclient", "lptone", "pc reservation"),
    "Libki": ("libkiclient", "libki"),
    "MyPC": ("mypc", "itsmypc"),
    "Netloan": ("netloan", "netloanclient"),
    "PaperCut": ("pc-client", "papercut"),
    "Princh": ("princh",),
    "Userful": ("userful",),
}
_FILTERS = {
    "e2guardian": ("e2guardian",),
    "mitmproxy": ("mitmdump", "mitmproxy"),
    "Pi-hole": ("pihole-ftl",),
    "Privoxy": ("privoxy",),
    "Squid": ("squid",),
    "Tinyproxy": ("tinyproxy",),
}
_SHADOW = r"HKLM\SOFTWARE\Policies\Microsoft\Windows NT\Terminal Services"
_UNASKED = frozenset({2, 4})
_INTERNET = r"HKCU\SOFTWARE\Microsoft\Windows\CurrentVersion\Internet Settings"
_ENVIRONMENT = re.compile(r"^(?:export\s+)?(https?_proxy)=\S", re.IGNORECASE | re.MULTILINE)


def watchers(computer: Computer) -> list[Judged]:
    """Return the programs by which somebody elsewhere can see the screen."""
    known = _known(computer, _WATCHING).items()
    judged = [Judged("warn", Evidence(name, state)) for name, state in known]
    # Unverified.
    if key(computer, _SHADOW).get("Shadow") in _UNASKED:
        judged.append(Judged("warn", Evidence("windows: Shadow", "without asking")))
    return judged


def booking(computer: Computer) -> list[Evidence]:
    return [Evidence(name, state) for name, state in _known(computer, _BOOKING).items()]


def proxies(computer: Computer) -> list[Evidence]:
    """Return how pages are fetched by way of another computer, without naming it."""
    filters = [Evidence(name, state) for name, state in _known(computer, _FILTERS).items()]
    return [*filters, *_of_browsers(computer), *_of_system(computer)]


def services(computer: Computer) -> frozenset[str]:
    """Return the names of services that start with the computer, in lower case."""
    if computer.system == "windows":
        keys = (name.lower() for name in computer.registry)
        return frozenset(
            name.removeprefix(_SERVICES.lower())
            for name in keys
            if name.startswith(_SERVICES.lower())
        )
    names = (name for folder in _WANTS for name in computer.names(folder))
    return frozenset(name.lower().partition(".")[0].partition("@")[0] for name in names)


def _known(computer: Computer, products: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """Return the products that run now, or start with the computer."""
    running = frozenset(name.lower().removesuffix(".exe") for name in computer.processes())
    started = services(computer)
    return {
        name: "running" if running & set(programs) else "installed"
        for name, programs in products.items()
        if (running | started) & set(programs)
    }


def _of_browsers(computer: Computer) -> Iterator[Evidence]:
    if mode := value(computer.firefox(), "Proxy.Mode"):
        yield Evidence("firefox: Proxy.Mode", shown(mode))
    for which in ("chromium", "chrome", "edge"):
        policies = computer.chromium(which)
        mode = value(policies, "ProxySettings.ProxyMode") or value(policies, "ProxyMode")
        if mode:
            yield Evidence(f"{which}: ProxyMode", shown(mode))


def _of_system(computer: Computer) -> Iterator[Evidence]:
    for name in sorted(set(_ENVIRONMENT.findall(computer.read("/etc/environment") or ""))):
        yield Evidence(f"/etc/environment: {name}", "set")
    internet = key(computer, _INTERNET)
    if internet.get("ProxyEnable") == 1:
        yield Evidence("windows: ProxyEnable", "1")
    if internet.get("AutoConfigURL"):
        yield Evidence("windows: AutoConfigURL", "set")
