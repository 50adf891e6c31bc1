"""The practice home: rich enough to show a wipe, and never mistaken for a real one."""

import sqlite3
import stat
import tempfile
from contextlib import closing
from pathlib import Path

import pytest

from privacykit.errors import UnsafeHomeError
from privacykit.wipe import plan as plans
from privacykit.wipe import practice
from privacykit.wipe.places import Account


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))


def test_it_shows_many_groups_and_nothing_of_it_is_unknown_to_the_catalogue() -> None:
    account = practice.lay_out()
    plan = plans.for_account(account)
    base = account.home.parent
    laid = [path for path in base.rglob("*") if path.is_file() and path.parent != base]
    assert len(plan.groups()) >= 12
    assert plan.files == len(laid)
    assert {place.place.kind for place in plan.items} == {"home", "temp"}


def test_its_databases_and_pictures_are_real() -> None:
    home = practice.lay_out().home
    (places,) = home.rglob("places.sqlite")
    with closing(sqlite3.connect(places)) as database:
        assert database.execute("SELECT url FROM moz_places").fetchall() == [(practice.SITE,)]
    for picture in home.rglob("*.png"):
        assert picture.read_bytes().startswith(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")


def test_nobody_else_can_look_into_it() -> None:
    account = practice.lay_out()
    assert stat.S_IMODE(account.home.parent.stat().st_mode) == 0o700


def test_clearing_up_takes_all_of_it_and_nothing_beside_it(tmp_path: Path) -> None:
    beside = practice.lay_out()
    account = practice.lay_out()
    practice.clear_up(account)
    assert not account.home.parent.exists()
    assert beside.home.exists()
    with pytest.raises(UnsafeHomeError):
        practice.clear_up(account)
    assert [*tmp_path.iterdir()] == [beside.home.parent]


def test_a_real_account_is_never_cleared_up() -> None:
    made = practice.lay_out()
    with pytest.raises(UnsafeHomeError, match="not a practice home"):
        practice.clear_up(Account("patron", made.uid, made.gid, made.home))
    assert made.home.exists()


def test_a_folder_that_is_in_use_is_not_laid_over(tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    with pytest.raises(FileExistsError):
        practice.lay_out(tmp_path)
