"""The marks of a proof: found in one pass, told apart, and none taken for another's."""

from pathlib import Path

import pytest

from privacykit.errors import CancelledError
from privacykit.wipe.prove.marks import Found, Marks, seek


@pytest.fixture
def marks() -> Marks:
    made = Marks()
    made.of("bash")
    made.of("trash")
    return made


def found(folder: Path, marks: Marks) -> Found:
    return seek([folder], marks)


def test_each_program_has_a_mark_of_its_own(marks: Marks) -> None:
    assert marks.of("bash") == marks.of("bash") != marks.of("trash")
    assert marks.of("bash").startswith(marks.start)
    assert Marks().start != marks.start


def test_marks_are_told_apart(tmp_path: Path, marks: Marks) -> None:
    (tmp_path / "history").write_text(f"echo {marks.of('bash')}\n")
    (tmp_path / marks.of("trash")).write_bytes(marks.of("bash").encode("utf-16"))
    places = found(tmp_path, marks).places
    assert set(places) == {"bash", "trash"}
    assert places["bash"] == tuple(
        sorted([str(tmp_path / "history"), str(tmp_path / marks.of("trash"))])
    )
    assert places["trash"] == (str(tmp_path / marks.of("trash")),)


def test_what_is_made_from_a_mark_is_found_too(tmp_path: Path, marks: Marks) -> None:
    marks.further["trash"] = ("0123456789abcdef0123456789abcdef",)
    (tmp_path / "0123456789abcdef0123456789abcdef.png").touch()
    assert set(found(tmp_path, marks).places) == {"trash"}


def test_a_part_of_a_mark_is_nobodys_but_counts(tmp_path: Path, marks: Marks) -> None:
    (tmp_path / "cut").write_text(marks.of("bash")[: len(marks.start) + 2])
    assert found(tmp_path, marks).places == {"": (str(tmp_path / "cut"),)}


def test_a_name_woven_from_a_marks_start_is_not_every_programs(
    tmp_path: Path, marks: Marks
) -> None:
    start = marks.of("bash")[:9]
    woven = "".join(a + b for a, b in zip(start, "esabatad-", strict=True))
    (tmp_path / f"12345{woven}.sqlite").write_text("of Firefox")
    assert set(found(tmp_path, marks).places) == {""}


def test_nothing_is_found_where_nothing_is(tmp_path: Path, marks: Marks) -> None:
    (tmp_path / "letter").write_text("nothing of a mark")
    assert found(tmp_path, marks) == Found({}, searched=2)


def test_paths_are_one_line(tmp_path: Path, marks: Marks) -> None:
    (tmp_path / "two\nlines").write_text(marks.of("bash"))
    assert found(tmp_path, marks).places["bash"] == (f"{tmp_path}/two\\u000alines",)


def test_what_kept_the_search_out_is_counted(
    tmp_path: Path, marks: Marks, monkeypatch: pytest.MonkeyPatch
) -> None:
    from privacykit.wipe import residue

    hit = residue.Hit(b"/x", residue.UNREADABLE, "")
    monkeypatch.setattr(residue, "search", lambda *_words, **_options: (hit,))
    assert seek([tmp_path], marks).unread == 1


def test_it_can_be_stopped(tmp_path: Path, marks: Marks) -> None:
    with pytest.raises(CancelledError):
        seek([tmp_path], marks, cancelled=lambda: True)
