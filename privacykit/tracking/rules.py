"""A filter rule for people: taken apart, with a plain meaning for each part; own rules checked."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from privacykit.errors import RuleError
from privacykit.i18n import _
from privacykit.tracking import grammar
from privacykit.tracking.grammar import Rule

LONGEST, MOST = 200, 500
"""Signs of a rule that somebody typed, and how many of them there may be."""
_SHORTEST_WORD = 3


class Part(NamedTuple):
    text: str
    meaning: str


def explain(line: str) -> tuple[Part, ...]:
    """Take a line apart; its parts together are the line again."""
    if grammar.is_note(line):
        return (Part(line, _("A note for people; nothing is stopped by it.")),)
    if grammar.hides(line):
        return (Part(line, _("Hides a part of the page. No call is stopped by it.")),)
    parts = grammar.split(line)
    return (*_mark(parts.mark), *_body(parts.body), *_options(parts.options))


def _mark(mark: str) -> Iterator[Part]:
    if mark:
        yield Part(mark, _("An exception: what fits is let through, whatever other rules say."))


def _body(body: str) -> Iterator[Part]:
    if grammar.is_regex(body):
        yield Part(body, _("A pattern for programmers (regular expression). It is not used here."))
        return
    start = "||" if body.startswith("||") else "|" if body.startswith("|") else ""
    end = "|" if body[len(start) :].endswith("|") else ""
    if start:
        yield Part(start, _meaning(start))
    yield from _pieces(body[len(start) : len(body) - len(end)], is_host=start == "||")
    if end:
        yield Part(end, _("The address ends here."))


def _pieces(body: str, *, is_host: bool) -> Iterator[Part]:
    for index, text in enumerate(filter(None, grammar.SIGNS.split(body))):
        if text in {"^", "*"}:
            yield Part(text, _meaning(text))
            continue
        host, slash, path = text.partition("/") if is_host and not index else ("", "", text)
        if host:
            yield Part(
                host, _("This name, and every name under it, as www.{name}.").format(name=host)
            )
        if slash or path:
            yield Part(slash + path, _("This text stands in the address."))


def _meaning(sign: str) -> str:
    return {
        "||": _("The name of a computer begins here, or goes on here after a dot."),
        "|": _("The address begins here."),
        "^": _("Here a word ends: a sign such as / or ?, or the end of the address."),
        "*": _("Anything may stand here, or nothing."),
    }[sign]


def _options(options: str) -> Iterator[Part]:
    names = options.removeprefix("$").split(",") if options else []
    for index, name in enumerate(names):
        yield Part(("," if index else "$") + name, _option(name))


def _option(name: str) -> str:
    key, _is, value = name.partition("=")
    if name in grammar.THIRD:
        return _("Only calls to somebody else than the page's own site.")
    if name in grammar.FIRST:
        return _("Only calls to the page's own site.")
    if name == "important":
        return _("No exception undoes this rule.")
    if not name or grammar.options_of(name) is None:
        return _("Unknown here. So that nothing wrong is stopped, the rule is not used at all.")
    return _sites(value) if key in grammar.SITES else _kind(name)


def _sites(value: str) -> str:
    names = value.split("|")
    on = ", ".join(name for name in names if name[0] != "~")
    off = ", ".join(name[1:] for name in names if name[0] == "~")
    if not off:
        return _("Only on pages of {sites}.").format(sites=on)
    if not on:
        return _("On all pages but those of {sites}.").format(sites=off)
    return _("Only on pages of {sites}, but not of {others}.").format(sites=on, others=off)


def _kind(name: str) -> str:
    what = kind_name(grammar.KIND_OPTIONS[name.removeprefix("~")][0])
    if name.startswith("~"):
        return _("The rule is not for {what}.").format(what=what)
    return _("The rule is for {what}.").format(what=what)


def kind_name(kind: str) -> str:
    """Return what people call a kind of call."""
    return {
        "document": _("whole pages"),
        "frame": _("pages inside the page (frames)"),
        "script": _("programs in the page (scripts)"),
        "style": _("style sheets"),
        "image": _("pictures, also invisible ones"),
        "font": _("fonts"),
        "xhr": _("what scripts fetch"),
        "beacon": _("short reports (beacons)"),
        "websocket": _("lasting connections (WebSocket)"),
        "media": _("sound and film"),
    }.get(kind, _("everything else"))


def checked(line: str) -> Rule:
    """Return a rule that somebody typed; raise RuleError with the reason if it is none."""
    rule = grammar.read(line) if len(line) <= LONGEST else None
    if rule is None:
        raise RuleError(_wrong(line))
    if max(map(len, grammar.WORD.findall(rule.body)), default=0) < _SHORTEST_WORD:
        raise RuleError(
            _("This would stop nearly everything. Write at least three letters in a row.")
        )
    return rule


def all_checked(lines: Sequence[str]) -> None:
    """Raise RuleError, with the line's number, if one of the typed rules cannot be used."""
    if len(lines) > MOST:
        raise RuleError(_("There may be at most {count} rules.").format(count=MOST))
    for number, line in enumerate(lines, 1):
        if grammar.is_note(line):
            continue
        try:
            checked(line)
        except RuleError as error:
            raise RuleError(_("Line {number}: {why}").format(number=number, why=error)) from error


def _wrong(line: str) -> str:
    if len(line) > LONGEST:
        return _("A rule may have at most {count} signs.").format(count=LONGEST)
    if grammar.is_note(line):
        return _("This is a note or nothing, not a rule. Write something like ||tracker.example^.")
    if grammar.hides(line):
        return _("This hides a part of the page. Here a rule says which calls are stopped.")
    if grammar.is_blank_inside(line):
        return _("A rule has no spaces.")
    parts = grammar.split(line)
    if grammar.is_regex(parts.body):
        return _(
            "Between two slashes stands a regular expression. For text, add a star: {rule}*"
        ).format(rule=parts.body)
    return _wrong_options(parts.options)


def _wrong_options(options: str) -> str:
    for name in options.removeprefix("$").split(","):
        if grammar.options_of(name) is None or not name:
            return _("The option {name} is not known here.").format(name=name or "$")
    return _("The options cannot be used in this way here: {options}").format(options=options)
