"""A record that somebody changed: every change is told, and the log that everyone writes is not."""

import shutil
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from privacykit.errors import RecordError
from privacykit.record import chain, reading, signing
from privacykit.record.chain import Book
from privacykit.record.row import Row
from tests.unit.recording import NOW, book, filled, lines, naive_problems, not_clean, put, row

Attack = Callable[[Book, Path], None]


def texts(one: Book, *, by_owner: bool = False) -> list[str]:
    return [problem.text for problem in reading.read(one.folder, _keeper(one, by_owner)).problems]


def _keeper(one: Book, by_owner: bool) -> signing.Keeper | None:
    return one.keeper if by_owner else None


def edited(line: bytes, **changes: object) -> bytes:
    found = chain.parse(line.strip())
    assert found is not None
    return chain.line_of(msgspec.structs.replace(found, **changes)) + b"\n"


def edit(one: Book, _folder: Path) -> None:
    """Make a wipe that left something look clean."""
    rows = lines(one)
    put(one, [*rows[:2], edited(rows[2], state="clean", left=0, removed=999), *rows[3:]])


def edit_and_mend_the_chain(one: Book, _folder: Path) -> None:
    rows = lines(one)
    rows[2] = edited(rows[2], removed=999)
    for place in range(3, len(rows)):
        rows[place] = edited(rows[place], previous=chain.hash_of(rows[place - 1].strip()))
    put(one, rows)


def remove(one: Book, _folder: Path) -> None:
    rows = lines(one)
    put(one, [*rows[:2], *rows[3:]])


def remove_and_count_anew(one: Book, _folder: Path) -> None:
    rows = lines(one)
    del rows[2]
    put(one, [*rows[:2], *(edited(line, number=n) for n, line in enumerate(rows[2:], 3))])


def remove_the_end(one: Book, _folder: Path) -> None:
    put(one, lines(one)[:3])


def remove_all(one: Book, _folder: Path) -> None:
    (one.folder / chain.NAME).unlink()


def swap(one: Book, _folder: Path) -> None:
    rows = lines(one)
    put(one, [rows[0], rows[2], rows[1], *rows[3:]])


def repeat(one: Book, _folder: Path) -> None:
    rows = lines(one)
    put(one, [*rows, rows[-1]])


def write_anew(one: Book, folder: Path) -> None:
    """Put a whole record of one's own in its place, with another key that fits."""
    other = folder / "other"
    other.mkdir()
    made = filled(other, 5)
    for path in made.folder.iterdir():
        shutil.copy(path, one.folder)


def bring_back_an_older_one(one: Book, folder: Path) -> None:
    """Put the record as it was two wipes ago in its place, with all that lies beside it."""
    for path in (folder / "older").iterdir():
        shutil.copy(path, one.folder)


def add_a_line(one: Book, _folder: Path) -> None:
    put(one, [*lines(one)[:3], b'{"state":"clean"}\n', *lines(one)[3:]])


def add_a_key(one: Book, _folder: Path) -> None:
    """Go on with a key of one's own."""
    rows = lines(one)[:3]
    key = signing.new_key()
    for changes in ({"state": "key", "key": signing.public_of(key)}, {"state": "clean"}):
        previous = chain.hash_of(rows[-1].strip())
        made = Row(number=len(rows) + 1, at=NOW, previous=previous, **changes)  # type: ignore[arg-type]
        signed = msgspec.structs.replace(made, signature=signing.sign(key, chain.unsigned(made)))
        rows.append(chain.line_of(signed) + b"\n")
    put(one, rows)


SEEN_BY_ALL: dict[Attack, str] = {
    edit: "Row 3 was changed.",
    edit_and_mend_the_chain: "Row 3 was changed.",
    remove: "Row 3 is missing.",
    remove_and_count_anew: "Row 3 was changed.",
    remove_the_end: "Rows 4 to 5 are missing.",
    remove_all: "Rows 1 to 5 are missing.",
    swap: "Row 2 does not follow the row before it.",
    repeat: "Row 5 does not follow the row before it.",
    add_a_line: "Before row 4 stands something that is no row.",
    add_a_key: "Row 4 begins a new key that the old one did not vouch for: the old key was lost, "
    "or somebody else wrote the rows that follow.",
}
SEEN_BY_THE_OWNER: dict[Attack, str] = {
    write_anew: "The record is signed with a key that is not this computer's.",
    bring_back_an_older_one: "Rows 4 to 5 are missing.",
}


