"""A HAR is read without its secrets, whichever browser saved it and whatever stands in it."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from privacykit.errors import CancelledError, VisitError
from privacykit.tracking import har, har_shape
from privacykit.tracking.model import Kind, Page, Request, Visit
from tests.unit.haring import CHROMIUM, FIREFOX, OTHER, PAGE, entry, headers, page
from tests.unit.haring import har as made


def only(visit: Visit) -> Page:
    (found,) = visit.pages
    return found


def last(*entries: Any) -> Request:
    return har.read(made(*entries)).requests[-1]


def refused(data: bytes) -> str:
    with pytest.raises(VisitError) as raised:
        har.read(data)
    return str(raised.value)


# What the two browsers save


def test_firefox() -> None:
    """Saved by Firefox 153 from pages on loopback; without https, in one navigation."""
    visit = har.read(FIREFOX)
    found = only(visit)
    assert (visit.made, visit.source, visit.notes) == ("2026-11-21", "har", ())
    assert (found.site, found.path) == ("library.localhost", "/sok")
    assert [(one.host, one.path, one.kind, one.third) for one in found.requests] == [
        ("library.localhost", "/go", "document", False),
        ("library.localhost", "/sok", "document", False),
        ("library.localhost", "/style.css", "style", False),
        ("cdn.tracknet.localhost", "/t.js", "script", True),
        ("library.localhost", "/style.css", "style", False),
        ("ads.tracknet.localhost", "/pixel.gif", "image", True),
        ("sync.broker.localhost", "/s.gif", "image", True),
        ("social.localhost", "/frame", "frame", True),
        ("ads.tracknet.localhost", "/collect", "xhr", True),
        ("ads.tracknet.localhost", "/b", "xhr", True),
        ("library.localhost", "/favicon.ico", "image", False),
        ("cdn.localhost", "/a.png", "image", True),
        ("library.localhost", "/own.json", "xhr", False),
    ]
    assert all(one.plain and one.outcome == "sent" for one in found.requests)


def test_who_made_firefox_ask_and_what_was_carried() -> None:
    calls = {one.path: one for one in har.read(FIREFOX).requests}
    assert calls["/s.gif"].by == "ads.tracknet.localhost", "by a redirect"
    assert calls["/a.png"].by == "social.localhost", "by a frame"
    assert calls["/collect"].carried == ("q",), "the page's address is sent along"
    assert calls["/pixel.gif"].names == ("uid", "r")


def test_cookies_that_a_script_set_in_firefox_are_seen_when_they_are_sent() -> None:
    cookies = har.read(FIREFOX).cookies
    assert [(one.host, one.name, one.third, one.length) for one in cookies] == [
        ("library.localhost", "sess", False, 10),
        ("library.localhost", "lasting", False, 7),
        ("sync.broker.localhost", "bid", True, 11),
        ("library.localhost", "_ga", False, 8),
    ]
    assert [cookie.days and round(cookie.days) for cookie in cookies] == [None, 405, 365, None]


def test_chromium_gives_both_navigations_the_same_pageref() -> None:
    saved = json.loads(CHROMIUM.read_text())["log"]["entries"]
    assert {one["pageref"] for one in saved} == {"page_1"}
    visit = har.read(CHROMIUM)
    assert [(one.host, one.path, one.at) for one in visit.pages] == [
        ("catalogue.library.example", "/search", 0.0),
        ("catalogue.library.example", "/book/17", 5.0),
    ]
    assert [len(one.requests) for one in visit.pages] == [11, 2]
    assert visit.pages[1].cookies[0].name == "_ga"


def test_kinds_outcomes_and_senders_in_chromium() -> None:
    calls = {one.host + one.path: one for one in har.read(CHROMIUM).requests}
    assert calls["video.pixelhub.example/embed/1"].kind == "frame"
    assert calls["live.pixelhub.example/socket"].kind == "websocket"
    assert calls["ads.tracknet.example/beacon"].kind == "beacon"
    assert calls["ads.tracknet.example/beacon"].by == "cdn.tracknet.example"
    assert calls["blocked.tracknet.example/x.js"].outcome == "stopped"
    assert calls["cdn.tracknet.example/t.js"].carried == ("q",), "by the Referer"
    assert [one for one in calls.values() if one.plain and one.kind == "image"]


# Nothing secret is kept

MARK = "Xq7marked"
PLACES = {
    "a cookie that is set": page(answer={"headers": headers(Set_Cookie=f"a={MARK}; Path=/")}),
    "several cookies in one header": page(
        answer={"headers": headers(Set_Cookie=f"a={MARK}\nb={MARK}; Max-Age=9")}
    ),
    "a cookie that is sent": page(Cookie=f"a={MARK}; b={MARK}"),
    "cookies in a list": {**page(), "cookies": [{"name": "a", "value": MARK}]},
    "the authorization": page(Authorization=f"Bearer {MARK}"),
    "a header of its own": page(X_Token=MARK),
    "a value of the query": page(f"https://a.example/?name={MARK}&b=1"),
    "a query without a name": page(f"https://a.example/?{MARK}"),
    "a very long name": page(f"https://a.example/?{MARK * 30}=1"),
    "a fragment": page(f"https://a.example/#{MARK}"),
    "the name and password in an address": page(f"https://{MARK}:{MARK}@a.example/"),
    "a parameter of the path": page(f"https://a.example/b;jsessionid={MARK}"),
    "the Referer": entry(OTHER, Referer=f"https://a.example/?q={MARK}"),
    "where a redirect leads": page(answer={"status": 302, "redirectURL": f"https://b.example/?{MARK}"}),
    "a location": page(answer={"status": 302, "headers": headers(Location=f"/x?a={MARK}")}),
    "the page's title": page(),
    "the answer": page(answer={"content": {"mimeType": "text/html", "text": MARK}}),
    "who asked": {**page(), "_initiator": {"url": f"https://a.example/?q={MARK}"}},
    "what was posted": page(),
    "a comment": {**page(), "comment": MARK},
}  # fmt: skip
PLACES["what was posted"]["request"] |= {
    "postData": {"mimeType": "x", "text": MARK, "params": [{"name": "p", "value": MARK}]},
    "queryString": [{"name": "a", "value": MARK}],
    "cookies": [{"name": "a", "value": MARK}],
}


def file(place: str) -> bytes:
    title = [{"id": "p", "title": f"https://a.example/?q={MARK}"}]
    return json.dumps({"log": {"pages": title, "entries": [PLACES[place]]}}).encode()


def naive(data: bytes) -> Any:
    """Keep of each entry what a reader in a hurry would."""
    log = json.loads(data)["log"]
    return log["pages"], [(one["request"], one["response"], one) for one in log["entries"]]


@pytest.mark.parametrize("place", PLACES)
def test_a_secret_is_in_no_part_of_what_was_read(place: str) -> None:
    data = file(place)
    assert MARK in repr(naive(data)), "the twin has no care and keeps it"
    visit = har.read(data)
    assert visit.requests
    assert MARK not in repr(visit)


@pytest.mark.parametrize("browser", [FIREFOX, CHROMIUM])
def test_nor_is_one_in_what_browsers_saved(browser: Path) -> None:
    assert re.search("SECRET", repr(naive(browser.read_bytes())))
    assert "SECRET" not in repr(har.read(browser))


@pytest.mark.parametrize("place", PLACES)
def test_values_are_gone_before_pages_are_worked_out(place: str) -> None:
    """Of all headers only those that tell pages apart still have their values."""
    calls = har_shape.decode(file(place), lambda _count: None)
    kept = [one for call in calls for one in (*(call.request.headers or ()),)]
    for one in kept:
        assert MARK not in one.value or one.name == "referer"


def test_names_and_lengths_are_kept() -> None:
    answer = {"headers": headers(Set_Cookie="uid=12345; Max-Age=86400; Secure")}
    visit = har.read(made(page(), entry(f"{OTHER}?id=1&b=&c", 1, answer)))
    (cookie,) = visit.cookies
    assert (cookie.name, cookie.length, cookie.days, cookie.third) == ("uid", 5, 1.0, True)
    assert visit.requests[-1].names == ("id", "b")


def test_a_cookie_that_is_deleted_or_has_no_name_was_not_set() -> None:
    lines = "a=; Max-Age=0", "b=1; Expires=Thu, 01 Jan 1970 00:00:00 GMT", "novalue", "=x"
    answer = {"headers": [one for text in lines for one in headers(set_cookie=text)]}
    assert har.read(made(page(answer=answer))).cookies == ()


def test_a_date_that_is_none_is_as_long_as_the_browser_is_open() -> None:
    answer = {"headers": headers(set_cookie="a=1; Expires=whenever")}
    (cookie,) = har.read(made(page(at=None, answer=answer))).cookies
    assert cookie.days is None


def test_what_a_body_takes_along_is_told_by_name_alone() -> None:
    hit = entry("https://a.example/hit", 1)
    hit["request"]["postData"] = {"mimeType": "text/plain", "text": f"id={MARK}&u={PAGE}"}
    visit = har.read(made(page(), hit))
    assert visit.requests[-1].carried == ("q",)
    assert MARK not in repr(visit)
    assert "knees" not in repr(visit)


# Which page a call belongs to


def test_redirects_on_the_way_belong_to_the_page_they_led_to() -> None:
    hop = page("http://library.example/", 0, {"status": 301, "redirectURL": PAGE})
    found = only(har.read(made(hop, page(PAGE, 1), entry(OTHER, 2))))
    assert [(one.host, one.plain, one.third) for one in found.requests] == [
        ("library.example", True, False),
        ("www.library.example", False, False),
        ("ads.tracknet.example", False, True),
    ]
    assert found.requests[1].by == "library.example"


def test_a_redirect_that_led_nowhere_is_a_page_of_its_own() -> None:
    hop = page("https://login.example/", 0, {"status": 302, "redirectURL": PAGE})
    assert only(har.read(made(hop))).site == "login.example"


def plain(url: str, at: float, page_of: str = "", **asked: str) -> Any:
    """Return a document as browsers ask for it without https: no Sec-Fetch-Dest."""
    return {**entry(url, at, Accept="text/html,*/*", **asked), "pageref": page_of}


def test_without_https_a_referer_tells_a_frame_from_a_page() -> None:
    own = "http://a.example/"
    frame = plain("http://b.example/embed", 1, "p", Referer=own)
    found = only(har.read(made(plain(own, 0, "p"), frame)))
    assert [one.kind for one in found.requests] == ["document", "frame"]
    link = plain("http://a.example/two", 1, "p", Referer=own)
    assert len(har.read(made(plain(own, 0, "p"), link)).pages) == 2
    other = plain("http://b.example/", 1, "q", Referer=own)
    assert len(har.read(made(plain(own, 0, "p"), other)).pages) == 2


def test_a_recording_that_began_late_says_so() -> None:
    visit = har.read(made(entry(OTHER, Referer="https://www.library.example/"), entry(PAGE, 1)))
    assert only(visit).site == "library.example"
    assert [one.third for one in visit.requests] == [True, False]
    assert "began after" in visit.notes[0]
    assert only(har.read(made(entry(OTHER, Origin="null")))).site == "tracknet.example"
    frame = plain("http://b.example/", 0, "", Referer="http://a.example/")
    assert only(har.read(made(frame))).site == "b.example"


def test_calls_come_in_the_order_of_their_times() -> None:
    mixed = entry(OTHER, 2), entry(OTHER + "?a=1", None), page(PAGE, 1)
    calls = har.read(made(*mixed)).requests
    assert [one.at for one in calls] == [0.0, 1.0, 1.0]
    assert calls[0].kind == "document"


@pytest.mark.parametrize(
    "started",
    [None, "", "soon", "2026-02-30", "0001-01-01", "9999-12-31T23:59:59-23:59", "2026-11-20"],
)
def test_any_time_or_none(started: str | None) -> None:
    one = {**page(at=None), "startedDateTime": started}
    visit = har.read(made(one, entry(OTHER, None)))
    assert [request.at for request in visit.requests] == [0.0, 0.0]
    assert visit.made == ("2026-11-20" if started == "2026-11-20" else "")


@pytest.mark.parametrize(
    ("one", "kind"),
    [
        (entry(OTHER, Sec_Fetch_Dest="track"), "media"),
        (entry(OTHER, Sec_Fetch_Dest="document", Sec_Purpose="prefetch;prerender"), "prefetch"),
        (entry(OTHER, Sec_Fetch_Dest="empty"), "xhr"),
        ({**entry(OTHER, Sec_Fetch_Dest="empty"), "_resourceType": "eventsource"}, "xhr"),
        ({**entry(OTHER), "_resourceType": "Ping"}, "beacon"),
        (entry("wss://a.example/"), "websocket"),
        (entry(OTHER, answer={"content": {"mimeType": "application/x-javascript"}}), "script"),
        (entry(OTHER, answer={"content": {"mimeType": "video/mp4"}}), "media"),
        (entry("https://a.example/x.WOFF2"), "font"),
        (entry("https://a.example/x"), "other"),
        ({"request": {"url": "https://a.example/x.css"}}, "style"),
    ],
)
def test_what_kind_of_a_call(one: Any, kind: Kind) -> None:
    assert last(page(), one).kind == kind


def test_who_asked_is_a_script_a_frame_or_nobody() -> None:
    stack = {"callFrames": [{"url": ""}, {"url": "https://cdn.example/a.js"}]}
    by_script = {**entry(OTHER), "_initiator": {"type": "script", "stack": stack}}
    assert last(page(), by_script).by == "cdn.example"
    assert last(page(), {**entry(OTHER), "_initiator": {"type": "other"}}).by == ""
    assert last(page(), entry(OTHER, Referer="https://www.library.example/")).by == ""


def test_what_never_went_out() -> None:
    assert last(page(), entry(OTHER, answer={"status": 0})).outcome == "tried"
    assert last(page(), {"request": {"url": OTHER}}).outcome == "tried"
    assert (
        last(page(), entry(OTHER, answer={"status": None, "_error": "net::X"})).outcome == "tried"
    )


# What strangers give


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"null",
        b"[]",
        b"{}",
        b"\xff\xfe{\x00}\x00",
        b'{"log": null}',
        b'{"log": {"entries": {}}}',
        b'{"log": {"entries": [{}]}}',
        b'{"log": {"entries": [{"request": {"url": 5}}]}}',
        b'{"log": {"entries": [{"request": {"url": "https://a.example/\\ud800"}}]}}',
        b'{"log": {"entries": [{"request": {"url": "\xff"}}]}}',
        b'{"log": {"entries": [{"time": NaN, "request": {"url": "https://a.example"}}]}}',
        made(page())[:-20],
        b'{"log": {"x": ' + b"[" * 100_000,
        b'{"log": {"x": ' + b"[" * 100_000 + b"]" * 100_000 + b', "entries": []}}',
        b"PK\x03\x04 not at all",
    ],
)
def test_what_is_no_har_is_told_in_one_sentence(data: bytes) -> None:
    told = refused(data)
    assert "no HAR file" in told
    assert "F12" in told
    assert len(told) < 400


@pytest.mark.parametrize("url", ["data:,x", "about:blank", "http://[bad", "http://", "a b", ""])
def test_what_holds_no_page_says_so(url: str) -> None:
    assert "holds no page" in refused(made(page(url)))
    assert "holds no page" in refused(made())


def test_a_mark_at_the_start_of_the_file_is_no_matter() -> None:
    assert har.read(b"\xef\xbb\xbf" + made(page())).pages


def test_odd_values_that_browsers_write() -> None:
    odd = {
        "request": {"url": PAGE, "headers": None},
        "response": {"status": 200, "headers": None, "content": None, "redirectURL": None},
        "pageref": None,
        "_resourceType": None,
        "_initiator": None,
        "time": None,
    }
    assert har.read(made(odd, {**odd, "response": None})).requests


def test_control_signs_do_not_come_through() -> None:
    strange = entry("https://a.example/\x1b[2Ja\u202e?b\x1b=1", 1)
    answer = {"headers": headers(set_cookie="evil\x1b[2J=1")}
    visit = har.read(made(page(answer=answer), strange))
    assert "\x1b" not in repr(visit) + "".join(one.path for one in visit.requests)
    assert all(one.path.isprintable() for one in visit.requests)
    assert visit.cookies == ()


def test_too_large(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(har, "LARGEST", 5 << 20)
    path = tmp_path / "large.har"
    path.touch()
    os.truncate(path, (5 << 20) + 1)
    with pytest.raises(VisitError, match=r"large\.har is larger than 5 MB"):
        har.read(path)


def test_too_many_calls_or_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(har_shape, "MOST_CALLS", 2)
    assert len(har.read(made(page(), entry(OTHER, 1))).requests) == 2
    assert "more than a browser records" in refused(made(*[entry(OTHER)] * 3))
    monkeypatch.setattr(har_shape, "MOST_PARTS", 10)
    many = entry(OTHER)
    many["request"]["headers"] = headers(a="x") * 20
    assert "more than a browser records" in refused(made(many))


@pytest.mark.parametrize("name", ["none.har", "a\0b"])
def test_a_file_that_cannot_be_read(tmp_path: Path, name: str) -> None:
    with pytest.raises(VisitError, match="The system says"):
        har.read(tmp_path / name)


def test_a_pipe_is_not_waited_for_and_a_folder_is_none(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.har")
    for path in (tmp_path / "pipe.har", tmp_path):
        with pytest.raises(VisitError, match="no file that can be read"):
            har.read(path)


def test_it_tells_how_far_it_is_and_can_be_stopped() -> None:
    data = made(page(), *[entry(OTHER, 1)] * 1200)
    told: list[int] = []
    har.read(data, progress=lambda _words, done, _total: told.append(done))
    assert told == [1, 501, 1001]
    for answers in ([True], [False, False, False, True]):
        left = iter(answers)
        with pytest.raises(CancelledError):
            har.read(data, cancelled=lambda left=left: next(left))  # type: ignore[misc]


HOSTILE = {
    "calls": b'{"log":{"entries":[' + b'{"request":{"url":""}},' * 600_000,
    "headers": b'{"log":{"entries":[{"request":{"headers":[' + b"{}," * 4_000_000,
    "lists": b'{"log":{"x":[' + b"[]," * 4_000_000 + b'1],"entries":[]}}',
    "a long name": b'{"log":{"entries":[{"request":{"url":"https://'
    + b"a" * 12_000_000
    + b'"}}]}}',
    "a long query": b'{"log":{"entries":[{"request":{"url":"https://a.example/?'
    + b"a=b&" * 3_000_000
    + b'"}}]}}',
    "a long cookie": b'{"log":{"entries":[{"request":{"url":"https://a.example","headers":[{"name":'
    b'"Cookie","value":"' + b"a=b;" * 3_000_000 + b'"}]}}]}}',
    "a long page": b'{"log":{"entries":[{"request":{"url":"https://a.example/?q=knees&b='
    + b"b" * 8_000_000
    + b'","headers":[{"name":"sec-fetch-dest","value":"document"}]}}'
    + b',{"request":{"url":"https://b.example/"}}' * 20_000
    + b"]}}",
    "cookies": b'{"log":{"entries":['
    + b",".join(
        b'{"request":{"url":"https://a.example","headers":[{"name":"Cookie","value":"%s"}]}}'
        % b"".join(b"%x=;" % (call * 200 + number) for number in range(200))
        for call in range(6_000)
    )
    + b"]}}",
    "lines of cookies": b'{"log":{"entries":[{"request":{"url":"https://a.example"},"response":{'
    b'"headers":['
    + b",".join([b'{"name":"Set-Cookie","value":"' + b"a=b\\n" * 10_000 + b'"}'] * 200)
    + b"]}}]}}",
    "long dates": b'{"log":{"entries":[{"startedDateTime":"' + b"1" * 12_000_000 + b'","request":'
    b'{"url":"https://a.example"}}]}}',
}  # fmt: skip
CODE = """
import resource, sys
from privacykit.errors import VisitError
from privacykit.tracking import har
data = sys.stdin.buffer.read()
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
try:
    har.read(data)
