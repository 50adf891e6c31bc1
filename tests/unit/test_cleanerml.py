"""CleanerML: what is taken over, what is refused and why, and that nothing breaks the reading."""

import os
import shutil
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from privacykit.errors import CatalogueError, CleanerError, DataError
from privacykit.toml.table import parse
from privacykit.wipe import traces
from privacykit.wipe.cleanerml import nodes, translate, write
from privacykit.wipe.cleanerml.translate import Import
from privacykit.wipe.traces import Trace

DEBIANS = Path("/usr/share/bleachbit/cleaners")
FILE = Path("made-up.xml")
HEAD = '<cleaner id="made_up"><label>Made-up</label><description>Web browser</description>'
OPTION = '<option id="history"><label>History</label>{}</option></cleaner>'


def cleaner(*parts: str, head: str = HEAD) -> Import:
    return translate.translate(FILE, (head + OPTION.format("".join(parts))).encode())


def delete(path: str, search: str = "file", more: str = "") -> str:
    return f'<action command="delete" search="{search}" path="{path}" {more}/>'


def taken(*parts: str, head: str = HEAD) -> dict[str, tuple[str, ...]]:
    found = cleaner(*parts, head=head)
    assert not found.refused
    return {trace.verb: trace.paths for trace in found.traces}


def why(action: str, head: str = HEAD) -> str:
    found = cleaner(action, head=head)
    assert not found.traces
    assert [one.option for one in found.refused] == ["history"]
    return found.refused[0].why


def test_an_option_becomes_a_trace_with_all_its_fields() -> None:
    head = HEAD + '<running type="exe" os="linux">made-up</running>'
    assert cleaner(delete("~/.made-up/history"), head=head).traces == (
        Trace(
            id="own-made-up-history",
            title="Made-up: History",
            group="browsers",
            verb="files",
            paths=(".made-up/history",),
            programs=("made-up",),
            source="CleanerML, made-up.xml",
            licence="see made-up.xml",
        ),
    )


@pytest.mark.parametrize(
    ("search", "path", "verb", "pattern"),
    [
        ("file", "~/.a/b", "files", ".a/b"),
        ("file", "$HOME/.a//b/", "files", ".a/b"),
        ("file", "${HOME}/.a*", "files", ".a[*]"),
        ("file", "$XDG_CONFIG_HOME/a", "files", ".config/a"),
        ("glob", "$XDG_CACHE_HOME/a/[ab]*", "files", ".cache/a/[ab]*"),
        ("glob", "~/.a/*", "files", ".a/[!.]*"),
        ("glob", "~/.a/?x", "files", ".a/[!.]x"),
        ("walk.all", "$XDG_DATA_HOME/a", "contents", ".local/share/a"),
        ("walk.files", "$XDG_STATE_HOME/a/", "contents", ".local/state/a"),
        ("walk.top", "~/snap/a", "tree", "snap/a"),
    ],
)
def test_the_closed_set(search: str, path: str, verb: str, pattern: str) -> None:
    assert taken(delete(path, search)) == {verb: (pattern,)}


def test_what_is_emptied_and_then_removed_goes_whole() -> None:
    assert taken(delete("~/.a/*", "walk.all"), delete("~/.a/*", "glob")) == {"tree": (".a/[!.]*",)}


def test_a_filter_of_files_is_what_files_means() -> None:
    assert taken(delete("~/.a/b", more='type="f"')) == {"files": (".a/b",)}


def test_values_of_a_variable_each_make_a_path() -> None:
    head = (
        HEAD + '<var name="base"><value os="linux">~/.a</value><value os="windows">%x%</value>'
        '<value search="glob">~/.b*</value></var><var name="base"><value>~/.c[1]</value></var>'
    )
    action = delete("$$base$$/x")
    assert taken(action, head=head) == {"files": (".a/x", ".b*/x", ".c[[]1]/x")}


def test_what_is_for_another_system_is_left_out_quietly() -> None:
    assert taken(delete("~/.a"), delete("%x%", more='os="windows"')) == {"files": (".a",)}


