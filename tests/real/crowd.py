"""A process of its own that lays masses into a frozen home and undoes them: `crowd KIND FOLDER`.

Says as JSON how much memory each step took at most (KiB), and what was wrong in the end. It may
have 64 descriptors.
"""

import json
import os
import resource
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from privacykit.errors import PrivacykitError
from privacykit.wipe import linux
from privacykit.wipe.machine.quarantine import Quarantine
from tests.real.frozen import Frozen

MANY, DEPTH, DESCRIPTORS = 1_000_000, 20_000, 64


class Peaks(dict[str, int]):
    """The most memory that each step held at a time."""

    @contextmanager
    def of(self, step: str) -> Iterator[None]:
        Path("/proc/self/clear_refs").write_text("5")
        yield
        status = Path("/proc/self/status").read_text()
        self[step] = int(status.partition("VmHWM:")[2].split()[0])


def lay_crowd(folder: Path) -> None:
    with linux.opened(linux.open_folder(folder)) as here:
        os.close(os.open("0", os.O_CREAT, dir_fd=here))
        for number in range(1, MANY):
            os.link("0", f"{number:030}", src_dir_fd=here, dst_dir_fd=here)


def lay_pit(folder: Path) -> None:
    here = linux.open_folder(folder)
    for _level in range(DEPTH):
        os.mkdir("deep", dir_fd=here)
        below = linux.open_below(here, b"deep")
        os.close(here)
        here = below
    os.close(os.open("secret", os.O_CREAT, dir_fd=here))
    os.close(here)


LAY: dict[str, Callable[[Path], None]] = {"crowd": lay_crowd, "pit": lay_pit}


def main(kind: str, where: str) -> None:
    resource.setrlimit(resource.RLIMIT_NOFILE, (DESCRIPTORS, DESCRIPTORS))
    peaks, frozen = Peaks(), Frozen(Path(where)).lay()
    desktop = frozen.home / "Desktop"
    LAY[kind](desktop)
    with peaks.of("compare"):
        assert not frozen.differences().is_empty
    if kind == "pit":
        with peaks.of("freeze"), suppress(PrivacykitError):
            frozen.store()
    with Quarantine(frozen.vault, frozen.home) as quarantine:
        with peaks.of("restore"):
            frozen.bring_back(quarantine)
        wrong = frozen.wrong()
        with peaks.of("removal"):
            quarantine.empty()
    wrong += [str(path) for path in (frozen.vault / "quarantine").iterdir()]
    sys.stdout.write(json.dumps({"peaks": peaks, "wrong": wrong}))


if __name__ == "__main__":
    main(*sys.argv[1:])
