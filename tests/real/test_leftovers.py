"""Print jobs of a real CUPS server: one account's go with their data, another's stay."""

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from privacykit.wipe.machine import commands
from privacykit.wipe.machine.acting import as_account
from privacykit.wipe.machine.printing import Printing
from privacykit.wipe.machine.system import System
from privacykit.wipe.places import Account
from tests.unit import machines
from tests.unit.machines import in_own_mounts, needs_root

pytestmark = [needs_root, pytest.mark.real]
OURS = Account("kit-printer", 61_234, 61_234, Path("/nonexistent"))
THEIRS = Account("kit-reader", 61_235, 61_235, Path("/nonexistent"))
CANARY = b"canary in print"
ORDERS = """
Listen {folder}/socket
Browsing No
WebInterface No
PreserveJobHistory Yes
PreserveJobFiles Yes
DefaultAuthType Basic
<Location />
Order allow,deny
Allow all
</Location>
<Policy default>
JobPrivateAccess default
JobPrivateValues default
<Limit Cancel-Job>
Require user @OWNER @SYSTEM
Order deny,allow
</Limit>
<Limit All>
Order deny,allow
</Limit>
</Policy>
"""
FILES = """
ServerRoot {folder}/root
RequestRoot {folder}/spool
TempDir {folder}/spool/tmp
CacheDir {folder}/cache
StateDir {folder}/state
AccessLog {folder}/log
ErrorLog {folder}/log
PageLog {folder}/log
FileDevice Yes
SystemGroup lpadmin
"""
PRINTER = "<Printer box>\nDeviceURI file:///dev/null\nState Idle\nAccepting Yes\n</Printer>\n"


@pytest.fixture
def folder() -> Iterator[Path]:
    """Return a folder that accounts may enter, with a name short enough for a socket."""
    made = Path(tempfile.mkdtemp(prefix="kit-cups-"))
    made.chmod(0o755)
    yield made
    shutil.rmtree(made)


def tool(name: str) -> str:
    found = shutil.which(name)
    if found is None and os.environ.get("CI"):
        pytest.fail(f"{name} is missing")
    if found is None:
        pytest.skip(f"{name} is missing")
    return found


@contextmanager
def cups(folder: Path) -> Iterator[str]:
    """Run a server with folders and accounts of its own, seen in these mounts only."""
    daemon = tool("cupsd")
    for name in ("root", "spool/tmp", "cache", "state"):
        (folder / name).mkdir(parents=True)
    (folder / "root/cupsd.conf").write_text(ORDERS.format(folder=folder))
    (folder / "root/cups-files.conf").write_text(FILES.format(folder=folder))
    (folder / "root/printers.conf").write_text(PRINTER)
    rows = [f"{one.name}:x:{one.uid}:{one.gid}::{one.home}:/bin/sh\n" for one in (OURS, THEIRS)]
    (folder / "passwd").write_text(Path("/etc/passwd").read_text() + "".join(rows))
    machines.mount("--bind", folder / "passwd", "/etc/passwd")
    configured = ("-c", folder / "root/cupsd.conf", "-s", folder / "root/cups-files.conf")
    server = subprocess.Popen([daemon, "-f", *configured])
    try:
        address = f"{folder}/socket"
        until(lambda: ask(address, "lpstat", "-r").strip() == "scheduler is running")
        yield address
    finally:
        server.terminate()
        server.wait(30)


def until(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.05)


def ask(address: str, *words: str | Path) -> str:
    chosen = {"CUPS_SERVER": address, "LC_ALL": "C", "PATH": os.environ["PATH"]}
    return subprocess.run(words, env=chosen, capture_output=True, text=True, check=False).stdout


def print_two(address: str, account: Account, folder: Path) -> None:
    """Print one document and hold another."""
    document = folder / "document"
    document.write_bytes(CANARY + account.name.encode())
    for more in ((), ("-H", "hold")):
        ask(address, "lp", "-U", account.name, "-d", "box", *more, document)


def in_spool(folder: Path, account: Account) -> int:
    wanted = CANARY + account.name.encode()
    files = [path for path in (folder / "spool").rglob("*") if path.is_file()]
    return sum(wanted in path.read_bytes() for path in files)


@in_own_mounts
def clears_ours(folder: Path) -> None:
    with cups(folder) as address:
        for account in (OURS, THEIRS):
            print_two(address, account, folder)
        until(lambda: ask(address, "lpstat", "-W", "completed", "-o").count("box-") == 2)
        ours, theirs = (Printing(System(), one, address) for one in (OURS, THEIRS))
        assert (ours.is_there(), ours.count(), theirs.count()) == (True, 2, 2)
        assert in_spool(folder, OURS) == in_spool(folder, THEIRS) == 2

        ask(address, "cancel", "-a", "-x", "-u", OURS.name)  # the naive twin
        assert (ours.count(), in_spool(folder, OURS)) == (2, 2)

        assert ours.clear() == ""
        assert (ours.count(), theirs.count()) == (0, 2)
        assert (in_spool(folder, OURS), in_spool(folder, THEIRS)) == (0, 2)


def test_all_that_an_account_printed_goes_and_nobody_elses(folder: Path) -> None:
    clears_ours(folder)


@in_own_mounts
def stays(folder: Path) -> None:
    with cups(folder) as address:
        print_two(address, THEIRS, folder)
        ours = Printing(System(), OURS, address)
        ours_for_theirs = Printing(System(), THEIRS, address)
        jobs = ours_for_theirs._jobs()
        assert jobs is not None
        assert len(jobs) == 2
        assert as_account(OURS, lambda: ours.purged(jobs)) == 2
        assert ours_for_theirs.count() == 2


def test_the_account_that_purges_could_not_purge_anothers(folder: Path) -> None:
    stays(folder)


def test_a_server_that_hangs_is_given_up_and_named(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tool("lpstat")
    monkeypatch.setattr(commands, "SECONDS", 0.5)
    with socket.socket(socket.AF_UNIX) as silent:
        silent.bind(f"{folder}/socket")
        silent.listen()
        printing = Printing(System(), OURS, f"{folder}/socket")
        assert printing.is_there()
        assert printing.count() == 1
        assert printing.clear() == "The print server did not carry it out."


def test_no_server_no_jobs(folder: Path) -> None:
    tool("lpstat")
    assert not Printing(System(), OURS, f"{folder}/nobody").is_there()
