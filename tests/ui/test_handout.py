"""The hand-out: one page, in the station's language, saved whole or not at all."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPagedPaintDevice, QPainter, QTextLayout
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from privacykit.content.station import About
from privacykit.ui import handout, paper
from privacykit.ui.takehome import Buttons
from tests.ui import made


def drawn(words: object) -> QImage:
    image = QImage(int(handout.WIDTH), int(handout.HEIGHT), QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    handout.draw(painter, words)  # type: ignore[arg-type]
    painter.end()
    return image


def lowest(image: QImage) -> int:
    """Return the lowest line that is not white."""
    white = 0xFFFFFFFF
    for y in range(image.height() - 1, -1, -1):
        if any(image.pixel(x, y) != white for x in range(0, image.width(), 2)):
            return y
    return -1


def test_it_is_one_page_of_a4(qapp: QApplication, tmp_path: Path) -> None:
    path = tmp_path / "page.pdf"
    assert handout.save(made.words(), path) == ""
    data = path.read_bytes()
    assert data.startswith(b"%PDF-")
    assert len(re.findall(rb"/Type\s*/Page\b(?!s)", data)) == 1
    assert re.search(rb"/MediaBox \[0 0 59[45](\.\d+)? 84[12]", data)


def test_much_text_gets_smaller_and_stays_on_the_page(qapp: QApplication) -> None:
    about = made.words().about
    long = About(
        title=about.title,
        summary="A long summary. " * 8,
        objectives=about.objectives,
        take_home=("Do something that takes many words to say. " * 5,) * 5,
        minute="One minute of words. " * 30,
    )
    short, full = drawn(made.words()), drawn(made.words(about=long))
    assert lowest(short) < lowest(full) < handout.HEIGHT - 20


def test_it_is_mirrored_where_one_reads_from_right_to_left(qapp: QApplication) -> None:
    def reach(image: QImage) -> tuple[int, int]:
        row = [x for x in range(image.width()) if _is_accent(image, x, 212)]
        return min(row), max(row)

    left = reach(drawn(made.words("en")))
    right = reach(drawn(made.words("ar")))
    assert left[0] < handout.WIDTH / 2 < right[1]


def test_texts_begin_at_the_side_where_one_begins_to_read(qapp: QApplication) -> None:
    def ink(language: str) -> list[int]:
        image = drawn(made.words(language))
        rows = range(70, 100)
        return [x for x in range(595) if any(image.pixel(x, y) != 0xFFFFFFFF for y in rows)]

    left, right = ink("en"), ink("ar")
    assert left[0] == pytest.approx(paper.EDGE, abs=4)
    assert right[-1] == pytest.approx(handout.WIDTH - paper.EDGE, abs=4)


def test_an_address_reads_from_left_to_right_all_the_same(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[str] = []
    monkeypatch.setattr(QTextLayout, "draw", lambda layout, *_where: written.append(layout.text()))
    drawn(made.words("ar"))
    assert "\u2066pages.nist.gov/800-63-4/sp800-63b.html\u2069" in written


def _is_accent(image: QImage, x: int, y: int) -> bool:
    return any(image.pixelColor(x, y + dy).name() == "#0b6a6a" for dy in range(30))


def test_each_source_stands_once(qapp: QApplication) -> None:
    assert handout.sources(made.words()) == ("https://pages.nist.gov/800-63-4/sp800-63b.html",)
    assert handout.sources(made.words(facts=())) == ()
    drawn(made.words(facts=()))


def test_a_name_for_the_file_is_made_of_letters() -> None:
    assert handout.file_name(made.words("sv")) == "notes-that-hold-på-svenska.pdf"


def test_a_folder_that_cannot_be_written_is_one_sentence(
    qapp: QApplication, tmp_path: Path
) -> None:
    problem = handout.save(made.words(), tmp_path / "not-there" / "page.pdf")
    assert "could not be saved" in problem
    assert "\n" not in problem


def test_a_failed_save_leaves_the_old_page(qapp: QApplication, tmp_path: Path) -> None:
    path = tmp_path / "page.pdf"
    assert handout.save(made.words(), path) == ""
    before = path.read_bytes()
    folder = tmp_path / "page.pdf.d"
    folder.mkdir()
    assert handout.save(made.words(), folder) != ""
    assert path.read_bytes() == before
    assert sorted(p.name for p in tmp_path.iterdir()) == ["page.pdf", "page.pdf.d"]


class _Asked:
    def __init__(self, tmp_path: Path, name: str | None) -> None:
        self.told: list[tuple[str, str]] = []
        self.path = tmp_path / name if name else None
        self.printed: list[QPagedPaintDevice] = []
        self.world = made.world(tmp_path, ask_file=lambda _p, _n: self.path, paper=self._paper)
        self.buttons = Buttons(self.world, made.words(), lambda *news: self.told.append(news))

    def _paper(self, _parent: QWidget, draw: object) -> bool:
        printer = QPrinter()
        printer.setOutputFileName(str(self.world.own_stations) + ".pdf")
        draw(printer)  # type: ignore[operator]
        self.printed.append(printer)
        return True

    def press(self, number: int) -> None:
        self.buttons.findChildren(QPushButton)[number].click()


@pytest.fixture
def asked(qapp: QApplication, tmp_path: Path) -> Iterator[_Asked]:
    made_one = _Asked(tmp_path, "mine.pdf")
    yield made_one
    made_one.buttons.deleteLater()


def test_saving_tells_where(asked: _Asked) -> None:
    asked.press(1)
    assert asked.path is not None
    assert asked.path.stat().st_size > 1000
    assert asked.told[0][0] == "ok"
    assert "mine.pdf" in asked.told[0][1]


def test_saving_can_be_thought_better_of(asked: _Asked) -> None:
    asked.path = None
    asked.press(1)
    assert asked.told == []


def test_a_save_that_fails_is_told(asked: _Asked, tmp_path: Path) -> None:
    asked.path = tmp_path / "no" / "mine.pdf"
    asked.press(1)
    assert asked.told[0][0] == "warning"


def test_printing_draws_the_page(asked: _Asked, tmp_path: Path) -> None:
    asked.press(0)
    assert asked.printed
    assert (tmp_path / "own.pdf").stat().st_size > 1000
    assert asked.told[0][0] == "ok"
