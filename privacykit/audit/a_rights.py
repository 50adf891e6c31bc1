"""A4: whether patrons use an account that may change the computer."""

import re
from collections.abc import Iterator

from privacykit.audit.check import About, Evidence, Finding
from privacykit.audit.computer import Computer
from privacykit.audit.registry import cannot, check, failed, passed, warned
from privacykit.i18n import _

_POWERFUL = frozenset({"disk", "docker", "incus-admin", "libvirt", "lxd", "root", "sudo", "wheel"})
"""Groups whose members can become root."""
_SUDOERS, _MORE = "/etc/sudoers", "/etc/sudoers.d"
_ALIAS = re.compile(r"^\s*User_Alias\s+(\w+)\s*=\s*(.+)$", re.MULTILINE)
_NO_RULE = re.compile(r"\s*(?:#(?!\d)|@|Defaults)")
"""A comment, an include or an option; #1000 is a user id."""
_GROUP_FIELDS, _PASSWD_FIELDS = 4, 7


@check(
    About(
        "A4-ADMIN",
        "room",
        duties=("K2",),
        ala=("P1.2",),
        effort=1,
        effect=3,
        question=lambda: _("Do patrons use an account without an administrator's rights?"),
        means=lambda: _("With such rights, one patron can install what spies on all the others."),
        mend=lambda: _(
            "Take the patrons' account out of the groups sudo, wheel, docker and lxd, and out of "
            "/etc/sudoers. On Windows, make it a standard user."
        ),
        letter=lambda: _(
            "Please give the patrons' account on the public computers no administrator's rights "
            "of any kind."
        ),
    )
)
def a4_admin(computer: Computer) -> Finding:
    if computer.system == "windows":
        return _windows(computer)
    user = _user(computer)
    if user is None:
        return cannot(_("Name the patrons' account: privacykit audit --account NAME"))
    uid, gid = user
    groups = _groups(computer, gid)
    if uid == "0" or groups & _POWERFUL:
        named = " ".join(sorted(groups & _POWERFUL)) or "root"
        return failed(Evidence("groups", named))
    return _of_sudoers(computer, {computer.account, f"#{uid}", *(f"%{g}" for g in groups)})


def _windows(computer: Computer) -> Finding:
    fact = computer.registry.get("facts", {}).get("AccountIsAdministrator")
    if fact is None:
        return cannot(_("The members of the group Administrators could not be asked."))
    evidence = Evidence("windows: Administrators", "member" if fact else "no member")
    return failed(evidence) if fact else passed(evidence)


def _user(computer: Computer) -> tuple[str, str] | None:
    """Return the account's user and group id; None if there is none of that name."""
    for line in (computer.read("/etc/passwd") or "").splitlines():
        fields = line.split(":")
        if len(fields) == _PASSWD_FIELDS and fields[0] == computer.account:
            return fields[2], fields[3]
    return None


def _groups(computer: Computer, gid: str) -> frozenset[str]:
    lines = (line.split(":") for line in (computer.read("/etc/group") or "").splitlines())
    return frozenset(
        fields[0]
        for fields in lines
        if len(fields) == _GROUP_FIELDS
        and (fields[2] == gid or computer.account in fields[3].split(","))
    )


def _of_sudoers(computer: Computer, names: set[str]) -> Finding:
    evidence = Evidence("groups", "none of them")
    if computer.exists(_SUDOERS) and not computer.may_read(_SUDOERS):
        return cannot(_("/etc/sudoers can be read only by root: run it with sudo."), evidence)
    allowed = [commands for who, commands in _lines(computer) if who & {*names, "ALL"}]
    if not allowed:
        return passed(evidence)
    everything = any(re.search(r"(?:^|[\s:),])ALL\s*$", commands) for commands in allowed)
    which = Evidence("sudoers", "ALL" if everything else "some commands")
    return failed(which) if everything else warned(which)


def _lines(computer: Computer) -> Iterator[tuple[set[str], str]]:
    """Yield, of each line of sudoers, whom it allows what; aliases of users are spelled out."""
    files = [_SUDOERS, *(f"{_MORE}/{name}" for name in computer.names(_MORE) if "." not in name)]
    text = "\n".join(computer.read(file) or "" for file in files).replace("\\\n", " ")
    aliases = {name: _split(members) for name, members in _ALIAS.findall(text)}
    for line in text.splitlines():
        who, _equals, commands = line.strip().partition("=")
        words = who.rsplit(None, 1)
        if len(words) == 2 and not _NO_RULE.match(line):  # noqa: PLR2004 - users, host
            named = _split(words[0])
            yield named.union(*(aliases.get(name, set()) for name in named)), commands


def _split(listed: str) -> set[str]:
    return {name.strip() for name in listed.split(",")}
