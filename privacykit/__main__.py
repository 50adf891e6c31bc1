"""Start: with words after it a command, alone (or with --kiosk) the desktop."""

import os
import signal
import sys

_APT = (
    "apt-get install libegl1 libgl1 libglib2.0-0 libdbus-1-3 libfontconfig1 libxkbcommon0 "
    "libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0 libxkbcommon-x11-0 "
    "libwayland-cursor0 fonts-dejavu-core"
)

_INTERRUPTED = 4


def _complain(*lines: str) -> int:
    sys.stderr.write("\n".join(lines) + "\n")
    return 1


def _missing_library(error: ImportError) -> int:
    """Say which system library Qt lacks, before any Qt is imported, and how to get it."""
    library = str(error).split(":", maxsplit=1)[0]
    if "cannot open shared object file" in str(error):
        return _complain(
            f"privacykit: the window needs the system library {library}, which is not installed.",
            f"On Debian or Ubuntu, as root:  {_APT}",
            "The commands work without it: privacykit --help",
        )
    return _complain(
        f"privacykit: the window needs the Python package {error.name}, which is not installed.",
        "Install it with:  pip install privacykit",
        "The commands work without it: privacykit --help",
    )


def _has_display() -> bool:
    if sys.platform != "linux" or os.environ.get("QT_QPA_PLATFORM"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _desktop(*, kiosk: bool) -> int:
    try:
        from privacykit.ui import app
    except ImportError as error:
        if (error.name or "").startswith("privacykit"):
            raise
        return _missing_library(error)
    if not _has_display():
        return _complain(
            "privacykit: there is no screen here, so no window can open.",
            "The commands work without one: privacykit --help",
        )
    return app.run(kiosk=kiosk)


def _end_as_by_ctrl_c() -> None:
    """Let a command that is ended from outside, or loses its terminal, still clear up."""
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number and signal.getsignal(number) == signal.SIG_DFL:
            signal.signal(number, signal.default_int_handler)


def main(arguments: list[str] | None = None) -> int:
    """Run a command, or the desktop when there are no arguments; return the exit code."""
    arguments = sys.argv[1:] if arguments is None else arguments
    if arguments in ([], ["--kiosk"]):
        return _desktop(kiosk=bool(arguments))
    if arguments[:1] == ["aside"]:  # the kit started itself to read a stranger's file
        from privacykit.aside import child

        return child.main(arguments[1:])
    try:
        _end_as_by_ctrl_c()
        from privacykit.cli.main import run
    except KeyboardInterrupt:  # from here on run() answers for it
        return _INTERRUPTED
    return run(arguments)


if __name__ == "__main__":
    sys.exit(main())
