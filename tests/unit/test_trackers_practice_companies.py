"""What the companies of the practice web do: cookies, comparisons, auctions, and what they keep."""

from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest

from privacykit.activities.trackers.practice.desk import Partner, Profile
from privacykit.activities.trackers.practice.web import PracticeWeb
from tests.unit.practice_client import Client, visit

KNEES = "https://health-advice.example/sore-knees"
NEWS = "https://daily-news.example/"
TRACKNET, ADBAZAAR, FACET = "tracknet.example", "adbazaar.example", "facet.example"
PER_SITE = {"X-Practice-Jar": "one for each site"}


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def web(clock: Clock) -> Iterator[PracticeWeb]:
    with PracticeWeb("en", seed=1, clock=clock) as running:
        yield running
        assert running.faults == ()


def best(web: PracticeWeb, company: str = TRACKNET) -> Profile:
    profile = web.ledger.stored(company).best
    assert profile
    return profile


def test_a_first_meeting_sets_a_cookie_that_goes_everywhere(web: PracticeWeb) -> None:
    client = Client(web)
    (cookie,) = client.get("https://ads.tracknet.example/frame").cookies
    assert cookie.endswith(
        "; Max-Age=31536000; Domain=tracknet.example; Path=/; Secure; SameSite=None"
    )
    assert client.get("https://ads.tracknet.example/frame").cookies == []


def test_one_cookie_follows_from_site_to_site(web: PracticeWeb, clock: Clock) -> None:
    client = Client(web)
    visit(client, KNEES)
    clock.now += 40
    page = visit(client, NEWS)
    profile = best(web)
    assert len(web.ledger.stored(TRACKNET).profiles) == 1
    assert profile.sites == ("health-advice.example", "daily-news.example")
    assert [guess.name for guess in profile.guesses] == ["sore knees"]
    assert (profile.first, profile.last) == (0.0, 40.0)
    assert b"Knee brace, 20 % off" in page.body
    assert b"sore knees, on health-advice.example 40 seconds ago" in page.body


def test_without_cookies_each_page_is_somebody_else(web: PracticeWeb) -> None:
    client = Client(web, keeps=False)
    visit(client, KNEES)
    shown = visit(client, NEWS)
    assert b"Shown to anybody" in shown.body
    met = web.ledger.stored(TRACKNET).profiles
    assert [one.sites for one in met] == [("health-advice.example",), ("daily-news.example",)]
    assert {sight.way for one in met for sight in one.sightings} == {"nothing"}


def test_a_jar_for_each_site_uses_a_cookie_of_its_own(web: PracticeWeb) -> None:
    shared, apart = Client(web), Client(web, headers=PER_SITE)
    (open_to_all,) = shared.get("https://tag.tracknet.example/tag.js").cookies
    (kept_apart,) = apart.get("https://tag.tracknet.example/tag.js").cookies
    assert kept_apart.endswith("; Partitioned")
    assert kept_apart.partition("=")[0] != open_to_all.partition("=")[0]
    apart.jar["tracknet.example"].update(shared.jar["tracknet.example"])
    assert apart.get("https://tag.tracknet.example/tag.js").cookies == []
    assert len(web.ledger.stored(TRACKNET).profiles) == 2


def test_two_companies_compare_numbers_by_redirect(web: PracticeWeb) -> None:
    client = Client(web)
    start = client.get("https://ads.tracknet.example/frame").cookies[0].partition("=")[2][:12]
    first, second, third = client.follow("https://ads.tracknet.example/sync")
    assert urlsplit(second).hostname == "match.adbazaar.example"
    assert parse_qs(urlsplit(second).query)["uid"] == [start]
    assert urlsplit(third).hostname == urlsplit(first).hostname
    theirs = best(web, ADBAZAAR).uid
    assert parse_qs(urlsplit(third).query)["uid"] == [theirs]
    assert best(web).partners == (Partner(ADBAZAAR, theirs),)
    assert best(web, ADBAZAAR).partners == (Partner(TRACKNET, start),)


def test_the_broker_compares_too(web: PracticeWeb) -> None:
    client = Client(web)
    way = client.follow(f"https://px.peoplepool.example/p.gif?u={KNEES}")
    assert [urlsplit(step).hostname for step in way] == [
        "px.peoplepool.example",
        "match.adbazaar.example",
        "px.peoplepool.example",
    ]
    assert best(web, "peoplepool.example").partners[0].company == ADBAZAAR
    assert best(web, "peoplepool.example").sightings[0].path == "/sore-knees"


@pytest.mark.parametrize("path", ["/in?from=rewatch.example&uid=1", "/in", "/nothing"])
def test_no_comparing_with_just_anybody(web: PracticeWeb, path: str) -> None:
    assert Client(web).get(f"https://match.adbazaar.example{path}").status == 404


def test_a_made_up_number_is_not_stored_as_a_partner(web: PracticeWeb) -> None:
    Client(web).follow("https://match.adbazaar.example/in?from=tracknet.example&uid=abcabcabcabc")
    assert best(web, ADBAZAAR).partners == ()


