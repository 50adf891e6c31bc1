"""Make the room of a proof, then hold it open: run as root in new namespaces.

All ends when this process ends.
"""

import signal
import sys
from pathlib import Path

from privacykit.wipe.prove import scene


def main(homes: str, name: str, number: str, outside: str) -> None:
    scene.make(Path(homes), name, int(number), outside)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # as an init does: take in what is orphaned
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.read()


if __name__ == "__main__":
    main(*sys.argv[1:])
