"""This computer, or one laid out in a folder, as the checks see it; and where results are kept."""

import os
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import psutil

from privacykit import paths
from privacykit.audit import commands
from privacykit.audit.answers import Answer
from privacykit.audit.computer import Computer
from privacykit.audit.running import Audit
from privacykit.errors import PolicyError, UnsafeHomeError
from privacykit.wipe import policy as policies
from privacykit.wipe.machine import shown
from privacykit.wipe.machine.system import System
from privacykit.wipe.progress import Cancelled, never

if TYPE_CHECKING:
    from privacykit.audit.web import Web

_OWN = "gsettings"
"""Tells of the account that runs it, and so is run for the patrons' account only."""


def folder() -> Path:
    """Return where check-ups and answers are kept: root's are everybody's to read."""
    return (paths.public() if _is_root() else paths.state()) / "audit"


def computer(
    system: System,
    answers: Mapping[str, Answer],
    before: Audit | None = None,
    addresses: Sequence[str] = (),
    *,
    account: str = "",
    cancelled: Cancelled = never,
) -> Computer:
    """Return what the checks may look at; the web only if addresses are named.

    Raises UnsafeHomeError if the computer has no account of the name given.
    """
    if sys.platform == "win32":
        return _windows(answers, before, _web(addresses, cancelled))
    name = account or _account(system)
    own = name == _own_account()
    return Computer(
        root=system.root,
        account=name,
        home=system.account(name).home if account else _home(system, name),
        now=datetime.now(UTC),
        answers=answers,
        run=lambda command: _run(command, own=own) if system.is_running else None,
        processes=processes if system.is_running else frozenset,
        web=_web(addresses, cancelled),
        before=before,
    )


def processes() -> frozenset[str]:
    """Return the names of the programs that run now."""
    return frozenset(one.info["name"] or "" for one in psutil.process_iter(["name"]))


def _windows(answers: Mapping[str, Answer], before: Audit | None, web: "Web | None") -> Computer:
    from privacykit.audit import windows

    return Computer(
        system="windows",
        registry=windows.registry(),
        now=datetime.now(UTC),
        answers=answers,
        processes=processes,
        web=web,
        before=before,
    )


def _account(system: System) -> str:
    """Return the patrons' account: a frozen one, else the policy's, else who runs this."""
    frozen = [one.account for one in shown.read(shown.folder(system))]
    return next(iter((*frozen, *_allowed(system), _own_account())), "")


def _allowed(system: System) -> tuple[str, ...]:
    with suppress(PolicyError):
        return policies.load(system.policy_file, {0, os.geteuid()}).accounts
    return ()


def _own_account() -> str:
    """Return who runs this; empty for root, whom no patron is."""
    if _is_root():
        return ""
    import pwd

    with suppress(KeyError):
        return pwd.getpwuid(os.geteuid()).pw_name
    return ""


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def _home(system: System, account: str) -> Path | None:
    with suppress(UnsafeHomeError, OSError):
        return system.account(account).home if account else None
    return None


def _run(command: tuple[str, ...], *, own: bool) -> str | None:
    return None if command[0] == _OWN and not own else commands.run(command)


def _web(addresses: Sequence[str], cancelled: Cancelled) -> "Web | None":
    if not addresses:
        return None
    from privacykit.audit.web import Web

    return Web(tuple(addresses), cancelled=cancelled)
