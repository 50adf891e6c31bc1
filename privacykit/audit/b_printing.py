"""B9: what is kept of the pages that patrons print."""

import re
from collections.abc import Iterator

from privacykit.audit.b_settings import Judged, key, worst
from privacykit.audit.b_thrown import frozen
from privacykit.audit.check import About, Evidence, Finding, Verdict
from privacykit.audit.computer import Computer
from privacykit.audit.registry import cannot, check, found, not_here
from privacykit.i18n import _

_CUPS, _CUPSD, _SPOOL = "/etc/cups/cupsd.conf", "/usr/sbin/cupsd", "/var/spool/cups"
_CLIENT = "/etc/cups/client.conf"
_CUPS_LINES = "PreserveJobFiles No; PreserveJobHistory No"
_NO = frozenset({"no", "off", "false", "0"})
_PRINTERS = "HKLM\\SYSTEM\\CurrentControlSet\\Control\\Print\\Printers\\"
_KEEP_PRINTED = 0x100
"""PRINTER_ATTRIBUTE_KEEPPRINTEDJOBS"""
_PRINT_LOG = (
    "HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\WINEVT\\Channels\\"
    "Microsoft-Windows-PrintService/Operational"
)


@check(
    About(
        "B9-PRINT",
        "computer",
        duties=("K1", "K5"),
        ala=("P2.2",),
        effort=1,
        effect=3,
        question=lambda: _("Are print jobs kept?"),
        means=lambda: _(
            "Copies of tax forms and doctors' letters stay on the computer, with name and time."
        ),
        mend=lambda: _(
            "Write into {file}: {lines}. On Windows, turn off “Keep printed documents”."
        ).format(file=_CUPS, lines=_CUPS_LINES),
        letter=lambda: _(
            "Please set PreserveJobFiles No and PreserveJobHistory No on every CUPS server, and "
            "turn off “Keep printed documents” on Windows."
        ),
    )
)
def b9_printing(computer: Computer) -> Finding:
    if _prints_elsewhere(computer):
        return cannot(_("Print jobs go to a print server: ask IT how long it keeps them."))
    judged = list(_spooler(computer) if computer.system == "windows" else _cups(computer))
    if not judged:
        return not_here(_("Nothing can be printed from this computer."))
    verdict, evidence = worst(judged), [one.evidence for one in judged]
    if verdict == "fail" and frozen(computer):
        note = _("The reset takes it away when the session ends, but not before.")
        return found("warn", *evidence, note=note)
    return found(verdict, *evidence)


def _prints_elsewhere(computer: Computer) -> bool:
    """Tell whether CUPS has no server here, only the name of one."""
    client = _directive(computer.read(_CLIENT) or "", "ServerName")
    return client is not None and not computer.exists(_CUPSD) and not computer.exists(_CUPS)


def _cups(computer: Computer) -> Iterator[Judged]:
    """Yield the settings. CUPS keeps files for a day and the history of 500 jobs by itself."""
    text = computer.read(_CUPS)
    if text is None and not computer.exists(_CUPSD):
        return
    text = text or ""
    yield _preserved(text, "PreserveJobFiles", "86400", "fail")
    yield _preserved(text, "PreserveJobHistory", "Yes", "warn")
    if _directive(text, "PageLogFormat"):
        yield Judged("warn", Evidence("cups: PageLogFormat", "set"))
    if (_directive(text, "LogLevel") or "").lower().startswith("debug"):
        yield Judged("warn", Evidence("cups: LogLevel", "debug"))
    yield from _spooled(computer)


def _preserved(text: str, name: str, default: str, otherwise: Verdict) -> Judged:
    set_to = _directive(text, name) or default
    verdict: Verdict = "pass" if set_to.lower() in _NO else otherwise
    return Judged(verdict, Evidence(f"cups: {name}", set_to))


def _directive(text: str, name: str) -> str | None:
    """Return the last value of a directive; None if it is not there or empty."""
    found = re.findall(rf"^[ \t]*{name}[ \t]+(\S+)", text, re.MULTILINE | re.IGNORECASE)
    return found[-1] if found else None


def _spooled(computer: Computer) -> Iterator[Judged]:
    """Yield how many documents lie there now; they are the present patron's at best."""
    if not computer.may_read(_SPOOL):
        yield Judged("pass", Evidence(f"{_SPOOL}: documents", "?"))
        return
    names = computer.names(_SPOOL)
    count = sum(bool(re.fullmatch(r"d\d+-\d+", name)) for name in names)
    yield Judged("warn" if count else "pass", Evidence(f"{_SPOOL}: documents", str(count)))


def _spooler(computer: Computer) -> Iterator[Judged]:
    keys = computer.registry.items()
    printers = [values for name, values in keys if name.lower().startswith(_PRINTERS.lower())]
    if not printers:
        return
    keeping = sum(bool(int(values.get("Attributes", 0)) & _KEEP_PRINTED) for values in printers)
    yield Judged(
        "fail" if keeping else "pass", Evidence("windows: printers that keep jobs", str(keeping))
    )
    if key(computer, _PRINT_LOG).get("Enabled") == 1:
        yield Judged("warn", Evidence("windows: PrintService/Operational", "1"))
    spooled = computer.registry.get("facts", {}).get("SpoolFiles", 0)
    yield Judged("warn" if spooled else "pass", Evidence("windows: spool, files", str(spooled)))
