"""Four ways for a browser to treat whoever a page calls beside itself."""

from collections.abc import Collection
from dataclasses import replace
from typing import Literal, get_args

from privacykit.i18n import _
from privacykit.tracking.model import Request

Door = Literal["bare", "partitioned", "no_third_cookies", "blocked"]
DOORS: tuple[Door, ...] = get_args(Door)


def name(door: Door) -> str:
    return {
        "bare": _("Off"),
        "partitioned": _("Partitioned"),
        "no_third_cookies": _("No third-party cookies"),
        "blocked": _("Blocked"),
    }[door]


def meaning(door: Door) -> str:
    """Return what the protection does, in one sentence."""
    return {
        "bare": _("Whoever a page calls may leave a cookie, and knows you again on other sites."),
        "partitioned": _(
            "Cookies of others are kept apart for each site, so you look like somebody new on each."
        ),
        "no_third_cookies": _(
            "Whoever a page calls still hears of your visit, but can leave no cookie."
        ),
        "blocked": _("What stands on the list of trackers is not called at all."),
    }[door]


def may_keep_cookie(door: Door, third: bool) -> bool:
    """Tell whether a cookie may be stored and sent."""
    return not third or door != "no_third_cookies"


def passed(request: Request, door: Door, hosts: Collection[str] | None) -> Request:
    """Return a judged request with its outcome; hosts: all there are, None for the internet.

    What leaves for the internet has been tried: whether it was answered, nobody here sees.
    """
    if hosts is None and not _is_stopped(request, door):
        return replace(request, outcome="tried")
    here = hosts is None or request.host in hosts
    stopped = not here or _is_stopped(request, door)
    return replace(request, outcome="stopped" if stopped else "sent")


def _is_stopped(request: Request, door: Door) -> bool:
    return door == "blocked" and bool(request.rule) and request.kind != "document"


def offered(live: bool) -> tuple[Door, ...]:
    """Return the doors that can be opened; partitioning takes the practice web's help."""
    return tuple(door for door in DOORS if not live or door != "partitioned")
