"""A cleaner's options as traces; each action that is not taken over with the reason why."""

import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from privacykit.errors import CleanerError
from privacykit.i18n import _
from privacykit.wipe import traces
from privacykit.wipe.cleanerml import nodes, patterns
from privacykit.wipe.cleanerml.nodes import Node
from privacykit.wipe.cleanerml.patterns import RefusedError, Value, short
from privacykit.wipe.traces import Group, Trace, Verb

HERE = frozenset({"", "linux", "unix"})
_VERBS: dict[str, Verb] = {
    "file": "files",
    "glob": "files",
    "walk.files": "contents",
    "walk.all": "contents",
    "walk.top": "tree",
}
_GROUPS: dict[str, Group] = {
    "Web browser": "browsers",
    "Email client": "mail",
    "Chat client": "chat",
    "Office suite": "office",
    "Document viewer": "viewers",
    "Media player": "viewers",
    "Multimedia viewer": "viewers",
    "Audio player": "viewers",
    "File manager": "file-windows",
    "Shell": "commands",
    "Search tool": "search",
}
_EDITS = ("chrome.", "mozilla.", "json", "ini", "office_", "sqlite.", "truncate")
_RUNS = ("process", "apt.", "dnf.", "yum.", "journald.", "snap.", "flatpak.", "system.", "pacman.")
_NAME = re.compile(r"[\w.+-]{1,64}")
_SHORT = 80
_ID = 28
"""Characters of an id before a number that makes it the only one."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """One action that is not taken over: its option, its line in the file, a sentence."""

    option: str
    line: int
    why: str


@dataclass(frozen=True, slots=True)
class Import:
    traces: tuple[Trace, ...]
    refused: tuple[Refusal, ...]


def read(file: Path) -> Import:
    """Return what a file can be taken over as. Raises CleanerError."""
    try:
        flags = os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC  # a pipe without a writer is empty
        with os.fdopen(os.open(file, flags), "rb") as stream:
            content = stream.read(nodes.LARGEST + 1) or b""
    except OSError as problem:
        words = _("The file cannot be read ({reason}).").format(reason=problem.strerror)
        raise CleanerError(file, words, _("Check the path and the rights.")) from problem
    return translate(file, content)


def translate(file: Path, content: bytes) -> Import:
    """Return what a file's content can be taken over as. Raises CleanerError."""
    root = nodes.parse(file, content)
    if root.name != "cleaner":
        words = _("This is not a cleaner: it starts with “{name}”.").format(name=short(root.name))
        raise CleanerError(file, words, _("Get the cleaner anew."), root.line)
    if root["os"] not in HERE:
        words = _("This cleaner is for another system: {name}.").format(name=short(root["os"]))
        raise CleanerError(file, words, "", root.line)
    return _Cleaner(file, root).translated()


class _Cleaner:
    def __init__(self, file: Path, root: Node) -> None:
        self._root = root
        self._title = _plain(root.first("label")) or file.stem
        self._source = _plain(f"CleanerML, {file.name}")
        self._licence = root.licence or _plain(f"see {file.name}")
        self._programs = tuple(dict.fromkeys(_programs(root)))
        self._variables = _variables(root)
        self._ids: set[str] = set()
        self._refused: list[Refusal] = []

    def translated(self) -> Import:
        found = [trace for option in self._root.all("option") for trace in self._option(option)]
        for node in self._root.all("localizations"):
            self._refused.append(Refusal(node.name, node.line, _not_deleting(node.name)))
        return Import(tuple(found), tuple(self._refused))

    def _option(self, option: Node) -> Iterator[Trace]:
        found: dict[Verb, dict[str, None]] = {"tree": {}, "contents": {}, "files": {}}
        for action in option.all("action"):
            if action["os"] in HERE:
                self._take(option, action, found)
        _join(found)
        for verb, paths in found.items():
            if paths:
                yield self._trace(option, verb, tuple(paths))

    def _take(self, option: Node, action: Node, found: dict[Verb, dict[str, None]]) -> None:
        try:
            verb, paths = _meaning(action, self._variables)
            _check_reach(paths)
            found[verb].update(dict.fromkeys(paths))
        except RefusedError as refusal:
            name = _plain(option["id"]) or _plain(option.first("label"))
            self._refused.append(Refusal(name, action.line, str(refusal)))

    def _trace(self, option: Node, verb: Verb, paths: tuple[str, ...]) -> Trace:
        label = _plain(option.first("label"))
        return Trace(
            id=self._id(option["id"] or label),
            title=f"{self._title}: {label}" if label else self._title,
            group=_group(self._root, option),
            verb=verb,
            paths=paths,
            source=self._source,
            licence=self._licence,
            programs=self._programs,
        )

    def _id(self, option: str) -> str:
        words = f"own-{self._root['id'] or self._title}-{option}".lower()
        base = re.sub(r"[^a-z0-9]+", "-", words)[:_ID].strip("-")
        names = (base if number == 1 else f"{base}-{number}" for number in count(1))
        chosen = next(name for name in names if name not in self._ids)
        self._ids.add(chosen)
        return chosen


