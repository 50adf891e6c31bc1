"""The files of the rules: none yet, damaged ones, and those from and for other computers."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.ui.ruling import POLICY, Desk, Open


@pytest.fixture
def desk(open_window: Open, tmp_path: Path) -> Desk:
    return Desk(open_window, tmp_path)


def test_what_the_form_cannot_put_in_its_place_is_said(open_window: Open, tmp_path: Path) -> None:
    text = "format = 1\n[[undo]]\nminutes = 1\n"
    desk = Desk(open_window, tmp_path, text=text)
    QTest.keyClick(desk.find("undo-minutes"), Qt.Key.Key_Up)
    assert "“undo.minutes” cannot be changed here" in desk.words()
    desk.press("See what changes")
    assert (desk.page.shown, desk.file.read_text()) == ("form", text)


def test_a_computer_without_rules_begins_with_the_example(
    open_window: Open, tmp_path: Path, qtbot: QtBot
) -> None:
    desk = Desk(open_window, tmp_path, text=None)
    desk.file.parent.mkdir(parents=True)
    assert "This computer has no rules yet" in desk.words()
    desk.type("accounts", "patron")
    desk.save(qtbot)
    assert 'accounts = ["patron"]' in desk.file.read_text()
    assert "# Whose files may be removed." in desk.file.read_text()


@pytest.mark.parametrize(
    ("text", "said"), [("format = ", "cannot be read as TOML"), ("\xff\n", "TOML")]
)
def test_a_file_that_cannot_be_read_is_one_sentence_and_looked_at_again(
    open_window: Open, tmp_path: Path, text: str, said: str
) -> None:
    desk = Desk(open_window, tmp_path, text=text)
    assert said in desk.words()
    desk.window._choose("en", "dark", 100)
    assert said in desk.words()
    desk.file.write_text(POLICY)
    desk.press("Look again")
    assert desk.find("accounts").text() == "patron"


def test_a_file_with_mistakes_shows_them_at_once(open_window: Open, tmp_path: Path) -> None:
    text = 'format = 1\nodd = 3\nkeep = [5]\naccounts = "p"\n[undo]\nminutes = 500\n'
    desk = Desk(open_window, tmp_path, text=text)
    assert "4 things to mend" in desk.words()
    assert "“odd” means nothing here." in desk.words()
    assert desk.page.rules is not None
    assert desk.page.rules.text() == text


def test_a_file_for_other_computers_is_written(desk: Desk) -> None:
    desk.press("Write a file …")
    desk.save_to = desk.tmp_path / "out.toml"
    desk.type("accounts", "root")
    desk.press("Write a file …")
    assert "1 thing to mend" in desk.words()
    assert not desk.save_to.exists()
    desk.type("accounts", "kiosk")
    desk.press("Write a file …")
    assert desk.save_to.read_text() == POLICY.replace('"patron"', '"kiosk"')
    desk.save_to = desk.tmp_path
    desk.press("Write a file …")
    assert "cannot be written" in desk.words()


def test_another_computers_file_asks_whose_accounts(desk: Desk, qtbot: QtBot) -> None:
    desk.press("Bring in a file …")
    desk.bring = desk.tmp_path / "theirs.toml"
    desk.bring.write_text('# theirs\nformat = 1\naccounts = ["reader"]\n')
    desk.press("Bring in a file …")
    assert "Files of the accounts that you choose will be removed" in desk.words()
    desk.window._choose("en", "dark", 100)
    desk.press("Keep patron")
    assert desk.page.shown == "review"
    assert "-# ours" in desk.words()
    desk.press("Save these rules")
    qtbot.waitUntil(lambda: desk.page.work is None, timeout=5000)
    assert desk.file.read_text() == '# theirs\nformat = 1\naccounts = ["patron"]\n'
    desk.press("Bring in a file …")
    desk.press("Take reader")
    assert "from patron to reader" in desk.words()


def test_a_file_that_the_engine_refuses_is_not_brought_in(desk: Desk) -> None:
    desk.bring = desk.tmp_path / "theirs.toml"
    desk.bring.write_text('format = 1\naccounts = ["root"]\n')
    desk.type("accounts", "kiosk")
    desk.press("Bring in a file …")
    assert "root's own files are never removed." in desk.words()
    assert desk.find("accounts").text() == "kiosk"
