"""B12, B13: whether patrons are protected from trackers and listeners while they browse."""

from collections.abc import Iterator, Mapping
from contextlib import suppress

import msgspec

from privacykit.audit.b_installed import Browser, in_browsers, policy_lines
from privacykit.audit.b_settings import Judged, Wanted, any_of, judge, value
from privacykit.audit.check import About, Evidence, Finding
from privacykit.audit.computer import Computer
from privacykit.audit.registry import check
from privacykit.i18n import _

_BLOCKERS = frozenset(
    {
        "uBlock0@raymondhill.net",
        "uBOLite@raymondhill.net",
        "jid1-MnnxcxisBPnSXQ@jetpack",  # Privacy Badger
        "ddkjiahejlhfcafbddmgiahcphecmpfh",  # uBlock Origin Lite
        "cjpalhdlnbpafiamejdnhcphjbkeiagm",  # uBlock Origin
        "pkehgijcmpdhfbdbbnkijodmdjhbjlgp",  # Privacy Badger
        "odfafepnkmbhccpbejgmiehpchacaeak",  # uBlock Origin for Edge
        "mkejgcgkdlddbggjhhflekkondicpnop",  # Privacy Badger for Edge
    }
)
_DEBIAN = {
    "firefox": "/usr/share/mozilla/extensions/{ec8030f7-c20a-464f-9b0e-13a3a9e97384}",
    "chromium": "/usr/share/chromium/extensions",
}
"""Where Debian's packages put extensions that every account then has."""
_CHROMIUM = (
    Wanted("BlockThirdPartyCookies", (True,)),
    Wanted("TrackingPrevention", (3,), wrong="warn"),  # Edge's own: 3 is strict
)
_INSTALLS = ("force_installed", "normal_installed")
_DEBIAN_BLOCKERS = _BLOCKERS | {"ublock-origin", "privacy-badger"}


def _b12_mend() -> str:
    return policy_lines(
        firefox='"EnableTrackingProtection": {"Category": "strict"}',
        chromium='"BlockThirdPartyCookies": true',
    )


def _b13_mend() -> str:
    lines = policy_lines(
        firefox='"HttpsOnlyMode": "force_enabled"', chromium='"HttpsOnlyMode": "force_enabled"'
    )
    doh = _("Decide on DNS over HTTPS together with IT: a filter may depend on it.")
    return f"{lines}\n{doh}"


@check(
    About(
        "B12-TRACK",
        "computer",
        duties=("K6",),
        ala=("P3.1",),
        effort=1,
        effect=2,
        question=lambda: _("Are patrons protected from trackers?"),
        means=lambda: _(
            "Without it, companies follow a patron from site to site, also at the library."
        ),
        mend=_b12_mend,
        letter=lambda: _(
            "Please turn on strict tracking protection in Firefox and block third-party cookies in "
            "Chromium, Chrome and Edge on the public computers, or install uBlock Origin Lite."
        ),
    )
)
def b12_trackers(computer: Computer) -> Finding:
    return in_browsers(computer, lambda browser: [_tracking(computer, browser)])


def _tracking(computer: Computer, browser: Browser) -> Judged:
    if count := _blockers(computer, browser):
        return Judged("pass", Evidence(f"{browser.name}: blockers", str(count)))
    if not browser.is_firefox:
        return any_of(browser.policies, _CHROMIUM, browser.name)
    return _firefox_tracking(browser.policies)


def _firefox_tracking(policies: Mapping[str, object]) -> Judged:
    """Judge the policy; a category, where there is one, is locked and decides alone.

    Without a policy, Firefox's standard protection is on, and a patron may change it.
    """
    name = "EnableTrackingProtection"
    if value(policies, f"{name}.Category"):
        wanted = Wanted(f"{name}.Category", ("strict",), wrong="warn")
    elif value(policies, f"{name}.Value"):
        wanted = Wanted(f"{name}.Locked", (True,), unset="warn", wrong="warn")
    elif name in policies:
        wanted = Wanted(f"{name}.Value", (True,))
    else:
        wanted = Wanted(name, (), unset="warn")
    return judge(policies, [wanted], "firefox")[0]


def _blockers(computer: Computer, browser: Browser) -> int:
    """Return how many known blockers the library put into the browser."""
    forced = {*_installed(browser.policies), *_listed(browser.policies)}
    packaged = computer.names(_DEBIAN[browser.name]) if browser.name in _DEBIAN else ()
    there = {name.removesuffix(".xpi") for name in packaged}
    return len(forced & _BLOCKERS) + len(there & _DEBIAN_BLOCKERS)


def _installed(policies: Mapping[str, object]) -> Iterator[str]:
    """Yield the extensions that ExtensionSettings installs; in a registry it is JSON."""
    settings = policies.get("ExtensionSettings")
    if isinstance(settings, str):
        with suppress(msgspec.DecodeError):
            settings = msgspec.json.decode(settings)
    for name, how in settings.items() if isinstance(settings, Mapping) else ():
        if isinstance(how, Mapping) and how.get("installation_mode") in _INSTALLS:
            yield name


def _listed(policies: Mapping[str, object]) -> Iterator[str]:
    """Yield the extensions of the older list of `id;address`."""
    listed = policies.get("ExtensionInstallForcelist")
    for entry in listed if isinstance(listed, list) else ():
        yield str(entry).partition(";")[0]


@check(
    About(
        "B13-HTTPS",
        "computer",
        duties=("K6",),
        ala=("P3.1",),
        effort=1,
        effect=2,
        question=lambda: _("Do the browsers insist on encrypted connections?"),
        means=lambda: _("On a page without encryption, others in the same network can read along."),
        mend=_b13_mend,
        letter=lambda: _(
            "Please set HttpsOnlyMode to force_enabled in every browser on the public computers."
        ),
    )
)
def b13_https(computer: Computer) -> Finding:
    return in_browsers(computer, _https)


def _https(browser: Browser) -> list[Judged]:
    good = ("force_enabled", "force_balanced_enabled", "enabled")
    mode = Wanted("HttpsOnlyMode", good, unset="warn", wrong="warn")
    judged = judge(browser.policies, [mode], browser.name)
    if browser.policies.get("HttpsOnlyMode") == "disallowed":
        judged = [one._replace(verdict="fail") for one in judged]
    return [*judged, _encrypted_names(browser)]


def _encrypted_names(browser: Browser) -> Judged:
    """Return the setting of DNS over HTTPS as it is: either may be a wise decision."""
    name = "DNSOverHTTPS.Enabled" if browser.is_firefox else "DnsOverHttpsMode"
    wanted = Wanted(name, (), unset="pass", wrong="pass")
    return judge(browser.policies, [wanted], browser.name)[0]
