"""Setting a computer up for frozen accounts: planned and checked whole, written, taken back."""

from dataclasses import dataclass
from pathlib import Path

import msgspec

from privacykit import paths
from privacykit.errors import SetupError
from privacykit.i18n import _
from privacykit.wipe import policy as policies
from privacykit.wipe.machine import refuse, trusted_program
from privacykit.wipe.machine.system import System
from privacykit.wipe.machine.written import File, Writing, clear, found, place

_UNITS = "/etc/systemd/system"
_PAM = {"account": "/etc/pam.d/common-account", "session": "/etc/pam.d/common-session"}
_SYSTEMD = ("/usr/lib/systemd/systemd", "/lib/systemd/systemd")
_ACTIONS = "/usr/share/polkit-1/actions"
_RECORD = "setup"
_Values = dict[str, str | tuple[str, ...]]
_PLAIN = (
    "privacykit-session@.service",
    "privacykit-finish.service",
    "privacykit-sweep.service",
    "privacykit-linger@.path",
    "privacykit-linger@.service",
)


class _Record(msgspec.Struct, frozen=True):
    """What was written, so that exactly that can be taken back."""

    accounts: tuple[str, ...] = ()
    files: tuple[File, ...] = ()
    folders: tuple[str, ...] = ()
    """Folders that were made, the deepest first."""


@dataclass(frozen=True, slots=True)
class Setup:
    """What is to be written; `files` leaves out what is there already."""

    system: System
    files: tuple[File, ...]
    by_hand: str
    """Lines for a sign-in that is not laid out as Debian's; empty where none are needed."""
    is_tied: bool
    """Whether systemd will begin and end the sessions; else somebody has to call for it."""
    record: _Record


@dataclass(frozen=True, slots=True)
class Undone:
    removed: tuple[str, ...]
    left: tuple[str, ...]
    """Files that were changed since they were written."""


def plan(system: System, name: str) -> Setup:
    """Check everything and return what is to be written. Changes nothing.

    Raises SetupError, UnsafeHomeError, PolicyError.
    """
    if not place(system, "/etc/passwd").is_file():
        words = _("{folder} does not hold a computer's system: it has no etc/passwd.")
        raise SetupError(words.format(folder=system.root))
    if wrong := policies.account_problem(name):
        raise SetupError(wrong)
    account = system.account(name)
    refuse.check_frozen(system, account)
    program = trusted_program.find(system)
    before = _read(system)
    names = tuple(sorted({*before.accounts, name}))
    values: _Values = {
        "PROGRAM": program,
        "ACCOUNTS": names,
        "ACCOUNT": name,
        "UID": str(account.uid),
    }
    wanted, by_hand = [*_policy(system, name), *_actions(system, values)], ""
    if is_tied := _has_systemd(system):
        blocks, by_hand = _sign_in(system, values)
        wanted += [*_units(values), *blocks]
    files = tuple(file for file in wanted if _is_missing(system, file, before))
    paths_of = {file.path for file in wanted}
    kept = tuple(file for file in before.files if file.path not in paths_of)
    ours = (*kept, *(file for file in wanted if file in files or file in before.files))
    folders = (*_folders(system, files), *before.folders)
    return Setup(system, files, by_hand, is_tied, _Record(names, ours, folders))


def apply(setup: Setup) -> None:
    """Write it all; after an error or Ctrl-C everything is as it was.

    Raises SetupError, AgainError.
    """
    system = setup.system
    place(system, _record_path(system))
    with Writing(system) as writing:
        writing.prepare_records()
        writing.put(_as_file(system, setup.record), 0o600)
        for file in setup.files:
            writing.put(file)


def undo(system: System) -> Undone:
    """Take back what was written and not changed since; name the rest."""
    record = _read(system)
    there = [file for file in record.files if found(system, file) is not None]
    same = [file for file in there if found(system, file) == file.content]
    with Writing(system) as writing:
        for file in reversed(same):  # sign-in first: it must never ask for what is gone
            writing.drop(file)
        if record.files:
            writing.drop(File(_record_path(system), ""))
    clear(system, (*record.folders, str(Path(_record_path(system)).parent)))
    removed = tuple(file.path for file in same)
    return Undone(removed, tuple(file.path for file in there if file not in same))


