"""Every cell of the table: ten parties, four things to know, thirty-two ways to set the switches.

The answers below are written by hand: for each cell the switches it depends on, and one sign for
each way they can stand, counted up in binary with the first switch as the highest bit. Y yes,
P in part, N no, - not on the way.
"""

from itertools import chain, combinations

import pytest

from privacykit import i18n
from privacykit.activities.tor.engine import sentences
from privacykit.activities.tor.engine.knowledge import (
    ASIDE,
    TABLE,
    Answer,
    Party,
    Switch,
    What,
    Why,
    cell,
    path,
)

SIGNS = {"Y": Answer.YES, "P": Answer.PART, "N": Answer.NO, "-": Answer.ABSENT}
H, T, L, F, V = Switch.HTTPS, Switch.TOR, Switch.LOGIN, Switch.FILE, Switch.VPN
EVERY_WAY = [
    frozenset(on)
    for on in chain.from_iterable(combinations(Switch, count) for count in range(len(Switch) + 1))
]

NAME_SEEN = ((L, H, T, V), "PPPPPPPPYPPPPPPP")
WHERE_NEAR = ((V, T, F), "YYNPNNNN")
TYPED_NEAR = ((V, T, H), "YNNNNNNN")
TOR_NEAR = ((V, T), "NYNN")
ALWAYS_YES = ((), "Y")
TOR_AT_SITE = ((T, L), "NNPY")

EXPECTED: dict[Party, dict[What, tuple[tuple[Switch, ...], str]]] = {
    Party.WIFI: dict(zip(What, (NAME_SEEN, WHERE_NEAR, TYPED_NEAR, TOR_NEAR), strict=True)),
    Party.LIBRARY: dict(zip(What, (NAME_SEEN, WHERE_NEAR, TYPED_NEAR, TOR_NEAR), strict=True)),
    Party.PROVIDER: dict(zip(What, (ALWAYS_YES, WHERE_NEAR, TYPED_NEAR, TOR_NEAR), strict=True)),
    Party.VPN: {
        What.WHO: ((V,), "-Y"),
        What.WHERE: ((V, T, F), "----YYNP"),
        What.TYPED: ((V, T, H), "----YNNN"),
        What.TOR: ((V, T), "--NY"),
    },
    Party.ENTRY: {
        What.WHO: ((T, V), "--PN"),
        What.WHERE: ((T,), "-N"),
        What.TYPED: ((T,), "-N"),
        What.TOR: ((T, V), "--YP"),
    },
    Party.MIDDLE: {
        What.WHO: ((T,), "-N"),
        What.WHERE: ((T,), "-N"),
        What.TYPED: ((T,), "-N"),
        What.TOR: ((T,), "-P"),
    },
    Party.EXIT: {
        What.WHO: ((T, L, H), "----NNYN"),
        What.WHERE: ((T,), "-Y"),
        What.TYPED: ((T, H), "--YN"),
        What.TOR: ((T, L, H), "----PPYP"),
    },
    Party.SITE: {
        What.WHO: ((L, T, F), "PPNPYYYY"),
        What.WHERE: ALWAYS_YES,
        What.TYPED: ALWAYS_YES,
        What.TOR: TOR_AT_SITE,
    },
    Party.POLICE_PROVIDER: dict(
        zip(What, (ALWAYS_YES, WHERE_NEAR, TYPED_NEAR, TOR_NEAR), strict=True)
    ),
    Party.POLICE_SITE: {
        What.WHO: ((L, T, F, V), "YPYPNNPPYYYYYYYY"),
        What.WHERE: ALWAYS_YES,
        What.TYPED: ALWAYS_YES,
        What.TOR: TOR_AT_SITE,
    },
}


def expected(party: Party, what: What, on: frozenset[Switch]) -> Answer:
    switches, signs = EXPECTED[party][what]
    assert len(signs) == 2 ** len(switches)
    place = sum((switch in on) << bit for bit, switch in enumerate(reversed(switches)))
    return SIGNS[signs[place]]


@pytest.mark.parametrize("what", What)
@pytest.mark.parametrize("party", Party)
def test_every_cell(party: Party, what: What) -> None:
    assert len(EVERY_WAY) == 32
    for on in EVERY_WAY:
        said = f"{party} {what} {sorted(on)}"
        assert cell(party, what, on).answer == expected(party, what, on), said


@pytest.mark.parametrize("on", EVERY_WAY, ids=lambda on: "+".join(sorted(on)) or "none")
def test_with_tor_no_relay_knows_both_who_and_where_unless_a_name_goes_in_the_clear(
    on: frozenset[Switch],
) -> None:
    for relay in (Party.ENTRY, Party.MIDDLE, Party.EXIT):
        answers = [cell(relay, what, on).answer for what in (What.WHO, What.WHERE)]
        knows_both = min(each.value for each in answers) > 0
        assert knows_both == (relay == Party.EXIT and {T, L} <= on and H not in on)


def test_https_never_tells_anybody_more() -> None:
    for on in EVERY_WAY:
        for party in Party:
            for what in What:
                bare, locked = cell(party, what, on - {H}), cell(party, what, on | {H})
                assert locked.answer.value <= bare.answer.value


def test_logging_in_never_tells_anybody_less() -> None:
    for on in EVERY_WAY:
        for party in Party:
            for what in What:
                without, named = cell(party, what, on - {L}), cell(party, what, on | {L})
                assert named.answer.value >= without.answer.value


def test_the_last_rule_of_a_cell_fits_any_switches() -> None:
    assert set(TABLE) == set(Party)
    for cells in TABLE.values():
        assert set(cells) == set(What)
        assert all(not rules[-1].on | rules[-1].off for rules in cells.values())


def test_no_rule_is_there_for_nothing() -> None:
    held = {id(cell(party, what, on)) for on in EVERY_WAY for party in Party for what in What}
    for cells in TABLE.values():
        assert all(id(rule) in held for rules in cells.values() for rule in rules)


def test_the_way_goes_through_what_is_switched_on() -> None:
    near = (Party.WIFI, Party.LIBRARY, Party.PROVIDER)
    relays = (Party.ENTRY, Party.MIDDLE, Party.EXIT)
    assert path(frozenset()) == (*near, Party.SITE)
    assert path(frozenset({V, T})) == (*near, Party.VPN, *relays, Party.SITE)
    assert not set(ASIDE) & set(path(frozenset(Switch)))


def test_everything_has_a_word_of_its_own() -> None:
    i18n.use("en")
    for said, count in (
        ({sentences.party(each) for each in Party}, len(Party)),
        ({sentences.what(each) for each in What}, len(What)),
        ({sentences.switch(each) for each in Switch}, len(Switch)),
        ({sentences.answer(each) for each in Answer}, len(Answer)),
        ({sentences.why(each) for each in Why}, len(Why)),
    ):
        assert len(said - {""}) == count


def test_no_reason_is_there_for_nothing() -> None:
    used = {rule.why for cells in TABLE.values() for rules in cells.values() for rule in rules}
    assert used | {Why.NOT_ON_THE_WAY} == set(Why)


@pytest.mark.parametrize("party", [Party.WIFI, Party.LIBRARY, Party.PROVIDER, Party.VPN])
def test_without_https_no_reason_speaks_of_what_https_hides(party: Party) -> None:
    here = frozenset({V}) if party == Party.VPN else frozenset[Switch]()
    assert cell(party, What.WHERE, here).why == Why.READS_ALL
    assert cell(party, What.WHERE, here | {H}).why == Why.NAME_OF_SITE
