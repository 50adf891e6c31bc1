"""Asking for root's rights: a closed list, the ways in their order, progress and a stop."""

import os
import stat
import sys
from collections.abc import Callable
from pathlib import Path

import click
import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacykit import i18n
from privacykit.cli import main as entry
from privacykit.errors import NotAllowedError, SetupError
from privacykit.staff import child, deeds, rights
from privacykit.staff.rights import Answer
from privacykit.wipe.machine import commands, trusted_program

ALLOWED = [
    "wipe --account patron --preview --json",
    "wipe --account patron --yes --json",
    "baseline freeze --account patron",
    "baseline status",
    "undo --account patron --list",
    "undo --account patron --to /root/thesis --number 2",
    "policy write -",
    "audit --json --only B9",
    "record --json --verify",
]
REFUSED = [
    "",
    "wipe",
    "wipe --yes",
    "wipe --account",
    "wipe --account root --yes",
    "wipe --account --yes",
    "wipe --account -rf",
    "wipe --account=patron --yes",
    "wipe --account patron --policy /tmp/mine.toml",
    "wipe --account ../../etc",
    "baseline",
    "baseline freeze",
    "policy write /tmp/mine.toml",
    "policy new --account patron",
    "setup --account patron",
    "admin reset",
    "admin-check",
    "session end --uid 1000",
    "undo --account patron --to",
    "--language sv wipe --account patron",
    "sh -c id",
]


@pytest.mark.parametrize("line", ALLOWED)
def test_what_the_pages_need_is_on_the_list(line: str) -> None:
    deeds.check(line.split())


@pytest.mark.parametrize("line", REFUSED)
def test_nothing_else_is(line: str) -> None:
    with pytest.raises(NotAllowedError):
        deeds.check(line.split())
    with pytest.raises(NotAllowedError):
        rights.ask(line.split(), reason="Because.")


def by_its_first_word(args: list[str]) -> bool:
    """Judge as the naive twin does: by the first word alone."""
    return args[0] in {"wipe", "baseline", "undo", "policy", "audit", "record"}


def test_a_twin_that_reads_only_the_first_word_lets_a_policy_of_ones_own_in() -> None:
    line = ["wipe", "--account", "patron", "--policy", "/tmp/mine.toml"]
    assert by_its_first_word(line)
    with pytest.raises(NotAllowedError):
        deeds.check(line)


@given(st.lists(st.text(max_size=12), max_size=5))
def test_no_word_from_a_stranger_gets_through(words: list[str]) -> None:
    known = {"-", "2", *(part for line in ALLOWED for part in line.split())}
    line = ["undo", "--account", "patron", *words]
    try:
        deeds.check(line)
    except NotAllowedError:
        return
    values = {
        words[n + 1]
        for n, word in enumerate(words[:-1])
        if word in {"--to", "--number", "--account"}
    }
    assert set(words) <= known | values | {"--forget"}


# -- a process of its own


TELL = """import os, sys, json
def tell(**step): print(json.dumps(step), file=sys.stderr, flush=True)"""


def script(folder: Path, text: str) -> list[str]:
    path = folder / "program.py"
    path.write_text(f"{TELL}\n{text}")
    return [sys.executable, str(path)]


def test_progress_words_and_code_come_through(tmp_path: Path) -> None:
    steps: list[tuple[str, int, int]] = []
    program = script(
        tmp_path,
        'tell(what="", done=0, total=0); tell(what="Removing", done=1, total=4)\n'
        'print("privacykit: Two files stay.", file=sys.stderr); print("{}"); sys.exit(1)',
    )
    ended = child.run(program, progress=lambda *step: steps.append(step))
    assert ended == (True, 1, "{}\n", "Two files stay.")
    assert steps == [("Removing", 1, 4)]


def test_what_is_typed_reaches_it(tmp_path: Path) -> None:
    program = script(tmp_path, "tell(); print(sys.stdin.read().upper())")
    assert child.run(program, b"format = 1").output == "FORMAT = 1\n"


