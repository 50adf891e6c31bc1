"""A frozen home beside a victim's files, and the naive twin of the one who brings it back."""

import shutil
from dataclasses import dataclass, field
from pathlib import Path

from privacykit.wipe.baseline import compare as comparing
from privacykit.wipe.baseline import freeze as freezing
from privacykit.wipe.baseline import restore as restoring
from privacykit.wipe.baseline.compare import Differences
from privacykit.wipe.baseline.manifest import Header, Manifest
from privacykit.wipe.baseline.restore import Out, Removing, Restored
from privacykit.wipe.places import Account
from privacykit.wipe.policy import keeper
from privacykit.wipe.progress import never, silent
from tests.real import golden
from tests.real.golden import PATRON, Seen

KEEP_NOTHING = keeper(())


@dataclass
class Frozen:
    """Lay with `lay`; then attack `home`, then `bring_back`."""

    folder: Path
    manifest: Manifest = field(init=False)
    before: dict[bytes, Seen] = field(init=False)

    @property
    def home(self) -> Path:
        return self.folder / "home"

    @property
    def vault(self) -> Path:
        return self.folder / "vault"

    @property
    def victim(self) -> Path:
        return self.folder / "victim"

    def lay(self) -> "Frozen":
        """Lay a home with one of everything and a victim's files, and freeze the home."""
        self.home.mkdir(mode=0o700)
        golden.lay(self.home)
        self.victim.mkdir()
        for number in range(3):
            (self.victim / f"{number}.txt").write_text("theirs")
        return self.freeze()

    def freeze(self) -> "Frozen":
        self.store()
        self.before = golden.record(self.home)
        return self

    def store(self) -> None:
        self.vault.mkdir(mode=0o700, exist_ok=True)
        account = Account("patron", PATRON, PATRON, self.home)
        self.manifest = freezing.freeze(
            account, self.vault, self._header(), keep=KEEP_NOTHING, progress=silent, cancelled=never
        )

    def _header(self) -> Header:
        return Header(
            format=1,
            account="patron",
            uid=PATRON,
            gid=PATRON,
            home=str(self.home),
            vault=str(self.vault),
            way="in-place",
            frozen_at="2026-01-01T00:00:00+00:00",
            keep=(),
            warnings=(),
            files=0,
            size=0,
        )

    def differences(self, *, thorough: bool = False) -> Differences:
        return comparing.compare(
            self.home,
            self.manifest,
            keep=KEEP_NOTHING,
            thorough=thorough,
            progress=silent,
            cancelled=never,
        )

    def bring_back(self, out: Out | None = None) -> Restored:
        restored = restoring.restore(
            self.home,
            self.manifest,
            self.differences(),
            self.vault,
            out=out or Removing(self.home),
            progress=silent,
            cancelled=never,
        )
        self.manifest = restored.manifest
        return restored

    def wrong(self) -> list[str]:
        """Return what differs from the frozen home, judged by another eye than the kit's own."""
        return golden.differences(self.before, golden.record(self.home))

    def harmed(self) -> bool:
        texts = [path.read_text() for path in sorted(self.victim.iterdir())]
        return texts != ["theirs"] * 3

    def copy(self) -> Path:
        """Return a copy of the home for the naive twin to go by, made before any attack."""
        shutil.copytree(self.home, self.folder / "golden", symlinks=True)
        return self.folder / "golden"