def test_strangers_numbers_are_not_taken_over(web: PracticeWeb) -> None:
    got = Client(web).get("https://tag.tracknet.example/tag.js", Cookie="tracknet=abcabcabcabc")
    assert b"abcabcabcabc" not in got.body
    assert got.cookies


def test_the_auction_of_a_known_visitor(web: PracticeWeb) -> None:
    client = Client(web)
    visit(client, KNEES)
    auction = web.auctions[-1]
    assert (auction.winner, auction.ad) == ("Knee Ease", "brace")
    assert auction.because
    assert auction.because.id == "knees"
    bids = {step.who: step.price for step in auction.steps[3:-2]}
    assert bids["Knee Ease"] == 0.8
    assert auction.price == round(sorted(bids.values(), reverse=True)[1] + 0.01, 2)  # type: ignore[type-var, operator]
    assert [step.ms for step in auction.steps] == sorted(step.ms for step in auction.steps)
    assert auction.uid[:4] in auction.steps[1].what


def test_a_click_is_noted(web: PracticeWeb) -> None:
    client = Client(web)
    client.get("https://ads.tracknet.example/frame")
    client.get(f"https://ads.tracknet.example/click?ad=soap&u={NEWS}")
    assert [sight.event for sight in best(web).sightings] == ["ad", "click"]


def test_the_advertisement_is_safe_from_what_an_address_holds(web: PracticeWeb) -> None:
    evil = "https://x.example/%22%3E%3Cscript%3Ealert(1)%3C/script%3E"
    body = Client(web).get(f"https://ads.tracknet.example/frame?u={evil}").body
    assert b"<script" not in body


def test_analytics_knows_by_a_cookie_of_the_site(web: PracticeWeb) -> None:
    client = Client(web)
    script = client.get("https://js.pixelhub.example/hub.js")
    assert script.cookies == []
    told = f"id=abcdef012345&u={KNEES}"
    assert client.get("https://collect.pixelhub.example/hit", told).status == 204
    profile = best(web, "pixelhub.example")
    assert (profile.uid, profile.sightings[0].way) == ("abcdef012345", "first_party")
    client.get("https://collect.pixelhub.example/hit", "id=<script>&u=x")
    assert "<script>" not in [one.uid for one in web.ledger.stored("pixelhub.example").profiles]


def test_the_button_sees_each_page_and_every_like(web: PracticeWeb) -> None:
    client = Client(web)
    frame = client.get(f"https://like.thumbly.example/button?u={NEWS}")
    assert frame.cookies
    client.get("https://like.thumbly.example/seen", f"u={NEWS}&s=000000000000")
    client.get("https://like.thumbly.example/like", f"u={NEWS}")
    assert [(s.event, s.way) for s in best(web, "thumbly.example").sightings] == [
        ("page", "cookie"),
        ("like", "cookie"),
    ]


def test_without_a_cookie_the_button_knows_by_its_box(web: PracticeWeb) -> None:
    client = Client(web, keeps=False)
    uid = client.get("https://like.thumbly.example/button").cookies[0].partition("=")[2][:12]
    client.get("https://like.thumbly.example/seen", f"u={NEWS}&s={uid}")
    assert best(web, "thumbly.example").uid == uid
    assert best(web, "thumbly.example").sightings[0].way == "storage"


def test_the_recorder_keeps_what_was_typed_and_never_sent(web: PracticeWeb) -> None:
    client = Client(web)
    here = "https://shoe-shop.example/checkout"
    client.get("https://in.rewatch.example/hit", f"id=abcdef012345&u={here}")
    for text in ("Al", "Alva", "Alva B"):
        sent = f"id=abcdef012345&u={here}&name=name&text={text.replace(' ', '+')}"
        client.get("https://in.rewatch.example/keys", sent)
    (typed,) = best(web, "rewatch.example").typed
    assert (typed.site, typed.name, typed.text, typed.length) == (
        "shoe-shop.example",
        "name",
        "Alva B",
        6,
    )


def test_the_recogniser_joins_two_numbers_by_how_the_computer_draws(web: PracticeWeb) -> None:
    for page in (KNEES, NEWS):
        client = Client(web, keeps=False)
        client.get("https://id.facet.example/look", f"f=0badcafe&u={page}")
    Client(web).get("https://id.facet.example/look", f"f=12345678&u={NEWS}")
    first, second, other = web.ledger.stored(FACET).profiles
    assert (first.same_as, first.joined_by) == ((second.uid,), "fingerprint")
    assert second.fingerprint == "0badcafe"
    assert [guess.id for guess in second.guesses] == ["knees"]
    assert (other.same_as, other.joined_by, other.guesses) == ((), "", ())


def test_a_look_that_is_none_joins_nobody(web: PracticeWeb) -> None:
    for _each in range(2):
        Client(web, keeps=False).get("https://id.facet.example/look", f"f=x&u={NEWS}")
    assert [one.same_as for one in web.ledger.stored(FACET).profiles] == [(), ()]