except VisitError:
    pass
used = resource.getrusage(resource.RUSAGE_SELF)
print(used.ru_maxrss - before, used.ru_utime + used.ru_stime)
"""


@pytest.mark.parametrize("what", HOSTILE)
def test_a_file_made_to_fill_the_memory_does_not(what: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", CODE], input=HOSTILE[what], capture_output=True, check=True
    )
    grown, seconds = done.stdout.split()
    assert int(grown) < 250_000, "kilobytes; json alone takes a gigabyte for some"
    assert float(seconds) < 10, "of the processor: other tests take their share of the clock"


_JSON = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=9), inner),
    max_leaves=10,
)
_URL = st.one_of(
    st.text(max_size=40), st.builds("https://{}.example/{}".format, st.text(), st.text())
)
_ENTRY = st.builds(
    entry,
    _URL,
    st.none() | st.floats(0, 59),
    st.builds(dict, status=st.integers(), redirectURL=_URL),
    Referer=_URL,
    Cookie=st.text(max_size=30),
    Accept=st.sampled_from(["text/html", "*/*"]),
)


@settings(max_examples=200)
@given(_JSON)
def test_any_json_is_read_or_refused(value: object) -> None:
    for data in (value, {"log": value}, {"log": {"entries": [value]}}):
        refused(json.dumps(data).encode())


@given(st.binary(max_size=200))
def test_any_bytes_are_refused(data: bytes) -> None:
    refused(data)


@settings(max_examples=200)
@given(st.lists(_ENTRY, max_size=5))
def test_any_calls_are_read(entries: list[Any]) -> None:
    visit = har.read(made(page(), *entries))
    for request in visit.requests:
        assert len(request.path) <= 200
        assert request.host.isprintable()
        assert request.at >= 0
