"""What happens at each step of the range question: pieces of a fingerprint, lines to compare."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from privacykit import i18n
from privacykit.activities.passwords.engine.leak import Line, Question
from privacykit.activities.passwords.view.signs import fixed_width, isolated
from privacykit.i18n import _, _n
from privacykit.look import parts, theme
from privacykit.look.exercise import prose

MAKE, ASK, ANSWER, COMPARE = range(4)
_GROUP = 5


class _Row(NamedTuple):
    code: str
    said: str
    matters: bool = False


class RangePicture(QWidget):
    """Rows of a code and what it is."""

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.px(24))
        self._grid.setVerticalSpacing(theme.px(4))
        self._grid.setColumnStretch(0, 3)
        self._grid.setColumnStretch(1, 2)
        self._labels: list[tuple[QLabel, QLabel]] = []

    def show_step(self, step: int, asked: Question | None, lines: Sequence[Line]) -> None:
        """Show step MAKE, ASK, ANSWER or COMPARE; without a question, nothing."""
        rows = list(_rows(step, asked, lines)) if asked else []
        while len(self._labels) < len(rows):
            self._add()
        for number, (code, said) in enumerate(self._labels):
            row = rows[number] if number < len(rows) else _Row("", "")
            _fill(code, said, row)

    def _add(self) -> None:
        code, said = prose(""), prose("")
        place = len(self._labels)
        self._grid.addWidget(code, place, 0)
        self._grid.addWidget(said, place, 1)
        self._labels.append((code, said))


def _fill(code: QLabel, said: QLabel, row: _Row) -> None:
    fixed_width(code, 15, bold=row.matters)
    code.setText(isolated(_breakable(row.code)) if row.code else "")
    said.setText(row.said)
    parts.set_role(said, "title-info" if row.matters else "body")
    for label in (code, said):
        label.setVisible(bool(row.code))
    parts.say(code, row.code)


def _breakable(code: str) -> str:
    """Let a long code go on in the next line where the screen is narrow."""
    return "\u200b".join(code[start : start + _GROUP] for start in range(0, len(code), _GROUP))


def _rows(step: int, asked: Question, lines: Sequence[Line]) -> Iterator[_Row]:
    if step == MAKE:
        yield _Row(asked.fingerprint, _("its fingerprint (SHA-1)"))
    elif step == ASK:
        yield _Row(asked.asked, _("leaves this computer"), matters=True)
        yield _Row(asked.kept, _("stays here"))
    elif step == ANSWER:
        yield from (_Row(line.ending, _seen(line)) for line in lines)
    else:
        yield _Row(asked.kept, _("yours, kept here"), matters=True)
        yield from (
            _Row(
                line.ending,
                _("the same!") if line.ending == asked.kept else _("not yours"),
                line.ending == asked.kept,
            )
            for line in lines
        )


def _seen(line: Line) -> str:
    seen = QLocale(i18n.current()).toString(line.seen)
    return _n("seen {count} time", "seen {count} times", line.seen).format(count=seen)
