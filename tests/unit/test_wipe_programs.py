"""Programs of a session are ended and proven gone; real processes, but only the test's own."""

import ctypes
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from privacykit.errors import BusyError, CancelledError
from privacykit.wipe import practice, programs
from privacykit.wipe.places import Account
from privacykit.wipe.policy import Programs
from tests.unit.machines import needs_root
from tests.unit.practising import nobody

NAMES = frozenset({"made-up-browser"})
Start = Callable[..., "subprocess.Popen[bytes]"]


@pytest.fixture
def account(tmp_path: Path) -> Account:
    (tmp_path / "practice").mkdir()
    return practice.lay_out(tmp_path / "practice")


@pytest.fixture
def browser(tmp_path: Path) -> Path:
    """Give a program with the name of a browser."""
    copy = tmp_path / "made-up-browser"
    shutil.copy(shutil.which("sleep") or "", copy)
    return copy


@pytest.fixture
def start(account: Account) -> Iterator[Start]:
    begun: list[subprocess.Popen[bytes]] = []

    def run(*command: str | Path, home: Path = account.home) -> "subprocess.Popen[bytes]":
        child = subprocess.Popen(
            [*command],
            env={"HOME": str(home), "PATH": os.environ["PATH"]},
            stdout=subprocess.PIPE,
            start_new_session=True,
        )
        begun.append(child)
        return child

    yield run
    for child in begun:
        with suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
        child.communicate()


def own() -> list[psutil.Process]:
    """Return the processes that this test started: no other can be ended."""
    return psutil.Process().children(recursive=True)


def end(account: Account, *, cancelled: bool = False, **choice: object) -> tuple[str, ...]:
    return programs.end(
        account,
        NAMES,
        own,
        Programs(**choice),  # type: ignore[arg-type]
        progress=lambda *_step: None,
        cancelled=lambda: cancelled,
    )


def test_nothing_open_is_nothing_to_do(account: Account) -> None:
    assert end(account) == ()
    assert programs.running(account, NAMES, nobody) == ()


def test_a_program_is_asked_to_close_and_goes(
    account: Account, start: Start, browser: Path
) -> None:
    child = start(browser, "600")
    assert [one.name for one in programs.running(account, NAMES, own)] == ["made-up-browser"]
    assert end(account) == ("made-up-browser",)
    assert not psutil.pid_exists(child.pid) or child.poll() is not None
    assert programs.running(account, NAMES, own) == ()


def test_one_that_ignores_the_request_is_ended_where_asking_alone_leaves_it(
    account: Account, start: Start, browser: Path
) -> None:
    child = start("sh", "-c", f"trap '' TERM; echo ready; exec {browser} 600")
    assert child.stdout
    child.stdout.readline()
    while psutil.Process(child.pid).name() != browser.name:
        os.sched_yield()
    child.terminate()
    assert programs.running(account, NAMES, own), "the naive twin: SIGTERM, and done"
    assert end(account, seconds=0) == ("made-up-browser",)
    assert programs.running(account, NAMES, own) == ()


def test_what_a_program_started_is_ended_with_it(
    account: Account, start: Start, tmp_path: Path
) -> None:
    shell = tmp_path / "made-up-browser"
    shutil.copy(shutil.which("dash") or shutil.which("sh") or "", shell)
    child = start(shell, "-c", "sleep 600 & echo ready; wait")
    assert child.stdout
    child.stdout.readline()
    assert {one.name for one in programs.running(account, NAMES, own)} == {"made-up-browser"}
    assert len(programs.running(account, NAMES, own)) == 2
    end(account)
    assert programs.running(account, {"sleep"}, own) == ()


def test_one_that_is_started_again_and_again_is_busy(
    account: Account, start: Start, browser: Path
) -> None:
    again = f"while :; do echo up; {browser} 600; done"
    child = start("sh", "-c", " & ".join([again] * 5))
    assert child.stdout
    child.stdout.readline()
    while not programs.running(account, NAMES, own):
        os.sched_yield()
    with pytest.raises(BusyError, match="made-up-browser") as caught:
        _until_busy(account)
    assert caught.value.exit_code == 3


def _until_busy(account: Account) -> None:
    """End until it is refused: a round may fall between two starts of all of them."""
    for _attempt in range(50):
        end(account)


def test_where_the_policy_ends_none_an_open_one_is_busy(
    account: Account, start: Start, browser: Path
) -> None:
    child = start(browser, "600")
    with pytest.raises(BusyError, match="Still open: made-up-browser"):
        end(account, end=False)
    assert child.poll() is None


