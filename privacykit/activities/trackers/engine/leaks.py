"""What reached a company although everything on the list was blocked, from its own log."""

from collections import Counter
from dataclasses import dataclass

from privacykit.activities.trackers.engine import desk as words
from privacykit.activities.trackers.practice.desk import Desk, Sighting
from privacykit.i18n import _, _n


@dataclass(frozen=True, slots=True)
class Arrived:
    """What has come since."""

    connections: int
    sightings: tuple[Sighting, ...]
    fingerprint: str = ""
    """How the browser draws, if that was sent."""


def since(before: Desk, after: Desk) -> Arrived:
    """Return what is on a desk that was not there before."""
    more = Counter(_all(after)) - Counter(_all(before))
    new = sorted(more.elements(), key=lambda one: one.at)
    prints = [profile.fingerprint for profile in after.profiles if profile.fingerprint]
    shown = prints[-1] if prints and new else ""
    return Arrived(after.connections - before.connections, tuple(new), shown)


def _all(desk: Desk) -> list[Sighting]:
    return [one for profile in desk.profiles for one in profile.sightings] + list(desk.nameless)


def rows(arrived: Arrived, names: words.Names) -> words.Rows:
    """Return it in words; empty as long as nothing has come."""
    count = arrived.connections
    opened = _n("{count} opened", "{count} opened", count).format(count=count) if count else ""
    found = [
        (_("Connections"), opened),
        (_("Fingerprint"), arrived.fingerprint),
        (_("Its log"), words.log(arrived.sightings, names)),
    ]
    return [row for row in found if row[1]]
