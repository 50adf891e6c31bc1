"""The certificate's page: one sheet of A4 that says what was found, whatever was found."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QSizeF, Qt
from PySide6.QtWidgets import QApplication

from privacykit import i18n
from privacykit.ui import certificate as pages
from privacykit.ui import paper
from privacykit.wipe.prove.certificate import Certificate
from tests.unit.proving import certificate, row

PAGE = QSizeF(487, 734)
WHY = "The system says: a sentence that is as long as sentences of systems are."
MANY = tuple(
    row(f"{number}", "could not be tried", title=f"A program with a name, {number}", why=WHY)
    for number in range(30)
)


def text(made: Certificate) -> str:
    return pages.document(made, PAGE).toPlainText()


def test_it_is_one_page_of_a4(qapp: QApplication, tmp_path: Path) -> None:
    path = tmp_path / "page.pdf"
    for rows in ((row("bash"),), MANY):
        assert pages.save(certificate(*rows), path) == ""
        data = path.read_bytes()
        assert len(re.findall(rb"/Type\s*/Page\b(?!s)", data)) == 1
        assert re.search(rb"/MediaBox \[0 0 59[45](\.\d+)? 84[12]", data)


def test_much_is_written_smaller(qapp: QApplication) -> None:
    short, long = (pages.document(certificate(*rows), PAGE) for rows in ((row("bash"),), MANY))
    assert long.pageCount() == short.pageCount() == 1
    assert long.defaultFont().pointSizeF() < short.defaultFont().pointSizeF()


def test_it_says_what_was_found_and_what_that_means(qapp: QApplication) -> None:
    passed = text(certificate(row("bash"), not_tried=("Brave",)))
    for part in ("desk-1", "January 5, 2026", "Passed", "bash", "nothing left", "Brave"):
        assert part in passed
    assert "What this does not mean" in passed
    assert "Not passed" in text(certificate(row("bash", "left", after=2)))


@pytest.mark.parametrize("method", ["baseline", "traces"])
def test_it_names_the_method(qapp: QApplication, method: str) -> None:
    words = {"baseline": "brought back", "traces": "known traces"}
    assert words[method] in text(certificate(row("bash"), method=method))


def test_words_from_elsewhere_are_only_words(qapp: QApplication) -> None:
    made = certificate(row("bash", title="<img src='/etc/passwd'><b>x"), computer="<h1>desk</h1>")
    said = text(made)
    assert "<img src='/etc/passwd'><b>x" in said
    assert "<h1>desk</h1>" in said


def test_it_is_mirrored_where_one_reads_from_right_to_left(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    def way() -> Qt.LayoutDirection:
        made = pages.document(certificate(row("bash")), PAGE)
        return made.defaultTextOption().textDirection()

    assert way() == Qt.LayoutDirection.LeftToRight
    monkeypatch.setattr(i18n, "is_right_to_left", lambda _language: True)
    assert way() == Qt.LayoutDirection.RightToLeft


def test_a_failed_save_is_one_sentence_and_leaves_the_old_page(
    qapp: QApplication, tmp_path: Path
) -> None:
    problem = pages.save(certificate(row("bash")), tmp_path / "none" / "page.pdf")
    assert "could not be saved" in problem
    assert "\n" not in problem
    folder = tmp_path / "page.pdf"
    folder.mkdir()
    assert "could not be saved" in pages.save(certificate(row("bash")), folder)
    assert list(tmp_path.iterdir()) == [folder]


def test_what_is_no_file_is_not_replaced(qapp: QApplication, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    assert "it is no file" in paper.save(pipe, "Title", lambda _writer: None)
    assert pipe.is_fifo()


def test_it_needs_no_screen(tmp_path: Path) -> None:
    """As the command does: in a program that has no windows and no platform to show them on."""
    code = (
        "import sys; from pathlib import Path; from privacykit.ui import certificate\n"
        "from tests.unit.proving import certificate as made, row\n"
        "sys.exit(bool(certificate.save(made(row('bash')), Path(sys.argv[1]))))"
    )
    root = Path(__file__).parents[2]
    command = [sys.executable, "-c", code, str(tmp_path / "page.pdf")]
    done = subprocess.run(
        command, cwd=root, env={"HOME": str(tmp_path)}, capture_output=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert (tmp_path / "page.pdf").read_bytes().startswith(b"%PDF-")
