"""B4 to B6: what the browsers forget when they close, and what they offer to remember."""

from collections.abc import Iterable, Mapping

from privacykit.audit.b_installed import Browser, browsers, in_browsers, policy_lines
from privacykit.audit.b_settings import Judged, Wanted, any_of, judge, value, worst
from privacykit.audit.b_thrown import thrown_away
from privacykit.audit.check import About, Evidence, Finding, Verdict
from privacykit.audit.computer import Computer
from privacykit.audit.registry import check, found, not_here
from privacykit.i18n import _

_FORGET = ("Cache", "Cookies", "FormData", "History", "Sessions", "SiteSettings")
_FORGET_NEW = (
    "BrowsingHistoryAndDownloads",
    "Cache",
    "CookiesAndStorage",
    "FormData",
    "SiteSettings",
)
_FORGET_CHROMIUM = frozenset(
    {
        "autofill",
        "browsing_history",
        "cached_images_and_files",
        "cookies_and_other_site_data",
        "download_history",
        "hosted_app_data",
        "password_signin",
        "site_settings",
    }
)
_FILLED_IN = ("AutofillAddressEnabled", "AutofillCreditCardEnabled")
_PRIVATE_ONLY = 2
"""The value of every browser's policy that opens private windows only."""


def _b4_mend() -> str:
    return policy_lines(firefox='"SanitizeOnShutdown": true')


def _b5_mend() -> str:
    lines = policy_lines(chromium='"ForceEphemeralProfiles": true, "BrowserSignin": 0')
    return "\n".join((lines, _("Downloads stay all the same: only a reset takes them away.")))


def _b6_mend() -> str:
    return policy_lines(
        firefox='"PasswordManagerEnabled": false, "DisableFormHistory": true, '
        '"AutofillAddressEnabled": false, "AutofillCreditCardEnabled": false',
        chromium='"PasswordManagerEnabled": false, "AutofillAddressEnabled": false, '
        '"AutofillCreditCardEnabled": false',
    )


@check(
    About(
        "B4-FFSHUT",
        "computer",
        duties=("K1",),
        ala=("P1.2",),
        effort=1,
        effect=3,
        question=lambda: _("Does Firefox clear everything when it closes?"),
        means=lambda: _("Otherwise the next patron may be signed in to the last one's e-mail."),
        mend=_b4_mend,
        letter=lambda: _(
            "Please set Firefox on the public computers to delete all browsing data when it "
            "closes (policy SanitizeOnShutdown: true)."
        ),
    )
)
def b4_firefox_clears(computer: Computer) -> Finding:
    here = [browser for browser in browsers(computer) if browser.is_firefox]
    if not here:
        return not_here(_("Firefox is not installed."))
    return _softened(computer, _firefox_clears(here[0].policies))


def _firefox_clears(policies: Mapping[str, object]) -> list[Judged]:
    """Judge the clearing. Firefox 153 goes by ClearOnShutdown alone if that is there.

    SanitizeOnShutdown without `Locked` is locked, and what it does not name stays.
    """
    private = value(policies, "PrivateBrowsingModeAvailability")
    if private == _PRIVATE_ONLY:
        return judge(policies, [Wanted("PrivateBrowsingModeAvailability", (2,))], "firefox")
    is_new = "ClearOnShutdown" in policies
    name = "ClearOnShutdown" if is_new else "SanitizeOnShutdown"
    if not isinstance(policies.get(name), Mapping):
        return judge(policies, [Wanted(name, (True,))], "firefox")
    wanted = [Wanted(f"{name}.{part}", (True,)) for part in (_FORGET_NEW if is_new else _FORGET)]
    wanted.append(Wanted(f"{name}.Locked", (True,), unset="pass", wrong="warn"))
    return judge(policies, wanted, "firefox")


def _softened(computer: Computer, judged: Iterable[Judged]) -> Finding:
    """Return the finding, no failure where the whole home goes when the session ends."""
    judged = list(judged)
    evidence = [one.evidence for one in judged]
    verdict = worst(judged)
    if verdict == "fail" and thrown_away(computer):
        note = _("The reset takes it away when the session ends, but not before.")
        return found("warn", *evidence, note=note)
    return found(verdict, *evidence)


