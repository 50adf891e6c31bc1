"""Does a value fit a struct? Every misfit is told, in words for the person who wrote the file."""

from collections.abc import Iterator
from difflib import get_close_matches
from functools import reduce
from typing import Annotated, Any, NamedTuple, get_args, get_origin

import msgspec
from msgspec import inspect

from privacykit.i18n import _, _n
from privacykit.toml.lines import Place


class Misfit(NamedTuple):
    path: Place
    problem: str
    mend: str = ""


def misfits(value: object, wanted: Any, path: Place = ()) -> list[Misfit]:
    """Return what does not fit; msgspec alone stops at the first."""
    return list(_inside(value, wanted, path)) or _as_a_whole(value, wanted, path)


def _inside(value: object, wanted: Any, path: Place) -> Iterator[Misfit]:
    kind = _bare(wanted)
    arguments = get_args(kind)
    if isinstance(value, dict) and _is_struct(kind):
        yield from _in_struct(value, kind, path)
    elif isinstance(value, dict) and get_origin(kind) is dict:
        for key, entry in value.items():
            yield from misfits(entry, arguments[1], (*path, key))
    elif isinstance(value, list) and (get_origin(kind) is list or arguments[1:] == (...,)):
        for place, entry in enumerate(value):
            yield from misfits(entry, arguments[0], (*path, place))


def _bare(wanted: Any) -> Any:
    return get_args(wanted)[0] if get_origin(wanted) is Annotated else wanted


def _is_struct(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, msgspec.Struct)


def _in_struct(
    value: dict[str, object], kind: type[msgspec.Struct], path: Place
) -> Iterator[Misfit]:
    fields = {field.encode_name: field for field in msgspec.structs.fields(kind)}
    absent = [name for name, field in fields.items() if field.required and name not in value]
    for name in [name for name in value if name not in fields]:
        guess = _guess(name, [known for known in fields if known not in value])
        absent = [other for other in absent if other != guess]
        yield _unknown(name, guess, list(fields), path)
    for name in absent:
        mend = _("Add it: {wanted}.").format(wanted=_words(fields[name].type, name))
        yield Misfit(path, _("“{name}” is missing.").format(name=name), mend)
    for name, entry in value.items():
        if name in fields:
            yield from misfits(entry, fields[name].type, (*path, name))


def _guess(name: str, known: list[str]) -> str:
    return next(iter(get_close_matches(name[:80], known, n=1)), "")


def _unknown(name: str, guess: str, known: list[str], path: Place) -> Misfit:
    problem = _("“{name}” means nothing here.").format(name=name[:80])
    if guess:
        return Misfit((*path, name), problem, _("Did you mean “{guess}”?").format(guess=guess))
    mend = _("What may stand here: {names}.").format(names=", ".join(known))
    return Misfit((*path, name), problem, mend)


def _as_a_whole(value: object, wanted: Any, path: Place) -> list[Misfit]:
    try:
        msgspec.convert(value, wanted)
    except msgspec.ValidationError as error:
        if isinstance(value, dict) and _is_struct(_bare(wanted)):  # the struct's own rule
            return [Misfit(path, str(error).split(" - at `$", maxsplit=1)[0])]
        name, words = _title(path), _words(wanted, _last_name(path))
        return [Misfit(path, _("{name} must be {wanted}.").format(name=name, wanted=words))]
    return []


def _last_name(path: Place) -> str:
    return next((part for part in reversed(path) if isinstance(part, str)), "")


def _title(path: Place) -> str:
    name = _last_name(path)
    if path and isinstance(path[-1], int):
        return _("Entry {number} of “{name}”").format(number=path[-1] + 1, name=name)
    return f"“{name}”"


def _words(wanted: Any, name: str) -> str:
    """Say in words what a type takes."""
    return _described(inspect.type_info(wanted), name)


def _described(wanted: inspect.Type, name: str) -> str:
    match wanted:
        case inspect.Metadata(type=inner, extra_json_schema=extra):
            return _exemplified(_described(inner, name), (extra or {}).get("examples", ()))
        case inspect.StrType():
            return _text(wanted)
        case inspect.LiteralType(values=values):
            return _("one of: {values}").format(values=", ".join(map(str, values)))
        case inspect.VarTupleType() | inspect.ListType():
            return _list(wanted, name)
        case inspect.UnionType(types=types):
            return reduce(_either, [_described(one, name) for one in types])
        case _:
            return _simple(wanted)


def _either(first: str, second: str) -> str:
    return _("{first} or {second}").format(first=first, second=second)


def _exemplified(words: str, examples: list[object] | tuple[()]) -> str:
    if not examples:
        return words
    return _("{wanted} such as {examples}").format(
        wanted=words, examples=", ".join(map(str, examples))
    )


def _text(wanted: inspect.StrType) -> str:
    if wanted.max_length:
        return _("a text in quotes, of {low} to {high} characters").format(
            low=wanted.min_length or 0, high=wanted.max_length
        )
    return _("a text in quotes, not empty") if wanted.min_length else _("a text in quotes")


def _list(wanted: inspect.VarTupleType | inspect.ListType, name: str) -> str:
    if isinstance(wanted.item_type, inspect.StructType):
        return _("{amount}, each under a line [[{name}]]").format(
            amount=_amount(wanted.min_length or 0, wanted.max_length), name=name
        )
    return _("a list in square brackets, of {amount}").format(
        amount=_amount(wanted.min_length or 0, wanted.max_length)
    )


def _amount(low: int, high: int | None) -> str:
    if high is None:
        return _n("{count} entry or more", "{count} entries or more", low).format(count=low)
    if low == high:
        return _n("exactly {count} entry", "exactly {count} entries", low).format(count=low)
    return _("{low} to {high} entries").format(low=low, high=high)


def _simple(wanted: inspect.Type) -> str:
    match wanted:
        case inspect.IntType(ge=int(low), le=int(high)):
            return _("a whole number from {low} to {high}").format(low=low, high=high)
        case inspect.IntType():
            return _("a whole number")
        case inspect.FloatType():
            return _("a number")
        case inspect.BoolType():
            return _("true or false, without quotes")
        case inspect.DateType():
            return _("a date without quotes, such as 2026-01-31")
        case _:
            return _("a group of names and values")
