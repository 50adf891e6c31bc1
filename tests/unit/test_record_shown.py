"""What people and machines are told: the sentence, the figures, the log line and the table."""

import csv
import io
import re
import syslog
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacykit.record import chain, journal, metrics, reading, status, table, words
from privacykit.record.row import Row, State, row_of
from privacykit.record.signing import Head
from privacykit.record.status import Sentence, Shown
from tests.unit.recording import NOW, filled, not_clean, report, row

SUMMER = timezone(timedelta(hours=2))


def account(**changes: Any) -> Shown:
    made = {"account": "patron", "condition": "clean", "since": "2026-11-21T14:02:00+00:00"}
    return Shown(**{**made, **changes})


@pytest.mark.parametrize(
    ("made", "role", "text"),
    [
        (account(), "ok", "Clean since 14:02, verified"),
        (account(since="2026-11-20T14:02:00+00:00"), "ok", "Clean since 2026-11-20 14:02, ver"),
        (account(condition="in use"), "muted", "In use since 14:02"),
        (account(condition="ending"), "warning", "Being cleaned now"),
        (account(condition="ending", since="2026-11-21T13:40:00+00:00"), "danger", "cut off"),
        (account(condition="ending", since="nonsense"), "danger", "cut off"),
        (account(condition="not clean", left=3), "danger", "Not clean: 3 things left"),
        (account(condition="not clean", left=1), "danger", "Not clean: 1 thing left"),
        (account(condition="not clean"), "danger", "did not get to its end"),
        (account(condition="thawed"), "warning", "Thawed since 14:02: what is changed now stays"),
    ],
)
def test_one_sentence_and_one_role(made: Shown, role: str, text: str) -> None:
    said = status.sentence(made, (), NOW)
    assert said.role == role
    assert text in said.text


def test_an_account_by_traces_is_as_its_last_wipe_left_it() -> None:
    assert status.sentence(None, (), NOW) == Sentence("muted", "Never frozen, and never wiped")
    key = Row(number=3, at=NOW, state="key")
    rows = (row_of(not_clean(), NOW), row(), key)
    assert status.sentence(None, rows, NOW) == Sentence("ok", "Clean since 14:02, verified")
    assert status.sentence(None, rows[:1], NOW).text == "Not clean: 3 things left"


def test_times_are_told_where_the_person_is() -> None:
    assert status.clock("2026-11-21T14:02:00+00:00", NOW.astimezone(SUMMER)) == "16:02"
    late = datetime(2026, 11, 22, 0, 30, tzinfo=SUMMER)
    assert status.clock("2026-11-21T23:00:00+00:00", late) == "01:00"


@given(since=st.one_of(st.text(), st.datetimes(timezones=st.just(UTC)).map(datetime.isoformat)))
def test_any_time_at_all_makes_a_sentence(since: str) -> None:
    for condition in ("clean", "ending"):
        assert status.sentence(account(condition=condition, since=since), (), NOW).text


# The figures, the log line


def test_the_figures_are_as_prometheus_reads_them() -> None:
    text = metrics.text(row(), Head(number=9, verified=7, unverified=1), is_clean=False)
    values = dict(re.findall(r"^(privacykit_\S+) (\S+)$", text, re.MULTILINE))
    assert values == {
        'privacykit_wipes_total{verified="true"}': "7",
        'privacykit_wipes_total{verified="false"}': "1",
        "privacykit_last_wipe_timestamp_seconds": str(int(NOW.timestamp())),
        "privacykit_last_wipe_duration_seconds": "1.4",
        "privacykit_clean": "0",
    }
    helped = {*re.findall(r"^# HELP (\S+) .+$", text, re.MULTILINE)}
    assert helped == {*re.findall(r"^# TYPE (\S+) (?:counter|gauge)$", text, re.MULTILINE)}
    assert helped == {name.partition("{")[0] for name in values}
    assert text.endswith("\n")


def test_the_example_alert_asks_for_a_figure_that_there_is() -> None:
    from privacykit import paths

    alert = (paths.resources() / "system" / "alerts.yml").read_text("utf-8")
    (asked,) = re.findall(r"^\s+expr: (privacykit_\w+)", alert, re.MULTILINE)
    assert f"\n{asked} " in metrics.text(row(), Head(), is_clean=True)


