"""The start of the kit: what it says when something the window needs is missing."""

import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from privacykit import __main__ as start
from privacykit.cli import main as cli


class Missing:
    """An import hook under which the desktop cannot be imported."""

    def __init__(self, error: ImportError) -> None:
        self.error = error

    def find_spec(self, name: str, *_: object) -> None:
        if name.startswith("privacykit.ui"):
            raise self.error


@pytest.fixture
def broken_import(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    for name in [n for n in sys.modules if n.startswith("privacykit.ui")]:
        monkeypatch.delitem(sys.modules, name)
    import privacykit

    monkeypatch.delattr(privacykit, "ui", raising=False)
    monkeypatch.setattr(sys, "meta_path", [Missing(request.param), *sys.meta_path])


@pytest.fixture(autouse=True)
def signals() -> Iterator[None]:
    """Take back what a command changes for its whole process."""
    numbers = signal.SIGTERM, signal.SIGHUP
    before = [signal.getsignal(number) for number in numbers]
    yield
    for number, handler in zip(numbers, before, strict=True):
        signal.signal(number, handler)


LIBRARY = ImportError("libEGL.so.1: cannot open shared object file: No such file or directory")
PACKAGE = ModuleNotFoundError("No module named 'PySide6'", name="PySide6")


@pytest.mark.parametrize("broken_import", [LIBRARY], indirect=True)
def test_missing_system_library_is_named_with_its_mend(
    broken_import: None, capsys: pytest.CaptureFixture[str]
) -> None:
    assert start.main([]) == 1
    said = capsys.readouterr().err
    assert "libEGL.so.1" in said
    assert "apt-get install libegl1" in said


@pytest.mark.parametrize("broken_import", [PACKAGE], indirect=True)
def test_missing_package_is_named_with_its_mend(
    broken_import: None, capsys: pytest.CaptureFixture[str]
) -> None:
    assert start.main([]) == 1
    assert "PySide6" in capsys.readouterr().err


def test_no_screen_is_said_in_words(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    assert start.main([]) == 1
    assert "no screen" in capsys.readouterr().err


def test_words_after_the_name_are_a_command(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[list[str]] = []

    def command(words: list[str]) -> int:
        seen.append(words)
        return 0

    monkeypatch.setattr(cli, "run", command)
    assert start.main(["wipe", "--preview"]) == 0
    assert seen == [["wipe", "--preview"]]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_command_that_is_ended_from_outside_clears_up_as_after_ctrl_c(
    monkeypatch: pytest.MonkeyPatch, number: signal.Signals
) -> None:
    def command(_words: list[str]) -> int:
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(number)
        return 4

    monkeypatch.setattr(cli, "run", command)
    assert start.main(["wipe"]) == 4


def test_what_is_to_outlive_its_terminal_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    def command(_words: list[str]) -> int:
        signal.raise_signal(signal.SIGHUP)
        return 0

    signal.signal(signal.SIGHUP, signal.SIG_IGN)  # as nohup(1) does
    monkeypatch.setattr(cli, "run", command)
    assert start.main(["wipe"]) == 0


def test_a_key_pressed_before_the_command_is_there_ends_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Pressed:
        def find_spec(self, name: str, *_: object) -> None:
            if name == "privacykit.cli.main":
                raise KeyboardInterrupt

    monkeypatch.delitem(sys.modules, "privacykit.cli.main")
    monkeypatch.setattr(sys, "meta_path", [Pressed(), *sys.meta_path])
    assert start.main(["wipe"]) == 4


def test_apt_line_names_what_setup_installs() -> None:
    """The sentence and .ci/setup must not drift apart."""
    setup = (Path(__file__).parents[2] / ".ci" / "setup").read_text()
    named = start._APT.removeprefix("apt-get install ").split()
    assert set(named) <= set(setup.replace('"', " ").replace("=", " ").split())
