"""By which ways a computer throws away, at a session's end, what a patron left."""

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from privacykit.audit.b_settings import Judged, best
from privacykit.audit.check import Evidence, Verdict
from privacykit.audit.computer import Computer
from privacykit.wipe.machine import shown
from privacykit.wipe.machine.shown import Shown
from privacykit.wipe.machine.system import System

_MEMORY = frozenset({"tmpfs", "ramfs"})
_CONDITIONS: dict[str, Verdict] = {"thawed": "warn", "not clean": "warn"}
_HOME = "home: file system"
_PAM_MOUNT = "/etc/security/pam_mount.conf.xml"
_GDM = "/etc/gdm3/PostSession/Default"
_LIGHTDM = "/etc/lightdm"
_SCRIPTS = (
    ("/etc/pam.d/common-session", "pam_exec", r"^\s*session\b.*\bpam_exec\.so\b"),
    ("/etc/pam.d/lightdm", "pam_exec", r"^\s*session\b.*\bpam_exec\.so\b"),
    (_GDM, "PostSession", r"^\s*(?!#|exit\b)\S"),
)
"""File, what is found there, and by which line: a script at sign-out, of which nothing is known."""


def thrown_away(computer: Computer) -> bool:
    """Tell whether everything in the home goes, in a way that is known to work."""
    return best(ways(computer)) == "pass"


def ways(computer: Computer) -> list[Judged]:
    """Return every way that is found, with what speaks for it; none if there is none."""
    found = _on_windows(computer) if computer.system == "windows" else _on_linux(computer)
    return list(found)


def frozen(computer: Computer) -> Shown | None:
    """Return what is known of the account's frozen home; of the first where none is named."""
    accounts = shown.read(shown.folder(System(computer.root)))
    ours = (one for one in accounts if one.account == computer.account or not computer.account)
    return next(ours, None)


def _on_linux(computer: Computer) -> Iterator[Judged]:
    if home := frozen(computer):
        verdict = _CONDITIONS.get(home.condition, "pass")
        yield Judged(verdict, Evidence("privacykit: frozen home", home.condition))
    yield from _home_in_memory(computer)
    if 'fstype="tmpfs"' in (computer.read(_PAM_MOUNT) or ""):
        yield Judged("pass", Evidence("pam_mount: fstype", "tmpfs"))
    yield from _lightdm(computer)
    for path, name, line in _SCRIPTS:
        if re.search(line, computer.read(path) or "", re.MULTILINE):
            yield Judged("warn", Evidence(f"{path}: {name}", "script"))


def _home_in_memory(computer: Computer) -> Iterator[Judged]:
    """Yield the home's file system if it is kept in memory, itself or as the top of an overlay."""
    mounts = list(_mounts(computer))
    _point, kind, options = _mount_of(mounts, _home(computer))
    if kind == "overlay":
        upper = re.search(r"\bupperdir=([^,]+)", options)
        if upper and _mount_of(mounts, PurePosixPath(upper[1]))[1] in _MEMORY:
            yield Judged("pass", Evidence(_HOME, "overlay, tmpfs"))
    elif kind in _MEMORY:
        yield Judged("pass", Evidence(_HOME, kind))


def _home(computer: Computer) -> PurePosixPath:
    """Return the path of the home as the computer itself names it."""
    if computer.home and computer.home.is_relative_to(computer.root):
        return PurePosixPath("/") / computer.home.relative_to(computer.root)
    return PurePosixPath("/home") / (computer.account or "patron")


_Mount = tuple[PurePosixPath, str, str]
"""Where, which file system, and with which options."""


def _mounts(computer: Computer) -> Iterator[_Mount]:
    """Yield what is mounted now, or what a computer that is not running would mount."""
    text = computer.read("/proc/self/mounts") or computer.read("/etc/fstab") or ""
    for line in text.splitlines():
        fields = line.split()
        if len(fields) > 3 and fields[1].startswith("/"):  # noqa: PLR2004 - fstab(5)
            yield PurePosixPath(fields[1]), fields[2], fields[3]


def _mount_of(mounts: list[_Mount], path: PurePosixPath) -> _Mount:
    """Return the innermost mount that a path lies in; of two in one place the later."""
    above = [mount for mount in mounts if path.is_relative_to(mount[0])]
    nowhere = (PurePosixPath("/"), "", "")
    return max(reversed(above), key=lambda mount: len(mount[0].parts), default=nowhere)


def _lightdm(computer: Computer) -> Iterator[Judged]:
    folder = f"{_LIGHTDM}/lightdm.conf.d"
    files = [f"{folder}/{name}" for name in computer.names(folder) if name.endswith(".conf")]
    text = "\n".join(computer.read(path) or "" for path in (*files, f"{_LIGHTDM}/lightdm.conf"))
    if re.search(r"^\s*allow-guest\s*=\s*true", text, re.MULTILINE):
        is_guest = computer.account.startswith("guest")
        yield Judged("pass" if is_guest else "warn", Evidence("lightdm: allow-guest", "true"))
    if re.search(r"^\s*session-cleanup-script\s*=\s*\S", text, re.MULTILINE):
        yield Judged("warn", Evidence("lightdm: session-cleanup-script", "script"))


def _on_windows(computer: Computer) -> Iterator[Judged]:
    facts = computer.registry.get("facts", {})
    if "UWF.CurrentEnabled" in facts:
        is_on = facts["UWF.CurrentEnabled"] in {1, "True"}
        evidence = Evidence("UWF_Filter: CurrentEnabled", str(facts["UWF.CurrentEnabled"]))
        yield Judged("pass" if is_on else "fail", evidence)
    if "SharedPC.DeletionPolicy" in facts:
        policy = facts["SharedPC.DeletionPolicy"]
        verdict: Verdict = "pass" if policy == 0 else "fail"
        yield Judged(verdict, Evidence("SharedPC: DeletionPolicy", str(policy)))
    # unverified: the name of Deep Freeze's service; whether it is frozen just now is not known
    if any(key.lower().endswith("\\services\\dfserv") for key in computer.registry):
        yield Judged("warn", Evidence("Deep Freeze: DFServ", "service"))
