"""Who calls whom: counting, grouping by company, searching, and the rest drawn as one."""

import subprocess
import sys
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacykit.activities.trackers.engine import said, thin
from privacykit.activities.trackers.engine.rows import Filter, shown
from privacykit.activities.trackers.engine.web import Tally, WebOfCompanies
from privacykit.tracking.model import KINDS, Page, Request, Visit
from tests.ui import webs

TRACKNET, NEWS, SHOP = "company:TrackNet", "site:news.example", "site:shop.example"


@pytest.fixture
def web() -> WebOfCompanies:
    made = WebOfCompanies()
    made.show_visit(webs.THREE)
    return made


def shown_hosts(web: WebOfCompanies, **changes: object) -> list[str]:
    return [line.host for line in shown(web, Filter(**changes))]  # type: ignore[arg-type]


def test_a_company_is_linked_to_each_site_that_called_it(web: WebOfCompanies) -> None:
    assert list(web.nodes[TRACKNET].links) == [NEWS, SHOP, "site:health.example"]
    assert web.nodes[TRACKNET].tally == Tally(calls=3, sent=3)
    assert web.nodes[NEWS].links[TRACKNET] is web.nodes[TRACKNET].links[NEWS]


def test_the_site_itself_is_in_the_table_only(web: WebOfCompanies) -> None:
    assert "company:" not in web.nodes
    assert web.counts() == (3, 4, 0)
    assert web.lines["news.example", "news.example", "document", ""].party == ""


def test_two_hosts_of_one_company_are_one_node(web: WebOfCompanies) -> None:
    web.add(webs.call("news.example", "TrackNet", "cdn.tracknet.example"))
    assert list(web.nodes[TRACKNET].hosts) == ["tracknet.example", "cdn.tracknet.example"]
    assert web.counts().companies == 4


def test_hosts_without_an_owner_are_grouped_by_their_domain(web: WebOfCompanies) -> None:
    for host in ("a.nobody.example", "b.nobody.example"):
        web.add(webs.call("news.example", "", host))
    assert web.nodes["unknown:nobody.example"].tally.calls == 2
    assert web.summary() == "3 sites, 4 companies, 1 unknown"


def test_summary_has_one_and_many(web: WebOfCompanies) -> None:
    assert web.summary() == "3 sites, 4 companies"
    web.show_visit(Visit((webs.page("news.example", "TrackNet"),)))
    assert web.summary() == "1 site, 1 company"


def test_a_page_that_calls_nobody_is_a_site_too(web: WebOfCompanies) -> None:
    web.open_page(Page(0, "calm.example", "calm.example"))
    assert web.counts().sites == 4
    assert said.details(web.nodes["site:calm.example"], ()) == "It called nobody else."


def test_every_change_has_a_number_of_its_own(web: WebOfCompanies) -> None:
    before = web.revision
    web.add(webs.call("news.example", "TrackNet"))
    web.clear()
    assert web.revision == before + 2
    assert not web.nodes
    assert not web.lines


@pytest.mark.parametrize(
    ("outcomes", "state", "words"),
    [
        (["sent", "sent"], "reached", "sent"),
        (["tried"], "reached", "tried"),
        (["stopped", "stopped"], "stopped", "stopped"),
        (["sent", "stopped", "stopped"], "partly", "1 sent, 2 stopped"),
    ],
)
def test_what_came_of_the_calls(outcomes: list[str], state: str, words: str) -> None:
    tally = Tally()
    for outcome in outcomes:
        tally.count(webs.call("a.example", "B", outcome=outcome))  # type: ignore[arg-type]
    assert (tally.state, said.ends(tally)) == (state, words)


def test_who_brought_a_company_in_is_said(web: WebOfCompanies) -> None:
    web.add(replace(webs.call("shop.example", "DataPool"), by="tracknet.example"))
    web.add(replace(webs.call("shop.example", "DataPool"), by="shop.example"))
    node = web.nodes["company:DataPool"]
    assert list(node.by) == ["TrackNet"]
    assert said.details(node, ["shop.example"]).endswith("Brought in by TrackNet.")


