"""What the kernel is asked, where the asking itself would end the test."""

import signal
from unittest import mock

import pytest

from privacykit.wipe import linux


def test_a_child_asks_to_end_with_its_parent(monkeypatch: pytest.MonkeyPatch) -> None:
    library = mock.Mock()
    monkeypatch.setattr(linux, "_libc", lambda: library)
    linux.die_with_parent()
    (number, wanted, *rest) = library.prctl.call_args.args
    assert (number, wanted.value, rest) == (1, signal.SIGKILL, [0, 0, 0])
