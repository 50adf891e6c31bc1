"""What a frozen account lives through, to be cut anywhere, and what must be true afterwards."""

import hashlib
import os
from collections.abc import Callable, Iterator
from ctypes import c_int64
from dataclasses import dataclass, replace
from pathlib import Path

from privacykit.errors import PrivacykitError
from privacykit.wipe import residue
from privacykit.wipe.machine import sessions, state
from privacykit.wipe.machine.records import Record
from tests.real import golden
from tests.real.apart import call
from tests.real.cutting import Counter
from tests.real.golden import PATRON
from tests.real.power import MARK, NAME, Computer

Deed = Callable[[Computer], None]
WRITE_AND_WAIT = 7
"""SYNC_FILE_RANGE_WAIT_BEFORE | _WRITE | _WAIT_AFTER: the data of a file, but not its times."""


@dataclass(frozen=True)
class Story:
    before: Deed
    """What happened long ago and is on the disk."""
    lived: Callable[[Computer, Counter], None]
    """What is cut."""
    wrong: "Callable[[Computer, bool], Iterator[str]]"
    """Goes on from there, in a new start of the computer or not, and tells what is not right."""


def freeze(computer: Computer, _counter: Counter | None = None) -> None:
    sessions.freeze(computer.system, NAME, computer.policy, world=computer.world)


def end(computer: Computer) -> None:
    report = sessions.end(computer.system, NAME, computer.world)
    assert report.is_clean, report.to_json()


def finish(computer: Computer, _counter: Counter | None = None) -> None:
    for report in sessions.finish(computer.system, world=computer.world):
        assert report.is_clean, report.to_json()


def repair(computer: Computer, _counter: Counter | None = None) -> None:
    report = sessions.restore(computer.system, NAME, world=computer.world)
    assert report.is_clean, report.to_json()


def use(computer: Computer) -> None:
    sessions.begin(computer.system, NAME, world=computer.world)
    use_everything(computer)


def use_everything(computer: Computer) -> None:
    """Leave marks in the home and in the computer's own folder for temporary files."""
    golden.use(computer.home, MARK)
    temporary = computer.point / "tmp" / MARK
    temporary.mkdir()
    (temporary / "file").write_text(MARK)
    for path in (temporary, temporary / "file"):
        os.chown(path, PATRON, PATRON)
    computer.settle()


def live_a_session(computer: Computer, counter: Counter) -> None:
    """Begin, use and end; what the patron changes is not counted."""
    sessions.begin(computer.system, NAME, world=computer.world)
    counter.armed = False
    use_everything(computer)
    counter.armed = True
    end(computer)


# Before


def laid(computer: Computer) -> None:
    computer.note_home()


def frozen(computer: Computer) -> None:
    computer.note_home()
    freeze(computer)


def thawed_and_maintained(computer: Computer) -> None:
    frozen(computer)
    sessions.thaw(computer.system, NAME, world=computer.world)
    golden.maintain(computer.home)
    computer.note_home()


def drifted(computer: Computer) -> None:
    frozen(computer)
    golden.use(computer.home, MARK)


def in_use(computer: Computer) -> None:
    frozen(computer)
    use(computer)


def cut_with_data_but_no_marks(computer: Computer) -> None:
    """Let data reach the disk in place, and the power go before the file's times do."""
    frozen(computer)
    sessions.begin(computer.system, NAME, world=computer.world)
    computer.sync()
    for name in (".bashrc", "Documents/Forms/large.bin"):
        with (computer.home / name).open("r+b") as file:
            file.write(MARK.encode())
            file.flush()
            call("sync_file_range", file.fileno(), c_int64(0), c_int64(0), WRITE_AND_WAIT)
    computer.lose_power()
    marked = residue.search([computer.home], [MARK])
    assert {hit.path.rpartition(b"/")[2] for hit in marked} == {b".bashrc", b"large.bin"}
    by_marks = sessions.check(computer.system, NAME)
    assert by_marks.is_empty, "the trap does not bite: the marks of the files tell"


# Afterwards


def is_home(computer: Computer) -> bool:
    return golden.record(computer.home) in computer.homes


def unlike(computer: Computer) -> Iterator[str]:
    """Tell how the home differs from what it may be, and where a mark is left."""
    found = golden.record(computer.home)
    yield from min((golden.differences(home, found) for home in computer.homes), key=len)
    for hit in residue.search([computer.point], [MARK]):
        yield f"left: {hit}"


def gate_lies(computer: Computer, is_new_start: bool) -> Iterator[str]:
    """Tell where a patron is let into a home that is neither clean nor, as yet, their own."""
    if sessions.gate(computer.system, NAME):
        return
    condition = state.read(computer.system.record(NAME)).condition
    if condition == "in use" and not is_new_start:
        there = {(computer.home / name).exists() for name in golden.TRACES}
        if len(there) > 1:
            yield "a patron may sign in while the home is being brought back"
    elif not is_home(computer) or residue.search([computer.home], [MARK]):
        yield "the next patron may sign in, but the home is not clean"


def damaged(computer: Computer) -> Iterator[str]:
    """Tell which contents of the baseline are no longer in its store."""
    manifest = Record(computer.system, NAME).manifest()
    store = Path(manifest.header.vault) / "store"
    stored = {
        hashlib.blake2b(path.read_bytes(), digest_size=32).digest()
        for path in store.rglob("*")
        if path.is_file()
    }
    for path, folder in manifest.folders.items():
        for name, entry in folder.entries.items():
            if entry.is_file and entry.content not in stored:
                yield f"the store has lost {path!r}/{name!r}"


def settled(computer: Computer) -> Iterator[str]:
    """Tell what an account that is said to be clean lacks."""
    yield from unlike(computer)
    yield from damaged(computer)
    if sessions.gate(computer.system, NAME):
        yield "nobody may sign in"
    found = sessions.check(computer.system, NAME, thorough=True)
    if not found.is_empty:
        yield f"a check finds {found}"
    if state.read(computer.system.record(NAME)).condition != "clean":
        yield "the state is not clean"


def after_a_session(computer: Computer, is_new_start: bool) -> Iterator[str]:
    yield from gate_lies(computer, is_new_start)
    yield from trying(finish if is_new_start else end, computer)
    yield from settled(computer)


def after_a_repair(computer: Computer, is_new_start: bool) -> Iterator[str]:
    """Repair again: what had drifted before the first repair began is no session's."""
    if is_new_start:
        yield from trying(finish, computer)
    yield from trying(repair, computer)
    yield from settled(computer)


def after_a_freeze(computer: Computer, is_new_start: bool) -> Iterator[str]:
    """See that the home is as it was and what was frozen whole, and that both can be used."""
    if golden.record(computer.home) != computer.homes[-1]:
        yield "the freeze changed the home"
    if is_new_start:
        yield from trying(finish, computer)
    if NAME in computer.system.frozen():
        yield from trying(repair, computer)
        yield from settled(computer)
    computer = replace(computer, homes=[golden.record(computer.home)])
    yield from trying(freeze, computer)
    yield from trying(use, computer)
    yield from trying(end, computer)
    yield from settled(computer)


def trying(deed: Deed, computer: Computer) -> Iterator[str]:
    try:
        deed(computer)
    except (PrivacykitError, OSError, AssertionError) as error:
        yield f"{deed.__name__}: {type(error).__name__}: {error}"
