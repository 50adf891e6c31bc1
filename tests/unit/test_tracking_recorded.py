"""Recorded visits: read strictly, written so that they read the same, safe from strangers."""

import tomllib
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacykit import paths
from privacykit.errors import VisitError
from privacykit.tracking import har, recorded
from privacykit.tracking.cookies import tidy
from privacykit.tracking.model import KINDS, Cookie, Page, Probe, Request, Visit
from privacykit.tracking.parties import is_third, site_of
from tests.unit.haring import CHROMIUM, FIREFOX

SMALL = """title = "A visit"
[[page]]
address = "https://www.library.example/search"
call = [
  { to = "https://ads.tracknet.example/pixel.gif", kind = "image", names = ["uid"] },
]
cookie = [{ host = "ads.tracknet.example", name = "uid", length = 16, days = 365 }]
probe = [{ host = "ads.tracknet.example", what = "canvas" }]
"""


def load(tmp_path: Path, text: str) -> Visit:
    path = tmp_path / "visit.toml"
    path.write_text(text, encoding="utf-8")
    return recorded.load(path)


def refused(tmp_path: Path, text: str) -> str:
    with pytest.raises(VisitError) as raised:
        load(tmp_path, text)
    return str(raised.value)


def test_a_small_file(tmp_path: Path) -> None:
    visit = load(tmp_path, SMALL)
    assert (visit.title, visit.made, visit.source) == ("A visit", "", "recorded")
    (page,) = visit.pages
    assert (page.site, page.host, page.path) == ("library.example", *page_of("/search"))
    assert page.requests == (
        Request(
            at=0,
            site="library.example",
            host="ads.tracknet.example",
            path="/pixel.gif",
            names=("uid",),
            kind="image",
            third=True,
            outcome="sent",
        ),
    )
    assert page.cookies == (
        Cookie(0, "library.example", "ads.tracknet.example", "uid", 16, third=True, days=365),
    )
    assert page.probes == (Probe(0, "library.example", "ads.tracknet.example", "canvas"),)


def page_of(path: str) -> tuple[str, str]:
    return "www.library.example", path


