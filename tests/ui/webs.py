"""Visits of made-up sites and companies, for tests and benchmarks of the web of companies."""

from collections.abc import Sequence

from privacykit.tracking.model import Kind, Outcome, Page, Request, Visit


def call(
    site: str, company: str, host: str = "", outcome: Outcome = "sent", kind: Kind = "script"
) -> Request:
    """Return a call to another party; without a host, to the one that bears the company's name."""
    host = host or f"{company.lower()}.example"
    rule = f"||{host}^" if outcome == "stopped" else ""
    return Request(
        0, site, host, kind=kind, third=True, outcome=outcome, rule=rule, company=company
    )


def page(site: str, *companies: str, stopped: Sequence[str] = ()) -> Page:
    """Return a page that calls itself once and each of these companies once."""
    own = Request(0, site, site, kind="document", outcome="sent")
    others = [call(site, c, outcome="stopped" if c in stopped else "sent") for c in companies]
    return Page(0, site, site, requests=(own, *others))


THREE = Visit(
    (
        page("news.example", "TrackNet", "PixelHub", "FontHouse"),
        page("shop.example", "TrackNet", "AdBazaar", stopped=["AdBazaar"]),
        page("health.example", "TrackNet", "PixelHub", stopped=["PixelHub"]),
    )
)


def many(sites: int, companies: int, each: int = 9) -> Visit:
    """Return as many sites, each calling some companies, the first of them most often."""

    def called(site: int) -> list[str]:
        return [
            f"Company{(site * 7 + n * n * n) % (1 + companies * (n + 1) // each)}"
            for n in range(each)
        ]

    return Visit(tuple(page(f"site{n}.example", *called(n)) for n in range(sites)))
