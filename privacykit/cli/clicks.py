"""click's own words in the language in force; it looks them up by the `_` of its modules."""

from click import core, decorators, exceptions, formatting, parser, termui, types

from privacykit.i18n import _

_MODULES = (core, decorators, exceptions, formatting, parser, termui, types)


def translate() -> None:
    """Have click look its words up where the kit's are."""
    for module in _MODULES:
        for name, own in (("_", _), ("ngettext", _either)):
            if hasattr(module, name):
                setattr(module, name, own)


def _either(one: str, many: str, count: int) -> str:
    """Return one of two sentences, whose placeholders differ, unlike those of a real plural."""
    return _(one if count == 1 else many)


def words() -> tuple[str, ...]:
    """Return what a person can meet of click's words; named here to be gathered and translated."""
    return (
        _("Usage:"),
        _("Options"),
        _("Commands"),
        _("required"),
        _("Show this message and exit."),
        _("Show the version and exit."),
        _("%(prog)s, version %(version)s"),
        _("Try '{command} {option}' for help."),
        _("Error: {message}"),
        _("Missing command."),
        _("Missing argument"),
        _("Missing option"),
        _("No such command {name!r}."),
        _("No such option {name!r}."),
        _("Did you mean {possibility}?"),
        _("(Did you mean one of: {possibilities}?)"),
        _("Got unexpected extra argument ({args})"),
        _("Got unexpected extra arguments ({args})"),
        _("Option {name!r} requires an argument."),
        _("Option {name!r} does not take a value."),
        _("Invalid value: {message}"),
        _("Invalid value for {param_hint}: {message}"),
        _("{value!r} is not one of {choices}."),
        _("{value!r} is not a valid {number_type}."),
        _("{value} is not in the range {range}."),
        _("file"),
        _("directory"),
        _("path"),
        _("{name} {filename!r} does not exist."),
        _("{name} {filename!r} is a file."),
        _("{name} {filename!r} is a directory."),
        _("{name} {filename!r} is not readable."),
        _("Repeat for confirmation"),
        _("Error: The two entered values do not match."),
        _("Error: invalid input"),
    )
