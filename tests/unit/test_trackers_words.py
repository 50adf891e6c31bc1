"""What an activity.toml of the tracker station may hold."""

import msgspec
import pytest

from privacykit.activities.trackers.engine.words import Banner, Leak, Options, Sample, Words

LEAK = Leak("cname", "A borrowed name", "does", "why", "help")
BANNERS = (
    Banner("accept", "newspaper", "Yes", "Press it.", "Everybody is called."),
    Banner("reject", "newspaper", "No", "Press it.", "Fewer are called."),
    Banner("fair", "library", "No", "Press it.", "Nobody is called."),
)
SAMPLES = (
    Sample("A counter", "https://count.example/a.js", "news.example", "script", "It counts."),
    Sample("A picture", "https://news.example/a.jpg", "news.example", "image", "It is shown."),
)


def read(words: Words) -> Words:
    return msgspec.convert(msgspec.to_builtins(words), Words)


def test_words_that_fit_are_taken() -> None:
    words = Words((LEAK,), BANNERS, SAMPLES)
    assert read(words) == words
    assert Options().visits == 5


def test_the_same_leak_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="may come once"):
        Words((LEAK, LEAK), BANNERS, SAMPLES)


def test_a_missing_answer_to_the_banner_is_refused() -> None:
    twice = (*BANNERS[:2], BANNERS[0])
    with pytest.raises(ValueError, match="accept, reject and fair"):
        Words((LEAK,), twice, SAMPLES)


def test_a_banner_of_no_practice_site_is_refused() -> None:
    elsewhere = Banner("fair", "nowhere", "No", "Press it.", "Nobody is called.")
    with pytest.raises(ValueError, match="no practice site “nowhere”"):
        Words((LEAK,), (*BANNERS[:2], elsewhere), SAMPLES)


@pytest.mark.parametrize(
    "url", ["count.example/a.js", "http://a.example/", "https://", "https://a b/"]
)
def test_only_a_whole_address_can_be_tried(url: str) -> None:
    sample = {"name": "A", "url": url, "site": "b.example", "kind": "script", "about": "c"}
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(sample, Sample)
