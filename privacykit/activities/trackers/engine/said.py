"""The web of companies in words: what a screen reader speaks and the line below the graph says."""

from collections.abc import Collection

from privacykit.activities.trackers.engine.web import Line, Node, Tally
from privacykit.i18n import _, _n
from privacykit.tracking.model import Kind

_MOST = 4
REST_SITES, REST_PARTIES = "rest:sites", "rest:parties"


def name(node: Node) -> str:
    """Return what a node is called; the rest is counted."""
    if node.key == REST_SITES:
        count = len(node.hosts)
        return _n("{count} more site", "{count} more sites", count).format(count=count)
    if node.key == REST_PARTIES:
        count = len(node.hosts)
        return _n("{count} more company", "{count} more companies", count).format(count=count)
    return node.name


def what(node: Node) -> str:
    return {
        "site": _("Site"),
        "company": _("Company"),
        "unknown": _("Owner unknown"),
        "rest": _("Several in one"),
    }[node.what]


def kind(of: Kind) -> str:
    """Return what was fetched."""
    return {
        "document": _("page"),
        "frame": _("page in the page"),
        "script": _("script"),
        "style": _("layout"),
        "image": _("picture"),
        "font": _("font"),
        "xhr": _("data"),
        "beacon": _("report"),
        "websocket": _("open line"),
        "worker": _("script in the background"),
        "media": _("sound or video"),
        "prefetch": _("fetched ahead"),
        "other": _("something else"),
    }[of]


def owner(line: Line) -> str:
    """Return whose host was called, as far as that is known."""
    if line.company:
        return line.company
    return _("Owner unknown") if line.third else _("The site itself")


def ends(tally: Tally) -> str:
    """Return what came of the calls: all of them one thing, or how many of each."""
    words = {
        "sent": _n("sent", "sent", tally.sent),
        "stopped": _n("stopped", "stopped", tally.stopped),
        "tried": _n("tried", "tried", tally.tried),
    }
    found = {key: getattr(tally, key) for key in words if getattr(tally, key)}
    if len(found) == 1:
        return words[next(iter(found))]
    return ", ".join(f"{count} {words[key]}" for key, count in found.items())


def calls(tally: Tally) -> str:
    """Return how many calls there were, and how many of them were stopped."""
    said = _n("{count} call", "{count} calls", tally.calls).format(count=tally.calls)
    if not tally.stopped:
        return said
    stopped = _n("{count} stopped", "{count} stopped", tally.stopped).format(count=tally.stopped)
    return f"{said}, {stopped}"


def names(all_names: Collection[str]) -> str:
    """Return the first few, and how many more there are."""
    shown = ", ".join(list(all_names)[:_MOST])
    more = len(all_names) - _MOST
    if more <= 0:
        return shown
    return _n("{names} and {count} more", "{names} and {count} more", more).format(
        names=shown, count=more
    )


def details(node: Node, linked: Collection[str]) -> str:
    """Return what is known of a node, in sentences; linked: names at the other ends."""
    if not linked:
        return _("It called nobody else.")
    count = len(linked)
    if node.what == "site" or node.key == REST_SITES:
        met = _n("Calls {count} company: {names}.", "Calls {count} companies: {names}.", count)
    else:
        met = _n("Called by {count} site: {names}.", "Called by {count} sites: {names}.", count)
    said = [met.format(count=count, names=names(linked)), f"{calls(node.tally)}."]
    if node.by:
        said.append(_("Brought in by {names}.").format(names=names(node.by)))
    return " ".join(said)


def news(companies: Collection[str]) -> str:
    """Return what is announced when pages have brought in more companies."""
    count = len(companies)
    said = _n("{count} more company: {names}", "{count} more companies: {names}", count)
    return said.format(count=count, names=names(companies))