def test_details_say_what_the_picture_shows(web: WebOfCompanies) -> None:
    node = web.nodes["company:PixelHub"]
    names = [web.nodes[key].name for key in node.links]
    expected = "Called by 2 sites: news.example, health.example. 2 calls, 1 stopped."
    assert said.details(node, names) == expected
    site = said.details(web.nodes[SHOP], ["TrackNet"])
    assert site == "Calls 1 company: TrackNet. 2 calls, 1 stopped."


def test_long_lists_of_names_are_cut() -> None:
    assert said.names(list("abcd")) == "a, b, c, d"
    assert said.names(list("abcdef")) == "a, b, c, d and 2 more"
    assert said.news(["TrackNet"]) == "1 more company: TrackNet"


def test_every_kind_and_shape_has_a_word(web: WebOfCompanies) -> None:
    assert len({said.kind(kind) for kind in KINDS}) == len(KINDS)
    assert said.what(web.nodes[NEWS]) == "Site"
    assert said.name(web.nodes[NEWS]) == "news.example"


@pytest.mark.parametrize(
    ("text", "keys"),
    [("PIXEL", {"company:PixelHub"}), ("shop.", {SHOP}), ("", set()), (" ", set()), ("zz", set())],
)
def test_search_knows_names_and_hosts(web: WebOfCompanies, text: str, keys: set[str]) -> None:
    assert web.found(text) == keys


def test_search_finds_a_company_by_its_host(web: WebOfCompanies) -> None:
    web.add(webs.call("news.example", "TrackNet", "cdn7.example"))
    assert web.found("cdn7") == {TRACKNET}


def test_lines_are_narrowed(web: WebOfCompanies) -> None:
    assert shown_hosts(web, only_stopped=True) == ["adbazaar.example", "pixelhub.example"]
    assert "news.example" in shown_hosts(web)
    assert "news.example" not in shown_hosts(web, only_others=True)
    assert shown_hosts(web, text="||PIXELHUB") == ["pixelhub.example"]
    assert shown_hosts(web, text="the site itself") == [
        f"{n}.example" for n in ("news", "shop", "health")
    ]


def test_all_are_drawn_where_there_is_room(web: WebOfCompanies) -> None:
    picture = thin.picture(web)
    assert {node.key for node in picture.nodes} == set(web.nodes)
    assert len(picture.edges) == 7


def test_the_rest_is_drawn_as_one_of_each() -> None:
    web = WebOfCompanies()
    web.show_visit(webs.many(1300, 900))
    picture = thin.picture(web, 300)
    names = [said.name(node) for node in picture.nodes if node.what == "rest"]
    assert len(picture.nodes) == 300
    assert names == ["1201 more sites", "702 more companies"]
    assert [said.what(node) for node in picture.nodes if node.what == "rest"] == [
        "Several in one"
    ] * 2


def test_what_is_looked_for_is_drawn_before_all_others() -> None:
    web = WebOfCompanies()
    web.show_visit(webs.many(1300, 900))
    hidden = set(web.nodes) - {node.key for node in thin.picture(web, 60).nodes}
    wanted = sorted(hidden)[:5]
    assert set(wanted) <= {node.key for node in thin.picture(web, 60, wanted).nodes}


@given(st.integers(0, 40), st.integers(1, 40), st.integers(4, 60))
def test_thinning_loses_no_call(sites: int, companies: int, most: int) -> None:
    web = WebOfCompanies()
    web.show_visit(webs.many(sites, companies, 4))
    picture = thin.picture(web, most)
    assert len(picture.nodes) <= most
    assert sum(edge.tally.calls for edge in picture.edges) == 4 * sites
    for start, end, tally in picture.edges:
        assert (
            picture.nodes[end].key in picture.nodes[start].links
            or picture.nodes[start].what != "rest"
        )
        assert tally.calls


def test_numpy_is_not_loaded_when_the_app_starts() -> None:
    code = (
        "import sys, privacykit.ui.app, privacykit.activities.trackers.engine.thin;"
        "sys.exit('numpy' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_an_empty_tally_is_never_half() -> None:
    assert Tally().state == "reached"


def test_request_of_a_first_party_makes_no_edge() -> None:
    web = WebOfCompanies()
    web.add(Request(0, "a.example", "cdn.a.example", company="A Company"))
    assert list(web.nodes) == ["site:a.example"]
    assert said.owner(next(iter(web.lines.values()))) == "A Company"
