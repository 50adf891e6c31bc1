"""Freezing, thawing, checking, giving up; bringing back; and a computer where nothing is frozen."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from privacykit.staff.rights import Answer
from privacykit.ui import tour_computer as laid
from privacykit.ui.admin import access
from privacykit.ui.ending import OfAPracticeHome
from privacykit.ui.window import MainWindow
from privacykit.wipe import places
from privacykit.wipe.places import Account
from tests.ui.computing import (
    NAME,
    NOW,
    Root,
    buttons,
    computer,
    frozen,
    go,
    in_minutes,
    page,
    press,
    texts,
    wait,
    words,
)

Open = Callable[..., MainWindow]
ACCOUNT = ("--account", NAME)


@pytest.mark.parametrize(
    ("condition", "button", "question", "deed", "told"),
    [
        ("clean", "Check it", "", "check", "It differs."),
        ("clean", "Thaw it", "Thaw the home of patron?", "thaw", ""),
        ("clean", "Stop freezing", "Stop freezing the home of patron?", "forget", ""),
        ("thawed", "Freeze it", "Freeze the home of patron as it is now?", "freeze", "It differs."),
        ("thawed", "Drop the changes", "Bring the home of patron back", "restore", "It differs."),
    ],
)
def test_each_deed_is_one_command_after_a_question(  # noqa: PLR0917 - a row of a table
    open_window: Open,
    tmp_path: Path,
    qtbot: QtBot,
    condition: str,
    button: str,
    question: str,
    deed: str,
    told: str,
) -> None:
    root = Root({deed: words("It differs.\n  New: 1", code=int(deed == "check"))})
    window = open_window(admin=frozen(tmp_path, condition, root))
    go(window)
    press(window, button)
    if question:
        assert question in texts(window)
        assert root.asked == []
        press(window, button)
    wait(qtbot)
    assert root.asked == [("baseline", deed, *ACCOUNT)]
    assert NAME in root.reasons[0]
    if told:
        assert told in texts(window)
        press(window, "Done")
    else:
        assert window.notices.role == "ok"
        assert NAME in window.notices.text
    assert "The frozen home" in texts(window)


def test_a_refused_deed_is_told(open_window: Open, tmp_path: Path, qtbot: QtBot) -> None:
    root = Root({"thaw": Answer(3, None, "patron is signed in.")})
    window = open_window(admin=frozen(tmp_path, root=root))
    go(window)
    press(window, "Thaw it")
    press(window, "Thaw it")
    wait(qtbot)
    assert window.notices.text == "patron is signed in."
    assert "Clean since " in texts(window)


@pytest.mark.parametrize(
    ("condition", "said"),
    [
        ("in use", "When patron is signed out, its home comes back"),
        ("ending", "Nobody can sign in until it is clean."),
        ("not clean", "Wipe it now"),
        ("thawed", "Freeze the home of patron again"),
    ],
)
def test_each_condition_has_its_sentence(
    open_window: Open, tmp_path: Path, condition: str, said: str
) -> None:
    window = open_window(admin=frozen(tmp_path, condition))
    go(window)
    assert said in texts(window)
    names = {button.objectName() for button in buttons(window)}
    assert ("wipe" in names) is (condition != "thawed")
    assert ("deed-freeze" in names) is (condition == "thawed")


class TestUndo:
    def opened(
        self, open_window: Open, tmp_path: Path, folder: Path | None
    ) -> tuple[MainWindow, Root]:
        root = Root({"--to": words("Brought back: 4 files."), "--forget": words("")})
        admin = frozen(tmp_path, "clean", root, undo_until=in_minutes(11.5))
        window = open_window(admin=admin, ask_file=lambda _parent, _name: folder)
        go(window)
        return window, root

    def test_it_comes_back_into_a_folder_that_is_chosen(
        self, open_window: Open, tmp_path: Path, qtbot: QtBot
    ) -> None:
        window, root = self.opened(open_window, tmp_path, Path("/srv/back"))
        press(window, "Undo for 12 minutes")
        press(window, "Bring it back")
        wait(qtbot)
        assert root.asked == [("undo", *ACCOUNT, "--to", "/srv/back")]
        assert "Brought back: 4 files." in texts(window)

    def test_without_a_folder_nothing_happens(self, open_window: Open, tmp_path: Path) -> None:
        window, root = self.opened(open_window, tmp_path, None)
        press(window, "Undo for 12 minutes")
        press(window, "Bring it back")
        assert root.asked == []
        assert "Bring back what the last wipe of patron removed?" in texts(window)

    def test_it_can_be_deleted_for_good_after_another_question(
        self, open_window: Open, tmp_path: Path, qtbot: QtBot
    ) -> None:
        window, root = self.opened(open_window, tmp_path, None)
        press(window, "Undo for 12 minutes")
        press(window, "Delete it for good")
        assert root.asked == []
        press(window, "Delete it for good")
        wait(qtbot)
        assert root.asked == [("undo", *ACCOUNT, "--forget")]
        assert window.notices.role == "ok"

    def test_when_the_time_is_over_it_is_not_offered(
        self, open_window: Open, tmp_path: Path
    ) -> None:
        window = open_window(admin=frozen(tmp_path, undo_until=in_minutes(-1)))
        go(window)
        assert "Undo" not in texts(window)

    def test_the_minutes_count_down(self, open_window: Open, tmp_path: Path) -> None:
        window, _root = self.opened(open_window, tmp_path, None)
        here = page(window)
        now, here._now = here._now(), lambda: now
        here.look_again()
        assert "Undo for 12 minutes" in texts(window)
        later = now.fromisoformat(in_minutes(10.9))
        here._now = lambda: later
        here.look_again()
        assert "Undo for 1 minute" in texts(window)


def test_where_nothing_is_set_up_the_exact_lines_are_there(
    open_window: Open, tmp_path: Path
) -> None:
    window = open_window(admin=access.made_up(tmp_path / "empty"))
    go(window)
    told = texts(window)
    assert "Never frozen, and never wiped" in told
    assert "sudo privacykit setup --account NAME" in told
    assert {button.objectName() for button in buttons(window)} <= {""}


def test_an_account_of_the_rules_can_be_frozen(
    open_window: Open, tmp_path: Path, qtbot: QtBot
) -> None:
    root = Root({"freeze": words("The home of patron is frozen: 3 files.")})
    admin = computer(tmp_path, root)
    root.then = lambda: laid.freeze(admin, NAME, "clean", NOW)
    window = open_window(admin=admin)
    go(window)
    assert "Never frozen" in texts(window)
    assert "At sign-out, nothing is removed by itself." in texts(window)
    press(window, "Freeze it")
    press(window, "Freeze it")
    wait(qtbot)
    assert "is frozen: 3 files." in texts(window)
    press(window, "Done")
    assert "Clean since " in texts(window)


@pytest.fixture
def own(monkeypatch: pytest.MonkeyPatch) -> Iterator[OfAPracticeHome]:
    """Let the patrons' account run this, and its home be a practice one."""
    account = Account(NAME, 1234, 1234, Path("/home") / NAME)
    monkeypatch.setattr(places, "current_account", lambda: account)
    home = OfAPracticeHome()
    yield home
    home.clear_up()


