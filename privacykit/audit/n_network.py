"""N1 and N2: with whom the public computers share a network, and how the wifi is protected."""

from collections.abc import Iterator

from privacykit.audit.check import About, Evidence, Finding
from privacykit.audit.computer import Computer
from privacykit.audit.registry import ask, check, failed, not_here, warned
from privacykit.i18n import _

_ROUTES, _NEIGHBOURS = "/proc/net/route", "/proc/net/arp"
_UP, _COMPLETE = 1, 2
_DESTINATION, _FLAGS, _MASK = 1, 3, 7
_DOMAIN = ("/etc/sssd/sssd.conf", "/etc/samba/smb.conf", "/etc/krb5.conf")
_WIFI = ("nmcli", "--terse", "--fields", "IN-USE,SECURITY", "device", "wifi", "list")


@check(
    About(
        "N1-SEG",
        "computer",
        duties=("K2",),
        ala=("P3.4",),
        effort=3,
        effect=2,
        question=lambda: _("Are the public computers apart from staff's network?"),
        means=lambda: _(
            "From one computer that was taken over, all others that it reaches can be attacked."
        ),
        mend=lambda: _(
            "Give public computers, staff and wifi a network (VLAN) each, with no way between."
        ),
        letter=lambda: _(
            "Please put the public computers, the wifi for patrons and staff's computers into "
            "separate networks, and tell us when it is done."
        ),
    )
)
def n1_apart(computer: Computer) -> Finding:
    if computer.system == "windows":
        return ask()
    routes = list(_routes(computer))
    if computer.exists(_ROUTES) and not routes:
        return not_here(_("This computer is in no network now."))
    evidence = [Evidence("network: prefix", f"/{max(routes)}")] if any(routes) else []
    neighbours = Evidence("network: neighbours", str(_neighbours(computer)))
    joined = [Evidence(path, "there") for path in _DOMAIN if computer.exists(path)]
    return ask(*evidence, neighbours, *joined)


def _routes(computer: Computer) -> Iterator[int]:
    """Yield the length of each network's prefix; 0 is the way to all others."""
    for fields in _table(computer, _ROUTES, _MASK):
        try:
            flags, mask = int(fields[_FLAGS], 16), int(fields[_MASK], 16)
        except ValueError:
            continue
        if flags & _UP and fields[0] != "lo":
            yield mask.bit_count()


def _neighbours(computer: Computer) -> int:
    """Return how many others this computer has talked to lately, the gateway among them."""
    flags = (fields[2].lower() for fields in _table(computer, _NEIGHBOURS, 2))
    return sum(flag.startswith("0x") and flag[-1:] in "2367abef" for flag in flags)


def _table(computer: Computer, path: str, last: int) -> Iterator[list[str]]:
    """Yield the fields of each line of a table of the kernel's that has enough of them."""
    for line in (computer.read(path) or "").splitlines()[1:]:
        fields = line.split()
        if len(fields) > last:
            yield fields


@check(
    About(
        "N2-WIFI",
        "room",
        duties=("K7",),
        ala=("P1.1",),
        effort=1,
        effect=2,
        question=lambda: _("Is the wifi encrypted, and do patrons know what it protects?"),
        means=lambda: _("On an open wifi everybody nearby sees which sites somebody visits."),
        mend=lambda: _(
            "Use WPA3, or OWE (Enhanced Open) where nobody should need a password, and put up a "
            "sign that says what is logged."
        ),
        letter=lambda: _(
            "Please encrypt the wifi for patrons (WPA3, or OWE without a password), and show on "
            "its first page what is logged, and for how long."
        ),
    )
)
def n2_wifi(computer: Computer) -> Finding:
    security = _security(computer)
    if security is None:
        return ask()
    evidence = Evidence("wifi: security", security or "open")
    kinds = set(security.upper().replace("-", " ").replace("_", " ").split())
    if "WEP" in kinds:
        return failed(evidence, note=_("WEP was broken long ago and protects nobody."))
    if kinds & {"WPA", "WPA1"} and not kinds & {"WPA2", "WPA3"}:
        return warned(evidence, note=_("WPA of the first version is no longer safe."))
    return ask(evidence)


def _security(computer: Computer) -> str | None:
    """Return how the wifi in use is protected; empty: not at all; None: there is none."""
    if computer.system == "windows":
        told = computer.registry.get("facts", {}).get("WifiAuthentication")
        return None if told is None else _plain(str(told))
    lines = (computer.run(_WIFI) or "").splitlines()
    used = next((line[2:] for line in lines if line.startswith("*:")), None)
    return None if used is None else _plain(used)


def _plain(security: str) -> str:
    text = security.strip()
    return "" if text.lower() in {"", "--", "open", "none"} else text[:40]