@pytest.mark.parametrize(
    ("action", "reason"),
    [
        ('<action command="process" cmd="rm -rf ~"/>', "runs a program"),
        ('<action command="apt.clean"/>', "runs a program"),
        ('<action command="winreg" path="HKCU\\x"/>', "registry of Windows"),
        ('<action command="sqlite.vacuum" search="file" path="~/.x"/>', "whole folder"),
        ('<action command="json" search="file" path="~/.x"/>', "whole folder"),
        ('<action command="ini" search="file" path="~/.x"/>', "whole folder"),
        ('<action command="truncate" search="file" path="~/.x"/>', "whole folder"),
        ('<action command="chrome.history" search="file" path="~/.x"/>', "whole folder"),
        ('<action command="mozilla.url.history" search="file" path="~/.x"/>', "whole folder"),
        ('<action command="shred" path="~/.x"/>', "“shred” is not known"),
        ('<action command="delete" path="~/.x"/>', "search “” is not known"),
        (delete("", "deep", 'regex="x"'), "searches the whole home"),
        (delete("~/.x", more='nregex="x"'), "“nregex”"),
        (delete("~/.x", "walk.files", 'wholeregex="x"'), "“wholeregex”"),
        (delete("~/.x", more='type="d"'), "“type”"),
        (delete("~/.x", "walk.top", 'type="f"'), "“type”"),
        (delete("~/.x", "walk.all", 'regex="x"'), "“regex=x” cannot be said"),
        (delete("~/.x/a*", "glob", 'regex="x"'), "“regex=x” cannot be said"),
        (delete("~/.x/*", "glob", 'regex="(a+)+$"'), "“(a+)+$” cannot be said"),
        (delete("/etc/passwd"), "does not lie in the home"),
        (delete("~root/.x"), "does not lie in the home"),
        (delete("$OTHER/x"), "does not lie in the home"),
        (delete("x"), "does not lie in the home"),
        (delete(""), "does not lie in the home"),
        (delete("/tmp/x*", "glob"), "emptied anyway"),
        (delete("%AppData%\\x"), "place on Windows"),
        (delete("~\\x"), "place on Windows"),
        (delete("%Temp%/x"), "place on Windows"),
        (delete("~/.x/../../other"), "does not stay inside"),
        (delete("~/./x"), "does not stay inside"),
        (delete("~/.x/$USER"), "does not stay inside"),
        (delete("~/"), "takes in too much"),
        (delete("~", "walk.all"), "takes in too much"),
        (delete("$XDG_CONFIG_HOME", "walk.all"), "takes in too much"),
        (delete("~/*", "glob"), "takes in too much"),
        (delete("~/.*", "glob"), "takes in too much"),
        (delete("~/.[!x]*", "glob"), "takes in too much"),
        (delete("~/Documents/x"), "The policy decides"),
        (delete("~/.x/[!a]*", "glob"), "cannot be said"),
        (delete("$$none$$/x"), "“$$none$$” has no value"),
        (delete("~/.x&#10;y"), "cannot be printed"),
        (delete("~/." + "x" * 400), "too long"),
        (delete("~/.x" + "/*a" * 12, "glob"), "too many paths"),
    ],
)
def test_everything_else_is_refused_with_its_reason(action: str, reason: str) -> None:
    sentence = why(action)
    assert reason in sentence
    assert sentence.endswith(".")
    assert len(sentence) < 400


def test_variables_cannot_multiply_without_end() -> None:
    values = "".join(f"<value>~/.{number}</value>" for number in range(30))
    head = HEAD + f'<var name="a">{values}</var><var name="b">{values}</var>'
    assert "too many paths" in why(delete("$$a$$$$b$$"), head=head)


def test_removing_translations_of_programs_is_refused() -> None:
    text = HEAD + '<localizations><path location="/usr"/></localizations></cleaner>'
    found = translate.translate(FILE, text.encode())
    assert [one.option for one in found.refused] == ["localizations"]


@pytest.mark.parametrize(
    ("description", "option", "group"),
    [("Chat client", "x", "chat"), ("Game", "cache", "caches"), ("Game", "x", "apps")],
)
def test_the_group_comes_from_what_the_program_is(
    description: str, option: str, group: str
) -> None:
    head = f'<cleaner id="x"><description>{description}</description>'
    text = f'{head}<option id="{option}">{delete("~/.a")}</option></cleaner>'
    (trace,) = translate.translate(FILE, text.encode()).traces
    assert (trace.group, trace.title) == (group, "made-up")


def test_ids_differ_even_where_names_are_the_same() -> None:
    option = f'<option id="a">{delete("~/.a")}{delete("~/.b", "walk.all")}</option>'
    found = translate.translate(FILE, f'<cleaner id="{"x" * 90}">{option * 2}</cleaner>'.encode())
    ids = [trace.id for trace in found.traces]
    assert len(set(ids)) == 4
    assert max(map(len, ids)) < 40


def test_only_plain_names_of_programs_are_taken() -> None:
    head = (
        HEAD + '<running type="exe">fox</running><running type="exe">a b</running>'
        '<running type="pathname">~/x</running><running type="exe" os="windows">y.exe</running>'
    )
    assert cleaner(delete("~/.a"), head=head).traces[0].programs == ("fox",)


