"""The questions that only a person can answer, with what each answer says of the library."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from privacykit.audit.check import Verdict
from privacykit.i18n import _

Choice = tuple[Callable[[], str], Verdict]


class Question(NamedTuple):
    id: str
    check: str
    text: Callable[[], str]
    choices: Mapping[str, Callable[[], str]]
    """Value and words of each answer."""
    verdicts: Mapping[str, Verdict]
    """What each answer says."""


def _ask(id_: str, check: str, text: Callable[[], str], choices: Mapping[str, Choice]) -> Question:
    words = {value: choice[0] for value, choice in choices.items()}
    return Question(id_, check, text, words, {v: choice[1] for v, choice in choices.items()})


def _yes() -> str:
    return _("Yes")


def _no() -> str:
    return _("No")


def _unsure() -> str:
    return _("I do not know")


_GOOD: Mapping[str, Choice] = {
    "yes": (_yes, "pass"),
    "no": (_no, "fail"),
    "unknown": (_unsure, "warn"),
}
"""Yes is good, and not to know is something to mend."""
_BAD: Mapping[str, Choice] = {
    "no": (_no, "pass"),
    "yes": (_yes, "fail"),
    "unknown": (_unsure, "warn"),
}
_SOON: Mapping[str, Choice] = {
    "yes": (_yes, "pass"),
    "no": (_no, "warn"),
    "unknown": (_unsure, "warn"),
}


QUESTIONS = (
    _ask(
        "A2-looked",
        "A2-KBD",
        lambda: _("Has somebody looked at every plug of the computer in the last month?"),
        {
            "yes": (lambda: _("Yes, and everything is ours"), "pass"),
            "found": (lambda: _("Yes, and something was not ours"), "fail"),
            "no": (_no, "warn"),
        },
    ),
    _ask(
        "A3-firmware",
        "A3-BOOT",
        lambda: _("Does the firmware have a password, and does the disk come first?"),
        _GOOD,
    ),
    _ask(
        "A7-facing",
        "A7-POS",
        lambda: _("Can others in the room read the screens?"),
        {
            "no": (_no, "pass"),
            "some": (lambda: _("Some of them"), "warn"),
            "yes": (_yes, "fail"),
        },
    ),
    _ask(
        "A7-filter",
        "A7-POS",
        lambda: _("Can a patron borrow a privacy filter for the screen?"),
        {"yes": (_yes, "pass"), "no": (_no, "warn")},
    ),
    _ask(
        "B2-tried",
        "B2-CANARY",
        lambda: _(
            "Has somebody left a file, signed out, signed in and looked for it, in the last month?"
        ),
        {
            "gone": (lambda: _("Yes, and it was gone"), "pass"),
            "there": (lambda: _("Yes, and it was still there"), "fail"),
            "no": (_no, "warn"),
        },
    ),
    _ask(
        "L2-booking",
        "L2-RESERV",
        lambda: _("Does the booking system forget by itself who used which computer, and when?"),
        {
            "none": (lambda: _("There is no booking system"), "pass"),
            **_GOOD,
        },
    ),
    _ask(
        "L3-logged",
        "L3-PROXY",
        lambda: _("Does a filter, a proxy or the wifi keep a log of the pages patrons visit?"),
        {
            "no": (_no, "pass"),
            "day": (lambda: _("Yes, for at most a day"), "pass"),
            "yes": (lambda: _("Yes, for longer"), "fail"),
            "unknown": (_unsure, "warn"),
        },
    ),
    _ask(
        "L5-paper",
        "L5-LIST",
        lambda: _("Are there paper lists on which patrons write their names?"),
        {
            "no": (_no, "pass"),
            "day": (lambda: _("Yes, destroyed the same day"), "pass"),
            "yes": (lambda: _("Yes, kept for longer"), "fail"),
        },
    ),
    _ask(
        "N1-apart",
        "N1-SEG",
        lambda: _("Are the public computers in a network of their own, apart from staff's?"),
        _GOOD,
    ),
    _ask(
        "N2-notice",
        "N2-WIFI",
        lambda: _("Does a sign or a first page tell what the wifi protects, and what it does not?"),
        {"none": (lambda: _("There is no wifi for patrons"), "pass"), **_SOON},
    ),
    _ask(
        "C5-dated",
        "C5-POLICY",
        lambda: _("Does the library's privacy policy say when it was last looked through?"),
        {
            "yes": (_yes, "pass"),
            "no": (_no, "warn"),
            "none": (lambda: _("There is no privacy policy"), "fail"),
        },
    ),
    _ask(
        "C6-policy",
        "C6-VENDOR",
        lambda: _("E-books and databases: is the supplier's privacy policy short and clear?"),
        _GOOD,
    ),
    _ask(
        "C6-little",
        "C6-VENDOR",
        lambda: _("Does the supplier collect no more than the service needs?"),
        _GOOD,
    ),
    _ask(
        "C6-account",
        "C6-VENDOR",
        lambda: _("Can patrons use it without an account of their own at the supplier?"),
        _GOOD,
    ),
    _ask(
        "C6-history",
        "C6-VENDOR",
        lambda: _("Does it delete by itself what a patron has searched and read?"),
        _GOOD,
    ),
    _ask(
        "C6-passed-on",
        "C6-VENDOR",
        lambda: _("Does it pass data on to other companies?"),
        _BAD,
    ),
    _ask(
        "C6-trackers",
        "C6-VENDOR",
        lambda: _("Are there other companies' trackers in its pages or its app?"),
        _BAD,
    ),
    _ask(
        "C6-encrypted",
        "C6-VENDOR",
        lambda: _("Is everything encrypted, on the way and where it is kept?"),
        _GOOD,
    ),
    _ask(
        "C6-police",
        "C6-VENDOR",
        lambda: _("Does it tell the library when an authority asks for a patron's data?"),
        _GOOD,
    ),
    _ask(
        "C6-breach",
        "C6-VENDOR",
        lambda: _("Does the contract say that the library is told of a leak within 72 hours?"),
        _GOOD,
    ),
    _ask(
        "C6-leave",
        "C6-VENDOR",
        lambda: _("Can a patron see, correct and delete their own data?"),
        _GOOD,
    ),
    _ask(
        "T1-when",
        "T1-TEACH",
        lambda: _("When was the last workshop on digital privacy?"),
        {
            "year": (lambda: _("In the last 12 months"), "pass"),
            "earlier": (lambda: _("Earlier"), "warn"),
            "never": (lambda: _("There was none"), "fail"),
        },
    ),
    _ask(
        "T2-sign",
        "T2-SIGN",
        lambda: _("Does a sign at each computer say what is deleted, when and by whom?"),
        {
            "yes": (_yes, "pass"),
            "old": (lambda: _("There is one, but it is out of date"), "warn"),
            "no": (_no, "fail"),
        },
    ),
)
