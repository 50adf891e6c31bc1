"""The end that the timer brings: signed out or wiped for real, and whatever fails is told."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from privacykit.errors import BusyError
from privacykit.ui import signing_out
from privacykit.ui.ending import OfAPracticeHome
from privacykit.ui.farewell import Farewell
from privacykit.ui.tour import _NotAllowed
from privacykit.ui.world import Leaving, World
from privacykit.wipe.machine.shown import Shown
from tests.ui import made

Open = Callable[..., Farewell]


@pytest.fixture
def say_farewell(qtbot: QtBot, tmp_path: Path) -> Iterator[Open]:
    shown: list[Farewell] = []

    def opened(**changes: Any) -> Farewell:
        world: World = made.world(tmp_path, **changes)
        farewell = Farewell(world)
        shown.append(farewell)
        farewell.open()
        qtbot.waitUntil(lambda: farewell.work is None, timeout=20_000)
        return farewell

    yield opened
    for farewell in shown:
        farewell.hide()
        farewell.deleteLater()


def words(farewell: Farewell) -> str:
    return "\n".join(label.text() for label in made.every(farewell, QLabel))


def press(farewell: Farewell, text: str) -> None:
    button = next(b for b in made.every(farewell, QPushButton) if b.text() == text)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def test_what_was_left_is_removed_and_looked_at_again(say_farewell: Open, qtbot: QtBot) -> None:
    ending = OfAPracticeHome()
    farewell = say_farewell(ending=lambda: ending)
    assert "Nothing is left, and we looked twice" in words(farewell)
    assert ending.account is not None
    home = ending.account.home
    with qtbot.waitSignal(farewell.over):
        press(farewell, "Finish")
    assert not home.exists()


def test_a_frozen_account_is_signed_out_and_nothing_is_removed_here(say_farewell: Open) -> None:
    farewell = say_farewell(leaving=Leaving(lambda: True, lambda: ""))
    assert "Thank you for your visit." in words(farewell)


def test_who_cannot_be_signed_out_is_asked_to(say_farewell: Open, qtbot: QtBot) -> None:
    farewell = say_farewell(leaving=Leaving(lambda: True, lambda: "Please sign out now."))
    assert "Please sign out now." in words(farewell)
    with qtbot.waitSignal(farewell.over):
        press(farewell, "Finish")


def test_without_a_policy_that_allows_it_nothing_is_removed(say_farewell: Open) -> None:
    ending = _NotAllowed()
    farewell = say_farewell(ending=lambda: ending)
    assert "The staff have not allowed removing" in words(farewell)
    assert ending.account is not None
    assert any(ending.account.home.iterdir())
    press(farewell, "Finish")


def test_what_fails_is_one_sentence(say_farewell: Open, capsys: pytest.CaptureFixture[str]) -> None:
    def fail() -> Any:
        raise BusyError("A program is still open.")

    assert "A program is still open." in words(say_farewell(ending=fail))
    assert "BusyError" in capsys.readouterr().err


def test_it_stays_until_its_end(qtbot: QtBot, tmp_path: Path) -> None:
    farewell = Farewell(made.world(tmp_path, leaving=Leaving(lambda: True, lambda: "Sign out.")))
    farewell.open()
    assert not farewell.close()
    assert farewell.isVisible()
    qtbot.waitUntil(lambda: farewell.work is None)
    assert farewell.close()
    farewell.deleteLater()


# Signing out


def public(folder: Path, condition: str) -> Path:
    one = Shown(account=signing_out.account(), condition=condition, since="")  # type: ignore[arg-type]
    text = msgspec.json.encode({"format": 1, "accounts": [one]})
    (folder / "status.json").write_bytes(text)
    return folder


def test_only_an_account_that_is_frozen_now_signs_out(tmp_path: Path) -> None:
    assert signing_out.is_frozen(public(tmp_path, "in use"))
    assert not signing_out.is_frozen(public(tmp_path, "thawed"))
    assert not signing_out.is_frozen(tmp_path / "none")


@pytest.mark.parametrize(("code", "said"), [(0, ""), (1, "Please sign out now.")])
def test_the_system_ends_this_very_session(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, said: str
) -> None:
    log, program = tmp_path / "log", tmp_path / "loginctl"
    program.write_text(f'#!/bin/sh\necho "$@" > {log}\nexit {code}\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("XDG_SESSION_ID", "c7")
    assert signing_out.sign_out().endswith(said)
    assert log.read_text() == "terminate-session c7\n"


@pytest.mark.parametrize("session", ["", "c7"])
def test_without_a_session_or_systemd_it_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, session: str
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("XDG_SESSION_ID", session)
    assert "cannot sign you out by itself" in signing_out.sign_out()


def test_who_is_in_no_account_list_is_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.geteuid", lambda: 4_000_000)
    assert signing_out.account() == ""
