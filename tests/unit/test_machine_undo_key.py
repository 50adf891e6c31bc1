"""A key that only root's keyring in the kernel holds, and that is gone after its time."""

import ctypes
import errno
import platform
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest

from privacykit.wipe.machine import memory_key
from privacykit.wipe.machine.memory_key import Keyring
from tests.unit.keeping import KEY, holds, keyctl, own_keyring
from tests.unit.machines import UID, needs_root

pytestmark = needs_root
NAME = "privacykit:test"


@pytest.fixture
def keyring() -> Iterator[Keyring]:
    with own_keyring() as made:
        yield made


def refusing(monkeypatch: pytest.MonkeyPatch, deed: int, number: int) -> None:
    """Let the kernel refuse one of the deeds of keyctl(2)."""
    call = memory_key._keyctl

    def answer(*words: int) -> int:
        if words[0] == deed:
            raise OSError(number, "no")
        return call(*words)

    monkeypatch.setattr(memory_key, "_keyctl", answer)


def test_it_is_kept_as_keyutils_see_it_too(keyring: Keyring) -> None:
    keyring.put(NAME, KEY, 60)
    assert keyring.get(NAME) == KEY
    assert bytes.fromhex("".join(holds(keyring, NAME).split())) == KEY
    assert keyring.get("another") is None


def test_after_its_time_nobody_reads_it(keyring: Keyring) -> None:
    keyring.put(NAME, KEY, 1)
    deadline = time.monotonic() + 20
    while holds(keyring, NAME):
        assert time.monotonic() < deadline, "the key outlived its time"
    assert keyring.get(NAME) is None
    keyring.forget(NAME)


def test_forgotten_it_is_gone_at_once(keyring: Keyring) -> None:
    keyring.put(NAME, KEY, 60)
    found = keyctl("search", str(keyring.number), "user", NAME)
    keyring.forget(NAME)
    keyring.forget(NAME)
    assert keyring.get(NAME) is None
    assert keyctl("read", found) == ""


def test_another_session_of_root_reads_it_and_the_patron_does_not() -> None:
    roots, name = Keyring(), f"{NAME}:{time.monotonic_ns()}"
    roots.put(name, KEY, 60)
    try:
        number = keyctl("search", "@u", "user", name)
        code = "import sys; from privacykit.wipe.machine.memory_key import Keyring as K; "
        code += "print(K().get(sys.argv[1]).hex())"
        again = keyctl("session", "-", sys.executable, "-c", code, name)
        assert again.endswith(KEY.hex())
        other = ["setpriv", f"--reuid={UID}", f"--regid={UID}", "--clear-groups", "keyctl"]
        done = subprocess.run([*other, "read", number], capture_output=True, check=False)
        assert (done.returncode, KEY.hex().encode() in done.stdout) == (1, False)
    finally:
        roots.forget(name)


def test_a_key_without_an_end_is_not_kept(
    keyring: Keyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    refusing(monkeypatch, memory_key._SET_TIMEOUT, errno.EPERM)
    with pytest.raises(PermissionError):
        keyring.put(NAME, KEY, 60)
    monkeypatch.undo()
    assert holds(keyring, NAME) == ""


def test_a_key_that_cannot_be_erased_now_still_has_its_end(
    keyring: Keyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    keyring.put(NAME, KEY, 60)
    refusing(monkeypatch, memory_key._REVOKE, errno.EACCES)
    keyring.forget(NAME)
    assert keyring.get(NAME) == KEY


def test_where_no_keys_are_to_be_had_it_says_so(
    keyring: Keyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    refusing(monkeypatch, memory_key._SEARCH, errno.EPERM)
    with pytest.raises(PermissionError):
        keyring.get(NAME)
    monkeypatch.setattr(platform, "machine", lambda: "abacus")
    with pytest.raises(OSError, match="not implemented"):
        keyring.put(NAME, KEY, 60)


def test_the_kernels_no_is_an_error() -> None:
    with pytest.raises(OSError, match="not available") as caught:
        memory_key._keyctl(memory_key._READ, 0x7FFFFFF0)
    assert caught.value.errno == errno.ENOKEY
    assert ctypes.sizeof(ctypes.c_long) == 8