def test_a_stop_is_a_word_on_its_stdin(tmp_path: Path) -> None:
    program = script(
        tmp_path,
        'tell(what="Removing")\nword = sys.stdin.readline()\nprint(word, end=""); sys.exit(4)',
    )
    seen: list[str] = []
    ended = child.run(
        program, progress=lambda what, *_rest: seen.append(what), cancelled=lambda: bool(seen)
    )
    assert ended[:3] == (True, 4, "cancel\n")


def test_while_nobody_has_agreed_a_stop_ends_the_question(tmp_path: Path) -> None:
    program = script(tmp_path, "import time; time.sleep(60)")
    ended = child.run(program, cancelled=lambda: True)
    assert not ended.started
    assert ended.code < 0


def test_a_wipe_outlives_a_closed_stdin(tmp_path: Path) -> None:
    program = script(tmp_path, 'tell(); assert sys.stdin.read() == "x"; print("done")')
    assert child.run(program, b"x").output == "done\n"


def test_what_is_not_there_has_not_started(tmp_path: Path) -> None:
    assert child.run([str(tmp_path / "nothing")]) == (False, -1, "", "")


def test_words_that_are_no_progress_are_no_start(tmp_path: Path) -> None:
    ended = child.run(script(tmp_path, 'print("Error: no agent", file=sys.stderr); sys.exit(127)'))
    assert ended == (False, 127, "", "Error: no agent")


def test_typing_to_one_that_is_over_is_no_error(tmp_path: Path) -> None:
    ended = child.run(script(tmp_path, "os.close(0); tell()"), b"x" * 200_000)
    assert ended.started


# -- the ways


def test_root_needs_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    assert rights.ways({}, lambda _name: True, "Because.") == ((),)


def test_the_ways_of_everybody_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    names = {"pkexec", "sudo"}
    assert rights.ways({}, lambda _name: False, "Because.") == ()
    assert rights.ways({}, names.__contains__, "Because.") == (
        ("pkexec", "--disable-internal-agent"),
        ("sudo", "-n", "--"),
    )
    asking = rights.ways({"SUDO_ASKPASS": "/usr/bin/ask"}, {"sudo"}.__contains__, "By 100 %.")
    assert asking == (("sudo", "-n", "--"), ("sudo", "-A", "-p", "By 100 %%.", "--"))


Asking = Callable[..., Answer]


@pytest.fixture
def computer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give an account without rights, and a folder for what answers as pkexec, sudo and the kit."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setattr(trusted_program, "find", lambda *_who: str(folder / "privacykit"))
    monkeypatch.setattr(commands, "exists", lambda name: (folder / name).exists())
    monkeypatch.setenv("PATH", f"{folder}:{os.environ['PATH']}")
    monkeypatch.delenv("SUDO_ASKPASS", raising=False)
    _put(folder, "privacykit", 'echo "{\\"what\\":\\"\\"}" >&2; echo "{\\"words\\": \\"$*\\"}"')
    return folder


def _put(folder: Path, name: str, text: str) -> None:
    path = folder / name
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)


def ask(line: str = "wipe --account patron --yes --json", **ways: object) -> Answer:
    return rights.ask(line.split(), reason="The home is to be wiped.", **ways)  # type: ignore[arg-type]  # as given


def test_pkexec_runs_this_very_kit_in_the_language_of_the_screen(computer: Path) -> None:
    _put(computer, "pkexec", 'test "$1" = --disable-internal-agent && shift && exec "$@"')
    i18n.use("sv")
    try:
        answer = ask()
    finally:
        i18n.use("en")
    assert (answer.exit_code, answer.sentence) == (0, "")
    assert answer.report == {
        "words": "--progress-lines --language sv wipe --account patron --yes --json"
    }


def test_where_no_agent_answers_sudo_is_tried(computer: Path) -> None:
    _put(computer, "pkexec", 'echo "No authentication agent found." >&2; exit 127')
    _put(computer, "sudo", 'test "$1 $2" = "-n --" && shift 2 && exec "$@"')
    assert ask().exit_code == 0