def _plain(text: str) -> str:
    """Return a stranger's text as one line that can be printed, not too long."""
    words = "".join(c if c.isprintable() else " " for c in text[: 4 * _SHORT]).split()
    return " ".join(words)[:_SHORT].strip()


def _programs(root: Node) -> Iterator[str]:
    for node in root.all("running"):
        if node["type"] == "exe" and node["os"] in HERE and _NAME.fullmatch(node.text):
            yield node.text


def _variables(root: Node) -> dict[str, list[Value]]:
    """Return the values that count on Linux; a variable may be there more than once."""
    found: dict[str, list[Value]] = {}
    for variable in root.all("var"):
        values = found.setdefault(variable["name"], [])
        for node in variable.all("value"):
            if node["os"] in HERE:
                values.append(Value(node.text, node["search"] == "glob"))
    return found


def _meaning(action: Node, variables: patterns.Variables) -> tuple[Verb, list[str]]:
    if action["command"] != "delete":
        raise RefusedError(_not_deleting(action["command"]))
    search = action["search"]
    if search == "deep":
        words = _("It searches the whole home by name. The policy removes own folders whole.")
        raise RefusedError(words)
    if search not in _VERBS:
        raise RefusedError(_("Its search “{name}” is not known.").format(name=short(search)))
    path = _filtered(action)
    if action["regex"]:
        return "files", _with_filter(action, variables)
    return _VERBS[search], patterns.paths(path, variables, literal=search == "file")


def _not_deleting(command: str) -> str:
    if command == "winreg":
        return _("It changes the registry of Windows.")
    if command.startswith(_EDITS):
        return _(
            "It changes single entries inside a person's file, which is never opened here. "
            "Removing the program's whole folder does the same better."
        )
    if command.startswith(_RUNS):
        return _("It runs a program. A trace never does.")
    return _("Its command “{name}” is not known.").format(name=short(command))


def _filtered(action: Node) -> str:
    """Return the action's path, if its filters can be kept to. Raises RefusedError."""
    search, kind = action["search"], action["type"]
    odd = [name for name in ("nregex", "wholeregex", "nwholeregex") if action[name]]
    if odd or kind not in {"", "f"} or (kind and _VERBS[search] == "tree"):
        raise patterns.unsayable(odd[0] if odd else "type")
    if action["regex"] and (search != "glob" or not action["path"].endswith("/*")):
        raise patterns.unsayable(f"regex={action['regex']}")
    return action["path"]


def _with_filter(action: Node, variables: patterns.Variables) -> list[str]:
    folders = patterns.paths(action["path"].removesuffix("/*"), variables, literal=False)
    names = [
        name
        for pattern in patterns.of_filter(action["regex"])
        if not pattern.startswith(".")
        for name in patterns.without_hidden(pattern)
    ]
    return [f"{folder}/{name}" for folder in folders for name in names]


def _check_reach(paths: Iterable[str]) -> None:
    for path in paths:
        if not path.isprintable() or len(path) > traces.LONGEST:
            raise RefusedError(_("Its path is too long, or has signs that cannot be printed."))


def _join(found: dict[Verb, dict[str, None]]) -> None:
    """Let what is emptied and removed go whole: BleachBit deletes a folder once it is empty."""
    for path in [path for path in found["contents"] if path in found["files"]]:
        found["tree"][path] = None
        del found["contents"][path], found["files"][path]


def _group(root: Node, option: Node) -> Group:
    if known := _GROUPS.get(root.first("description")):
        return known
    return "caches" if option["id"] == "cache" else "apps"
