"""What the kinds of details are called, and the way a detail is written."""

import re

from privacykit.activities.photos.engine.found import Detail, Found, Kind
from privacykit.activities.photos.engine.globe import Place
from privacykit.i18n import _

_DAY = re.compile(r"(?:D:)?(\d{4})[:-]?(\d\d)[:-]?(\d\d)[T ]?(\d\d):?(\d\d)")
"""As Exif, PDF and ISO 8601 write it."""
ICONS: dict[Kind, str] = {
    "taken": "clock",
    "place": "map-pin",
    "device": "camera",
    "serial": "hash",
    "author": "user",
    "software": "app-window",
    "title": "text-t",
    "company": "buildings",
    "edited": "pencil",
    "changes": "clock-counter-clockwise",
    "comment": "chat-text",
    "thumbnail": "image",
    "notes": "note",
}


def kind(one: Kind) -> str:
    return {
        "taken": _("Made"),
        "place": _("Place"),
        "device": _("Device"),
        "serial": _("Serial number"),
        "author": _("Name"),
        "software": _("Program"),
        "title": _("Title"),
        "company": _("Workplace"),
        "edited": _("Changed last"),
        "changes": _("Number of changes"),
        "comment": _("Comment"),
        "thumbnail": _("A small picture inside"),
        "notes": _("A packet of notes"),
    }[one]


def value(one: Detail, found: Found) -> str:
    if one.kind == "place" and found.place:
        return Place(*found.place).in_words
    if one.kind == "thumbnail":
        return _("How the picture looked before it was changed, perhaps")
    if one.kind == "notes":
        return _("Written by programs that edit pictures (XMP)")
    if one.kind in {"taken", "edited"}:
        return _day(one.value)
    return one.value


def _day(text: str) -> str:
    """Return a day and time as people write it; what is written otherwise stays as it is."""
    found = _DAY.match(text)
    return "{}-{}-{} {}:{}".format(*found.groups()) if found else text