def test_a_person_can_stop_the_waiting(account: Account, start: Start, browser: Path) -> None:
    start(browser, "600")
    with pytest.raises(CancelledError):
        end(account, cancelled=True)


def test_practice_ends_only_what_was_started_in_the_practice_home(
    account: Account, start: Start, browser: Path, tmp_path: Path
) -> None:
    child = start(browser, "600", home=tmp_path)
    assert end(account) == ()
    assert child.poll() is None


def test_a_real_account_is_known_by_its_user_id(
    account: Account, start: Start, browser: Path, tmp_path: Path
) -> None:
    start(browser, "600", home=tmp_path)
    mine = Account("patron", account.uid, account.gid, account.home)
    other = Account("patron", account.uid + 1, account.gid, account.home)
    assert len(programs.running(mine, NAMES, own)) == 1
    assert programs.running(other, NAMES, own) == ()


def test_neither_we_nor_those_that_started_us_are_ended(account: Account) -> None:
    family = [psutil.Process(), *psutil.Process().parents()]
    names = {one.name() for one in family}
    everyone = Account("patron", account.uid, account.gid, account.home)
    assert programs.running(everyone, names, lambda: family) == ()
    assert set(programs.started_us(names)) <= names
    assert programs.started_us({family[1].name()}) if len(family) > 1 else True
    assert programs.started_us({"made-up-browser"}) == ()


def test_a_dead_process_that_nobody_collected_is_not_running(
    account: Account, start: Start, browser: Path
) -> None:
    child = start(browser, "0")
    os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)
    assert programs.running(account, NAMES, own) == ()


class _Vanished(psutil.Process):
    """A process that is gone by the time it is asked anything."""

    def __init__(self) -> None:
        super().__init__()
        self._asked: set[str] = set()

    def __getattribute__(self, name: str) -> object:
        if name in {"uids", "name", "exe", "ppid", "parents", "is_running"}:
            raise psutil.NoSuchProcess(0)
        return super().__getattribute__(name)


def test_what_vanishes_meanwhile_is_no_problem(
    account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = _Vanished()
    assert not programs._is_of(gone, account)
    assert programs._named(gone, NAMES) == ""
    assert programs._with_children([gone], {gone.pid: "x"}) == {}
    programs.stop([gone], 0, lambda: False)
    monkeypatch.setattr(psutil, "Process", _Vanished)
    assert os.getpid() in programs.ourselves()
    assert programs.started_us(NAMES) == ()


# A number that somebody else's program has by now


def start_as(number: int) -> None:
    """Start a program under a number that has just become free: clone3(2) with set_tid."""
    library, wanted = ctypes.PyDLL(None, use_errno=True), ctypes.c_int(number)
    words = (0, 0, 0, 0, signal.SIGCHLD, 0, 0, 0, ctypes.addressof(wanted), 1, 0)
    about = (ctypes.c_uint64 * len(words))(*words)
    made = library.syscall(ctypes.c_long(435), about, ctypes.c_size_t(ctypes.sizeof(about)))
    if made == 0:
        os.execv("/bin/sleep", ["sleep", "1000"])  # noqa: S606 - the child; nothing else may happen
    assert made == number, os.strerror(ctypes.get_errno())


def ask_psutil(process: psutil.Process) -> None:
    process.kill()


@needs_root
@pytest.mark.parametrize(
    ("stop", "is_spared"),
    [(lambda one: programs.stop([one], 0, lambda: False), True), (ask_psutil, False)],
    ids=["ours", "a twin that signals a number"],
)
def test_who_has_the_number_of_one_that_went_is_spared(
    start: Start,
    browser: Path,
    monkeypatch: pytest.MonkeyPatch,
    stop: Callable[[psutil.Process], None],
    is_spared: bool,
) -> None:
    child = start(browser, "1000")
    process, is_running = psutil.Process(child.pid), psutil.Process.is_running

    def then_it_goes(one: psutil.Process) -> bool:
        answer = is_running(one)
        if child.returncode is None:
            child.kill()
            child.wait()
            time.sleep(2 / os.sysconf("SC_CLK_TCK"))  # so that its age is another, as it would be
            start_as(child.pid)
        return answer

    monkeypatch.setattr(programs, "AFTER_KILL", 0.0)
    monkeypatch.setattr(psutil.Process, "is_running", then_it_goes)
    try:
        stop(process)
    finally:
        os.kill(child.pid, signal.SIGUSR1)
        _number, status = os.waitpid(child.pid, 0)
    assert (os.WTERMSIG(status) == signal.SIGUSR1) == is_spared
