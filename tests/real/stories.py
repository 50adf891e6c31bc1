"""What a frozen account lives through, to be cut anywhere, and what must be true afterwards."""

from collections.abc import Callable, Iterator
from ctypes import c_int64
from dataclasses import dataclass

from privacykit.errors import PrivacykitError
from privacykit.wipe import residue
from privacykit.wipe.machine import sessions, state
from tests.real import golden
from tests.real.apart import call
from tests.real.cutting import Counter
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
    golden.use(computer.home, MARK)
    computer.sync()


def live_a_session(computer: Computer, counter: Counter) -> None:
    """Begin, use and end; what the patron changes is not counted."""
    sessions.begin(computer.system, NAME, world=computer.world)
    counter.armed = False
    golden.use(computer.home, MARK)
    computer.sync()
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
    if not is_home(computer):
        yield from golden.differences(computer.homes[-1], golden.record(computer.home))
    for hit in residue.search([computer.point], [MARK]):
        yield f"left: {hit}"


def gate_lies(computer: Computer) -> Iterator[str]:
    """Tell where the next patron is let into a home that is not clean."""
    condition = state.read(computer.system.record(NAME)).condition
    if condition in {"in use", "thawed"} or sessions.gate(computer.system, NAME):
        return
    if not is_home(computer) or residue.search([computer.home], [MARK]):
        yield "the next patron may sign in, but the home is not clean"


def settled(computer: Computer) -> Iterator[str]:
    """Tell what an account that is said to be clean lacks."""
    yield from unlike(computer)
    if sessions.gate(computer.system, NAME):
        yield "nobody may sign in"
    found = sessions.check(computer.system, NAME, thorough=True)
    if not found.is_empty:
        yield f"a check finds {found}"
    if state.read(computer.system.record(NAME)).condition != "clean":
        yield "the state is not clean"


def after_a_session(computer: Computer, is_new_start: bool) -> Iterator[str]:
    if is_new_start and sessions.gate(computer.system, NAME) == "":
        yield from gate_lies(computer)
    yield from trying(finish if is_new_start else end, computer)
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
    computer.homes[:] = [golden.record(computer.home)]
    yield from trying(freeze, computer)
    yield from trying(use, computer)
    yield from trying(end, computer)
    yield from settled(computer)


def trying(deed: Deed, computer: Computer) -> Iterator[str]:
    try:
        deed(computer)
    except (PrivacykitError, OSError, AssertionError) as error:
        yield f"{deed.__name__}: {type(error).__name__}: {error}"
