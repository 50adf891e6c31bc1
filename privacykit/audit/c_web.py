"""C1 to C6: what the library's own pages tell others about patrons."""

from collections.abc import Callable, Iterable, Iterator

from privacykit.audit import c_seen
from privacykit.audit.b_settings import Judged, worst
from privacykit.audit.c_seen import Seen
from privacykit.audit.check import About, Finding
from privacykit.audit.computer import Computer
from privacykit.audit.registry import ask, cannot, check, found, not_here
from privacykit.audit.scripts import Opened
from privacykit.audit.web import Site, Visit, Web
from privacykit.i18n import _


def _sites(computer: Computer) -> tuple[Site, ...]:
    return computer.web.sites() if computer.web else ()


def _each(computer: Computer, judge: Callable[[Seen], Iterable[Judged]]) -> Finding:
    """Return the worst of what is judged of each page, and why any was not seen."""
    if not computer.web:
        return _unnamed()
    visits = [(site, site.best, opened) for site, opened in _opened(computer, computer.web)]
    seen = [
        Seen(site.host, visit, visit.page, opened.scan)
        for site, visit, opened in visits
        if visit.page
    ]
    judged = [one for site in seen for one in judge(site)]
    problems = (opened.problem if visit.page else visit.problem for _site, visit, opened in visits)
    note = " ".join(dict.fromkeys(filter(None, problems)))
    evidence = [one.evidence for one in judged]
    return found(worst(judged), *evidence, note=note) if seen else cannot(note)


def _opened(computer: Computer, web: Web) -> Iterator[tuple[Site, Opened]]:
    """Yield each site and, where a person chose that, what its page's scripts call."""
    for address, site in zip(dict.fromkeys(web.addresses), web.sites(), strict=False):
        yield site, computer.scripts.of(address) if computer.scripts else Opened()


def _unnamed() -> Finding:
    return not_here(_("Name the library's pages to have them looked at. Only then it goes online."))


@check(
    About(
        "C1-HTTPS",
        "web",
        duties=("K5",),
        ala=("P3.1",),
        effort=2,
        effect=3,
        question=lambda: _("Are the library's pages and its catalogue encrypted?"),
        means=lambda: _(
            "Whoever is on the same wifi can read which books somebody looks for, and the password."
        ),
        mend=lambda: _(
            "Let every http address lead to https, renew the certificate by itself, and send "
            "Strict-Transport-Security."
        ),
        letter=lambda: _(
            "Please let our web pages and the catalogue answer by https only, with a certificate "
            "that renews itself and with the header Strict-Transport-Security."
        ),
    )
)
def c1_https(computer: Computer) -> Finding:
    if not computer.web:
        return _unnamed()
    sites = _sites(computer)
    judged = [one for site in sites for one in c_seen.encrypted(site)]
    problems = (visit.problem for site in sites for visit in _failed(site))
    note = " ".join(dict.fromkeys(problems))
    evidence = [one.evidence for one in judged]
    return found(worst(judged), *evidence, note=note) if judged else cannot(note)


def _failed(site: Site) -> Iterator[Visit]:
    """Yield the visits whose failing matters: that http is closed does not."""
    if site.secure and not site.secure.end:
        yield site.secure
    elif site.plain and not site.secure and not site.plain.end:
        yield site.plain


@check(
    About(
        "C2-THIRD",
        "web",
        duties=("K5", "K6"),
        ala=("P3.1",),
        effort=2,
        effect=3,
        question=lambda: _("Do the library's pages load anything from other companies?"),
        means=lambda: _("Other companies learn that somebody reads there, and often what."),
        mend=lambda: _(
            "Remove what nobody needs, keep fonts and scripts on the library's own server, and "
            "count visits with Matomo of your own."
        ),
        letter=lambda: _(
            "Please remove other companies' scripts, fonts and pictures from our web pages and "
            "the catalogue, or keep them on our own server."
        ),
    )
)
def c2_third_parties(computer: Computer) -> Finding:
    return _each(computer, c_seen.third)


@check(
    About(
        "C3-REFER",
        "web",
        duties=("K5",),
        ala=("P3.1",),
        effort=1,
        effect=2,
        question=lambda: _("Do search words stay with the library?"),
        means=lambda: _(
            "The page of hits has the search words in its address, and other companies get to "
            "see that address."
        ),
        mend=lambda: _("Send the header Referrer-Policy: same-origin with every page."),
        letter=lambda: _(
            "Please send the header Referrer-Policy: same-origin with every page of our web site "
            "and the catalogue."
        ),
    )
)
def c3_referrer(computer: Computer) -> Finding:
    return _each(computer, c_seen.referrer)


@check(
    About(
        "C4-COOKIE",
        "web",
        duties=("K6",),
        ala=("P3.1",),
        effort=2,
        effect=2,
        question=lambda: _("Do the library's pages wait for a yes before they set cookies?"),
        means=lambda: _("A cookie that lasts makes one person's visits recognisable for months."),
        mend=lambda: _(
            "Set only what the page needs to work, only until the browser is closed, and all "
            "else after a yes."
        ),
        letter=lambda: _(
            "Please let our pages set no lasting cookie before the visitor has said yes."
        ),
    )
)
def c4_cookies(computer: Computer) -> Finding:
    return _each(computer, lambda seen: c_seen.cookies(seen, computer.now.timestamp()))


@check(
    About(
        "C5-POLICY",
        "web",
        duties=("K5",),
        ala=("P1.1",),
        effort=1,
        effect=2,
        question=lambda: _("Does the front page link to a privacy policy with a date?"),
        means=lambda: _("Nobody can see what the library knows about them, and for how long."),
        mend=lambda: _(
            "Put a link to the privacy policy at the foot of every page, and its date on it."
        ),
        letter=lambda: _(
            "Please put a link to our privacy policy at the foot of every page of our web site "
            "and the catalogue."
        ),
    )
)
def c5_policy(computer: Computer) -> Finding:
    if not computer.web:
        return ask()
    finding = _each(computer, c_seen.linked)
    return ask(*finding.evidence, note=finding.note) if finding.verdict != "fail" else finding


@check(
    About(
        "C6-VENDOR",
        "web",
        duties=("K5",),
        ala=("P2.2",),
        effort=3,
        effect=3,
        question=lambda: _("Do the suppliers of e-books and databases respect patrons' privacy?"),
        means=lambda: _("What somebody reads at a supplier's is known there, often under a name."),
        mend=lambda: _(
            "Answer the ten questions for each supplier, take the answers to the next contract, "
            "and tell patrons which services collect least."
        ),
        letter=lambda: _(
            "Please ask our suppliers of e-books and databases to collect less about patrons, to "
            "delete it by themselves and to pass nothing on, and write that into the contracts."
        ),
    )
)
def c6_suppliers(_computer: Computer) -> Finding:
    return ask()
