"""The table as a file: every line, and nothing that a spreadsheet would calculate."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacykit.activities.trackers.engine import export
from privacykit.activities.trackers.engine.web import Line, Tally, WebOfCompanies
from tests.ui import webs

STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


def read(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def line(host: str, **changes: str) -> Line:
    return Line("a.example", host, "script", True, "", tally=Tally(3, 0, 1, 2), **changes)


def naive(lines: list[Line]) -> str:
    text = io.StringIO()
    csv.writer(text).writerows([(one.site, one.host) for one in lines])
    return text.getvalue()


def test_each_line_is_there_in_its_order() -> None:
    web = WebOfCompanies()
    web.show_visit(webs.THREE)
    rows = read(export.csv_text(web.lines.values()))
    assert [row["host"] for row in rows] == [one.host for one in web.lines.values()]
    assert tuple(rows[0]) == export.COLUMNS
    assert rows[-1]["rule"] == "||pixelhub.example^"


def test_numbers_are_what_came_of_the_calls() -> None:
    row = read(export.csv_text([line("b.example")]))[0]
    assert [row[name] for name in ("calls", "tried", "sent", "stopped")] == ["3", "0", "1", "2"]
    assert row["third_party"] == "true"


@pytest.mark.parametrize("start", [*STARTS, " =", "  @"])
def test_no_cell_is_a_formula(start: str) -> None:
    text = f"{start}HYPERLINK(1)"
    row = read(export.csv_text([line(text, company=text, rule=text)]))[0]
    assert {row["host"], row["company"], row["rule"]} == {f"'{text}"}


def test_a_plain_writer_would_let_a_formula_through() -> None:
    assert "=1+1" in naive([line("=1+1")]).split("\r\n")[0].split(",")


@given(st.text(max_size=12))
def test_whatever_a_page_calls_itself(text: str) -> None:
    row = read(export.csv_text([line(text, company=text)]))[0]
    assert not row["host"].lstrip(" ").startswith(STARTS)
    assert row["host"].removeprefix("'") == text.removeprefix("'")
