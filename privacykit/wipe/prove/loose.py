"""What needs no certain program: files anywhere, things that start by themselves, a loop."""

from privacykit.wipe.places import TEMPORARY
from privacykit.wipe.prove.patron import Patron

_LOOP = 'while :; do echo "$1" > "$HOME/.still-here"; sleep 0.1; done'
_STARTS = {
    ".config/autostart/{mark}.desktop": "[Desktop Entry]\nType=Application\nExec=echo {mark}\n",
    ".config/systemd/user/{mark}.service": "[Service]\nExecStart=echo {mark}\n",
    ".config/environment.d/{mark}.conf": "{mark}=1\n",
    ".profile": "echo {mark}\n",
    ".bashrc": "echo {mark}\n",
    ".ssh/authorized_keys": "ssh-ed25519 AAAA {mark}\n",
}
_FILES = (
    "Desktop/{mark}.txt",
    "Documents/a folder of/{mark}.txt",
    "Downloads/{mark}.txt",
    "{mark}.txt",
    ".{mark}/hidden.txt",
    ".config/a-program-nobody-knows/state",
    ".local/share/a-program-nobody-knows/{mark}.db",
)


def documents(patron: Patron, mark: str) -> tuple[str, ...]:
    for path in _FILES:
        patron.write(path.format(mark=mark), mark)
    return ()


def start(patron: Patron, mark: str) -> tuple[str, ...]:
    """Write over what the shell and the desktop start, as somebody does who wants to stay."""
    for path, text in _STARTS.items():
        patron.write(path.format(mark=mark), text.format(mark=mark))
    return ()


def temporary(patron: Patron, mark: str) -> tuple[str, ...]:
    for folder in TEMPORARY:
        patron.write(folder / f"{mark}.txt", mark)
        patron.write(folder / f"a folder {mark}/within", mark)
    return ()


def runtime(patron: Patron, mark: str) -> tuple[str, ...]:
    patron.write(f"{patron.environment['XDG_RUNTIME_DIR']}/{mark}.txt", mark)
    return ()


def running(patron: Patron, mark: str) -> tuple[str, ...]:
    patron.start("sh", "-c", _LOOP, "sh", mark)
    patron.waits(lambda: patron.kept(".still-here", mark), 5)
    return ()
