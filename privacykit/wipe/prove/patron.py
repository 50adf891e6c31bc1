"""The made-up patron: runs real programs as the throwaway account, as a session would."""

import shutil
import subprocess
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from privacykit.errors import ProofError
from privacykit.i18n import _
from privacykit.wipe.places import Account
from privacykit.wipe.prove.web import Site

PATH = "/usr/local/bin:/usr/bin:/bin:/usr/local/games:/usr/games:/snap/bin"
_SYSTEM_PATH = f"/usr/local/sbin:/usr/sbin:/sbin:{PATH}"
_PAUSE = 0.1


def find(*names: str) -> str:
    """Return the path of the first of these programs that a patron could start; else empty."""
    return next((path for name in names if (path := shutil.which(name, path=PATH))), "")


def find_system(name: str) -> str:
    """Return the path of a program that root could start; else empty."""
    return shutil.which(name, path=_SYSTEM_PATH) or ""


@dataclass(frozen=True)
class Patron:
    account: Account
    site: Site = field(default_factory=Site)

    @property
    def home(self) -> Path:
        return self.account.home

    @property
    def environment(self) -> dict[str, str]:
        return {
            "HOME": str(self.home),
            "USER": self.account.name,
            "LOGNAME": self.account.name,
            "SHELL": "/bin/bash",
            "PATH": PATH,
            "LANG": "C.UTF-8",
            "TERM": "xterm",
            "XDG_RUNTIME_DIR": f"/run/user/{self.account.uid}",
        }

    def start(self, *command: str, stdin: int = subprocess.DEVNULL) -> "subprocess.Popen[bytes]":
        """Start a program as the account and leave it running; what it says goes nowhere."""
        return subprocess.Popen(
            command,
            cwd=self.home,
            env=self.environment,
            user=self.account.uid,
            group=self.account.gid,
            extra_groups=[],
            start_new_session=True,
            stdin=stdin,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def run(self, *command: str, typed: str = "", seconds: float = 60) -> None:
        """Run a program as the account to its end. Raises ProofError if it fails or hangs."""
        program = self.start(*command, stdin=subprocess.PIPE)
        try:
            program.communicate(typed.encode(), timeout=seconds)
        except subprocess.TimeoutExpired as error:
            program.kill()
            program.communicate()
            raise _hung(command) from error
        if program.returncode:
            words = _("{program} ended with code {code}.")
            raise ProofError(words.format(program=_name(command), code=program.returncode))

    def type(self, program: Sequence[str], keys: str) -> None:
        """Run a program in a terminal of its own, and type."""
        line = " ".join(program)
        self.run("script", "--quiet", "--return", "--command", line, "/dev/null", typed=keys)

    def write(self, path: Path | str, text: str) -> Path:
        """Write a file as the account, below its home unless the path is absolute."""
        whole = self.home / path
        self.run("mkdir", "-p", str(whole.parent))
        self.run("tee", str(whole), typed=text)
        return whole

    def close(self, program: "subprocess.Popen[bytes]", seconds: float = 10) -> None:
        """Ask a program to close; end it if it does not."""
        program.terminate()
        try:
            program.wait(seconds)
        except subprocess.TimeoutExpired:
            program.kill()
            program.wait()

    def waits(self, condition: Callable[[], bool], seconds: float) -> bool:
        """Wait until a condition holds; tell whether it does."""
        deadline = time.monotonic() + seconds
        while not (holds := condition()) and time.monotonic() < deadline:
            time.sleep(_PAUSE)
        return holds

    def kept(self, name: str, mark: str) -> bool:
        """Tell whether a file whose name begins so, anywhere in the home, holds the mark."""
        with suppress(OSError):  # a folder that goes while it is looked through
            return any(_holds(path, mark.encode()) for path in self.home.rglob(f"{name}*"))
        return False


def _holds(path: Path, mark: bytes) -> bool:
    return path.is_file() and mark in path.read_bytes()


def _name(command: Sequence[str]) -> str:
    return Path(command[0]).name


def _hung(command: Sequence[str]) -> ProofError:
    return ProofError(_("{program} did not come to an end.").format(program=_name(command)))