def test_the_licence_is_told_where_the_file_tells_it() -> None:
    note = "<!-- GNU General Public License ... version 3 of ...\n any later version -->"
    found = translate.translate(FILE, (note + HEAD + OPTION.format(delete("~/.a"))).encode())
    assert found.traces[0].licence == "GPL-3.0-or-later"


BOMB = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 9 if n else "x"}">' for n in range(12))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (f"<!DOCTYPE cleaner [{BOMB}]><cleaner>&a11;</cleaner>", "document type"),
        ('<!DOCTYPE c SYSTEM "file:///etc/passwd"><cleaner/>', "document type"),
        ('<!DOCTYPE c [<!ENTITY x SYSTEM "file:///etc/passwd">]><c>&x;</c>', "document type"),
        ('<!DOCTYPE c [<!ENTITY % p SYSTEM "http://x/">%p;]><c/>', "document type"),
        ("<!DOCTYPE cleaner><cleaner/>", "document type"),
        ("<cleaner>&x;</cleaner>", "cannot be read as XML"),
        ("<cleaner>", "cannot be read as XML"),
        ("", "cannot be read as XML"),
        ('<?xml version="1.0" encoding="no-such"?><cleaner/>', "cannot be read as XML"),
        ("<a>" * 100, "nested too deeply"),
        ("<html/>", "not a cleaner: it starts with “html”"),
        ('<cleaner os="windows"/>', "for another system: windows"),
    ],
)
def test_a_file_that_is_no_cleaner_is_one_sentence(text: str, words: str) -> None:
    with pytest.raises(CleanerError, match=words) as caught:
        translate.translate(FILE, text.encode())
    assert str(caught.value).startswith("made-up.xml")


def test_a_naive_reader_follows_what_is_refused_here() -> None:
    from xml.etree import ElementTree as naive  # noqa: N813

    text = '<!DOCTYPE c [<!ENTITY x "grown">]><cleaner>&x;&x;</cleaner>'
    assert naive.fromstring(text).text == "growngrown"  # noqa: S314
    with pytest.raises(CleanerError):
        translate.translate(FILE, text.encode())


def test_a_large_file_is_refused_unread(tmp_path: Path) -> None:
    file = tmp_path / "large.xml"
    file.write_bytes(b"<cleaner>" + b" " * nodes.LARGEST)
    with pytest.raises(CleanerError, match="larger than 1 MB"):
        translate.read(file)


def test_a_file_that_cannot_be_read_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(CleanerError, match="cannot be read"):
        translate.read(tmp_path / "none.xml")
    with pytest.raises(CleanerError, match="cannot be read"):
        translate.read(tmp_path)


@pytest.mark.parametrize("name", ["/dev/null", "/dev/zero", "pipe"])
def test_a_device_or_a_pipe_neither_stalls_nor_fills_the_memory(tmp_path: Path, name: str) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(CleanerError, match=r"cannot be read as XML|larger than 1 MB"):
        translate.read(tmp_path / name)


def test_what_is_written_is_read_again_as_it_was() -> None:
    head = '<cleaner id="q"><label>"Quotes" \\ and ü</label>'
    found = cleaner(delete("~/.a/&quot;b"), delete("~/.c", "walk.all"), head=head).traces
    text = write.to_toml(found, FILE)
    (again,) = [parse(FILE, text, CatalogueError).fitted(traces._File).trace]
    assert again == found


def test_an_id_that_the_kit_has_already_is_told() -> None:
    (trace,) = cleaner(delete("~/.a")).traces
    stolen = Trace(
        **{field: getattr(trace, field) for field in trace.__struct_fields__} | {"id": "firefox"}
    )
    with pytest.raises(CatalogueError, match="“firefox” is there twice"):
        write.to_toml([stolen], FILE)


def outcome(content: bytes) -> tuple[Import | None, str]:
    """Return what a file is taken over as, or the sentence why it is not."""
    try:
        return translate.translate(FILE, content), ""
    except CleanerError as error:
        return None, str(error)


def need_debians() -> list[Path]:
    found = sorted(DEBIANS.glob("*.xml"))
    if not found and os.environ.get("CI"):
        pytest.fail("the Debian package bleachbit is missing")
    return found


