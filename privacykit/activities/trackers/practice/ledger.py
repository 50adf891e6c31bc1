"""What every company of the practice web really stored, from its own requests; in memory only."""

import random
import re
import threading
from collections.abc import Callable, Mapping
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
    titles: Mapping[str, str]
    """Host -> its name."""
    base: int


@dataclass
class _File:
    """One company's cabinet."""

    visitors: dict[str, Profile] = field(default_factory=dict)
    nameless: list[Sighting] = field(default_factory=list)
    connections: int = 0
    marks: dict[str, int] = field(default_factory=dict)
    """uid -> which person; two uids of one person have the same number."""
    joined: dict[int, Literal["fingerprint", "link"]] = field(default_factory=dict)


class Ledger:
    """Thread-safe; every list has an end, so that nobody can fill the memory."""

    def __init__(self, knowledge: Knowledge, seed: int | None = None) -> None:
        self._known = knowledge
        self._seed = seed
        self._lock = threading.RLock()
        self.listeners: list[Callable[[str], None]] = []
        """Called with a company's domain after it stored something, on a server's thread."""
        self.clear()

    def clear(self) -> None:
        with self._lock:
            self._files = {domain: _File() for domain in self._known.companies}
            self._dice = random.Random(self._seed) if self._seed is not None else _SURE  # noqa: S311

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
            visitors = self._files[company].visitors
            if uid not in visitors:
                while len(visitors) >= _MOST_VISITORS:
                    visitors.pop(next(iter(visitors)))
                visitors[uid] = Profile(uid)
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
        self._tell(company)

    def typed(self, company: str, uid: str, typed: Typed) -> None:
        with self._lock:
            visitors = self._files[company].visitors
            if uid in visitors:
                one = visitors[uid]
                older = [e for e in one.typed if (e.site, e.name) != (typed.site, typed.name)]
                visitors[uid] = replace(one, typed=(*older, typed)[-_MOST_TYPED:])
        self._tell(company)

    def sync(self, first: Partner, second: Partner) -> None:
        """Let two companies learn what the other one calls this visitor."""
        with self._lock:
            for own, other in ((first, second), (second, first)):
                visitors = self._files[own.company].visitors
                if own.uid in visitors and other not in visitors[own.uid].partners:
                    one = visitors[own.uid]
                    visitors[own.uid] = replace(one, partners=(*one.partners, other))
        self._tell(first.company)

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
        self._tell(company)

    def join(self, company: str, uid: str, other: str, by: Literal["fingerprint", "link"]) -> None:
        """Take two uids for one person."""
        with self._lock:
            file = self._files[company]
            if uid == other or uid not in file.visitors or other not in file.visitors:
                return
            own = file.marks.setdefault(uid, len(file.marks))
            theirs = file.marks.setdefault(other, len(file.marks))
            file.marks = {k: own if v == theirs else v for k, v in file.marks.items()}
            file.joined[own] = by

    def connected(self, company: str) -> None:
        with self._lock:
            self._files[company].connections += 1
        self._tell(company)

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
            titles = dict(self._known.titles)
            owner = self._known.companies[company]
            return Desk(owner, tuple(profiles), tuple(file.nameless), file.connections, titles)

    def _read(self, file: _File, one: Profile) -> Profile:
        mark = file.marks.get(one.uid)
        same = [u for u, m in file.marks.items() if m == mark and u != one.uid and mark is not None]
        seen = [s for uid in (one.uid, *same) if uid in file.visitors
                for s in file.visitors[uid].sightings]  # fmt: skip
        guesses, worth = self._guess(sorted(seen, key=lambda s: s.at))
        joined = file.joined.get(mark, "fingerprint") if same and mark is not None else ""
        price = (self._known.base + worth) / _CENT
        return replace(one, guesses=guesses, price=price, same_as=tuple(same), joined_by=joined)

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

    def _tell(self, company: str) -> None:
        for listener in list(self.listeners):
            listener(company)


_SURE = random.SystemRandom()
