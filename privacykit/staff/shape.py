"""The fields that a policy has, what holds where a file says nothing, and how far numbers go."""

from collections.abc import Mapping
from typing import Any

import msgspec
from msgspec import inspect

from privacykit.wipe.policy import Policy

Field = tuple[str, ...]
"""("accounts",) or ("timers", "idle_minutes")."""


def defaults() -> dict[str, Any]:
    """Return what holds where a file says nothing, as TOML would have it."""
    return dict(msgspec.json.decode(msgspec.json.encode(Policy.default())))


def whole(values: Mapping[str, object]) -> dict[Field, object]:
    """Return every field with its default, where the file says nothing else."""
    found: dict[Field, object] = {}
    default = defaults()
    for name in {**default, **values}:
        known, said = default.get(name), values.get(name, default.get(name))
        if isinstance(known, dict) and isinstance(said, dict):
            inside = {**known, **said}
            found.update({(name, key): value for key, value in inside.items()})
        else:
            found[name,] = said
    return found


def limits(field: Field) -> tuple[int, int]:
    """Return the lowest and the highest number that the engine takes."""
    wanted: Any = inspect.type_info(Policy)
    for name in field:
        wanted = next(one.type for one in wanted.fields if one.encode_name == name)
    return wanted.ge, wanted.le
