"""What the tests of a proof share."""

from typing import Any

import msgspec

from privacykit.wipe.policy import Policy
from privacykit.wipe.prove import tomlwriter
from privacykit.wipe.prove.certificate import Certificate, Outcome, Row
from privacykit.wipe.prove.protocol import Request


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


def request(**more: Any) -> Request:
    policy = Policy(format=1, accounts=("proof-1",))
    made = Request(
        language="en",
        apps=(),
        method="traces",
        policy=tomlwriter.write(policy),
        name="proof-1",
        number=40_000,
        homes="/home/.privacykit-prove-0/homes",
        computer="desk-1",
        outside="mnt:[1]",
    )
    return msgspec.structs.replace(made, **more)
