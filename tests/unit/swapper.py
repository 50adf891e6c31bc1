"""A process of its own that swaps two names as fast as it can: `python -m tests.unit.swapper A B`.

Says "ready" once, then goes on until it is ended, or for a minute.
"""

import ctypes
import os
import sys
import time

AT_FDCWD, RENAME_EXCHANGE = -100, 2


def main(one: str, other: str) -> None:
    exchange = ctypes.CDLL(None).renameat2
    first, second = os.fsencode(one), os.fsencode(other)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    until = time.monotonic() + 60
    while time.monotonic() < until:
        for _turn in range(1000):
            exchange(AT_FDCWD, first, AT_FDCWD, second, RENAME_EXCHANGE)


if __name__ == "__main__":
    main(*sys.argv[1:])
