"""What a photo tells, as a person clicks through it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QFileDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot

from privacykit import paths
from privacykit.activities.photos.engine import files
from privacykit.activities.photos.engine.found import Detail, Found
from privacykit.activities.photos.engine.words import Options, Words
from privacykit.activities.photos.view import told
from privacykit.activities.photos.view.clues import Clues
from privacykit.activities.photos.view.details import DetailsCard
from privacykit.activities.photos.view.detective import DetectiveExercise
from privacykit.activities.photos.view.map import Map
from privacykit.activities.photos.view.own import OwnExercise
from privacykit.activities.photos.view.page import PhotosView
from privacykit.look import parts
from privacykit.look.exercise import Exercise
from privacykit.look.work import anything_running
from privacykit.ui.window import MainWindow
from privacykit.ui.world import Route
from tests.ui.pressing import press
from tests.ui.test_forgetting import _come, _window
from tests.unit.photos import MARK, document, marked


def words() -> Words:
    path = paths.stations() / "photos/en/activity.toml"
    return msgspec.toml.decode(path.read_bytes(), type=Words)


def said(view: QWidget) -> str:
    QApplication.processEvents()
    return "\n".join(label.text() for label in view.findChildren(QLabel) if label.isVisible())


def shown(qtbot: QtBot, view: QWidget) -> None:
    qtbot.addWidget(view)
    view.resize(720, 1400)
    view.show()
    view.activateWindow()
    if isinstance(view, Exercise) and view.first:
        view.first.setFocus()


def wait(qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not anything_running(), timeout=30_000)
    QApplication.processEvents()


@pytest.fixture
def boat(qtbot: QtBot) -> DetectiveExercise:
    view = DetectiveExercise(words().case[0], "A chair for sale")
    shown(qtbot, view)
    return view


def test_guess_look_mark_the_place_and_take_it_away(boat: DetectiveExercise, qtbot: QtBot) -> None:
    boat.findChildren(QCheckBox)[3].click()
    press(boat, "Look inside the file")
    wait(qtbot)
    assert "2026-06-19 21:42" in said(boat)
    assert "58.31° N, 14.60° E" in said(boat)
    assert "No. No name is in this file" in said(boat)
    chart = boat.findChildren(Map)[0]
    chart.setFocus()
    for _step in range(6):
        QTest.keyClick(chart, Qt.Key.Key_Up)
    assert "km away from it." in said(boat)
    with qtbot.waitSignal(boat.done):
        press(boat, "Take it all away")
    assert "15 details before, 0 after" in said(boat)
    assert "Nothing of this kind was found." in said(boat)
    assert "58.31" not in said(boat)
    with qtbot.waitSignal(boat.onward):
        press(boat, "A chair for sale")
    press(boat, "Start anew")
    assert "Look inside" in boat._look.text()
    assert boat._clues.ticked == []


def test_long_words_of_a_clue_wrap_and_a_press_on_them_ticks_its_box(qtbot: QtBot) -> None:
    clue = words().case[1].clue[2]
    view = Clues([msgspec.structs.replace(clue, text=" ".join([clue.text] * 2))])
    qtbot.addWidget(view)
    view.resize(320, 400)
    view.show()
    assert view.minimumSizeHint().width() <= 320
    box = view.findChildren(QCheckBox)[0]
    assert clue.text in box.accessibleName()
    label = next(one for one in view.findChildren(QLabel) if one.text().startswith(clue.text))
    assert label.height() >= label.heightForWidth(label.width())
    QTest.mouseClick(label, Qt.MouseButton.LeftButton)
    assert view.ticked == [0]
    view.reveal(True)
    QTest.mouseClick(label, Qt.MouseButton.LeftButton)
    assert view.ticked == [0]
    assert "A serial number ties" in box.accessibleDescription()


def test_the_whole_wall_is_inside_the_chairs_photo(qtbot: QtBot) -> None:
    view = DetectiveExercise(words().case[1], "")
    shown(qtbot, view)
    press(view, "Look inside the file")
    wait(qtbot)
    assert "Maja Exempel" in said(view)
    assert view._details._small.isVisible()
    assert view._details._small.pixmap().width() == 320
    assert view._onward.text() == "A file of your own"


def test_another_theme_keeps_what_was_found(boat: DetectiveExercise, qtbot: QtBot) -> None:
    press(boat, "Look inside the file")
    wait(qtbot)
    boat.findChildren(Map)[0]._choose(58, 14)
    other = DetectiveExercise(words().case[0], "")
    shown(qtbot, other)
    other.restore(boat.state())
    assert "km away from it." in said(other) or "That is it." in said(other)
    other.restore({})
    assert "58.31" not in said(other)


def test_leaving_while_it_looks_shows_nothing(boat: DetectiveExercise, qtbot: QtBot) -> None:
    boat._look.click()
    boat.forget()
    wait(qtbot)
    assert "58.31" not in said(boat)


def test_a_photo_that_cannot_be_read_says_so(
    boat: DetectiveExercise, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_args: object) -> None:
        raise OSError

    monkeypatch.setattr(files, "compare", fail)
    press(boat, "Look inside the file")
    wait(qtbot)
    assert "The file could not be read" in said(boat)


@pytest.fixture
def own(qtbot: QtBot) -> OwnExercise:
    view = OwnExercise()
    shown(qtbot, view)
    return view


def answer(own: OwnExercise, path: Path) -> None:
    """Choose a file in the dialog that is open."""
    dialog = own.findChildren(QFileDialog)[-1]
    dialog.fileSelected.emit(str(path))


def test_a_file_of_ones_own_is_read_and_a_clean_copy_saved(
    own: OwnExercise, qtbot: QtBot, tmp_path: Path
) -> None:
    path, target = tmp_path / "me.jpg", tmp_path / "me-clean.jpg"
    path.write_bytes(marked("JPEG"))
    press(own, "Choose a file …")
    answer(own, path)
    wait(qtbot)
    assert said(own).count(MARK) >= 3
    press(own, "Save a clean copy …")
    answer(own, target)
    wait(qtbot)
    assert "Saved: me-clean.jpg" in said(own)
    assert MARK.encode() not in target.read_bytes()
    press(own, "Save a clean copy …")
    answer(own, target)
    wait(qtbot)
    assert "There is a file named me-clean.jpg already" in said(own)
    kept = own.state()
    own.forget()
    assert MARK not in said(own)
    assert "me-clean.jpg" not in said(own)
    own.restore(kept)
    assert MARK in said(own)


def test_what_was_saved_is_told_where_one_sees_it(qtbot: QtBot, tmp_path: Path) -> None:
    own = OwnExercise()
    area = parts.scrolled(own)
    qtbot.addWidget(area)
    area.resize(760, 240)
    area.show()
    (tmp_path / "me.jpg").write_bytes(marked("JPEG"))
    own.open(tmp_path / "me.jpg")
    wait(qtbot)
    area.verticalScrollBar().setValue(9999)
    own.save(tmp_path / "clean.jpg")
    wait(qtbot)
    qtbot.waitUntil(lambda: not own._said.visibleRegion().isEmpty())


def test_a_document_is_shown_but_not_cleaned(
    own: OwnExercise, qtbot: QtBot, tmp_path: Path
) -> None:
    (tmp_path / "letter.pdf").write_bytes(document())
    own.open(tmp_path / "letter.pdf")
    wait(qtbot)
    assert MARK in said(own)
    assert not own._save.isVisible()
    press(own, "Choose another file …")
    own.findChildren(QFileDialog)[-1].reject()
    assert MARK in said(own)


def test_what_cannot_be_read_is_a_sentence_and_a_look_can_be_stopped(
    own: OwnExercise, qtbot: QtBot, tmp_path: Path
) -> None:
    (tmp_path / "notes.txt").write_text("hello")
    own.open(tmp_path / "notes.txt")
    wait(qtbot)
    assert "The kit reads JPEG" in said(own)
    own.open(tmp_path / "notes.txt")
    own._stop.click()
    wait(qtbot)
    assert "The kit reads JPEG" not in said(own)
    own.open(tmp_path / "notes.txt")
    own.forget()
    wait(qtbot)
    assert "The kit reads JPEG" not in said(own)


def test_seeing_it_is_enough(qtbot: QtBot) -> None:
    view = OwnExercise()
    qtbot.addWidget(view)
    with qtbot.waitSignal(view.done):
        view.show()


def test_a_library_may_leave_own_files_out(qtbot: QtBot) -> None:
    for on, count in ((True, 1), (False, 0)):
        view = PhotosView(words(), Options(own_file=on), "en")
        qtbot.addWidget(view)
        assert len(view.findChildren(OwnExercise)) == count


@pytest.mark.parametrize("mirrored", [False, True])
def test_a_long_detail_has_the_whole_card_and_stands_below_its_name(
    qtbot: QtBot, qapp: QApplication, mirrored: bool
) -> None:
    card = DetailsCard()
    shown(qtbot, card)
    details = (Detail("author", "Maja Exempel"), Detail("comment", " ".join(["long"] * 40)))
    qapp.setLayoutDirection(Qt.LayoutDirection(int(mirrored)))
    card.set(Found("JPEG", 9, details=details), "What the file tells")
    qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    said(card)
    short, long = (
        next(label for label in card.findChildren(QLabel) if label.text() == one.value.strip())
        for one in details
    )
    assert long.width() > 600
    align = short.alignment() & Qt.AlignmentFlag.AlignRight
    assert bool(align) == mirrored


def test_details_are_written_as_people_read_them() -> None:
    found = Found("JPEG", 10, details=(), place=(1, 2))
    assert told.value(Detail("notes"), found).startswith("Written by")
    assert told.value(Detail("edited", "D:20260102030405+01'00'"), found) == "2026-01-02 03:04"
    assert told.value(Detail("taken", "some time"), found) == "some time"
    for text in ("2026-01-02T03:04:05Z", "20260102030405", "2026:01:02 03:04:05"):
        assert told.value(Detail("taken", text), found) == "2026-01-02 03:04"
    for text in ("Fri, 19 Jun 2026 21:42:08 GMT", "D:2026"):
        assert told.value(Detail("taken", text), found) == text


@pytest.mark.parametrize("leave", ["home", "idle"])
def test_files_ticks_and_marks_are_as_new_for_whoever_comes_next(
    open_window: Callable[..., MainWindow], qtbot: QtBot, tmp_path: Path, leave: str
) -> None:
    window = _window(open_window, "photos")
    page = _come(window, "photos")
    new: Any = page.step.state()
    (tmp_path / "own.jpg").write_bytes(marked("JPEG"))
    page.step.findChildren(OwnExercise)[0].open(tmp_path / "own.jpg")
    for box in page.step.findChildren(QCheckBox):
        box.setChecked(True)
    page.step.findChildren(DetectiveExercise)[0]._look.click()
    wait(qtbot)
    page.step.findChildren(Map)[0]._choose(1, 1)
    assert MARK in str(page.step.state())
    if leave == "home":
        window.go(Route())
    else:
        window.idle.idle.emit()
    assert _come(window, "photos").step.state() == new
