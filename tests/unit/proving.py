"""What the tests of a proof share."""

from typing import Any

import msgspec

from privacykit.wipe.prove.certificate import Certificate, Outcome, Row


def row(id_: str, outcome: Outcome = "clean", **more: Any) -> Row:
    return msgspec.structs.replace(Row(id_, id_, outcome, before=3), **more)


def certificate(*rows: Row, **more: Any) -> Certificate:
    made = Certificate(
        version="1.0",
        computer="desk-1",
        date="2026-01-05T10:00:00+00:00",
        method="baseline",
        way="in-place",
        state="clean",
        rows=rows,
        searched=90,
        seconds=0.5,
    )
    return msgspec.structs.replace(made, **more)
