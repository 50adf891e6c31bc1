"""How long a system keeps its logs, and who may read them: counts, ages and settings only."""

import re
import stat
from collections.abc import Iterator, Mapping

from privacykit.audit.b_settings import Judged, key
from privacykit.audit.check import Evidence, Verdict
from privacykit.audit.computer import Computer

_MONTH, _DAY = 30, 86_400
_JOURNAL, _LOG = "/var/log/journal", "/var/log"
_CONF = "journald.conf"
_CONF_FOLDERS = ("/etc/systemd", "/run/systemd", "/usr/local/lib/systemd", "/usr/lib/systemd")
_NAMED = re.compile(r"-([0-9a-f]{16})\.journal~?$")
"""The end of an archived journal's name: when its first entry was written, in microseconds."""
_TEXTS = ("auth.log", "daemon.log", "messages", "secure", "syslog", "user.log")
_CUPS = ("access_log", "page_log")
_GROUPS = ("adm", "systemd-journal")
_UNITS = {
    "us": 1e-6, "ms": 1e-3, "": 1, "s": 1, "sec": 1, "m": 60, "min": 60, "h": 3600, "hr": 3600,
    "hour": 3600, "d": _DAY, "day": _DAY, "w": 7 * _DAY, "week": 7 * _DAY,
    "month": 30.44 * _DAY, "y": 365.25 * _DAY, "year": 365.25 * _DAY,
}  # fmt: skip
_EVENTS = r"HKLM\SYSTEM\CurrentControlSet\Services\EventLog\Security"
_EVENTS_POLICY = r"HKLM\SOFTWARE\Policies\Microsoft\Windows\EventLog\Security"
_AUDIT = r"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\Policies\System\Audit"


def on_linux(computer: Computer) -> Iterator[Judged]:
    yield from _journal(computer)
    yield from _texts(computer)
    for group in _GROUPS:
        yield from _members(computer, group)


def _journal(computer: Computer) -> Iterator[Judged]:
    """Yield what is kept past a restart: nothing, unless the folder is there or made."""
    settings = journald(computer)
    storage = settings.get("Storage", "auto")
    is_there = storage == "persistent" or computer.exists(_JOURNAL)
    if storage in {"none", "volatile"} or not is_there:
        if settings:
            yield Judged("pass", Evidence("journald: Storage", storage))
        return
    oldest = _oldest(computer)
    limit = settings.get("MaxRetentionSec", "")
    days = seconds(limit) / _DAY
    set_to = f"{days:.0f} d" if days else "not set"
    is_short = 0 < days <= _MONTH
    yield Judged("pass" if is_short else "warn", Evidence("journald: MaxRetentionSec", set_to))
    if oldest is not None:
        yield Judged(_aged(oldest), Evidence("journald: oldest, days", str(oldest)))


def journald(computer: Computer) -> Mapping[str, str]:
    """Return the settings: of the first main file, then of each piece by name, /etc's before."""
    pieces: dict[str, str] = {}
    for folder in reversed(_CONF_FOLDERS):
        where = f"{folder}/{_CONF}.d"
        pieces |= {name: f"{where}/{name}" for name in computer.names(where)}
    mains = (f"{folder}/{_CONF}" for folder in _CONF_FOLDERS)
    main = next((path for path in mains if computer.exists(path)), "")
    files = [main, *(pieces[name] for name in sorted(pieces) if name.endswith(".conf"))]
    settings: dict[str, str] = {"Storage": "auto"} if main else {}
    for path in filter(None, files):
        parser = computer.ini(path)
        if parser.has_section("Journal"):
            settings |= {name: value or "" for name, value in parser.items("Journal")}
    return settings


def seconds(text: str) -> float:
    """Return the seconds of a time as systemd writes it, such as "1week 2d"; 0 if it is none."""
    total = 0.0
    for number, unit in re.findall(r"(\d{1,9})\s*([a-z]*)", text.lower()):
        total += int(number) * _UNITS.get(unit if unit in _UNITS else unit.rstrip("s"), 0)
    return total


def _oldest(computer: Computer) -> int | None:
    """Return the age in days of the oldest entry of the journal, as its files' names tell it."""
    now = computer.now.timestamp()
    files = [f"{one}/{name}" for one in _machines(computer) for name in computer.names(one)]
    begun = [int(match[1], 16) / 1e6 for name in files if (match := _NAMED.search(name))]
    written = [found.st_mtime for name in files if (found := computer.look(name))]
    known = [when for when in (begun or written) if 0 < when <= now]
    return int((now - min(known)) // _DAY) if known else None


def _machines(computer: Computer) -> list[str]:
    return [f"{_JOURNAL}/{name}" for name in computer.names(_JOURNAL)]


def _aged(days: int) -> Verdict:
    return "pass" if days <= _MONTH else "warn"


def _texts(computer: Computer) -> Iterator[Judged]:
    """Yield the age of the oldest log in words, and how many of them everybody may read."""
    names = [*_logs(computer, _LOG, _TEXTS), *_logs(computer, f"{_LOG}/cups", _CUPS)]
    found = [one for name in names if (one := computer.look(name)) and stat.S_ISREG(one.st_mode)]
    if not found:
        return
    days = max(0, int((computer.now.timestamp() - min(one.st_mtime for one in found)) // _DAY))
    yield Judged(_aged(days), Evidence(f"{_LOG}: oldest, days", str(days)))
    is_open = sum(bool(one.st_mode & stat.S_IROTH) for one in found)
    verdict: Verdict = "fail" if is_open else "pass"
    yield Judged(verdict, Evidence(f"{_LOG}: everybody may read", str(is_open)))


def _logs(computer: Computer, folder: str, names: tuple[str, ...]) -> list[str]:
    """Return the logs of these names, and what logrotate put aside of them."""
    there = computer.names(folder)
    return [f"{folder}/{one}" for one in there if one.startswith(names)]


def _members(computer: Computer, group: str) -> Iterator[Judged]:
    line = re.search(rf"^{group}:[^:\n]*:[^:\n]*:(.*)$", computer.read("/etc/group") or "", re.M)
    if not line:
        return
    names = [name for name in line[1].strip().split(",") if name]
    is_patron = bool(computer.account) and computer.account in names
    count = f"{len(names)}, the patrons' account too" if is_patron else str(len(names))
    yield Judged("fail" if is_patron else "pass", Evidence(f"group {group}: members", count))


def on_windows(computer: Computer) -> Iterator[Judged]:
    """Yield how the log of sign-ins is kept. All of these names are unverified."""
    events, policy = key(computer, _EVENTS), key(computer, _EVENTS_POLICY)
    size = policy.get("MaxSize", events.get("MaxSize"))
    if size is not None:
        yield Judged("pass", Evidence("windows: Security MaxSize", str(size)))
    retention = policy.get("Retention", events.get("Retention"))
    if retention is not None:
        verdict: Verdict = "pass" if str(retention) == "0" else "warn"
        yield Judged(verdict, Evidence("windows: Security Retention", str(retention)))
    lines = key(computer, _AUDIT).get("ProcessCreationIncludeCmdLine_Enabled")
    if lines is not None:
        name = "windows: ProcessCreationIncludeCmdLine_Enabled"
        yield Judged("warn" if lines == 1 else "pass", Evidence(name, str(lines)))
