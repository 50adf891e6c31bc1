"""One page opened as in a browser, by a process of its own: what its scripts call, too.

The browser is Qt's, in `activities.trackers`; it is named, not imported, as nothing here knows Qt.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from tempfile import TemporaryDirectory

import msgspec

from privacykit.errors import CancelledError, VisitError
from privacykit.i18n import _
from privacykit.tracking.model import Visit
from privacykit.wipe.progress import Cancelled, never

_BROWSER = "privacykit.activities.trackers.view.browser.record"
SECONDS = 60.0
LARGEST = 32 << 20
"""Bytes of an answer."""
_LOOK_EVERY = 0.05
_KEPT = ("PATH", "LANG", "LC_ALL", "SYSTEMROOT", "LD_LIBRARY_PATH", "FONTCONFIG_FILE")


def why_not() -> str:
    """Return why no page's scripts are run here, in a sentence; empty: they are."""
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        return _(
            "Root runs no stranger's script, so only the page's HTML was read. Run it as an "
            "ordinary user to see what its scripts call."
        )
    return _no_browser() if getattr(sys, "frozen", False) else ""


def _no_browser() -> str:
    return _(
        "The page could not be opened as in a browser, so only its HTML was read; what scripts "
        "call is missing. A HAR from your own browser shows it."
    )


def visit(address: str, cancelled: Cancelled = never, seconds: float = SECONDS) -> Visit:
    """Return what a page calls. Raises VisitError, with a sentence, if it cannot be opened here."""
    if problem := why_not():
        raise VisitError(problem)
    with TemporaryDirectory(prefix="privacykit-", ignore_cleanup_errors=True) as home:
        said = _run(_command(address), _environment(os.environ, home), cancelled, seconds)
    try:
        found = msgspec.json.decode(said, type=Visit)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise VisitError(_no_browser()) from None
    if not found.pages:
        raise VisitError(_no_browser())
    return found


def _command(address: str) -> list[str]:
    return [sys.executable, "-I", "-B", "-m", _BROWSER, address]


def _environment(ours: Mapping[str, str], home: str) -> dict[str, str]:
    """Return what the browser may know of its surroundings: a home that is thrown away."""
    kept = {name: ours[name] for name in _KEPT if name in ours}
    own = dict.fromkeys(("HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_RUNTIME_DIR"), home)
    return {**kept, **own, "QT_QPA_PLATFORM": "offscreen", "TMPDIR": home}


def _run(
    command: list[str], environment: Mapping[str, str], cancelled: Cancelled, seconds: float
) -> bytes:
    """Return what a program writes; nothing if it fails, is too slow or writes too much."""
    with (
        subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
            start_new_session=True,
        ) as child,
        ThreadPoolExecutor(1) as beside,
    ):
        assert child.stdout  # noqa: S101 - it was asked for
        try:
            return _answer(beside.submit(child.stdout.read, LARGEST + 1), cancelled, seconds)
        finally:
            _end(child)


def _answer(made: Future[bytes], cancelled: Cancelled, seconds: float) -> bytes:
    latest = time.monotonic() + seconds
    while not made.done():
        if cancelled():
            raise CancelledError
        if time.monotonic() > latest:
            return b""
        with suppress(TimeoutError):
            made.result(_LOOK_EVERY)
    return made.result() if len(made.result()) <= LARGEST else b""


def _end(child: subprocess.Popen[bytes]) -> None:
    """End the browser with the processes that it has started."""
    if hasattr(os, "killpg"):
        with suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
    child.kill()
