"""Figures for Prometheus, as a file that the textfile collector of its node_exporter reads.

Point the collector at it once: `ln -s /var/lib/privacykit-public/metrics.prom
/var/lib/prometheus/node-exporter/privacykit.prom`. An example alert: resources/system/alerts.yml.
"""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from privacykit.record.row import Row
from privacykit.record.signing import Head
from privacykit.wipe.machine import public

NAME = "metrics.prom"


def text(row: Row, head: Head, *, is_clean: bool) -> str:
    """Return the figures after the latest wipe; `is_clean`: of every home of this computer."""
    return "".join(f"{line}\n" for line in _lines(row, head, is_clean=is_clean))


def write(folder: Path, content: str) -> None:
    """Put the figures in place of the old ones, if that can be done: they only tell."""
    with suppress(OSError), public.opened(folder) as where:
        public.replace(where, NAME, content.encode())


def _lines(row: Row, head: Head, *, is_clean: bool) -> Iterator[str]:
    name = "privacykit_wipes_total"
    yield from _about(name, "counter", "Wipes since the record began.")
    yield f'{name}{{verified="true"}} {head.verified}'
    yield f'{name}{{verified="false"}} {head.unverified}'
    ended = int(row.at.timestamp())
    for name, value, meaning in (
        ("last_wipe_timestamp_seconds", ended, "When the last wipe ended."),
        ("last_wipe_duration_seconds", row.seconds, "How long the last wipe took."),
        ("clean", int(is_clean), "1 if nothing of any session is known to be left, 0 if not."),
    ):
        yield from _about(f"privacykit_{name}", "gauge", meaning)
        yield f"privacykit_{name} {value}"


def _about(name: str, kind: str, meaning: str) -> tuple[str, str]:
    return f"# HELP {name} {meaning}", f"# TYPE {name} {kind}"
