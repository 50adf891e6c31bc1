"""A throwaway account in a room of its own: private mounts, processes, network and account list."""

import json
import secrets
import subprocess
import sys
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from privacykit.wipe.prove import homes, scene

PROJECT = Path(__file__).resolve().parents[2]
POLICY = Path("/etc/library/policy.toml")
PLACES = ("/tmp", "/var/tmp", "/dev/shm")
_NAMESPACES = ("--mount", "--net", "--pid", "--ipc")


@dataclass
class Room:
    """Start with `with`; the room and every process in it are gone at the end."""

    name: str = field(default_factory=lambda: f"patron-{secrets.token_hex(3)}")
    number: int = field(default_factory=lambda: 20_000 + secrets.randbelow(30_000))

    @property
    def home(self) -> Path:
        return Path("/home") / self.name

    def __enter__(self) -> Self:
        with ExitStack() as folder:
            self._start(folder.enter_context(homes.made(Path("/home"))))
            self._folder = folder.pop_all()
        return self

    def _start(self, beside: Path) -> None:
        unshare = ["unshare", *_NAMESPACES, "--fork", "--kill-child", "--mount-proc"]
        holder = [sys.executable, "-m", "tests.real.holder", str(beside), self.name]
        self._holder = subprocess.Popen(
            [*unshare, *holder, str(self.number), scene.namespace()],
            cwd=PROJECT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._holder.stdout is not None
        assert self._holder.stdout.readline() == "ready\n", "the room could not be set up"
        children = Path(f"/proc/{self._holder.pid}/task/{self._holder.pid}/children")
        self._first = int(children.read_text())

    def __exit__(self, *_why: object) -> None:
        self._holder.communicate()  # closes its input, which ends it and all in the room
        self._folder.close()

    @property
    def enter(self) -> list[str]:
        """Return what to put before a command, so that it runs in the room as root."""
        return ["nsenter", f"--target={self._first}", *_NAMESPACES, f"--wdns={PROJECT}", "--"]

    def at(self, path: Path | str) -> Path:
        """Return where a path of the room lies outside it."""
        return Path(f"/proc/{self._first}/root") / Path(path).relative_to("/")

    def run(self, *command: str, root: bool = False) -> subprocess.CompletedProcess[str]:
        """Run a command in the room as the account, or as root, and return what it said."""
        drop = [f"--reuid={self.number}", f"--regid={self.number}", "--clear-groups"]
        environment = {
            "HOME": str(self.home),
            "USER": self.name,
            "LOGNAME": self.name,
            "PATH": "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin",
            "LANG": "C.UTF-8",
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        return subprocess.run(
            [*self.enter, *([] if root else ["setpriv", *drop]), *command],
            env=environment,
            capture_output=True,
            text=True,
            timeout=200,
            check=False,
        )

    def ask(self, module: str, *words: str, root: bool = False) -> Any:
        """Run one of the helpers beside this file in the room and return its answer."""
        done = self.run(sys.executable, "-m", f"tests.real.{module}", *words, root=root)
        assert done.returncode == 0, f"{module} {' '.join(words)}:\n{done.stderr}{done.stdout}"
        return json.loads(done.stdout.splitlines()[-1])

    def write_policy(self, text: str) -> None:
        """Put a policy where only root may write, as IT staff do."""
        path = self.at(POLICY)
        path.parent.mkdir()
        path.write_text(text)
        path.chmod(0o644)