@pytest.mark.parametrize("browser", [FIREFOX, CHROMIUM])
def test_a_har_made_into_one_holds_the_same(browser: Path, tmp_path: Path) -> None:
    visit = har.read(browser)
    recorded.save(visit, tmp_path / "made.toml")
    again = recorded.load(tmp_path / "made.toml")
    assert again.pages == visit.pages
    assert (again.title, again.made) == (visit.title, visit.made)
    assert len(recorded.text(visit)) < browser.stat().st_size / 5


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ("title = 5\n[[page]]\n", "“title” must be a text in quotes"),
        (SMALL.replace("title", "titel"), "Did you mean “title”?"),
        (SMALL.replace("/search", "/search?q=knees"), ':3: “address” must be'),
        (SMALL.replace("pixel.gif", "pixel.gif#top"), ":5: “to” must be"),
        (SMALL.replace("https://www", "ftp://www"), ":3: “address” must be"),
        (SMALL.replace('"image"', '"advert"'), ":5: “kind” must be one of: "),
        (SMALL.replace("365", "-1"), "“days” must be"),
        (SMALL.replace("365", "nan"), "“days” must be"),
        (SMALL.replace('"canvas"', '"eyes"'), "“what” must be one of: "),
        (SMALL + "call = 1\n", "cannot be read as TOML"),
        ("title = 'x'\nx = " + "[" * 500, "nested too deeply"),
        ("title = 'x'\n", "“page” is missing"),
        (SMALL.replace("www.library.example", "[not"), "is not the address of a web page"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_in_one_sentence_with_its_line(
    tmp_path: Path, wrong: str, told: str
) -> None:
    said = refused(tmp_path, wrong)
    assert told in said
    assert "visit.toml" in said or "[not" in said
    assert "\n" not in said


def test_what_is_no_text_too_large_or_not_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "visit.toml"
    with pytest.raises(VisitError, match="No such file"):
        recorded.load(path)
    path.write_bytes(b"title = '\xff'")
    with pytest.raises(VisitError, match="UTF-8"):
        recorded.load(path)
    path.write_bytes(b"\xef\xbb\xbf" + SMALL.encode())
    assert recorded.load(path).pages
    monkeypatch.setattr(recorded, "LARGEST", 40)
    with pytest.raises(VisitError, match="larger than"):
        recorded.load(path)


def test_a_title_cannot_steer_a_terminal(tmp_path: Path) -> None:
    assert "“title”" in refused(tmp_path, SMALL.replace("A visit", "\\u001b[2J"))


def test_the_visits_that_come_with_the_kit() -> None:
    visits = recorded.builtin()
    assert len(visits) >= 2
    assert len({visit.title for visit in visits}) == len(visits)
    for visit in visits:
        assert visit.source == "recorded"
        assert any(request.third for request in visit.requests)
        for request in visit.requests:
            assert request.host.endswith((".example", ".localhost")), "the practice web alone"


def test_each_of_them_is_there_and_titled_in_the_language_in_force(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    files = sorted((paths.resources() / "tracking" / "visits").iterdir())
    titles = [visit.title for visit in recorded.builtin()]
    assert titles == [recorded.load(file).title for file in files]
    monkeypatch.setattr(recorded, "_", str.upper)
    assert [visit.title for visit in recorded.builtin()] == [title.upper() for title in titles]


def test_what_cannot_be_written_whole_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "visit.toml"
    path.write_text("old")

    def full(*_arguments: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr(Path, "replace", full)
        with pytest.raises(OSError, match="No space"):
            recorded.save(Visit(), path)
    assert [(one.name, one.read_text()) for one in tmp_path.iterdir()] == [("visit.toml", "old")]
    recorded.save(Visit(), path)
    assert path.read_text() == recorded.text(Visit())


def test_an_empty_visit_has_a_text_too() -> None:
    assert tomllib.loads(recorded.text(Visit())) == {"title": "-"}


def test_what_is_unencrypted_or_no_name_is_written_so(tmp_path: Path) -> None:
    own = Request(0, "::1", "::1", "/a", kind="document", plain=True, outcome="sent")
    socket = replace(own, kind="websocket", plain=False)
    visit = Visit((Page(2.5, "::1", "::1", "/a", (own, socket)),), "By address", "2026-11-20")
    written = recorded.text(visit)
    assert '"http://[::1]/a"' in written
    assert '"wss://[::1]/a"' in written
    assert load(tmp_path, written).pages == visit.pages


_WORD = st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=20)
_HOST = st.from_regex(r"[a-z]{1,8}\.(example|test|co\.uk)", fullmatch=True)
_AT = st.floats(0, 1e5).map(lambda value: round(value, 3))


@st.composite
def visits(draw: st.DrawFn) -> Visit:
    host = draw(_HOST)
    calls = st.builds(
        Request,
        at=_AT,
        site=st.just(host),
        host=_HOST,
        path=st.from_regex(r"/[a-z0-9/._%-]{0,20}", fullmatch=True),
        names=st.lists(_WORD, max_size=3).map(tuple),
        kind=st.sampled_from(KINDS),
        by=st.just("") | _HOST,
        outcome=st.sampled_from(["tried", "sent", "stopped"]),
        plain=st.booleans(),
        carried=st.lists(_WORD, max_size=2).map(tuple),
    )
    days = st.none() | _AT.map(tidy)
    cookies = st.builds(Cookie, _AT, st.just(host), _HOST, _WORD, st.integers(0, 99_999), days=days)
    site = site_of(host)
    page = Page(
        draw(_AT),
        site,
        host,
        "/",
        tuple(
            replace(one, site=site, third=third, carried=one.carried if third else ())
            for one in draw(st.lists(calls, max_size=4))
            for third in (is_third(one.host, site),)
        ),
        tuple(
            replace(one, site=site, third=is_third(one.host, site))
            for one in draw(st.lists(cookies, max_size=3))
        ),
    )
    return Visit((page,), draw(_WORD), "2026-11-20")


@given(visits())
def test_any_visit_that_was_written_reads_the_same(
    tmp_path_factory: pytest.TempPathFactory, visit: Visit
) -> None:
    path = tmp_path_factory.mktemp("visit") / "visit.toml"
    recorded.save(visit, path)
    again = recorded.load(path)
    assert again == visit


@given(st.text() | st.builds(SMALL.replace, st.sampled_from(["https", '"', "=", "1"]), st.text()))
def test_any_text_is_read_or_refused_in_a_sentence(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    path = tmp_path_factory.mktemp("visit") / "visit.toml"
    path.write_text(text, encoding="utf-8", errors="replace")
    try:
        visit = recorded.load(path)
    except VisitError:
        return
    assert visit.pages
