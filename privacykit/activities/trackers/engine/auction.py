"""An auction to watch: the last one that was held, or one for a made-up visitor."""

from collections.abc import Sequence

from privacykit.activities.trackers.practice import adtech, data
from privacykit.activities.trackers.practice.auction import Auction, House, Step
from privacykit.activities.trackers.practice.desk import Guess, Partner, Profile
from privacykit.i18n import _, decimal

_SITE, _PATH = "newspaper", "/"
_UID, _THEIRS = "7f3a52c09e41", "c41d80b2aa67"
_MADE_UP = (("knees", "health", "/sore-knees"), ("shoes", "shop", "/running"))


def house(language: str) -> House:
    """Return the exchange of the practice web."""
    web, words = data.web(), data.words(language)
    name = next(one.name for one in web.company if one.domain == adtech.EXCHANGE)
    return House(name, web.bidder, words.auction, words.ad, adtech.PARTNER)


def made_up(language: str) -> Auction:
    """Hold an auction for somebody who has read about knees and looked at shoes."""
    names, hosts = data.words(language).interest, _hosts(language)
    guesses = tuple(
        Guess(what, names[what], hosts[site], path, 0.0) for what, site, path in _MADE_UP
    )
    known = Profile(_UID, guesses=guesses, partners=(Partner(adtech.PARTNER, _THEIRS),))
    return house(language).hold(known, hosts[_SITE], _PATH, 0.0)


def stranger(language: str) -> Auction:
    """Hold the same auction for somebody whom nobody knows."""
    return house(language).hold(Profile(""), _hosts(language)[_SITE], _PATH, 0.0)


def last(held: Sequence[Auction]) -> Auction | None:
    """Return the latest auction in which somebody was known."""
    known = [one for one in held if one.because is not None]
    return known[-1] if known else None


def when(step: Step) -> str:
    return _("{count} ms").format(count=step.ms)


def bid(step: Step) -> str:
    """Return what was offered, empty where nothing was."""
    if step.price is None:
        return ""
    return _("{cents} cents").format(cents=decimal(step.price, 2))


def outcome(auction: Auction) -> str:
    said = _("{winner} pays {cents} cents for you")
    return said.format(winner=auction.winner, cents=decimal(auction.price, 2))


def reason(auction: Auction) -> str:
    """Say what the winner paid for."""
    if auction.because is None:
        return _("It knows nothing about you. So it pays little, and shows the same to everybody.")
    said = _("It pays for this: {interest}. Your page at {site} gave it away.")
    return said.format(interest=auction.because.name, site=auction.because.site)


def _hosts(language: str) -> dict[str, str]:
    return {site.id: site.host(data.spoken(language)) for site in data.web().site}
