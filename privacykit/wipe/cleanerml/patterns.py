"""What a cleaner's paths and filters say, in the catalogue's patterns; never more than they say."""

import fnmatch
import glob
import itertools
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from privacykit.i18n import _

MOST = 512
"""Patterns that one action may become."""
_LONGEST = 200
_HOMES = {
    "~": "",
    "$HOME": "",
    "${HOME}": "",
    "$XDG_CONFIG_HOME": ".config",
    "$XDG_CACHE_HOME": ".cache",
    "$XDG_DATA_HOME": ".local/share",
    "$XDG_STATE_HOME": ".local/state",
}
_EMPTIED_ANYWAY = ("/tmp/", "/var/tmp/", "/dev/shm/")  # noqa: S108 - only named
_VARIABLE = re.compile(r"(\$\$[^$]{1,80}\$\$)")
_SET = re.compile(r"\[!?\]?[^\]]*\]")
_PIECE = re.compile(
    r"((?P<any>\.\*)|(?P<one>\.)|(?P<digit>\\d)|(?P<set>\[\^?[\w.,;~ -]+\])|\\(?P<sign>[^\w\s/])"
    r"|(?P<plain>[^\\^$.|?*+(){}\[\]/]))(?:(?<!\*)\{(?P<times>[0-9]{1,2})\})?"
)


class RefusedError(Exception):
    """An action that is not taken over; str() is the sentence that says why."""


class Value(NamedTuple):
    """One value of a variable."""

    text: str
    is_glob: bool


Variables = Mapping[str, Sequence[Value]]


def paths(path: str, variables: Variables, *, literal: bool) -> list[str]:
    """Return the patterns inside the home that a path means. Raises RefusedError.

    `literal`: a star in it is a star, as for BleachBit's search "file".
    """
    found = [_in_home(one) for one in _expanded(path, variables, literal=literal)]
    return list(dict.fromkeys(itertools.chain.from_iterable(map(_visible, found))))


def _expanded(path: str, variables: Variables, *, literal: bool) -> list[str]:
    parts = _VARIABLE.split(path)
    return _product("", [_choices(part, variables, literal=literal) for part in parts])


def _product(between: str, choices: list[list[str]]) -> list[str]:
    if math.prod(map(len, choices)) > MOST:
        raise RefusedError(_("It stands for too many paths."))
    return [between.join(parts) for parts in itertools.product(*choices)]


def _choices(part: str, variables: Variables, *, literal: bool) -> list[str]:
    if not _VARIABLE.fullmatch(part):
        return [glob.escape(part) if literal else part]
    values = variables.get(part.strip("$"), ())
    if not values:
        raise RefusedError(_("“{name}” has no value on Linux.").format(name=short(part)))
    return [glob.escape(one.text) if literal and not one.is_glob else one.text for one in values]


def _in_home(path: str) -> str:
    """Return the path below the home, without a slash at its end."""
    start, _slash, rest = path.partition("/")
    if "\\" in path or "%" in start:
        raise RefusedError(_("“{path}” is a place on Windows.").format(path=short(path)))
    if path.startswith(_EMPTIED_ANYWAY):
        raise RefusedError(_("Temporary folders are emptied anyway."))
    if start not in _HOMES:
        raise RefusedError(_("“{path}” does not lie in the home.").format(path=short(path)))
    parts = [part for part in (*_HOMES[start].split("/"), *rest.split("/")) if part]
    if any(part in {".", ".."} for part in parts) or "$" in rest:
        raise RefusedError(_("“{path}” does not stay inside the place.").format(path=short(path)))
    if not rest.strip("/") or not _SET.sub("", parts[0]).strip("*?."):
        raise RefusedError(_("“{path}” takes in too much.").format(path=short(path)))
    if not parts[0].startswith(".") and parts[0] != "snap":
        raise RefusedError(
            _("The policy decides what happens to “{path}”.").format(path=short(path))
        )
    return "/".join(parts)


def _visible(path: str) -> list[str]:
    """Return patterns that, as the shell does, take hidden names only where a dot is written."""
    return _product("/", [list(without_hidden(part)) for part in path.split("/")])


def without_hidden(segment: str) -> Iterator[str]:
    """Yield patterns for the names that fit one segment and do not start with a dot.

    A segment that itself starts with a dot is left as it is.
    """
    first, rest = segment[:1], segment[1:]
    if first == "*":
        rest = rest.lstrip("*")
        if rest and not rest.startswith("."):
            yield from without_hidden(rest)
        yield "[!.]*" + rest
    elif first == "?":
        yield "[!.]" + rest
    elif (found := _SET.match(segment)) and fnmatch.fnmatchcase(".", found.group()):
        raise unsayable(segment)
    else:
        yield segment


def of_filter(regex: str) -> list[str]:
    """Return patterns for the names in which a regular expression is found. Raises RefusedError."""
    whole = regex.startswith("(") and regex.endswith(")")
    found = [_of_branch(one) for one in (regex[1:-1] if whole else regex).split("|")]
    if not all(found) or len(found) > MOST:
        raise unsayable(regex)
    return found


def _of_branch(branch: str) -> str:
    """Return the pattern, empty if there is none."""
    bare = branch.removeprefix("^").removesuffix("$")
    pieces = list(_PIECE.finditer(bare))
    if "".join(piece.group() for piece in pieces) != bare:
        return ""
    before = "" if branch.startswith("^") else "*"
    after = "" if branch.endswith("$") else "*"
    return before + "".join(map(_piece, pieces)) + after


def _piece(found: re.Match[str]) -> str:
    text = found[1]
    signs = {".*": "*", ".": "?", r"\d": "[0-9]"}
    if found["set"]:
        pattern = found["set"].replace("[^", "[!")
    else:
        pattern = signs.get(text) or glob.escape(text.removeprefix("\\"))
    return pattern * int(found["times"] or 1)


def unsayable(part: str) -> RefusedError:
    """Return the refusal of a part of an action that no pattern can stand for."""
    return RefusedError(_("“{path}” cannot be said in a pattern.").format(path=short(part)))


def short(text: str) -> str:
    """Return a stranger's text as it may stand in a sentence."""
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"
