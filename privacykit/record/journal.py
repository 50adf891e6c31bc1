"""One line of a wipe for the system's log: names and counts that a program can read."""

from privacykit.record.row import Row

_FIELDS = (
    "state",
    "exit_code",
    "method",
    "seconds",
    "removed",
    "size",
    "restored",
    "programs",
    "left",
    "places_left",
)


def line(row: Row, *, is_recorded: bool) -> str:
    """Return the line; like the record, it names no account and no file."""
    fields = " ".join(f"{name}={getattr(row, name)}" for name in _FIELDS)
    number = row.number if is_recorded else "none"
    return f"wipe number={number} verified={'yes' if row.verified else 'no'} {fields}"


def tell(row: Row, *, is_recorded: bool) -> None:
    """Hand the line to syslog, which systemd's journal takes in too; without either, nothing."""
    import syslog

    is_good = row.verified and is_recorded
    syslog.openlog("privacykit", syslog.LOG_PID, syslog.LOG_DAEMON)
    level = syslog.LOG_INFO if is_good else syslog.LOG_WARNING
    syslog.syslog(level, line(row, is_recorded=is_recorded))
    syslog.closelog()
