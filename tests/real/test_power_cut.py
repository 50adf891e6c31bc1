"""Kill -9 and power cuts, spread over every change that a freeze, a session and a repair make.

At each point the child dies, and then twice: the computer goes on (kill -9), or it starts anew
from what its disk held (power cut). Both times what follows must bring back the frozen home.
"""

import os
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from privacykit.wipe import linux
from privacykit.wipe.machine import ending, state
from privacykit.wipe.machine.returning import Return
from tests.real import disks, stories
from tests.real.apart import apart, needs_root
from tests.real.cutting import live
from tests.real.power import Computer
from tests.real.stories import Story

pytestmark = [needs_root, pytest.mark.real]
PROGRAMS = ("setfacl", "mkfs.ext4", "mkfs.btrfs", "btrfs", "cp", "mount", "umount")


def cut(folder: Path, way: str, story: Story, points: int) -> None:
    """Live through a story once, then once for each point with the power gone at that point.

    Fail if anything was wrong after one of them.
    """
    problems = cut_everywhere(folder, way, story, points)
    assert problems == [], "\n".join(problems[:10])


def cut_everywhere(folder: Path, way: str, story: Story, points: int) -> list[str]:
    disks.need(*PROGRAMS)
    memory = disks.memory(folder / "memory")
    kind = "btrfs" if way == "btrfs" else "ext4"
    computer = Computer(memory / "first", memory / "disk", way, kind)
    computer.make()
    story.before(computer)
    computer.stop()
    changes = live_through(computer, story)
    return [
        f"at change {last} of {len(changes)}, {changes[last - 1]}: {problem}"
        for last in spread(len(changes), points)
        for problem in cut_at(computer, story, last)
    ]


def spread(total: int, points: int) -> list[int]:
    """Return change numbers at even distances, the first and the last among them."""
    return sorted({1 + round(number * (total - 1) / (points - 1)) for number in range(points)})


def live_through(first: Computer, story: Story) -> list[str]:
    computer = first.copy("whole")
    computer.start()
    changes = live(partial(story.lived, computer))
    assert changes is not None
    assert list(story.wrong(computer, False)) == []
    computer.scrap()
    return changes


def cut_at(first: Computer, story: Story, last: int) -> Iterator[str]:
    killed = first.copy("killed")
    killed.start()
    assert live(partial(story.lived, killed), last) is None
    cut_off = killed.copy("cut")
    for problem in story.wrong(killed, False):
        yield f"killed: {problem}"
    killed.scrap()
    cut_off.start()
    for problem in story.wrong(cut_off, True):
        yield f"power cut: {problem}"
    cut_off.scrap()


FREEZE = Story(stories.laid, stories.freeze, stories.after_a_freeze)
FREEZE_AGAIN = Story(stories.thawed_and_maintained, stories.freeze, stories.after_a_freeze)
SESSION = Story(stories.frozen, stories.live_a_session, stories.after_a_session)
FINISH = Story(stories.in_use, stories.finish, stories.after_a_session)
FORGED = Story(stories.cut_with_data_but_no_marks, stories.finish, stories.after_a_session)
REPAIR = Story(stories.drifted, stories.repair, stories.after_a_repair)


@pytest.mark.parametrize(
    ("story", "way", "points"),
    [
        pytest.param(FREEZE, "in-place", 30, id="first freeze"),
        pytest.param(FREEZE_AGAIN, "in-place", 25, id="freeze again"),
        pytest.param(FREEZE_AGAIN, "overlay", 10, id="freeze again, with a layer"),
        pytest.param(FREEZE_AGAIN, "btrfs", 10, id="freeze again, btrfs"),
        pytest.param(SESSION, "in-place", 80, id="session in place"),
        pytest.param(SESSION, "overlay", 40, id="session on a layer"),
        pytest.param(SESSION, "btrfs", 30, id="session on btrfs"),
        pytest.param(FINISH, "in-place", 40, id="finish at the next start"),
        pytest.param(FORGED, "in-place", 20, id="finish, with data that came without its marks"),
        pytest.param(REPAIR, "in-place", 20, id="repair"),
    ],
)
def test_wherever_it_is_cut_the_next_end_brings_the_home_back(
    tmp_path: Path, story: Story, way: str, points: int
) -> None:
    apart(280)(partial(cut, tmp_path, way, story, points))()


def forgets_to_wait() -> None:
    """End a session without waiting for the disk before it is said to be clean."""
    linux.sync = lambda _folder: None  # type: ignore[assignment]


def forgets_to_wait_for_files() -> None:
    os.fsync = lambda fd: None


def says_so_first() -> None:
    """Say that a home is clean, then clean it."""
    run = Return.run

    def hasty(self: Return) -> None:
        now, boot_id = self.world.now(), state.boot_id(self.record.system)
        self.record.write("clean", now, boot_id=boot_id)
        run(self)

    Return.run = hasty  # type: ignore[method-assign]


def trusts_the_marks() -> None:
    """Believe after a power cut what the marks of files say."""
    ending._is_thorough = lambda record, policy: False


@pytest.mark.parametrize(
    ("twin", "way", "story"),
    [
        (forgets_to_wait, "in-place", SESSION),
        (forgets_to_wait_for_files, "btrfs", SESSION),
        (says_so_first, "in-place", SESSION),
        (trusts_the_marks, "in-place", FORGED),
    ],
)
def test_a_cut_does_catch_the_naive_twin(
    tmp_path: Path, twin: Callable[[], None], way: str, story: Story
) -> None:
    @apart(280)
    def attack() -> None:
        twin()
        with pytest.raises(AssertionError):
            cut(tmp_path, way, story, 20)

    attack()
