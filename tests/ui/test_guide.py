"""A station's texts show nothing but themselves and the station's own pictures."""

from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QImage, QTextDocument
from PySide6.QtWidgets import QApplication, QTextBrowser

from privacykit.ui.guide import Guide, inside

IMAGE = QTextDocument.ResourceType.ImageResource.value
INK = 0xFF0B6A6A


def picture(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    image = QImage(8, 8, QImage.Format.Format_ARGB32)
    image.fill(INK)
    assert image.save(str(path))
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    station = tmp_path / "stations" / "mine"
    picture(station / "media" / "own.png")
    picture(tmp_path / "outside.png")
    (station / "media" / "link.png").symlink_to(tmp_path / "outside.png")
    (station / "elsewhere").symlink_to(tmp_path)
    return station


@pytest.fixture
def guide(qapp: QApplication, folder: Path) -> Iterator[Guide]:
    made = Guide(folder)
    yield made
    made.deleteLater()


def reads(browser: QTextBrowser, name: str) -> bool:
    """Tell whether showing a picture of this name puts the ink of a file on screen."""
    browser.resize(200, 200)
    browser.document().setMarkdown(
        f"![a picture]({name})", QTextDocument.MarkdownFeature.MarkdownNoHTML
    )
    shot = browser.grab().toImage()
    return any(
        shot.pixel(x, y) & 0xFFFFFF == INK & 0xFFFFFF
        for x in range(shot.width())
        for y in range(0, shot.height(), 2)
    )


def drawing(part: str) -> str:
    space = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    return f'<svg {space} width="99" height="99">{part}</svg>'


def fetching(address: str) -> str:
    return drawing(f'<image xlink:href="{address}" width="99" height="99"/>')


def outside(folder: Path) -> list[str]:
    target = folder.parents[1] / "outside.png"
    return [
        "../../outside.png",
        "media/../../../outside.png",
        str(target),
        target.as_uri(),
        "media/link.png",
        "elsewhere/outside.png",
        "https://example.org/outside.png",
        "//example.org/outside.png",
        "qrc:/outside.png",
    ]


def test_own_pictures_are_shown(guide: Guide) -> None:
    assert reads(guide, "media/own.png")


def test_nothing_from_outside_is_shown(guide: Guide, folder: Path) -> None:
    assert [name for name in outside(folder) if reads(guide, name)] == []


def test_a_plain_text_browser_shows_what_is_outside(
    qapp: QApplication, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    naive = QTextBrowser()
    shown = [name for name in outside(folder) if reads(naive, name)]
    naive.deleteLater()
    assert len(shown) >= 4


def test_a_drawing_is_shown_without_what_it_fetches(guide: Guide, folder: Path) -> None:
    media, target = folder / "media", folder.parents[1] / "outside.png"
    (media / "own.svg").write_text(drawing('<rect width="99" height="99" fill="#0B6A6A"/>'))
    (media / "fetches.svg").write_text(fetching(str(target)))
    (media / "called.png").write_text(fetching(str(target)))
    inner = b64encode(fetching(str(target)).encode()).decode()
    (media / "nested.svg").write_text(fetching(f"data:image/png;base64,{inner}"))
    names = ["media/own.svg", "media/fetches.svg", "media/called.png", "media/nested.svg"]
    assert [name for name in names if reads(guide, name)] == names[:1]
    plain = [QImage(str(folder / name)).pixel(50, 50) == INK for name in names]
    assert plain == [True] * 4, "Qt by itself shows what lies outside"


def test_a_refused_name_is_answered_with_an_empty_picture(guide: Guide) -> None:
    for name in ("file:///etc/passwd", "http://example.org/x.png", "../x.png"):
        answer = guide.loadResource(IMAGE, QUrl(name))
        assert isinstance(answer, QImage)
        assert (answer.width(), answer.pixelColor(0, 0).alpha()) == (1, 0)


def test_only_pictures_are_read(folder: Path) -> None:
    (folder / "secret.txt").write_text("no picture", encoding="utf-8")
    assert inside(folder, "secret.txt") is None
    assert inside(folder, "media") is None
    assert inside(folder, "media/own.png") == (folder / "media" / "own.png").resolve()


def test_a_picture_is_read_aloud_by_its_words(guide: Guide) -> None:
    guide.show_text(
        "Look \U0001f512 here: ![A padlock](media/own.png) and ![a key](media/own.png)."
    )
    assert guide.accessibleName() == "Look \U0001f512 here: A padlock and a key."


def test_html_is_text_or_nothing(guide: Guide) -> None:
    guide.show_text("Look: <b onclick='x'>bold</b> <img src='media/own.png'>\n\n<script>1</script>")
    assert "\ufffc" not in guide.toPlainText()
    assert "font-weight" not in guide.toHtml().split("<p", maxsplit=1)[1].split("Look")[0]
    assert not any(
        "bold" in fragment and guide.document().find("bold").charFormat().fontWeight() > 400
        for fragment in [guide.toPlainText()]
    )


def test_links_are_told_not_followed(guide: Guide) -> None:
    guide.show_text("[away](https://example.org/)")
    assert not guide.openLinks()
    assert not guide.openExternalLinks()
    before = guide.source()
    guide.anchorClicked.emit(QUrl("https://example.org/"))
    assert guide.source() == before


def test_a_wide_picture_is_made_to_fit(guide: Guide, folder: Path) -> None:
    image = QImage(3000, 20, QImage.Format.Format_ARGB32)
    image.fill(INK)
    image.save(str(folder / "media" / "wide.png"))
    guide.resize(400, 300)
    guide.grab()
    assert guide.loadResource(IMAGE, QUrl("media/wide.png")).width() <= 400


def test_the_whole_text_is_on_screen(guide: Guide) -> None:
    guide.resize(300, 10)
    guide.show_text("word " * 400)
    assert guide.height() >= guide.document().size().height()
