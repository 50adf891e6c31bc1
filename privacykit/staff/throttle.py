"""How long to wait after wrong tries. It asks no calendar, so setting the clock back is no help.

Time is counted from the start of the computer. A wait that a new start cut short begins again
with it: whatever the calendar says, no more time than since the start is known to have passed.
"""

import math
import time
from typing import Annotated, NamedTuple

import msgspec

from privacykit.wipe.machine import state
from privacykit.wipe.machine.system import System

DELAYS = (0, 0, 0, 5, 15, 60, 300, 900)
"""Seconds before the next try, by the number of wrong ones; the last one for all further."""


class Moment(NamedTuple):
    boot: str
    """What tells this start of the computer from every other; empty if nothing does."""
    seconds: float
    """Since that start, sleep counted."""


class Tries(msgspec.Struct, frozen=True):
    """Wrong tries in a row, and when the latest was."""

    count: Annotated[int, msgspec.Meta(ge=0)] = 0
    boot: str = ""
    seconds: float = 0.0


def now() -> Moment:
    if hasattr(time, "CLOCK_BOOTTIME"):
        return Moment(state.boot_id(System()), time.clock_gettime(time.CLOCK_BOOTTIME))
    import psutil  # late: the window starts quicker

    return Moment("", time.time() - psutil.boot_time())


def another(tries: Tries, moment: Moment) -> Tries:
    """Return the tries with one more, which counts as wrong until it was right."""
    return Tries(tries.count + 1, moment.boot, moment.seconds)


def wait(tries: Tries, moment: Moment) -> int:
    """Return the whole seconds to wait before the next try; 0: it may be made."""
    delay = DELAYS[min(tries.count, len(DELAYS) - 1)]
    passed = moment.seconds
    if moment.boot == tries.boot and moment.seconds >= tries.seconds:
        passed -= tries.seconds
    return max(0, math.ceil(delay - passed))