def test_a_site_can_pass_on_the_look_under_its_own_name(web: PracticeWeb) -> None:
    client = Client(web)
    page = "https://find-love.example/join"
    assert b'fetch("/look"' in client.get("https://find-love.example/look.js").body
    assert client.get("https://find-love.example/look", f"f=0badcafe&u={page}").cookies == []
    client.get("https://id.facet.example/look", f"f=0badcafe&u={NEWS}")
    assert all(one.same_as for one in web.ledger.stored(FACET).profiles)


def test_a_company_behind_the_sites_name_sets_the_sites_cookie(web: PracticeWeb) -> None:
    client = Client(web)
    (cookie,) = client.get("https://metrics.shoe-shop.example/m.js").cookies
    assert "; Domain=shoe-shop.example;" in cookie
    assert "SameSite=Lax" in cookie
    assert "_sd=" in client._cookie("shoe-shop.example")["Cookie"]
    client.get("https://metrics.shoe-shop.example/hit?u=https://shoe-shop.example/running")
    assert best(web, "sidedoor.example").sites == ("shoe-shop.example",)
    assert client.get("https://metrics.shoe-shop.example/m.js").cookies == []


def test_the_newspaper_tells_the_exchange_itself_and_marks_its_links(web: PracticeWeb) -> None:
    client = Client(web)
    page = client.get(f"{NEWS}harbour-swimmers")
    (cookie,) = page.cookies
    uid = cookie.partition("=")[2][:12]
    assert "SameSite=Lax" in cookie
    link = f"https://shoe-shop.example/running?tnclid={uid}"
    assert link.encode() in page.body
    client.get(f"https://shoe-shop.example/collect?c={uid}&u={link}")
    profile = best(web)
    assert profile.sites == ("daily-news.example", "shoe-shop.example")
    assert [guess.id for guess in profile.guesses] == ["swimming", "shoes"]
    assert client.get(NEWS).cookies == []


def test_the_mark_joins_the_cookie_of_the_exchange_with_the_newspapers(web: PracticeWeb) -> None:
    client = Client(web)
    uid = client.get(NEWS).cookies[0].partition("=")[2][:12]
    client.get(f"https://ads.tracknet.example/view.gif?u={KNEES}&c={uid}")
    both = web.ledger.stored(TRACKNET).profiles
    assert [(one.joined_by, len(one.same_as)) for one in both] == [("link", 1), ("link", 1)]


def test_fonts_bring_no_cookie_and_still_tell_where_you_are(web: PracticeWeb) -> None:
    client = Client(web)
    style = client.get("https://css.fontbox.example/figtree.css", Referer=NEWS)
    assert b"@font-face" in style.body
    assert style.cookies == []
    font = client.get("https://css.fontbox.example/figtree.woff2")
    assert font.body[:4] == b"wOF2"
    assert font.header("Access-Control-Allow-Origin") == "*"
    desk = web.ledger.stored("fontbox.example")
    assert (desk.profiles, desk.nameless[0].site) == ((), "daily-news.example")


def test_consent_is_asked_for_and_noted(web: PracticeWeb) -> None:
    client = Client(web)
    assert b"Accept all" in client.get("https://cdn.agreeably.example/banner.js").body
    client.get("https://cdn.agreeably.example/choice", f"u={NEWS}&c=no")
    assert web.ledger.stored("agreeably.example").nameless[0].event == "choice"


def test_an_open_connection_is_counted_without_a_request(web: PracticeWeb) -> None:
    with Client(web).tunnel("pre.earlybird.example") as connection:
        connection.connect()
    assert web.ledger.stored("earlybird.example").connections == 1
    assert Client(web).get("https://pre.earlybird.example/").status == 200


@pytest.mark.parametrize(
    "url",
    [
        "https://ads.tracknet.example/x",
        "https://px.peoplepool.example/x",
        "https://js.pixelhub.example/x",
        "https://like.thumbly.example/x",
        "https://in.rewatch.example/x",
        "https://id.facet.example/x",
        "https://metrics.shoe-shop.example/x",
        "https://css.fontbox.example/../web.toml",
        "https://cdn.agreeably.example/x",
        "https://img.adbazaar.example/ads/x.svg",
        "https://health-advice.example/index.html",
        "https://health-advice.example/../web.toml",
        "https://health-advice.example/en.toml",
    ],
)
def test_nothing_else_is_handed_out(web: PracticeWeb, url: str) -> None:
    assert Client(web).get(url).status == 404


def test_fresh_forgets_and_old_cookies_are_strangers(web: PracticeWeb) -> None:
    client = Client(web)
    client.get("https://ads.tracknet.example/frame")
    web.fresh()
    assert (web.ledger.stored(TRACKNET).profiles, web.auctions) == ((), ())
    assert client.get("https://ads.tracknet.example/frame").cookies


def test_the_same_seed_gives_the_same_numbers() -> None:
    def first(seed: int | None) -> str:
        with PracticeWeb("en", seed=seed) as web:
            return Client(web).get("https://ads.tracknet.example/frame").cookies[0]

    assert first(5) == first(5)
    assert first(None) != first(None)
