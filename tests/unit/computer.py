"""A computer laid out in a folder, as an image builder has it."""

from pathlib import Path

from privacykit.wipe.machine.system import System

PAM = "# Debian's\naccount\trequired\tpam_permit.so\n"
SESSION = "session\trequired\tpam_permit.so\n"
ACCOUNTS = "root:x:0:0:root:/root:/bin/sh\ndaemon:x:1:1::/:/bin/sh\n"


def lay_out(folder: Path, uid: int, gid: int) -> System:
    """Lay a computer with one account, patron, and the kit in /opt."""
    texts = {
        "etc/passwd": f"{ACCOUNTS}patron:x:{uid}:{gid}::/home/patron:/bin/sh\n",
        "etc/group": f"root:x:0:\nsudo:x:27:boss\npatron:x:{gid}:\n",
        "etc/sudoers": "# who\nDefaults env_reset\nroot ALL=(ALL:ALL) ALL\n%sudo ALL=(ALL) ALL\n",
        "etc/pam.d/common-account": PAM,
        "etc/pam.d/common-session": SESSION,
        "opt/privacykit/bin/privacykit": "#!/bin/sh\n",
        "usr/lib/systemd/systemd": "",
        "home/patron/.profile": "",
        "var/lib/dpkg/status": "",
    }
    for name, text in texts.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)
    return System(folder)


def everything(system: System) -> dict[str, str]:
    """Return all files and links of the computer with what is in them, and its folders."""
    found = {}
    for path in system.root.rglob("*"):
        name = str(path.relative_to(system.root))
        if path.is_symlink():
            found[name] = f"-> {path.readlink()}"
        else:
            found[name] = path.read_text(errors="replace") if path.is_file() else "folder"
    return found
