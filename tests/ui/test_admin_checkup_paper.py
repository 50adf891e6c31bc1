"""The check-up on paper: A4 pages on which no finding is torn apart."""

import itertools
import re
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QSizeF, Qt
from PySide6.QtWidgets import QApplication

from privacykit import i18n
from privacykit.audit import registry
from privacykit.audit.check import Evidence, Finding
from privacykit.ui import checkup_paper as paper
from privacykit.ui.admin.checkup_items import Seen
from tests.ui.checkups import BEFORE, after, audit, seen

PAGE = QSizeF(487, 710)


def text(made: Seen) -> str:
    return "\n".join(p.text.toPlainText() for page in paper.pages(made, PAGE) for p in page)


def all_failed() -> Seen:
    return seen(*(Finding(about.id, "fail") for about in registry.abouts()))


def test_it_says_what_to_mend_and_what_to_write(qapp: QApplication) -> None:
    told = text(seen())
    for part in (
        "2 things to mend",
        "21 November 2026",
        "How to mend it:",
        "To IT:",
        "PreserveJobFiles = 86400",
        "ALA P2.2",
        "K1 No traces of earlier patrons",
    ):
        assert part in told


def test_every_finding_is_on_it_once(qapp: QApplication) -> None:
    told = text(seen())
    questions = {about.id: about.question() for about in registry.abouts()}
    for finding in audit().findings:
        assert told.count(questions[finding.id]) == 1


def test_it_says_what_has_changed(qapp: QApplication) -> None:
    before = audit(*BEFORE, at="2026-08-01T10:00:00+00:00")
    assert "Since 1 August 2026: 1 better, 1 worse." in text(after(before, audit()))


def test_no_page_is_overfull_and_nothing_is_torn_apart(qapp: QApplication) -> None:
    laid = paper.pages(all_failed(), PAGE)
    assert len(laid) > 3
    for page in laid:
        last = page[-1]
        assert last.top + last.text.size().height() <= PAGE.height()
        assert page[0].top == 0
        for upper, lower in itertools.pairwise(page):
            assert upper.top + upper.text.size().height() <= lower.top


def test_the_file_has_a4_pages_with_numbers(qapp: QApplication, tmp_path: Path) -> None:
    path = tmp_path / "pages.pdf"
    assert paper.save(all_failed(), path) == ""
    data = path.read_bytes()
    count = len(re.findall(rb"/Type\s*/Page\b(?!s)", data))
    assert count == len(paper.pages(all_failed(), PAGE))
    assert re.search(rb"/MediaBox \[0 0 59[45](\.\d+)? 84[12]", data)


def test_words_from_elsewhere_are_only_words(qapp: QApplication) -> None:
    nasty = Evidence("<img src='/etc/passwd'>", "<b>&amp;")
    assert "<img src='/etc/passwd'> = <b>&amp;" in text(seen(Finding("B9-PRINT", "fail", (nasty,))))


def test_it_is_mirrored_where_one_reads_from_right_to_left(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    def way() -> Qt.LayoutDirection:
        return paper.pages(seen(), PAGE)[0][0].text.defaultTextOption().textDirection()

    assert way() == Qt.LayoutDirection.LeftToRight
    monkeypatch.setattr(i18n, "is_right_to_left", lambda _language: True)
    assert way() == Qt.LayoutDirection.RightToLeft


def test_a_failed_save_is_one_sentence_and_leaves_the_old_page(
    qapp: QApplication, tmp_path: Path
) -> None:
    problem = paper.write(audit(), tmp_path / "none" / "page.pdf")
    assert "could not be saved" in problem
    path = tmp_path / "page.pdf"
    path.write_bytes(b"old")
    tmp_path.joinpath("full").touch()
    assert paper.write(audit(), path) == ""
    assert path.read_bytes().startswith(b"%PDF")


def test_a_command_without_a_screen_can_write_it(tmp_path: Path) -> None:
    path = tmp_path / "page.pdf"
    code = (
        "import sys; from pathlib import Path; from privacykit.audit.running import Audit; "
        "from privacykit.ui import checkup_paper; "
        "print(checkup_paper.write(Audit('2026-11-21T10:00:00Z', 'linux', ()), Path(sys.argv[1])))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(path)],
        capture_output=True,
        text=True,
        env={"PATH": "/usr/bin:/bin"},
        check=False,
    )
    assert (done.returncode, done.stdout.strip()) == (0, ""), done.stderr
    assert path.read_bytes().startswith(b"%PDF")