def test_ones_own_account_is_wiped_by_traces_without_root(
    open_window: Open, tmp_path: Path, qtbot: QtBot, own: OfAPracticeHome
) -> None:
    root = Root()
    window = open_window(admin=computer(tmp_path, root), ending=lambda: own)
    go(window)
    press(window, "See the plan first")
    wait(qtbot)
    assert "Firefox" in texts(window)
    assert own.account is not None
    home = own.account.home
    assert (home / ".bash_history").exists()
    press(window, "Remove ")
    wait(qtbot)
    assert "What was there" in texts(window)
    assert not (home / ".bash_history").exists()
    assert root.asked == []


def test_one_s_own_wipe_at_once_makes_its_own_plan(
    open_window: Open, tmp_path: Path, qtbot: QtBot, own: OfAPracticeHome
) -> None:
    window = open_window(admin=computer(tmp_path), ending=lambda: own)
    go(window)
    press(window, "Wipe now")
    assert "What programs are known to leave is removed" in texts(window)
    press(window, "Wipe now")
    wait(qtbot)
    assert own.account is not None
    assert not (own.account.home / ".bash_history").exists()


def test_what_the_rules_forbid_cannot_be_removed(
    open_window: Open, tmp_path: Path, qtbot: QtBot, own: OfAPracticeHome
) -> None:
    look = own.look
    own.look = lambda **watched: replace(  # type: ignore[method-assign]
        look(**watched), allowed=False, why_not="Write a policy."
    )
    window = open_window(admin=computer(tmp_path), ending=lambda: own)
    go(window)
    press(window, "See the plan first")
    wait(qtbot)
    assert "Write a policy." in texts(window)
    assert [button.text() for button in buttons(window)] == ["Not now"]