@check(
    About(
        "B5-CRSHUT",
        "computer",
        duties=("K1",),
        ala=("P1.2",),
        effort=1,
        effect=3,
        question=lambda: _("Do Chromium, Chrome and Edge clear everything when they close?"),
        means=lambda: _(
            "Otherwise history, cookies and sign-ins wait for whoever opens the browser next."
        ),
        mend=_b5_mend,
        letter=lambda: _(
            "Please set ForceEphemeralProfiles to true and BrowserSignin to 0 in Chromium, "
            "Chrome and Edge on the public computers."
        ),
    )
)
def b5_chromium_clears(computer: Computer) -> Finding:
    here = [browser for browser in browsers(computer) if not browser.is_firefox]
    if not here:
        return not_here(_("Neither Chromium nor Chrome nor Edge is installed."))
    return _softened(computer, [one for browser in here for one in _chromium_clears(browser)])


def _chromium_clears(browser: Browser) -> list[Judged]:
    signs_in = Wanted("BrowserSignin", (0,), unset="warn", wrong="warn")
    synced = Wanted("SyncDisabled", (True,), unset="warn", wrong="warn")
    account = judge(browser.policies, (signs_in, synced), browser.name)
    if account[0].verdict == "pass":  # nobody signed in: there is nothing to keep in step
        account = account[:1]
    return [_clearing(browser), *account]


def _clearing(browser: Browser) -> Judged:
    """Return one way in which the browser forgets everything, or what it does instead."""
    one_is_enough = (
        Wanted("ForceEphemeralProfiles", (True,)),
        Wanted("IncognitoModeAvailability", (_PRIVATE_ONLY,)),
        Wanted("InPrivateModeAvailability", (_PRIVATE_ONLY,)),
        Wanted("ClearBrowsingDataOnExit", (True,)),
    )
    way = any_of(browser.policies, one_is_enough, browser.name)
    if way.verdict == "pass" or "ClearBrowsingDataOnExitList" not in browser.policies:
        return way
    return _list(browser.policies, browser.name)


def _list(policies: Mapping[str, object], source: str) -> Judged:
    listed = policies.get("ClearBrowsingDataOnExitList")
    named = _FORGET_CHROMIUM.intersection(map(str, listed if isinstance(listed, list) else ()))
    verdict: Verdict = "pass" if named == _FORGET_CHROMIUM else "fail"
    amount = f"{len(named)}/{len(_FORGET_CHROMIUM)}"
    return Judged(verdict, Evidence(f"{source}: ClearBrowsingDataOnExitList", amount))


@check(
    About(
        "B6-PASS",
        "computer",
        duties=("K1", "K5"),
        ala=("P1.2",),
        effort=1,
        effect=3,
        question=lambda: _("Do the browsers offer to save passwords, addresses and cards?"),
        means=lambda: _("One quick yes, and the next patron can sign in as the last one."),
        mend=_b6_mend,
        letter=lambda: _(
            "Please turn off the saving of passwords, addresses and payment cards in every "
            "browser on the public computers."
        ),
    )
)
def b6_saved_passwords(computer: Computer) -> Finding:
    return in_browsers(computer, _offers)


def _offers(browser: Browser) -> list[Judged]:
    logins = ["PasswordManagerEnabled"]
    filled = [Wanted(name, (False,), "warn", "warn") for name in _FILLED_IN]
    if browser.is_firefox:
        logins.append("OfferToSaveLogins")
        filled.append(Wanted("DisableFormHistory", (True,), "warn", "warn"))
    saves = any_of(browser.policies, [Wanted(name, (False,)) for name in logins], browser.name)
    if _fills_nothing_in(browser.policies):
        return [saves, Judged("pass", Evidence(f"{browser.name}: AutofillSettings", "*"))]
    return [saves, *judge(browser.policies, filled, browser.name)]


def _fills_nothing_in(policies: Mapping[str, object]) -> bool:
    """Tell whether AutofillSettings, newer than the switches, blocks both kinds on every page."""
    rules = policies.get("AutofillSettings")
    blocked: set[str] = set()
    for rule in rules if isinstance(rules, list) else ():
        types = rule.get("blocked_types") if isinstance(rule, Mapping) else None
        if isinstance(types, list) and rule.get("url_pattern") == "*":
            blocked.update(map(str, types))
    return blocked >= {"contact_info", "payments"}
