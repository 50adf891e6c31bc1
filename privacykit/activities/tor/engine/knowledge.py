"""Who knows what: parties, what there is to know, five switches, and one small table of rules.

The first rule of a cell that fits the switches holds. "In part" means an address or a device but
no name, somebody but not whom, or something that may happen and need not.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum, StrEnum


class Party(StrEnum):
    WIFI = "wifi"
    LIBRARY = "library"
    PROVIDER = "provider"
    VPN = "vpn"
    ENTRY = "entry"
    MIDDLE = "middle"
    EXIT = "exit"
    SITE = "site"
    POLICE_PROVIDER = "police-provider"
    POLICE_SITE = "police-site"


class What(StrEnum):
    WHO = "who"
    WHERE = "where"
    TYPED = "typed"
    TOR = "tor"


class Switch(StrEnum):
    HTTPS = "https"
    TOR = "tor"
    LOGIN = "login"
    FILE = "file"
    VPN = "vpn"


class Answer(Enum):
    YES = 2
    PART = 1
    NO = 0
    ABSENT = -1
    """This party is not on the way."""


class Why(StrEnum):
    """The reason for an answer; sentences.why() words it."""

    NOT_ON_THE_WAY = "not-on-the-way"
    NOT_USED = "not-used"
    DEVICE = "device"
    BOOKING = "booking"
    CONTRACT = "contract"
    NAME_IN_CLEAR = "name-in-clear"
    VPN_CUSTOMER = "vpn-customer"
    ADDRESS_ONLY = "address-only"
    VPN_ADDRESS = "vpn-address"
    BEHIND_VPN = "behind-vpn"
    RELAY_ADDRESS = "relay-address"
    LOGGED_IN = "logged-in"
    FILE_CALLS = "file-calls"
    ADDRESS_TO_NAME = "address-to-name"
    ASKS_VPN = "asks-vpn"
    NAME_OF_SITE = "name-of-site"
    READS_ALL = "reads-all"
    INSIDE_TOR = "inside-tor"
    INSIDE_VPN = "inside-vpn"
    INSIDE_HTTPS = "inside-https"
    LAST_STEP = "last-step"
    IS_THE_SITE = "is-the-site"
    SENT_TO_IT = "sent-to-it"
    MEETS_RELAY = "meets-relay"
    SOMEBODY = "somebody"
    KNOWN_BY_NAME = "known-by-name"


@dataclass(frozen=True)
class Rule:
    answer: Answer
    why: Why
    on: frozenset[Switch] = frozenset()
    off: frozenset[Switch] = frozenset()

    def fits(self, switches: frozenset[Switch]) -> bool:
        return self.on <= switches and not self.off & switches


def _yes(why: Why, on: Iterable[Switch] = (), off: Iterable[Switch] = ()) -> Rule:
    return Rule(Answer.YES, why, frozenset(on), frozenset(off))


def _part(why: Why, on: Iterable[Switch] = (), off: Iterable[Switch] = ()) -> Rule:
    return Rule(Answer.PART, why, frozenset(on), frozenset(off))


def _no(why: Why, on: Iterable[Switch] = (), off: Iterable[Switch] = ()) -> Rule:
    return Rule(Answer.NO, why, frozenset(on), frozenset(off))


_HTTPS, _TOR, _LOGIN, _FILE, _VPN = Switch
_OPEN_NAME = _yes(Why.NAME_IN_CLEAR, [_LOGIN], [_HTTPS, _TOR, _VPN])
_SEES_WHERE = _yes(Why.NAME_OF_SITE, [_HTTPS]), _yes(Why.READS_ALL)
_NEAR_WHERE = (
    _part(Why.FILE_CALLS, [_TOR, _FILE], [_VPN]),
    _no(Why.INSIDE_VPN, [_VPN]),
    _no(Why.INSIDE_TOR, [_TOR]),
    *_SEES_WHERE,
)
_NEAR_TYPED = (
    _no(Why.INSIDE_VPN, [_VPN]),
    _no(Why.INSIDE_TOR, [_TOR]),
    _no(Why.INSIDE_HTTPS, [_HTTPS]),
    _yes(Why.READS_ALL),
)
_NEAR_TOR = (
    _no(Why.NOT_USED, [], [_TOR]),
    _no(Why.INSIDE_VPN, [_VPN]),
    _yes(Why.MEETS_RELAY),
)
_SITE_TOR = (
    _no(Why.NOT_USED, [], [_TOR]),
    _yes(Why.KNOWN_BY_NAME, [_LOGIN]),
    _part(Why.SOMEBODY),
)
_Cells = dict[What, tuple[Rule, ...]]


def _near(*who: Rule) -> _Cells:
    return {
        What.WHO: who,
        What.WHERE: _NEAR_WHERE,
        What.TYPED: _NEAR_TYPED,
        What.TOR: _NEAR_TOR,
    }


def _far(*who: Rule) -> _Cells:
    return {
        What.WHO: (_yes(Why.LOGGED_IN, [_LOGIN]), _part(Why.FILE_CALLS, [_TOR, _FILE]), *who),
        What.WHERE: (_yes(Why.IS_THE_SITE),),
        What.TYPED: (_yes(Why.SENT_TO_IT),),
        What.TOR: _SITE_TOR,
    }


TABLE: dict[Party, _Cells] = {
    Party.WIFI: _near(_OPEN_NAME, _part(Why.DEVICE)),
    Party.LIBRARY: _near(_OPEN_NAME, _part(Why.BOOKING)),
    Party.PROVIDER: _near(_yes(Why.CONTRACT)),
    Party.VPN: {
        What.WHO: (_yes(Why.VPN_CUSTOMER),),
        What.WHERE: (
            _part(Why.FILE_CALLS, [_TOR, _FILE]),
            _no(Why.INSIDE_TOR, [_TOR]),
            *_SEES_WHERE,
        ),
        What.TYPED: (
            _no(Why.INSIDE_TOR, [_TOR]),
            _no(Why.INSIDE_HTTPS, [_HTTPS]),
            _yes(Why.READS_ALL),
        ),
        What.TOR: (_no(Why.NOT_USED, [], [_TOR]), _yes(Why.MEETS_RELAY)),
    },
    Party.ENTRY: {
        What.WHO: (_no(Why.BEHIND_VPN, [_VPN]), _part(Why.ADDRESS_ONLY)),
        What.WHERE: (_no(Why.INSIDE_TOR),),
        What.TYPED: (_no(Why.INSIDE_TOR),),
        What.TOR: (_part(Why.SOMEBODY, [_VPN]), _yes(Why.MEETS_RELAY)),
    },
    Party.MIDDLE: {
        What.WHO: (_no(Why.RELAY_ADDRESS),),
        What.WHERE: (_no(Why.INSIDE_TOR),),
        What.TYPED: (_no(Why.INSIDE_TOR),),
        What.TOR: (_part(Why.SOMEBODY),),
    },
    Party.EXIT: {
        What.WHO: (_yes(Why.NAME_IN_CLEAR, [_LOGIN], [_HTTPS]), _no(Why.RELAY_ADDRESS)),
        What.WHERE: (_yes(Why.LAST_STEP),),
        What.TYPED: (_no(Why.INSIDE_HTTPS, [_HTTPS]), _yes(Why.READS_ALL)),
        What.TOR: (_yes(Why.NAME_IN_CLEAR, [_LOGIN], [_HTTPS]), _part(Why.SOMEBODY)),
    },
    Party.SITE: _far(
        _no(Why.RELAY_ADDRESS, [_TOR]), _part(Why.VPN_ADDRESS, [_VPN]), _part(Why.ADDRESS_ONLY)
    ),
    Party.POLICE_PROVIDER: _near(_yes(Why.CONTRACT)),
    Party.POLICE_SITE: _far(
        _no(Why.RELAY_ADDRESS, [_TOR]), _part(Why.ASKS_VPN, [_VPN]), _yes(Why.ADDRESS_TO_NAME)
    ),
}
"""Per party, per thing to know: the rules in order, the last of which always fits."""

_NEEDS = {
    Party.VPN: Switch.VPN,
    Party.ENTRY: Switch.TOR,
    Party.MIDDLE: Switch.TOR,
    Party.EXIT: Switch.TOR,
}
ASIDE = (Party.POLICE_PROVIDER, Party.POLICE_SITE)
"""Not on the way themselves: they ask those who are."""
_ABSENT = Rule(Answer.ABSENT, Why.NOT_ON_THE_WAY)


def is_there(party: Party, switches: frozenset[Switch]) -> bool:
    return party not in _NEEDS or _NEEDS[party] in switches


def cell(party: Party, what: What, switches: frozenset[Switch]) -> Rule:
    """Return the rule that holds for one cell of the table."""
    if not is_there(party, switches):
        return _ABSENT
    return next(rule for rule in TABLE[party][what] if rule.fits(switches))


def path(switches: frozenset[Switch]) -> tuple[Party, ...]:
    """Return those on the way from you to the site, in order."""
    return tuple(each for each in Party if each not in ASIDE and is_there(each, switches))