@pytest.fixture
def one(tmp_path: Path) -> Book:
    """Give a record of five wipes; how it was after the third lies in `older`."""
    made = filled(tmp_path, 2)
    chain.append(made, msgspec.structs.replace(row(), state="residue", left=4))
    shutil.copytree(made.folder, tmp_path / "older")
    chain.append(made, row())
    chain.append(made, row())
    return made


def test_an_untouched_record_is_sound(one: Book) -> None:
    assert texts(one) == texts(one, by_owner=True) == []
    found = reading.read(one.folder)
    assert [row.number for row in found.not_verified] == [3]


@pytest.mark.parametrize("attack", SEEN_BY_ALL, ids=lambda attack: attack.__name__)
def test_everybody_sees_it(one: Book, tmp_path: Path, attack: Attack) -> None:
    attack(one, tmp_path)
    for by_owner in (False, True):
        assert SEEN_BY_ALL[attack] in texts(one, by_owner=by_owner)


@pytest.mark.parametrize("attack", SEEN_BY_THE_OWNER, ids=lambda attack: attack.__name__)
def test_the_owner_sees_it(one: Book, tmp_path: Path, attack: Attack) -> None:
    """A record put in place whole is right in itself: only the secret elsewhere tells."""
    attack(one, tmp_path)
    assert texts(one) == []
    assert SEEN_BY_THE_OWNER[attack] in texts(one, by_owner=True)


@pytest.mark.parametrize(
    "attack", [*SEEN_BY_ALL, *SEEN_BY_THE_OWNER], ids=lambda attack: attack.__name__
)
def test_the_naive_log_sees_nothing(one: Book, tmp_path: Path, attack: Attack) -> None:
    attack(one, tmp_path)
    path = one.folder / chain.NAME
    assert naive_problems(path.read_bytes() if path.exists() else b"") == []


@pytest.mark.parametrize("name", [chain.KEY_NAME, chain.HEAD_NAME])
@pytest.mark.parametrize("content", [None, b"", b"{}", b"\xff\x00", b"0" * 64, b"[" * 100_000])
def test_what_lies_beside_it_is_missed(one: Book, name: str, content: bytes | None) -> None:
    if content is None:
        (one.folder / name).unlink()
    else:
        (one.folder / name).write_bytes(content)
    told = texts(one)
    assert told
    if name == chain.HEAD_NAME:
        assert [words.split(",")[0] for words in told] == [
            "The file record.head is missing or was changed"
        ]
    assert texts(one, by_owner=True)
    chain.append(one, row())
    assert texts(one) == []


def test_a_key_that_nobody_vouched_for_is_not_taken_up(one: Book) -> None:
    rows = lines(one)
    forged = edited(rows[4], state="key", key="ab" * 32)
    put(one, [*rows[:4], forged])
    assert texts(one) == ["Row 5 was changed."]


def test_garbage_after_the_last_row_is_told_and_half_a_line_is_not(one: Book) -> None:
    put(one, [*lines(one), b"half"])
    assert texts(one) == []
    put(one, [*lines(one)[:5], b"whole\n"])
    assert texts(one) == ["Before row 6 stands something that is no row."]


def test_a_record_that_may_not_be_read_is_told(one: Book) -> None:
    (one.folder / chain.NAME).unlink()
    (one.folder / chain.NAME).mkdir()
    with pytest.raises(RecordError, match="cannot be read"):
        reading.read(one.folder)


def test_rows_are_read_as_they_were_written(tmp_path: Path) -> None:
    from privacykit.record.row import row_of

    one = book(tmp_path)
    written = chain.append(one, row_of(not_clean(), NOW))
    assert reading.read(one.folder).rows == (written,)


