"""Amounts as a person reads them."""

import pytest

from privacykit import i18n
from privacykit.wipe.amounts import files, size


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (0, "0 bytes"),
        (1, "1 byte"),
        (999, "999 bytes"),
        (8_200, "8.2 kB"),
        (25_000, "25 kB"),
        (3_400_000, "3.4 MB"),
        (5_000_000_000, "5.0 GB"),
        (4_000_000_000_000, "4000 GB"),
    ],
)
def test_sizes_read_well(count: int, words: str) -> None:
    assert size(count) == words


def test_amounts_are_written_as_the_language_does() -> None:
    i18n.use("sv")
    assert size(8_200) == "8,2 kB"
    assert (files(1), files(3)) == ("1 fil", "3 filer")