def test_figures_that_cannot_be_written_are_left_out(tmp_path: Path) -> None:
    metrics.write(tmp_path, "one\n")
    assert (tmp_path / metrics.NAME).read_text() == "one\n"
    (tmp_path / f"{metrics.NAME}.new").mkdir()
    metrics.write(tmp_path, "two\n")
    assert (tmp_path / metrics.NAME).read_text() == "one\n"


@pytest.mark.parametrize(
    ("made", "is_recorded", "level", "begins"),
    [
        (report(), True, syslog.LOG_INFO, "wipe number=1 verified=yes state=clean exit_code=0 me"),
        (report(), False, syslog.LOG_WARNING, "wipe number=none verified=yes"),
        (not_clean(), True, syslog.LOG_WARNING, "wipe number=1 verified=no state=residue"),
    ],
)
def test_one_line_goes_to_the_system(
    monkeypatch: pytest.MonkeyPatch, made: Any, is_recorded: bool, level: int, begins: str
) -> None:
    said: list[tuple[int, str]] = []
    monkeypatch.setattr(syslog, "syslog", lambda level, line: said.append((level, line)))
    journal.tell(row_of(made, NOW), is_recorded=is_recorded)
    assert said[0][0] == level
    assert said[0][1].startswith(begins)
    assert "\n" not in said[0][1]
    assert "patron" not in said[0][1]


# The table, the words


def test_days_are_counted_where_the_person_is() -> None:
    late = row_of(report(finished="2026-11-20T23:30:00+00:00"), NOW)
    rows = (late, row(), row_of(not_clean(), NOW), Row(number=9, at=NOW, state="key"))
    old = row_of(report(finished="2026-01-01T10:00:00+00:00"), NOW)
    days = table.days((old, *rows), NOW)
    assert len(days) == 30
    assert days[-2:] == ((date(2026, 11, 20), 1, 1), (date(2026, 11, 21), 2, 1))
    assert sum(day.wipes for day in days) == 3
    assert table.days(rows, NOW.astimezone(SUMMER), 1) == ((date(2026, 11, 21), 3, 2),)


def test_the_spreadsheet_has_every_wipe_and_no_formula() -> None:
    rows = (row(), row_of(not_clean(), NOW), Row(number=9, at=NOW, state="key"))
    first, second = csv.DictReader(io.StringIO(table.csv_text(rows)))
    assert (first["verified"], first["removed"], first["method"]) == ("true", "214", "in-place")
    assert (second["verified"], second["left"], second["places_left"]) == ("false", "1", "2")
    assert first["at"] == "2026-11-21T14:02:00+00:00"
    assert not [value for value in first.values() if value[:1] in set("=+-@")]


STATES: list[State] = ["clean", "residue", "busy", "interrupted", "refused", "failed"]


@pytest.mark.parametrize("state", STATES)
def test_every_outcome_has_its_words(state: State) -> None:
    said = {words.outcome(Row(number=1, at=NOW, state=one)) for one in STATES}
    assert len(said) == len(STATES)
    assert words.outcome(Row(number=1, at=NOW, state=state, left=2)) == "2 things left"


def test_every_method_has_its_words() -> None:
    said = [words.method(row(method=way)) for way in ("traces", "in-place", "overlay", "btrfs")]
    assert said == ["Known traces", *["Frozen home"] * 3]
    assert words.method(Row(number=1, at=NOW, state="failed")) == ""


def test_a_row_on_one_line() -> None:
    assert words.line(row(), NOW) == (
        "     1  2026-11-21 14:02     1.4 s  Verified, 214 files removed (33 MB)"
    )


def test_the_sum_of_a_record(tmp_path: Path) -> None:
    assert [*words.summary(reading.Record())] == ["No wipe is recorded yet."]
    one = filled(tmp_path, 2)
    assert [*words.summary(reading.read(one.folder))] == [
        "2 wipes, all verified.",
        "No row was changed or removed.",
    ]
    chain.append(one, row_of(not_clean(), NOW))
    (one.folder / chain.HEAD_NAME).unlink()
    told = [*words.summary(reading.read(one.folder))]
    assert told[1:] == ["1 of 3 wipes was not verified."]
    assert "record.head" in told[0]
