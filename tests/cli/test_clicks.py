"""The words that come from click, not from the kit, are in the language in force too."""

import gettext
from pathlib import Path

import click
import pytest

from privacykit import i18n
from privacykit.cli import clicks
from privacykit.cli.main import run

Captured = pytest.CaptureFixture[str]


class Marked(gettext.NullTranslations):
    """A language in which every sentence begins with a mark."""

    def gettext(self, message: str) -> str:
        return f"»{message}"


@pytest.fixture
def marked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(i18n._Chosen, "spoken", i18n._Spoken("sv", Marked()))
    monkeypatch.setattr(i18n, "use", lambda _language: "sv")


@pytest.mark.usefixtures("marked")
@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["wope"], "»Error: »No such command 'wope'."),
        (["wipe", "--preveiw"], "»No such option '--preveiw'. »Did you mean '--preview'?"),
        (["wipe", "a"], "»Got unexpected extra argument (a)"),
        (["wipe", "a", "b"], "»Got unexpected extra arguments (a b)"),
        (["wipe", "--policy"], "»Option '--policy' requires an argument."),
        (["wipe", "--policy", "/"], "»Invalid value for '--policy': »»File '/' is a directory."),
        (["prove", "--method", "x"], "»'x' is not one of 'baseline', 'traces'."),
        (["undo", "--account", "x", "--number", "x"], "»'x' is not a valid integer"),
        (["policy", "new"], "»Missing option '--account'."),
        (["policy", "new"], "»Usage: privacykit policy new"),
        (["policy", "new"], "»Try 'privacykit policy new --help' for help."),
    ],
)
def test_a_slip_is_told_in_one_language(arguments: list[str], said: str, capsys: Captured) -> None:
    assert run(arguments) == 2
    assert said.lower() in capsys.readouterr().err.lower()


@pytest.mark.usefixtures("marked")
def test_so_is_help(capsys: Captured) -> None:
    assert run(["policy", "new", "--help"]) == 0
    shown = capsys.readouterr().out
    assert all(f"»{one}" in shown for one in ("Usage:", "Options", "required", "Show this message"))


def test_each_is_a_word_of_clicks() -> None:
    folder = Path(click.__file__).parent
    source = "".join(file.read_text("utf-8") for file in folder.glob("*.py"))
    assert [word for word in clicks.words() if f'"{word}"' not in source] == []
