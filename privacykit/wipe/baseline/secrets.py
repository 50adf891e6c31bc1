"""Secrets that are part of a home before it is frozen: every patron would get them.

Told by what lies where, as the programs' own documentation says; no file is opened.
"""

from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Literal

from privacykit.i18n import _
from privacykit.wipe.held import Held

Kind = Literal["logins", "cookies", "history", "account", "keys", "mail"]

_MOZILLA = {
    "Firefox": (
        ".mozilla/firefox/*",
        "snap/firefox/common/.mozilla/firefox/*",
        ".var/app/org.mozilla.firefox/.mozilla/firefox/*",
    ),
    "LibreWolf": (".librewolf/*", ".var/app/io.gitlab.librewolf-community/.librewolf/*"),
    "Thunderbird": (".thunderbird/*", "snap/thunderbird/common/.thunderbird/*"),
}
_CHROMIUM = {
    "Chromium": (".config/chromium/*", "snap/chromium/common/chromium/*"),
    "Google Chrome": (".config/google-chrome/*",),
    "Brave": (".config/BraveSoftware/Brave-Browser/*",),
    "Microsoft Edge": (".config/microsoft-edge/*",),
    "Vivaldi": (".config/vivaldi/*",),
}
_IN_MOZILLA: tuple[tuple[Kind, str], ...] = (
    ("logins", "logins.json"),
    ("logins", "logins-backup.json"),
    ("cookies", "cookies.sqlite"),
    ("history", "places.sqlite"),
    ("account", "signedInUser.json"),
)
_IN_CHROMIUM: tuple[tuple[Kind, str], ...] = (
    ("logins", "Login Data"),
    ("cookies", "Cookies"),
    ("cookies", "Network/Cookies"),
    ("history", "History"),
    ("account", "Sync Data"),
)
_OTHERS: tuple[tuple[Kind, str, str], ...] = (
    ("keys", "SSH", ".ssh/id_*"),
    ("keys", "SSH", ".ssh/authorized_keys"),
    ("keys", "GnuPG", ".gnupg/private-keys-v1.d/*"),
    ("logins", "GNOME Keyring", ".local/share/keyrings/*.keyring"),
    ("logins", "KWallet", ".local/share/kwalletd/*.kwl"),
    ("logins", "Git", ".git-credentials"),
    ("logins", "netrc", ".netrc"),
    ("account", "GNOME", ".config/goa-1.0/accounts.conf"),
    ("account", "AWS", ".aws/credentials"),
    ("account", "Google Cloud", ".config/gcloud/credentials.db"),
    ("account", "Azure", ".azure/msal_token_cache.*"),
    ("account", "rclone", ".config/rclone/rclone.conf"),
    ("account", "Nextcloud", ".config/Nextcloud/nextcloud.cfg"),
    ("mail", "Thunderbird", ".thunderbird/*/ImapMail/*"),
    ("mail", "Thunderbird", ".thunderbird/*/Mail/*"),
    ("mail", "Evolution", ".local/share/evolution/mail/*"),
    ("mail", "Evolution", ".cache/evolution/mail/*"),
    ("history", "Bash", ".bash_history"),
)


def warnings(home: Path) -> tuple[str, ...]:
    """Return one sentence for each kind of secret of each program that lies in the home."""
    with Held(home) as held:
        found = {
            (kind, program): None
            for kind, program, pattern in _every()
            if any(_holds(held, path) for path in held.find(pattern.encode()))
        }
    return tuple(_sentence(kind, program) for kind, program in found)


def _every() -> Iterator[tuple[Kind, str, str]]:
    for programs, inside in ((_MOZILLA, _IN_MOZILLA), (_CHROMIUM, _IN_CHROMIUM)):
        for program, profiles in programs.items():
            for profile, (kind, name) in product(profiles, inside):
                yield kind, program, f"{profile}/{name}"
    yield from _OTHERS


def _holds(held: Held, path: bytes) -> bool:
    return held.measure(path).size > 0


def _sentence(kind: Kind, program: str) -> str:
    return {
        "logins": _("Saved logins of {program} would be frozen: every patron could use them."),
        "cookies": _(
            "Cookies of {program} would be frozen: every patron could be signed in as someone else."
        ),
        "history": _("The history of {program} would be frozen: every patron could read it."),
        "account": _(
            "An account signed in to {program} would be frozen: every patron could use it."
        ),
        "keys": _("Keys of {program} would be frozen: every patron could use them."),
        "mail": _("Mail of {program} would be frozen: every patron could read it."),
    }[kind].format(program=program)
