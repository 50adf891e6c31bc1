"""The calls to Windows, tried with a stand-in: they have never run on the real one."""

import ctypes
from pathlib import PureWindowsPath
from typing import Any

import pytest

from privacykit.errors import PrivacykitError, UnsafeHomeError
from privacykit.wipe.windows import calls
from privacykit.wipe.windows.calls import Outcome, Windows
from privacykit.wipe.windows.gathering import Removal
from privacykit.wipe.windows.world import Account
from tests.unit.windowing import HOME, JUNCTION, PATRON, SID

PATH = HOME / "AppData/Local/Temp/x"
LITERAL = "\\\\?\\C:\\Users\\patron\\AppData\\Local\\Temp\\x"
OPEN_REPARSE_POINT, POSIX_DELETE = 0x00200000, 0x13


class Call:
    """A function of a library, whose result type can be set as with ctypes."""

    def __init__(self, answer: Any) -> None:
        self.answer, self.seen, self.restype = answer, list[Any](), None

    def __call__(self, *arguments: Any) -> Any:
        self.seen.append(arguments)
        return self.answer(*arguments) if callable(self.answer) else self.answer


class Kernel:
    """kernel32 with one entry, as it would be told by its handle."""

    def __init__(self, attributes: int = 0x20, tag: int = 0, real: str = LITERAL) -> None:
        self.attributes, self.tag, self.real = attributes, tag, real
        self.error = 0
        self.flags = 0
        self.CreateFileW = Call(7)
        self.GetFileInformationByHandleEx = Call(self._told)
        self.GetFinalPathNameByHandleW = Call(self._path)
        self.SetFileInformationByHandle = Call(self._delete)
        self.MoveFileExW = Call(1)
        self.CloseHandle = Call(1)

    def _told(self, _handle: Any, _kind: int, into: Any, _size: int) -> int:
        into._obj.attributes, into._obj.tag = self.attributes, self.tag
        return 1

    def _path(self, _handle: Any, into: Any, _size: int, _flags: int) -> int:
        into.value = self.real
        return len(self.real)

    def _delete(self, _handle: Any, _kind: int, flags: Any, _size: int) -> int:
        self.flags = flags._obj.value
        return 1

    def windows(self, userenv: Any = None) -> Windows:
        return Windows(self, userenv, lambda: self.error)


class Userenv:
    def __init__(self, answer: int) -> None:
        self.DeleteProfileW = Call(answer)


def removal(kind: str = "file", tag: int = 0) -> Removal:
    return Removal("made-up", PATH, kind, tag, read_only=True)  # type: ignore[arg-type]


def test_a_file_is_opened_for_itself_and_deleted_by_its_handle() -> None:
    kernel = Kernel()
    assert kernel.windows().remove(removal()) is Outcome.REMOVED
    path, access, share, *_rest, flags, _template = kernel.CreateFileW.seen[0]
    assert path == LITERAL
    assert flags & OPEN_REPARSE_POINT
    assert (access & 0x10000, share) == (0x10000, 7)
    assert kernel.flags == POSIX_DELETE
    assert len(kernel.CloseHandle.seen) == 1


@pytest.mark.parametrize(
    ("kernel", "planned"),
    [
        (Kernel(0x410, JUNCTION), removal()),
        (Kernel(0x410, JUNCTION), removal("folder")),
        (Kernel(0x10), removal("file")),
        (Kernel(0x20), removal("folder")),
        (Kernel(0x20), removal("way", JUNCTION)),
        (Kernel(0x20, real="\\\\?\\C:\\Users\\staff\\x"), removal()),
    ],
)
def test_what_was_swapped_since_the_plan_is_left_alone(kernel: Kernel, planned: Removal) -> None:
    """A naive removal by path deletes all of these: it never asks what it has opened."""
    assert kernel.windows().remove(planned) is Outcome.CHANGED
    assert kernel.SetFileInformationByHandle.seen == []
    assert len(kernel.CloseHandle.seen) == 1


def test_a_junction_that_was_planned_as_one_goes() -> None:
    assert Kernel(0x410, JUNCTION).windows().remove(removal("way", JUNCTION)) is Outcome.REMOVED


@pytest.mark.parametrize(
    ("number", "outcome"),
    [(2, Outcome.GONE), (3, Outcome.GONE), (32, Outcome.AFTER_RESTART)],
)
def test_what_is_gone_or_in_use(number: int, outcome: Outcome) -> None:
    kernel = Kernel()
    kernel.CreateFileW.answer = ctypes.c_void_p(-1).value
    kernel.error = number
    assert kernel.windows().remove(removal()) is outcome


def test_another_error_is_told_with_its_number() -> None:
    kernel = Kernel()
    kernel.CreateFileW.answer = ctypes.c_void_p(-1).value
    kernel.error = 5
    with pytest.raises(OSError, match="error 5") as caught:
        kernel.windows().remove(removal())
    assert caught.value.filename == LITERAL


@pytest.mark.parametrize("name", ["GetFileInformationByHandleEx", "GetFinalPathNameByHandleW"])
def test_a_handle_that_tells_nothing_is_not_deleted(name: str) -> None:
    kernel = Kernel()
    getattr(kernel, name).answer = 0
    kernel.error = 6
    with pytest.raises(OSError, match="error 6"):
        kernel.windows().remove(removal())
    assert kernel.SetFileInformationByHandle.seen == []
    assert len(kernel.CloseHandle.seen) == 1


def test_a_file_that_is_mapped_waits_for_the_restart() -> None:
    kernel = Kernel()
    kernel.SetFileInformationByHandle.answer = 0
    kernel.error = 1224
    assert kernel.windows().remove(removal()) is Outcome.AFTER_RESTART
    kernel.windows().remove_after_restart(removal())
    assert kernel.MoveFileExW.seen == [(LITERAL, None, 4)]
    kernel.MoveFileExW.answer = 0
    with pytest.raises(OSError, match="error 1224"):
        kernel.windows().remove_after_restart(removal())


def test_a_profile_is_deleted_by_windows_itself() -> None:
    userenv = Userenv(1)
    Kernel().windows(userenv).delete_profile(PATRON)
    assert userenv.DeleteProfileW.seen == [(SID, "C:\\Users\\patron", None)]
    with pytest.raises(OSError, match="error 0"):
        Kernel().windows(Userenv(0)).delete_profile(PATRON)


@pytest.mark.parametrize(
    "account",
    [
        Account("patron", SID, HOME, signed_in=True),
        Account("staff", SID, HOME, signed_in=False, administrator=True),
        Account("patron", SID, PureWindowsPath("C:/Windows"), signed_in=False),
    ],
)
def test_windows_is_not_asked_to_delete_just_any_profile(account: Account) -> None:
    userenv = Userenv(1)
    with pytest.raises(UnsafeHomeError):
        Kernel().windows(userenv).delete_profile(account)
    assert userenv.DeleteProfileW.seen == []


def test_elsewhere_the_calls_are_refused_with_a_sentence() -> None:
    with pytest.raises(PrivacykitError, match="on Windows only"):
        calls.load()


def test_on_windows_both_libraries_are_loaded() -> None:
    asked: list[str] = []

    def library(name: str, *, use_last_error: bool) -> Kernel:
        asked.append(name)
        assert use_last_error
        return Kernel()

    assert calls.load(library).remove(removal()) is Outcome.REMOVED
    assert asked == ["kernel32", "userenv"]
