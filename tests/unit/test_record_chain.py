"""Adding to the record: rows that follow one another, cuts, and lost, new and damaged keys."""

import errno
import os
import stat
from pathlib import Path

import msgspec
import pytest

from privacykit.errors import RecordError
from privacykit.record import chain, reading, signing
from privacykit.record.row import NOTHING, row_of, time
from privacykit.record.signing import Head, KeyFile
from privacykit.wipe.machine import public
from tests.unit import recording
from tests.unit.recording import NOW, book, filled, lines, put, report, row, sound


def test_rows_come_in_order_and_are_linked(tmp_path: Path) -> None:
    one = filled(tmp_path, 3)
    assert sound(one) == [1, 2, 3]
    rows = reading.read(one.folder).rows
    assert rows[0].previous == NOTHING
    assert rows[1].previous == chain.hash_of(lines(one)[0].strip())
    assert [row.removed for row in rows] == [0, 1, 2]
    assert chain.head(one) == Head(number=3, hash=chain.hash_of(lines(one)[2].strip()), verified=3)


def test_everybody_may_read_it_and_only_its_owner_change_it(tmp_path: Path) -> None:
    before = os.umask(0o077)
    try:
        one = filled(tmp_path, 2)
    finally:
        os.umask(before)
    assert stat.S_IMODE(one.folder.stat().st_mode) == 0o755
    assert {stat.S_IMODE(path.stat().st_mode) for path in one.folder.iterdir()} == {0o644}
    assert {stat.S_IMODE(path.stat().st_mode) for path in one.lock.iterdir()} == {0o600}


def test_a_row_says_what_the_report_says(tmp_path: Path) -> None:
    made = row_of(recording.not_clean(), NOW)
    assert (made.state, made.exit_code, made.verified) == ("residue", 1, False)
    assert (made.left, made.places_left, made.all_left) == (1, 2, 3)
    assert (made.programs, made.restored, made.seconds) == (2, 3, 1.4)
    assert made.at == NOW
    assert row_of(report(finished=""), NOW).at == time(NOW)
    with pytest.raises(ValueError, match="preview"):
        row_of(report(state="preview"), NOW)


@pytest.mark.parametrize("seconds", [-5.0, 1.8e9])
def test_a_clock_that_was_set_meanwhile_loses_no_row(tmp_path: Path, seconds: float) -> None:
    one = book(tmp_path)
    chain.append(one, row(seconds=seconds))
    assert sound(one) == [1]


def test_a_new_key_is_vouched_for_by_the_old_one(tmp_path: Path) -> None:
    one = filled(tmp_path, 2)
    told = (one.folder / chain.KEY_NAME).read_text()
    rotated = chain.rotate(one, NOW)
    chain.append(one, row())
    assert sound(one) == [1, 2, 3, 4]
    assert (rotated.number, rotated.state, rotated.is_wipe) == (3, "key", False)
    assert len(reading.read(one.folder).wipes) == 3
    assert (one.folder / chain.KEY_NAME).read_text() == told
    assert chain.head(one).verified == 3


@pytest.mark.parametrize("cut", ["_write", "keep"])
def test_a_cut_in_the_middle_of_a_new_key_leaves_a_sound_record(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cut: str
) -> None:
    one = filled(tmp_path, 2)
    whole = chain._Writing.keep

    def stop(*_words: object, **_named: object) -> None:
        raise KeyboardInterrupt

    def remember(self: chain._Writing, **changes: object) -> None:
        if "coming" not in changes:
            raise KeyboardInterrupt
        whole(self, **changes)

    with monkeypatch.context() as patch:
        patch.setattr(chain._Writing, cut, stop if cut == "_write" else remember)
        with pytest.raises(KeyboardInterrupt):
            chain.rotate(one, NOW)
    chain.append(one, row())
    assert sound(one) == ([1, 2, 3] if cut == "_write" else [1, 2, 3, 4])


def test_a_row_that_was_written_but_not_remembered_is_taken_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = filled(tmp_path, 2)

    def stop(*_words: object) -> None:
        raise OSError(errno.EIO, "cut")

    with monkeypatch.context() as patch:
        patch.setattr(signing, "save", stop)
        with pytest.raises(OSError, match="cut"):
            chain.append(one, row())
    assert sound(one) == [1, 2, 3]
    chain.append(one, row())
    assert sound(one) == [1, 2, 3, 4]
    assert chain.head(one).verified == 4


@pytest.mark.parametrize("share", [0.01, 0.5, 0.999])
def test_half_a_line_is_set_aside_and_counted(tmp_path: Path, share: float) -> None:
    one = filled(tmp_path, 3)
    half = lines(one)[2][: max(1, int(len(lines(one)[2]) * share) - 1)]
    put(one, [*lines(one), half])
    assert reading.read(one.folder, one.keeper).problems == ()
    chain.append(one, row())
    found = reading.read(one.folder, one.keeper)
    assert found.problems == ()
    assert [row.torn for row in found.rows] == [0, 0, 0, 1]


def test_a_row_without_its_end_of_line_is_whole(tmp_path: Path) -> None:
    one = filled(tmp_path, 3)
    put(one, [*lines(one)[:2], lines(one)[2].strip()])
    assert sound(one) == [1, 2, 3]
    assert chain.append(one, row()).torn == 0
    assert sound(one) == [1, 2, 3, 4]


