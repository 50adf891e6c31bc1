"""What the tests of a frozen home share: one that is laid, frozen, and judged by another eye."""

import os
from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from privacykit.wipe.baseline import compare as comparing
from privacykit.wipe.baseline import freeze as freezing
from privacykit.wipe.baseline import restore as restoring
from privacykit.wipe.baseline.compare import Differences
from privacykit.wipe.baseline.manifest import Header, Manifest
from privacykit.wipe.baseline.restore import Out, Removing, Restored
from privacykit.wipe.places import Account
from privacykit.wipe.policy import keeper
from privacykit.wipe.progress import Cancelled, never, silent
from tests.real.golden import Seen, differences, record

PATRON = 61234
needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files away")


def header(folder: Path) -> Header:
    return Header(
        account="patron",
        uid=PATRON,
        gid=PATRON,
        home=str(folder / "home"),
        vault=str(folder / "vault"),
        way="in-place",
        frozen_at="2026-01-01T00:00:00+00:00",
    )


@dataclass
class Frozen:
    """Fill `home`, then `freeze`; change it, then `mend`."""

    folder: Path
    keep: Collection[bytes] = ()
    manifest: Manifest = field(init=False)
    before: dict[bytes, Seen] = field(init=False)

    def __post_init__(self) -> None:
        self.home.mkdir(mode=0o700)
        self.vault.mkdir(mode=0o700)

    @property
    def home(self) -> Path:
        return self.folder / "home"

    @property
    def vault(self) -> Path:
        return self.folder / "vault"

    @property
    def objects(self) -> list[Path]:
        return sorted(path for path in (self.vault / "store").rglob("*") if path.is_file())

    def freeze(self, cancelled: Cancelled = never) -> "Frozen":
        self.manifest = freezing.freeze(
            Account("patron", PATRON, PATRON, self.home),
            self.vault,
            header(self.folder),
            keep=keeper(self.keep),
            progress=silent,
            cancelled=cancelled,
        )
        self.before = record(self.home)
        return self

    def compare(self, *, thorough: bool = False, cancelled: Cancelled = never) -> Differences:
        return comparing.compare(
            self.home,
            self.manifest,
            keep=keeper(self.keep),
            thorough=thorough,
            progress=silent,
            cancelled=cancelled,
        )

    def mend(
        self,
        found: Differences | None = None,
        *,
        out: Out | None = None,
        cancelled: Cancelled = never,
    ) -> Restored:
        restored = restoring.restore(
            self.home,
            self.manifest,
            found or self.compare(),
            self.vault,
            out=out or Removing(self.home),
            progress=silent,
            cancelled=cancelled,
        )
        self.manifest = restored.manifest
        return restored

    def wrong(self) -> list[str]:
        return differences(self.before, record(self.home))


def small(folder: Path) -> Frozen:
    """Freeze a home with three folders, three files and a link."""
    frozen = Frozen(folder)
    (frozen.home / "d/e/f").mkdir(parents=True)
    (frozen.home / "d/one").write_bytes(b"1111")
    (frozen.home / "d/e/two").write_bytes(b"2222")
    (frozen.home / "top").write_bytes(b"top")
    (frozen.home / "link").symlink_to("d")
    return frozen.freeze()


def after(calls: int) -> Cancelled:
    """Return what says stop from that call on."""
    left = iter(range(calls))
    return lambda: next(left, None) is None