WHOLE: dict[str, bytes] = {}


def whole(folder: Path) -> Path:
    """Return a folder with a record of six rows; made once, as signing takes its time."""
    if not WHOLE:
        made = filled(folder, 4)
        chain.rotate(made, NOW)
        chain.append(made, row())
        WHOLE.update({path.name: path.read_bytes() for path in made.folder.iterdir()})
    place = folder / "whole"
    place.mkdir(exist_ok=True)
    for name, content in WHOLE.items():
        (place / name).write_bytes(content)
    return place


def mend(content: bytes, at: int, kind: str, value: int) -> bytes:
    match kind:
        case "flip":
            return content[:at] + bytes([content[at] ^ (value or 1)]) + content[at + 1 :]
        case "drop":
            return content[:at] + content[at + 1 + value :]
        case "add":
            return content[:at] + bytes([value]) + content[at:]
        case _:
            return content[:at]


@settings(max_examples=150, deadline=None)
@given(
    share=st.floats(0, 1, exclude_max=True),
    kind=st.sampled_from(["flip", "drop", "add", "cut"]),
    value=st.integers(0, 255),
)
def test_no_byte_can_be_changed_without_being_told(
    tmp_path_factory: pytest.TempPathFactory, share: float, kind: str, value: int
) -> None:
    folder = whole(tmp_path_factory.getbasetemp())
    before = WHOLE[chain.NAME]
    after = mend(before, int(share * (len(before) - 1)), kind, value)
    (folder / chain.NAME).write_bytes(after)
    is_same = after.rstrip(b"\n") == before.rstrip(b"\n")
    assert reading.read(folder).is_sound == is_same


@settings(max_examples=150, deadline=None)
@given(content=st.binary(max_size=2000), head=st.binary(max_size=200), key=st.binary(max_size=70))
def test_anything_at_all_is_read_without_a_fall(
    tmp_path_factory: pytest.TempPathFactory, content: bytes, head: bytes, key: bytes
) -> None:
    folder = tmp_path_factory.mktemp("any")
    for name, text in ((chain.NAME, content), (chain.HEAD_NAME, head), (chain.KEY_NAME, key)):
        (folder / name).write_bytes(text)
    assert reading.read(folder).rows == ()


FIELDS = st.fixed_dictionaries(
    {
        "number": st.integers(-1, 1 << 60),
        "at": st.one_of(st.datetimes().map(lambda at: f"{at.isoformat()}Z"), st.text(max_size=30)),
        "state": st.sampled_from(["clean", "key", "residue", "x"]),
        "key": st.one_of(st.just(""), st.just("ab" * 32), st.text(max_size=3)),
        "torn": st.integers(-1, 3),
        "seconds": st.floats(allow_nan=False, allow_infinity=False),
    }
)


@settings(max_examples=150, deadline=None)
@given(rows=st.lists(FIELDS, min_size=1, max_size=4))
def test_rows_of_strangers_are_never_sound(
    tmp_path_factory: pytest.TempPathFactory, rows: list[dict[str, object]]
) -> None:
    folder = tmp_path_factory.mktemp("rows")
    (folder / chain.NAME).write_bytes(b"".join(msgspec.json.encode(one) + b"\n" for one in rows))
    (folder / chain.KEY_NAME).write_text("cd" * 32)
    assert not reading.read(folder).is_sound


@pytest.mark.parametrize("before", [0, 3])
def test_a_row_that_comes_while_it_is_read_is_no_attack(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, before: int
) -> None:
    one, head = filled(tmp_path, before), chain.public_head
    coming = [row()]

    def meanwhile(folder: Path) -> signing.Head | None:
        while coming:
            monkeypatch.setattr(chain, "public_head", head)
            chain.append(one, coming.pop())
        return head(folder)

    monkeypatch.setattr(chain, "public_head", meanwhile)
    assert reading.read(one.folder).is_sound
