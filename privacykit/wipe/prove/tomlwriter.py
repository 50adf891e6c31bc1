"""A policy written as TOML, which the room of a proof reads as any computer reads its own."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec

from privacykit.wipe.policy import Policy


def write(policy: Policy) -> str:
    return "\n".join(_table("", msgspec.to_builtins(policy))) + "\n"


def _table(name: str, table: Mapping[str, Any]) -> Iterator[str]:
    """Yield the lines of a table: what is plain before what has a header of its own."""
    below = {key: value for key, value in table.items() if _has_header(value)}
    for key, value in table.items():
        if key not in below:
            yield f"{key} = {_value(value)}"
    for key, value in below.items():
        path = f"{name}.{key}" if name else key
        if isinstance(value, Mapping):
            yield f"[{path}]"
            yield from _table(path, value)
            continue
        for one in value:
            yield f"[[{path}]]"
            yield from _table(path, one)


def _has_header(value: object) -> bool:
    return isinstance(value, Mapping) or (
        isinstance(value, Sequence) and any(isinstance(one, Mapping) for one in value)
    )


def _value(value: object) -> str:
    """Return a plain value; JSON's are TOML's, but for one sign that TOML wants escaped."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