def _has_systemd(system: System) -> bool:
    """Tell whether systemd will read the units: without it, they and the sign-in stay as they are.

    A sign-in that asks for a session which nothing begins would let nobody in.
    """
    asked = ("/run/systemd/system",) if system.is_running else _SYSTEMD
    return any(place(system, path).exists() for path in asked)


def _policy(system: System, name: str) -> tuple[File, ...]:
    path = str(paths.policy_file())
    where = place(system, path)
    if not where.exists():
        text = _template("policy.toml").replace('"NAME"', f'"{name}"')
        return (File(path, text.replace("-u NAME", f"-u {name}")),)
    if name not in policies.load(where, trusted_program.owners()).accounts:
        words = _("The policy {path} does not name {name}: add it to accounts, then try again.")
        raise SetupError(words.format(path=where, name=name))
    return ()


def _actions(system: System, values: _Values) -> tuple[File, ...]:
    """Return what lets staff ask for root's rights in a window, where polkit answers for it."""
    if not place(system, _ACTIONS).is_dir():
        return ()
    name = "org.privacykit.policy"
    return (File(f"{_ACTIONS}/{name}", _filled(name, values, " ")),)


def _units(values: _Values) -> tuple[File, ...]:
    uid = values["UID"]
    finish = "privacykit-finish.service"
    named = [(name, f"{_UNITS}/{name}") for name in _PLAIN]
    named.append(("user.conf", f"{_UNITS}/user@{uid}.service.d/privacykit.conf"))
    named.append(("logind.conf", "/etc/systemd/logind.conf.d/privacykit.conf"))
    files = [File(path, _filled(name, values, " ")) for name, path in named]
    enabled = File(f"{_UNITS}/multi-user.target.wants/{finish}", f"../{finish}", "link")
    return (*files, enabled)


def _sign_in(system: System, values: _Values) -> tuple[tuple[File, ...], str]:
    """Return the blocks for Debian's sign-in, or what is to be added by hand elsewhere."""
    blocks = {kind: _filled(f"system/pam-{kind}", values, ":") for kind in _PAM}
    if not all(place(system, path).is_file() for path in _PAM.values()):
        return (), "".join(blocks.values())
    first = File(_PAM["account"], blocks["account"], "first lines")
    return (File(_PAM["session"], blocks["session"], "last lines"), first), ""


def _filled(name: str, values: _Values, between: str) -> str:
    text = _template(name if "/" in name else f"system/{name}")
    for key, value in values.items():
        text = text.replace(f"@{key}@", value if isinstance(value, str) else between.join(value))
    return text


def _template(name: str) -> str:
    return (paths.resources() / name).read_text("utf-8")


def _is_missing(system: System, file: File, before: _Record) -> bool:
    """Tell whether the file must be written; SetupError where another one is in its place."""
    there = found(system, file)
    if there is None or there == file.content:
        return there is None
    if any(old.path == file.path and old.content == there for old in before.files):
        return True
    words = _("{path} is there already, and not as the kit writes it. Move it away and try again.")
    raise SetupError(words.format(path=place(system, file.path)))


def _folders(system: System, files: tuple[File, ...]) -> tuple[str, ...]:
    """Return the folders that these files need and that are not there, the deepest first."""
    above = {folder for file in files for folder in place(system, file.path).parents}
    missing = [folder for folder in above if not folder.exists()]
    deepest = sorted(missing, key=lambda folder: len(folder.parts), reverse=True)
    return tuple(f"/{folder.relative_to(system.root)}" for folder in deepest)


def _record_path(system: System) -> str:
    return f"/{(system.records / _RECORD).relative_to(system.root)}"


def _as_file(system: System, record: _Record) -> File:
    return File(_record_path(system), msgspec.json.encode(record).decode())


def _read(system: System) -> _Record:
    path = place(system, _record_path(system))
    try:
        return msgspec.json.decode(path.read_bytes(), type=_Record)
    except FileNotFoundError:
        return _Record()
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        words = _("{path} is damaged, so nobody can tell what the kit wrote. Remove it by hand.")
        raise SetupError(words.format(path=path)) from error