def test_all_of_debians_cleaners_are_taken_over_or_refused_cleanly() -> None:
    files = need_debians()
    if not files:
        pytest.skip("needs the Debian package bleachbit")
    counts = {"taken": 0, "refused": 0, "for others": 0}
    for file in files:
        found, sentence = outcome(file.read_bytes())
        if found is None:
            assert "for another system" in sentence
            counts["for others"] += 1
            continue
        if found.traces:
            assert write.to_toml(found.traces, file.with_suffix(".toml"))
        assert all(one.why.endswith(".") and one.line for one in found.refused)
        counts["taken"] += bool(found.traces)
        counts["refused"] += len(found.refused)
    assert counts["taken"] >= 50
    assert counts["for others"] <= 2


SAMPLE = HEAD + OPTION.format(
    delete("~/.a/*", "glob", 'regex="^a[0-9]{3}$"')
    + delete("$$base$$/x")
    + delete("~/.b", "walk.all")
)
SEEDS = [SAMPLE.encode(), *(path.read_bytes() for path in sorted(DEBIANS.glob("[a-f]*.xml")))]


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    """Return a cleaner with pieces cut, doubled and overwritten."""
    content = draw(st.sampled_from(SEEDS))
    for _round in range(draw(st.integers(0, 4))):
        start = draw(st.integers(0, len(content)))
        end = draw(st.integers(start, min(len(content), start + 60)))
        piece = draw(st.one_of(st.binary(max_size=8), st.just(content[start:end] * 2)))
        content = content[:start] + piece + content[end:]
    return content


ATTRIBUTES = st.sampled_from(["command", "search", "path", "regex", "type", "os", "id", "name"])
VALUES = st.one_of(
    st.sampled_from(["delete", "glob", "walk.all", "file", "~/.a", "$$a$$/*", "linux", "^a|b$"]),
    st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters='<&"'), max_size=12),
)


@st.composite
def elements(draw: st.DrawFn) -> str:
    """Return an element of a cleaner, with any attributes in any place."""
    name = draw(st.sampled_from(["option", "action", "var", "value", "running", "label"]))
    pairs = draw(st.dictionaries(ATTRIBUTES, VALUES, max_size=4))
    attributes = " ".join(f'{key}="{value}"' for key, value in pairs.items())
    below = draw(st.lists(elements(), max_size=2)) if draw(st.booleans()) else []
    return f"<{name} {attributes}>{''.join(below)}</{name}>"


CLEANERS = st.lists(elements(), max_size=4).map(lambda all_: f"<cleaner>{''.join(all_)}</cleaner>")


@settings(
    max_examples=1_500 if os.environ.get("CI") else 300,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
@given(content=st.one_of(st.binary(max_size=200), mutated(), CLEANERS.map(str.encode)))
def test_whatever_a_file_holds_it_is_traces_or_one_sentence(content: bytes) -> None:
    started = time.monotonic()
    found, sentence = outcome(content)
    assert found is not None or sentence.startswith("made-up.xml")
    assert len(sentence) < 600
    if found and found.traces:
        file = parse(FILE, write.to_toml(found.traces, FILE), DataError)
        assert len(file.data["trace"]) == len(found.traces)
    assert time.monotonic() - started < 5


@pytest.mark.parametrize(
    "content",
    [
        b'<cleaner><option id="' + b"x" * 900_000 + b'"/></cleaner>',
        b"<cleaner>" + b"<option/>" * 90_000 + b"</cleaner>",
        b'<cleaner><option id="a">'
        + b'<action command="delete"/>' * 30_000
        + b"</option></cleaner>",
        (HEAD + OPTION.format(delete("~/.x/*", "glob", f'regex="{"(" * 100_000}"'))).encode(),
        (HEAD + OPTION.format(delete("~/.x/*", "glob", f'regex="{"a|" * 100_000}"'))).encode(),
        (HEAD + OPTION.format(delete("~/.x/" + "*" * 300_000, "glob"))).encode(),
        (HEAD + OPTION.format(delete("~/.x/" + "[" * 300_000, "glob"))).encode(),
        (HEAD + OPTION.format(delete("~/.x/" + "$$a$$" * 60_000, "glob"))).encode(),
    ],
    ids=["attribute", "options", "actions", "brackets", "branches", "stars", "sets", "variables"],
)
def test_a_file_made_to_stall_is_done_in_moments(content: bytes) -> None:
    started = time.monotonic()
    translate.translate(FILE, content)
    assert time.monotonic() - started < 5


def test_an_own_cleaner_from_a_copy_of_debians_is_the_same(tmp_path: Path) -> None:
    if not (DEBIANS / "bash.xml").exists():
        pytest.skip("needs the Debian package bleachbit")
    copy = tmp_path / "bash.xml"
    shutil.copy(DEBIANS / "bash.xml", copy)
    assert translate.read(copy) == translate.read(DEBIANS / "bash.xml")
