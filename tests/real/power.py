"""A computer on one small disk in memory, whose power can go at any change it makes.

When the power goes, the disk's image is copied as it is: what the file system had not yet handed
to the disk is lost. The copy is what the next start finds.
"""

import subprocess
import uuid
from dataclasses import dataclass, field, replace
from pathlib import Path

from privacykit.wipe import linux, policy
from privacykit.wipe.machine.system import System
from privacykit.wipe.places import World
from tests.real import disks, golden
from tests.real.apart import call
from tests.real.golden import PATRON, Seen

NAME, MARK = "patron", "m0123456789abcdef"
BOOT_ID = Path("proc/sys/kernel/random/boot_id")
POLICY = f'format = 1\naccounts = ["{NAME}"]\n[baseline]\nway = "{{way}}"\n'
SIZES = {"ext4": 48, "btrfs": 128}


@dataclass
class Computer:
    """A disk's image and the folder it is attached at, in a namespace of the test's own."""

    image: Path
    point: Path
    way: str
    kind: str = "ext4"
    homes: list[dict[bytes, Seen]] = field(default_factory=list)
    """What the home may be like after an end: as frozen, or as frozen anew."""

    @property
    def system(self) -> System:
        return System(self.point)

    @property
    def home(self) -> Path:
        return self.point / "home" / NAME

    @property
    def policy(self) -> policy.Policy:
        return policy.load(self.system.policy_file, {0})

    @property
    def world(self) -> World:
        return World(temporary=(self.point / "tmp",), processes=tuple)

    def make(self) -> None:
        """Lay what a system has, and a home that is ready to be frozen."""
        disks.make(self.kind, self.image, SIZES[self.kind])
        self.start()
        for name in ("etc/privacykit", "home", "tmp", "var/lib", "run"):
            (self.point / name).mkdir(parents=True)
        (self.point / "etc/passwd").write_text(
            f"{NAME}:x:{PATRON}:{PATRON}:Patron:/home/{NAME}:/bin/sh\n"
        )
        (self.point / "etc/group").write_text(f"{NAME}:x:{PATRON}:\n")
        self.system.policy_file.write_text(POLICY.format(way=self.way))
        if self.kind == "btrfs":
            subprocess.run(["btrfs", "-q", "subvolume", "create", self.home], check=True)
        else:
            self.home.mkdir()
        self.home.chmod(0o700)
        golden.lay(self.home)

    def start(self) -> None:
        """Attach the disk, and tell this start from all others."""
        disks.attach(self.image, self.point, "loop,commit=600" if self.kind == "ext4" else "loop")
        (self.point / BOOT_ID).parent.mkdir(parents=True, exist_ok=True)
        (self.point / BOOT_ID).write_text(f"{uuid.uuid4()}\n")

    def stop(self) -> None:
        subprocess.run(["umount", "-R", str(self.point)], check=True)

    def copy(self, name: str) -> "Computer":
        """Copy what the disk holds at this moment, without what waits to be written to it."""
        other = replace(self, image=self.image.with_name(name))
        command = ["cp", "--sparse=always", str(self.image), str(other.image)]
        subprocess.run(command, check=True)
        return other

    def lose_power(self) -> None:
        """Start anew from what is on the disk by now."""
        held = self.copy("held")
        self.stop()
        held.image.replace(self.image)
        self.start()

    def scrap(self) -> None:
        self.stop()
        self.image.unlink()

    def sync(self) -> None:
        """Write back what has been changed so far."""
        with linux.opened(linux.open_folder(self.point)) as folder:
            call("syncfs", folder)

    def settle(self) -> None:
        """Let a session's changes reach the disk: on ext4 all of them, on btrfs a few alone."""
        if self.kind != "btrfs":
            self.sync()
            return
        for name in (".bashrc", "Documents/Forms/large.bin"):
            with (self.home / name).open("rb") as file:
                call("fsync", file.fileno())

    def note_home(self) -> None:
        self.homes.append(golden.record(self.home))
