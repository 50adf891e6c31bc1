"""The programs that a proof knows: found, started with the right words, or named as absent."""

import subprocess
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from privacykit.errors import ProofError
from privacykit.wipe.places import Account
from privacykit.wipe.prove import apps, browsers, desk, later, loose, terminal
from privacykit.wipe.prove.patron import Patron

MARK = "m0123456789abcdef"


class Program:
    closed = False


@dataclass(frozen=True)
class Watched(Patron):
    """A patron who starts nothing: notes what it would have done."""

    ran: list[tuple[str, ...]] = field(default_factory=list)
    typed: list[str] = field(default_factory=list)
    files: dict[str, str] = field(default_factory=dict)
    programs: list[Any] = field(default_factory=list)
    held: set[str] = field(default_factory=set)

    def run(self, *command: str, typed: str = "", seconds: float = 60) -> None:
        self.ran.append(command)
        self.typed.append(typed)

    def start(self, *command: str, stdin: int = subprocess.DEVNULL) -> Any:
        self.ran.append(command)
        self.programs.append(Program())
        return self.programs[-1]

    def write(self, path: Path | str, text: str) -> Path:
        self.files[str(path)] = text
        return self.home / path

    def close(self, program: Any, seconds: float = 10) -> None:
        program.closed = True

    def waits(self, condition: Callable[[], bool], seconds: float) -> bool:
        return condition()

    def kept(self, name: str, mark: str) -> bool:
        self.held.add(name)
        return True


@pytest.fixture
def patron(monkeypatch: pytest.MonkeyPatch) -> Watched:
    for module in (browsers, terminal, desk, later):
        monkeypatch.setattr(module, "find", lambda *names: f"/usr/bin/{names[0]}")
    monkeypatch.setattr(later, "find_system", lambda name: f"/usr/sbin/{name}")
    return Watched(Account("proof-1", 40000, 40000, Path("/home/proof-1")))


def app(id_: str) -> apps.App:
    (found,) = apps.chosen([id_])
    return found


def test_ids_are_unique_and_titles_are_words() -> None:
    assert len(set(apps.IDS)) == len(apps.IDS) > 20
    assert all(one.title() for one in apps.KNOWN)


def test_all_are_chosen_or_those_named() -> None:
    assert apps.chosen([]) == apps.KNOWN
    assert [one.id for one in apps.chosen(["bash", "firefox"])] == ["firefox", "bash"]
    with pytest.raises(ProofError, match="netscape"):
        apps.chosen(["netscape"])


def test_one_is_installed_if_all_it_needs_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    there = {"lp", "cupsd", "gtk-4"}
    monkeypatch.setattr(apps, "find", lambda *names: " ".join(there.intersection(names)))
    monkeypatch.setattr(apps, "find_system", lambda name: name if name in there else "")
    monkeypatch.setattr(apps, "find_library", lambda name: name if name in there else None)
    assert app("documents").is_installed
    assert app("recent").is_installed
    assert not app("printing").is_installed
    there.add("lpadmin")
    assert app("printing").is_installed
    there.clear()
    assert not app("printing").is_installed
    assert not app("recent").is_installed


@pytest.mark.parametrize("id_", apps.IDS)
def test_every_program_is_given_the_mark(
    patron: Watched, id_: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(later, "_as_root", lambda *_command: None)
    patron.site.done.add(MARK)
    assert isinstance(app(id_).plant(patron, MARK), tuple)
    told = [*map(" ".join, patron.ran), *patron.typed, *patron.files, *patron.files.values()]
    assert any(MARK in words for words in told)


def test_browsers_go_to_the_page_without_a_window_and_are_closed(patron: Watched) -> None:
    patron.site.done.add(MARK)
    app("firefox").plant(patron, MARK)
    app("chromium").plant(patron, MARK)
    firefox, chromium = patron.ran
    assert firefox == ("/usr/bin/firefox-esr", "--headless", patron.site.address(MARK))
    assert "--user-data-dir=/home/proof-1/.config/chromium" in chromium
    assert chromium[-1] == patron.site.address(MARK)
    assert all(program.closed for program in patron.programs)
    assert {"places.sqlite", "cookies.sqlite", "History", "Cookies"} <= patron.held


@pytest.mark.parametrize("reason", ["", "QuotaExceededError"])
def test_a_browser_that_does_not_come_to_the_end_is_told_and_closed(
    patron: Watched, reason: str
) -> None:
    if reason:
        patron.site.failed[MARK] = reason
    with pytest.raises(ProofError, match=f"did not open a page.*{reason}"):
        app("firefox").plant(patron, MARK)
    assert patron.programs[0].closed


def test_a_thumbnail_is_known_by_the_name_made_from_its_address(patron: Watched) -> None:
    (name,) = app("thumbnails").plant(patron, MARK)
    assert len(name) == 32
    assert patron.ran[-1][-1] == f"/home/proof-1/.cache/thumbnails/normal/{name}.png"
    assert app("thumbnails").plant(patron, "m-other") != (name,)


@pytest.mark.parametrize(("kept", "tries"), [(True, 1), (False, 3)])
def test_a_list_that_another_program_wrote_over_is_written_again(
    patron: Watched, monkeypatch: pytest.MonkeyPatch, tries: int, *, kept: bool
) -> None:
    monkeypatch.setattr(Watched, "kept", lambda *_words: kept)
    app("recent").plant(patron, MARK)
    assert sum("-c" in command for command in patron.ran) == tries


def test_a_print_job_is_held_on_a_queue_that_leads_nowhere(
    patron: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    by_root: list[tuple[str, ...]] = []
    monkeypatch.setattr(later, "_as_root", lambda *command: by_root.append(command))
    app("printing").plant(patron, MARK)
    assert by_root[0] == ("/usr/sbin/cupsd",)
    assert by_root[1][-1].startswith("socket://127.0.0.1:")
    lp = next(command for command in patron.ran if command[0] == "/usr/bin/lp")
    assert lp[lp.index("-H") + 1] == "indefinite"


def test_a_print_server_that_does_not_start_is_told() -> None:
    later._as_root("true")
    with pytest.raises(ProofError, match="CUPS cannot be started"):
        later._as_root("false")


def test_loose_files_lie_everywhere(patron: Watched) -> None:
    loose.temporary(patron, MARK)
    for folder in ("/tmp/", "/var/tmp/", "/dev/shm/"):
        assert f"{folder}{MARK}.txt" in patron.files
    loose.runtime(patron, MARK)
    assert f"/run/user/40000/{MARK}.txt" in patron.files
    loose.start(patron, MARK)
    assert MARK in patron.files[".bashrc"]
    assert MARK in patron.files[".ssh/authorized_keys"]
