"""CleanerML: what is taken over, what is refused and why, and that nothing breaks the reading."""

import pytest

from privacykit.errors import CatalogueError
from privacykit.toml.table import parse
from privacykit.wipe import traces
from privacykit.wipe.cleanerml import translate, write
from privacykit.wipe.cleanerml.translate import Import
from privacykit.wipe.traces import Trace
from tests.unit.cleaning import FILE, HEAD, OPTION, delete


def cleaner(*parts: str, head: str = HEAD) -> Import:
    return translate.translate(FILE, (head + OPTION.format("".join(parts))).encode())


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
