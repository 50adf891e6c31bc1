"""Every sentence is in the template, translated, and keeps its placeholders."""

import importlib.util
import string
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from privacykit import i18n, paths

FOLDER = paths.data_root() / "translations"
LANGUAGES = [code for code in i18n.LANGUAGES if code != i18n.SOURCE]


def tool(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, FOLDER / f"{name}.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def catalogue(path: Path) -> Catalog:
    with path.open("rb") as source:
        return read_po(source)


def forms(text: object) -> tuple[str, ...]:
    return tuple(text) if isinstance(text, list | tuple) else (str(text),)


def placeholders(text: str) -> set[str]:
    return {name for _text, name, _spec, _conversion in string.Formatter().parse(text) if name}


def messages(language: str) -> Iterator[Message]:
    words = catalogue(FOLDER / language / "LC_MESSAGES" / "privacykit.po")
    return (message for message in words if message.id)


def wrong_placeholders(message: Message) -> list[str]:
    """Return the translated forms that lost or invented a placeholder.

    A singular form may leave out the number.
    """
    wanted = set.union(*(placeholders(form) for form in forms(message.id)))
    optional = {"count", "n"} if message.pluralizable else set()
    return [
        form
        for form in forms(message.string)
        if not wanted - optional <= placeholders(form) <= wanted
    ]


def test_template_is_fresh() -> None:
    kept = catalogue(FOLDER / "privacykit.pot")
    fresh = tool("refresh").template()
    assert {m.id for m in kept if m.id} == {m.id for m in fresh if m.id}, "run: make words"


@pytest.mark.parametrize("language", LANGUAGES)
def test_translation_holds_the_template_and_nothing_else(language: str) -> None:
    kept = catalogue(FOLDER / "privacykit.pot")
    assert {m.id for m in messages(language)} == {m.id for m in kept if m.id}, "run: make words"


@pytest.mark.parametrize("language", LANGUAGES)
def test_translation_is_complete(language: str) -> None:
    empty = [m.id for m in messages(language) if not all(forms(m.string)) or m.fuzzy]
    assert not empty


@pytest.mark.parametrize("language", LANGUAGES)
def test_placeholders_survive(language: str) -> None:
    broken = {str(m.id): wrong for m in messages(language) if (wrong := wrong_placeholders(m))}
    assert not broken


def test_a_lost_placeholder_is_noticed() -> None:
    assert wrong_placeholders(
        Message("Removed {count} files from {place}", "Tog bort {count} filer")
    )
    assert wrong_placeholders(Message("Hello {name}", "Hej {namn}"))
    assert not wrong_placeholders(
        Message(("One file", "{count} files"), ("En fil", "{count} filer"))
    )


def test_the_build_hook_makes_words_that_are_found(tmp_path: Path) -> None:
    folder = tmp_path / "sv" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    source = FOLDER / "sv" / "LC_MESSAGES" / "privacykit.po"
    (folder / "privacykit.po").write_bytes(source.read_bytes())
    (made,) = tool("build_hook").compile_catalogues(tmp_path)
    assert made.read_bytes()[:4] in {b"\xde\x12\x04\x95", b"\x95\x04\x12\xde"}


@pytest.mark.parametrize(
    ("asked", "given"),
    [("sv_SE.UTF-8", "sv"), ("sv-FI", "sv"), ("en_GB", "en"), ("xx", "en"), ("", "en")],
)
def test_language_falls_back_to_english(asked: str, given: str) -> None:
    assert i18n.use(asked) == given == i18n.current()


def test_right_to_left_languages_are_known() -> None:
    assert i18n.is_right_to_left("ar_EG")
    assert not i18n.is_right_to_left("sv")
