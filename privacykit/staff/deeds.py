"""What the pages for staff may have done as root: a closed list of the kit's own commands."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from privacykit.errors import NotAllowedError
from privacykit.i18n import _
from privacykit.wipe import policy as policies


class Deed(NamedTuple):
    """The options that a command may have."""

    flags: frozenset[str]
    values: frozenset[str] = frozenset()
    """Options with a value behind them."""
    needs: frozenset[str] = frozenset()
    others: frozenset[str] = frozenset()
    """Plain words that may stand there."""


_ACCOUNT = frozenset({"--account"})


def _of_account(*flags: str, values: frozenset[str] = frozenset()) -> Deed:
    return Deed(frozenset(flags), _ACCOUNT | values, _ACCOUNT)


DEEDS: Mapping[tuple[str, ...], Deed] = {
    ("wipe",): _of_account("--preview", "--paths", "--yes", "--json"),
    ("baseline", "freeze"): _of_account(),
    ("baseline", "check"): _of_account("--thorough", "--paths"),
    ("baseline", "restore"): _of_account("--json"),
    ("baseline", "thaw"): _of_account(),
    ("baseline", "forget"): _of_account(),
    ("baseline", "status"): Deed(frozenset(), _ACCOUNT),
    ("undo",): _of_account("--list", "--forget", values=frozenset({"--to", "--number"})),
    ("policy", "write"): Deed(frozenset(), frozenset({"--was"}), others=frozenset({"-"})),
    ("audit",): Deed(frozenset({"--json", "--save", "--no-save"}), _ACCOUNT | {"--only"}),
    ("record",): Deed(frozenset({"--json", "--verify", "--not-verified"})),
}


def check(args: Sequence[str]) -> None:
    """Raise NotAllowedError for anything that is not on the list, word for word."""
    deed, rest = _deed(args)
    seen = set()
    words = iter(rest)
    for word in words:
        seen.add(word)
        if word in deed.values:
            _check_value(word, next(words, ""))
        elif word not in deed.flags | deed.others:
            raise NotAllowedError(_refused(args))
    if not deed.needs <= seen:
        raise NotAllowedError(_refused(args))


def _deed(args: Sequence[str]) -> tuple[Deed, Sequence[str]]:
    for length in (2, 1):
        if found := DEEDS.get(tuple(args[:length])):
            return found, args[length:]
    raise NotAllowedError(_refused(args))


def _check_value(option: str, value: str) -> None:
    if not value or value.startswith("-") or not value.isprintable():
        raise NotAllowedError(_refused((option, value)))
    if option == "--account" and (wrong := policies.account_problem(value)):
        raise NotAllowedError(wrong)


def _refused(args: Sequence[str]) -> str:
    words = _("The pages for staff may not run “{line}” as root.")
    return words.format(line=ascii(" ".join(args))[1:-1])
