"""A proof from outside: only as root, only of what is known, beside the real homes."""

import grp
import os
import pwd
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Self

import pytest

from privacykit.errors import CancelledError, ProofError, RightsError
from privacykit.wipe import policy as policies
from privacykit.wipe import prove
from privacykit.wipe.policy import Policy
from privacykit.wipe.prove import proof
from privacykit.wipe.prove.protocol import Ended, Failed, Line, Progressed, Request
from tests.unit.proving import certificate, row

POLICY = Policy(format=1, accounts=("kiosk", "reading-room"))


class Spoken:
    """A room that says what it is told to."""

    asked: Request
    lines_: tuple[Line, ...] = ()

    def __init__(self, request: Request) -> None:
        Spoken.asked = request
        assert Path(request.homes).is_dir()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_why: object) -> None: ...

    def lines(self, cancelled: Callable[[], bool]) -> Iterator[Line]:
        if cancelled():
            raise CancelledError
        yield from self.lines_


@pytest.fixture
def beside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(os, "geteuid", lambda: 0 if os.getuid() == 0 else os.getuid())
    monkeypatch.setattr(proof, "need_root", lambda: None)
    monkeypatch.setattr(proof, "Room", Spoken)
    monkeypatch.setattr(proof, "find_system", lambda name: f"/usr/sbin/{name}")
    monkeypatch.setattr(proof, "beside", lambda _policy: tmp_path)
    tmp_path.chmod(0o755)
    Spoken.lines_ = (Progressed("Leaving marks", 1, 2), Ended(certificate(row("bash"))))
    return tmp_path


def test_the_certificate_comes_from_the_room_and_nothing_stays(beside: Path) -> None:
    told: list[tuple[str, int, int]] = []
    made = prove.run(policy=POLICY, progress=lambda *words: told.append(words))
    assert made == certificate(row("bash"))
    assert told[-1] != ("Leaving marks", 1, 2) or len(told) >= 1
    assert ("Leaving marks", 1, 2) in told
    assert list(beside.iterdir()) == []


def test_the_throwaway_account_takes_the_place_of_the_real_ones(beside: Path) -> None:
    prove.run(("bash",), policy=POLICY, method="traces")
    asked = Spoken.asked
    file = beside / "policy.toml"
    file.write_text(asked.policy)
    assert policies.load(file, {0, os.getuid()}).accounts == (asked.name,)
    assert not policies.account_problem(asked.name)
    assert (asked.apps, asked.method) == (("bash",), "traces")
    with pytest.raises(KeyError):
        pwd.getpwuid(asked.number)
    with pytest.raises(KeyError):
        grp.getgrgid(asked.number)


def test_what_fails_inside_is_told_outside(beside: Path) -> None:
    Spoken.lines_ = (Failed("The disk is full."),)
    with pytest.raises(ProofError, match="disk is full"):
        prove.run(policy=POLICY)
    assert list(beside.iterdir()) == []


def test_it_can_be_stopped(beside: Path) -> None:
    with pytest.raises(CancelledError):
        prove.run(policy=POLICY, cancelled=lambda: True)
    assert list(beside.iterdir()) == []


def test_only_what_is_known_is_tried(beside: Path) -> None:
    with pytest.raises(ProofError, match="netscape"):
        prove.run(("netscape",), policy=POLICY)


def test_what_is_missing_is_named(beside: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proof, "find_system", lambda name: "" if name == "unshare" else name)
    with pytest.raises(ProofError, match="not installed: unshare"):
        prove.run(policy=POLICY)


def test_it_needs_root(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(RightsError):
        prove.run(policy=POLICY)


def test_it_lies_beside_the_homes_of_the_policy(monkeypatch: pytest.MonkeyPatch) -> None:
    def listed(name: str) -> pwd.struct_passwd:
        if name != "reading-room":
            raise KeyError
        return pwd.struct_passwd((name, "x", 1001, 1001, "", "/usr/lib/reading-room", "/bin/sh"))

    monkeypatch.setattr(pwd, "getpwnam", listed)
    assert proof.beside(POLICY) == Path("/usr/lib").resolve()
    assert proof.beside(Policy.default()) == Path("/home").resolve()


def test_a_number_that_is_taken_is_never_used(monkeypatch: pytest.MonkeyPatch) -> None:
    taken = pwd.getpwnam("root")
    monkeypatch.setattr(pwd, "getpwuid", lambda _number: taken)
    with pytest.raises(ProofError, match="No free number"):
        proof._free_number()
