"""What every company of the practice web really stored, from its own requests; in memory only."""

import itertools
import random
import re
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from privacykit.activities.trackers.practice.data import Interest
from privacykit.activities.trackers.practice.desk import (
    Company,
    Desk,
    Guess,
    Partner,
    Profile,
    Sighting,
    Typed,
)

_MOST_VISITORS, _MOST_SIGHTINGS, _MOST_TYPED = 400, 300, 40
_CENT = 100
Joined = Literal["fingerprint", "link"]
_UID = re.compile(r"[0-9a-f]{12}")


@dataclass(frozen=True)
class Knowledge:
    """What it takes to read something out of what was seen."""

    companies: Mapping[str, Company]
    """By domain."""
    interests: tuple[Interest, ...]
    names: Mapping[str, str]
    """Interest -> in words."""
    sites: Mapping[str, str]
    """Host -> id of the site."""
    base: int


@dataclass
class _File:
    """One company's cabinet."""

    visitors: dict[str, Profile] = field(default_factory=dict)
    nameless: list[Sighting] = field(default_factory=list)
    connections: int = 0
    people: dict[str, int] = field(default_factory=dict)
    """uid -> which person; two uids of one person have the same number."""
    joined: dict[int, Joined] = field(default_factory=dict)
    numbers: Iterator[int] = field(default_factory=itertools.count)

    def admit(self, uid: str) -> None:
        if uid not in self.visitors:
            while len(self.visitors) >= _MOST_VISITORS:
                oldest = next(iter(self.visitors))
                del self.visitors[oldest]
                self.joined.pop(self.people.pop(oldest, -1), None)
            self.visitors[uid] = Profile(uid)

    def join(self, uid: str, other: str, by: Joined) -> None:
        own = self.people.setdefault(uid, next(self.numbers))
        theirs = self.people.setdefault(other, next(self.numbers))
        self.people = {k: own if v == theirs else v for k, v in self.people.items()}
        self.joined[own] = by

    def same_as(self, uid: str) -> list[str]:
        person = self.people.get(uid)
        alike = [other for other, number in self.people.items() if number == person]
        return [other for other in alike if other != uid]


class Ledger:
    """Thread-safe; every list has an end, so that nobody can fill the memory."""

    def __init__(self, knowledge: Knowledge, seed: int | None = None) -> None:
        self._known = knowledge
        sure = random.SystemRandom()
        self._dice = sure if seed is None else random.Random(seed)  # noqa: S311 (for tests)
        self._lock = threading.RLock()
        self.clear()

    def clear(self) -> None:
        with self._lock:
            self._files = {domain: _File() for domain in self._known.companies}

    def uid(self, company: str, *claimed: str) -> tuple[str, bool]:
        """Return the first claimed uid that the company knows, or a new one, and if it is new."""
        with self._lock:
            file = self._files[company]
            for uid in claimed:
                if uid in file.visitors:
                    return uid, False
            return self.admit(company, self.draw()), True

    def draw(self) -> str:
        """Return a number for a visitor that nobody has."""
        with self._lock:
            return f"{self._dice.getrandbits(48):012x}"

    def admit(self, company: str, uid: str) -> str:
        """Let a company know a visitor by this uid; one that cannot be a uid is drawn anew."""
        uid = uid if _UID.fullmatch(uid) else self.draw()
        with self._lock:
            self._files[company].admit(uid)
        return uid

    def see(self, company: str, uid: str, sighting: Sighting) -> None:
        """Note a visit; without a uid it stays nameless."""
        with self._lock:
            file = self._files[company]
            if uid in file.visitors:
                one = file.visitors[uid]
                seen = (*one.sightings, sighting)[-_MOST_SIGHTINGS:]
                file.visitors[uid] = replace(one, sightings=seen)
            else:
                file.nameless[:] = [*file.nameless, sighting][-_MOST_SIGHTINGS:]

    def typed(self, company: str, uid: str, typed: Typed) -> None:
        with self._lock:
            visitors = self._files[company].visitors
            if uid in visitors:
                one = visitors[uid]
                older = [e for e in one.typed if (e.site, e.name) != (typed.site, typed.name)]
                visitors[uid] = replace(one, typed=(*older, typed)[-_MOST_TYPED:])

    def sync(self, first: Partner, second: Partner) -> None:
        """Let two companies learn what the other one calls this visitor."""
        with self._lock:
            both = [self._files[one.company].visitors for one in (first, second)]
            if first.uid in both[0] and second.uid in both[1]:
                _tell(both[0], first.uid, second)
                _tell(both[1], second.uid, first)

    def fingerprint(self, company: str, uid: str, value: str) -> None:
        """Note how a visitor's computer looks; who looks the same is taken for the same."""
        with self._lock:
            visitors = self._files[company].visitors
            if uid not in visitors:
                return
            visitors[uid] = replace(visitors[uid], fingerprint=value)
            for other, profile in list(visitors.items()):
                if other != uid and profile.fingerprint == value:
                    self.join(company, uid, other, "fingerprint")

    def join(self, company: str, uid: str, other: str, by: Joined) -> None:
        """Take two uids for one person."""
        with self._lock:
            file = self._files[company]
            if uid != other and {uid, other} <= file.visitors.keys():
                file.join(uid, other, by)

    def connected(self, company: str) -> None:
        with self._lock:
            self._files[company].connections += 1

    def profile(self, company: str, uid: str) -> Profile:
        """Return everything that the company takes for this person; an empty one if unknown."""
        with self._lock:
            file = self._files[company]
            one = file.visitors.get(uid)
            if one is None:
                return Profile("", price=self._known.base / _CENT)
            return self._read(file, one)

    def stored(self, company: str) -> Desk:
        """Return the desk of a company by its domain; KeyError if there is no such company."""
        with self._lock:
            file = self._files[company]
            profiles = [self._read(file, one) for one in file.visitors.values()]
            profiles.sort(key=lambda one: (-len(one.sites), -len(one.sightings), one.first))
            owner = self._known.companies[company]
            return Desk(owner, tuple(profiles), tuple(file.nameless), file.connections)

    def _read(self, file: _File, one: Profile) -> Profile:
        same = file.same_as(one.uid)
        seen = [sight for uid in (one.uid, *same) for sight in file.visitors[uid].sightings]
        guesses, worth = self._guess(sorted(seen, key=lambda sight: sight.at))
        price = (self._known.base + worth) / _CENT
        by = file.joined[file.people[one.uid]] if same else ""
        return replace(one, guesses=guesses, price=price, same_as=tuple(same), joined_by=by)

    def _guess(self, seen: list[Sighting]) -> tuple[tuple[Guess, ...], int]:
        """Return the interests that the rules read out of pages, each once, and their worth."""
        found: dict[str, Guess] = {}
        worth = 0
        for sighting in seen:
            for rule in self._known.interests:
                here = self._known.sites.get(sighting.site) == rule.site
                if here and sighting.path.startswith(rule.path) and rule.id not in found:
                    name = self._known.names[rule.id]
                    found[rule.id] = Guess(rule.id, name, sighting.site, sighting.path, sighting.at)
                    worth += rule.worth
        return tuple(found.values()), worth


def _tell(visitors: dict[str, Profile], uid: str, partner: Partner) -> None:
    one = visitors[uid]
    if partner not in one.partners:
        visitors[uid] = replace(one, partners=(*one.partners, partner))
