"""Which accounts may be frozen: only a patron's own, that cannot become root nor reach others."""

import os
import re
import stat
from collections.abc import Iterator
from pathlib import Path

from privacykit.errors import UnsafeHomeError
from privacykit.i18n import _
from privacykit.wipe import places
from privacykit.wipe.machine.system import System
from privacykit.wipe.places import Account

POWERFUL = frozenset(
    {"adm", "admin", "disk", "docker", "incus", "incus-admin", "kmem", "libvirt", "lxc", "lxd"}
    | {"root", "shadow", "staff", "sudo", "wheel"}
)
"""Groups whose members can become root or read other people's files."""
_INCLUDED = re.compile(r"[^.~]+")
_ALIASES = ("Defaults", "Host_Alias", "Cmnd_Alias", "Cmd_Alias", "Runas_Alias")
_PEOPLE = re.compile(r"[^\s,=]+(?:\s*,\s*[^\s,=]+)*")
_BETWEEN = re.compile(r"[\s,=!\"]+")


def check_frozen(system: System, account: Account) -> None:
    """Raise UnsafeHomeError unless this account may be frozen and restored by root."""
    if account.uid < places.FIRST_PERSON:
        words = _("{name} is an account of the system itself, so its files are never removed.")
        raise UnsafeHomeError(words.format(name=account.name))
    _check_alone(system, account)
    _check_powers(system, account)
    places.check_path(_listed(system, account.home))
    places.check_home(account)
    _check_above(system, account)
    _check_group(system, account)


def _listed(system: System, home: Path) -> Path:
    """Return the home as the account list of that computer names it."""
    if home.is_relative_to(system.root):
        return Path("/") / home.relative_to(system.root)
    return Path(".." if home.is_absolute() else home)


def _check_alone(system: System, account: Account) -> None:
    home = _listed(system, account.home)
    for other in _rows(system, "/etc/passwd", 7):
        if other[0] == account.name:
            continue
        folder = Path(other[5])
        if other[2] == str(account.uid):
            _refuse(account, _("It shares its number with {other}.").format(other=ascii(other[0])))
        if places.is_system(folder) or not folder.is_absolute():
            continue
        if home.is_relative_to(folder) or folder.is_relative_to(home):
            problem = _("Its home and that of {other} lie in one another.")
            _refuse(account, problem.format(other=ascii(other[0])))


def _check_powers(system: System, account: Account) -> None:
    groups = set(_groups(system, account))
    if strong := sorted(groups & POWERFUL):
        problem = _("It is in the group {group}, whose members can become root.")
        _refuse(account, problem.format(group=strong[0]))
    names = {account.name, f"#{account.uid}", "ALL", f"%#{account.gid}"}
    names |= {f"%{group}" for group in groups}
    if any(names & set(_BETWEEN.split(line)) for line in _sudoers(system)):
        _refuse(account, _("It is named in the sudoers file, so it can become root."))


def _groups(system: System, account: Account) -> Iterator[str]:
    for name, _password, number, members in _rows(system, "/etc/group", 4):
        if number == str(account.gid) or account.name in members.split(","):
            yield name


def _sudoers(system: System) -> Iterator[str]:
    """Yield of each rule the part that names who may, and of each alias of people all of it."""
    folder = system.at("/etc/sudoers.d")
    more = sorted(folder.iterdir()) if folder.is_dir() else []
    included = [path for path in more if _INCLUDED.fullmatch(path.name)]
    for path in (system.at("/etc/sudoers"), *included):
        for line in _text(path).replace("\\\n", " ").splitlines():
            rule = re.sub(r"#(?!\d).*", "", line).strip()
            if rule and not rule.startswith((*_ALIASES, "@include")):
                people = _PEOPLE.match(rule)
                yield people.group() if people and not rule.startswith("User_Alias") else rule


def _check_above(system: System, account: Account) -> None:
    """Refuse a folder above the home in which others could swap it."""
    above = [one for one in account.home.parents if one.is_relative_to(system.root)]
    for folder in above:
        info = folder.lstat()
        trusted = info.st_uid in {0, os.geteuid()}
        if not trusted or info.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
            problem = _("Others may change {folder}, in which its home lies.")
            _refuse(account, problem.format(folder=folder))


def _check_group(system: System, account: Account) -> None:
    info = account.home.lstat()
    if not info.st_mode & stat.S_IWGRP:
        return
    number = str(info.st_gid)
    listed = [row[3].split(",") for row in _rows(system, "/etc/group", 4) if row[2] == number]
    members = {name for names in listed for name in names}
    members |= {row[0] for row in _rows(system, "/etc/passwd", 7) if row[3] == number}
    if members - {account.name, ""}:
        _refuse(account, _("Others of its group may change its home: chmod g-w."))


def _rows(system: System, path: str, fields: int) -> Iterator[list[str]]:
    for line in _text(system.at(path)).splitlines():
        row = line.split(":")
        if len(row) == fields:
            yield row


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8", "surrogateescape")
    except FileNotFoundError:
        return ""


def _refuse(account: Account, problem: str) -> None:
    words = _("{name} cannot be frozen. {problem} Choose an account that only patrons use.")
    raise UnsafeHomeError(words.format(name=account.name, problem=problem))
