"""One session with a real keyring, in a bus of its own: `secret_story.py FOLDER DEED PASSWORD`.

Tells each thing that happened on a line of its own, for the test that started it.
"""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from jeepney import DBusAddress, new_method_call  # type: ignore[import-untyped]  # has none
from jeepney.io.blocking import open_dbus_connection  # type: ignore[import-untyped]  # has none
from keyring.backend import KeyringBackend

from privacykit.errors import LockError
from privacykit.staff import keeping
from privacykit.staff.checking import OwnCheck
from privacykit.staff.keeping import OwnerFile
from privacykit.staff.passphrase import Cost
from privacykit.staff.throttle import Moment

GOOD = "correct horse battery staple"
NOW = Moment("this start", 100.0)
_BUS = DBusAddress("/org/freedesktop/DBus", "org.freedesktop.DBus", "org.freedesktop.DBus")
_SECONDS = 20


@contextmanager
def daemon(password: str) -> Iterator[None]:
    command = ("gnome-keyring-daemon", "--foreground", "--unlock", "--components=secrets")
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as keyring:
        assert keyring.stdin is not None
        keyring.stdin.write(password.encode())
        keyring.stdin.close()
        try:
            _wait_for("org.freedesktop.secrets")
            yield
        finally:
            keyring.terminate()


def _wait_for(name: str) -> None:
    """Wait until the bus knows the name; asking for it would start another daemon."""
    latest = time.monotonic() + _SECONDS
    with open_dbus_connection() as bus:
        asked = new_method_call(_BUS, "NameHasOwner", "s", (name,))
        while not bus.send_and_get_reply(asked).body[0]:
            assert time.monotonic() < latest, "the keyring did not come up"
            time.sleep(0.05)


def real() -> KeyringBackend:
    backend = keeping.choose(keeping.keyrings()).backend
    assert backend is not None
    return backend


def live(folder: Path, deed: str) -> Iterator[object]:
    file = OwnerFile(folder / "state")
    lock = OwnCheck(file, backends=keeping.keyrings, cost=Cost(n=2), now=lambda: NOW)
    if deed == "first":
        lock.set_first(GOOD)
        yield lock.where()
    if deed == "pointer":
        (folder / "state" / "lock").unlink()
    if deed == "entry":
        real().delete_password("privacykit", "lock")
    yield lock.check(GOOD)
    for _wrong in range(3):
        yield lock.check("wrong").wait_seconds
    yield lock.check(GOOD)


def main(folder: Path, deed: str, password: str) -> None:
    with daemon(password):
        try:
            for told in live(folder, deed):
                sys.stdout.write(f"{told}\n")
        except LockError as error:
            sys.stdout.write(f"{error}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:4])