@pytest.mark.parametrize("error", [errno.EIO, errno.EROFS])
def test_a_write_that_fails_leaves_the_record_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: int
) -> None:
    one = filled(tmp_path, 3)
    before = lines(one)

    def half(handle: int, content: bytes) -> None:
        os.write(handle, content[:40])
        raise OSError(error, os.strerror(error))

    with monkeypatch.context() as patch:
        patch.setattr(public, "write", half)
        with pytest.raises(OSError, match=os.strerror(error)):
            chain.append(one, row())
    assert lines(one) == before
    chain.append(one, row())
    assert sound(one) == [1, 2, 3, 4]


def test_even_the_taking_back_may_fail(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one = filled(tmp_path, 1)

    def half(handle: int, content: bytes) -> None:
        os.write(handle, content[:40])
        raise OSError(errno.EIO, "broken")

    def refuse(_handle: int, _size: int) -> None:
        raise OSError(errno.EIO, "also broken")

    with monkeypatch.context() as patch:
        patch.setattr(public, "write", half)
        patch.setattr(os, "truncate", refuse)
        with pytest.raises(OSError, match=r"^.Errno 5. broken"):
            chain.append(one, row())
    assert chain.append(one, row()).torn == 1
    assert sound(one) == [1, 2]


def test_a_lost_key_is_owned_up_to(tmp_path: Path) -> None:
    one = filled(tmp_path, 3)
    (one.lock / "record.key").unlink()
    chain.append(one, recording.row())
    found = reading.read(one.folder, one.keeper)
    assert [problem.row for problem in found.problems] == [4]
    assert "new key that the old one did not vouch for" in found.problems[0].text
    assert [row.state for row in found.rows][-2:] == ["key", "clean"]
    assert (chain.head(one).number, chain.head(one).verified) == (5, 4)


def test_with_the_key_lost_too_removed_rows_are_still_missed(tmp_path: Path) -> None:
    one = filled(tmp_path, 4)
    (one.lock / "record.key").unlink()
    put(one, lines(one)[:2])
    chain.append(one, row())
    found = reading.read(one.folder)
    assert "Rows 3 to 4 are missing." in [problem.text for problem in found.problems]


def test_a_damaged_key_is_told_and_nothing_is_added(tmp_path: Path) -> None:
    one = filled(tmp_path, 2)
    (one.lock / "record.key").write_bytes(b'{"key": "\xff')
    before = lines(one)
    for deed in (lambda: chain.append(one, row()), lambda: reading.read(one.folder, one.keeper)):
        with pytest.raises(RecordError, match="damaged"):
            deed()
    assert lines(one) == before


def test_after_a_removed_tail_the_next_row_shows_the_gap(tmp_path: Path) -> None:
    one = filled(tmp_path, 5)
    put(one, lines(one)[:3])
    assert chain.append(one, row()).number == 6
    texts = [problem.text for problem in reading.read(one.folder).problems]
    assert texts == ["Rows 4 to 5 are missing."]


def test_rows_of_a_stranger_are_not_gone_on_from(tmp_path: Path) -> None:
    one, other = filled(tmp_path, 2), tmp_path / "other"
    other.mkdir()
    theirs = filled(other, 4)
    put(one, [*lines(one), *lines(theirs)[2:]])
    assert chain.append(one, row()).number == 3
    assert not reading.read(one.folder).is_sound


def test_what_nobody_could_read_is_not_written(tmp_path: Path) -> None:
    one = filled(tmp_path, 1)
    for wrong in ({"exit_code": -9}, {"removed": -1}):
        with pytest.raises(msgspec.ValidationError):
            chain.append(one, msgspec.structs.replace(row(), **wrong))
    assert chain.append(one, msgspec.structs.replace(row(), seconds=0)).number == 2
    assert sound(one) == [1, 2]


def test_an_accounts_own_record_lies_in_a_folder_of_its_own(tmp_path: Path) -> None:
    one = chain.of_account(tmp_path / "a" / "b")
    chain.append(one, row())
    one.folder.chmod(0o775)
    chain.append(chain.of_account(one.folder), row())
    assert stat.S_IMODE(one.folder.stat().st_mode) == 0o700
    assert sound(one) == [1, 2]
    assert reading.folder(tmp_path / "none", one.folder) == one.folder
    assert reading.folder(one.folder, tmp_path) == one.folder


def test_a_record_that_was_never_begun_has_no_end(tmp_path: Path) -> None:
    assert chain.head(book(tmp_path)) == Head()
    assert reading.read(tmp_path / "public") == reading.Record()


def test_a_secret_is_what_it_was(tmp_path: Path) -> None:
    one = filled(tmp_path, 1)
    keeper = KeyFile(one.lock)
    secret = signing.load(keeper)
    assert secret is not None
    assert secret.first == signing.public_of(secret.key)
    signing.save(keeper, msgspec.structs.replace(secret, coming="0" * 64))
    assert signing.load(keeper) == msgspec.structs.replace(secret, coming="0" * 64)
    chain.append(one, row())
    assert sound(one) == [1, 2]