def test_a_closed_question_is_an_answer(computer: Path) -> None:
    _put(computer, "pkexec", "exit 126")
    _put(computer, "sudo", "touch $0.asked")
    answer = ask()
    assert (answer.exit_code, answer.report) == (rights.NEVER_STARTED, None)
    assert "No administrator agreed" in answer.sentence
    assert not (computer / "sudo.asked").exists()


def test_a_stop_before_the_password_does_nothing(computer: Path) -> None:
    _put(computer, "pkexec", "exec sleep 60")
    assert "nothing was done" in ask(cancelled=lambda: True).sentence


def test_with_nobody_to_ask_the_line_to_type_is_told(computer: Path) -> None:
    _put(computer, "sudo", 'echo "sudo: a password is required" >&2; exit 1')
    answer = ask("undo --account patron --to /root/my-thesis")
    assert answer.exit_code == rights.NEVER_STARTED
    assert answer.sentence.startswith("The home is to be wiped. Nobody could be asked")
    assert answer.sentence.endswith("sudo privacykit undo --account patron --to /root/my-thesis")


def test_what_the_command_complained_of_is_the_sentence(computer: Path) -> None:
    _put(computer, "privacykit", 'echo "{}" >&2; echo "privacykit: The disk is full." >&2; exit 75')
    _put(computer, "pkexec", 'shift; exec "$@"')
    assert ask("baseline freeze --account patron") == (75, None, "The disk is full.", "")


def test_a_program_that_others_may_change_is_never_run_as_root(
    computer: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def untrusted(*_who: object) -> str:
        raise SetupError("Others than root may change it.")

    _put(computer, "pkexec", "touch $0.asked")
    monkeypatch.setattr(trusted_program, "find", untrusted)
    assert ask().sentence == "Others than root may change it."
    assert rights.check_passphrase(b"x") is None
    assert not (computer / "pkexec.asked").exists()


def test_roots_lock_is_asked_through_pkexec(computer: Path) -> None:
    _put(computer, "pkexec", 'shift; exec "$@"')
    _put(
        computer,
        "privacykit",
        'test "$*" = admin-check && echo "{\\"ok\\": true, \\"typed\\": \\"$(cat)\\"}"',
    )
    assert rights.check_passphrase(b"geheim") == {"ok": True, "typed": "geheim"}
    assert rights.check_passphrase(b"") == {"ok": True, "typed": ""}, "nothing typed, and all said"
    _put(computer, "pkexec", "exit 127")
    assert rights.check_passphrase(b"geheim") is None


def test_a_bus_that_never_answers_is_not_waited_for(
    computer: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rights, "PATIENCE", 0.0)
    _put(computer, "pkexec", "exec sleep 60")
    assert rights.check_passphrase(b"geheim") is None


def test_root_asks_its_own_lock_without_pkexec(
    computer: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    _put(computer, "pkexec", "exit 127")
    assert rights.check_passphrase(b"") == {"words": "admin-check"}


@pytest.mark.skipif(os.geteuid() != 0, reason="needs root")
def test_the_kits_own_program_must_be_roots(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "privacykit"
    program.touch()
    os.chown(program, 61_234, -1)
    monkeypatch.setattr(trusted_program, "own_program", lambda: program)
    assert "others than root may change" in ask().sentence


def options(words: tuple[str, ...]) -> set[str]:
    """Return what the real command has."""
    context = click.Context(click.Command("privacykit"))
    command: click.Command | None = entry._commands()
    for word in words:
        assert isinstance(command, click.Group)
        command = command.get_command(context, word)
    assert command is not None
    return {name for one in command.params for name in (*one.opts, *one.secondary_opts)}


@pytest.mark.parametrize("words", deeds.DEEDS)
def test_what_is_on_the_list_is_what_the_command_has(words: tuple[str, ...]) -> None:
    deed = deeds.DEEDS[words]
    assert deed.flags | deed.values <= options(words)
    assert deed.needs <= deed.values
