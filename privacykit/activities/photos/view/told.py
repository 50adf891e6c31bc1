"""What the kinds of details are called, and the way a detail is written."""

from privacykit.activities.photos.engine.found import Detail, Found, Kind
from privacykit.activities.photos.engine.globe import Place
from privacykit.i18n import _

_MEGA = 1_000_000
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
    """Return a day and time as people write it; what is unknown stays as it is."""
    digits = "".join(sign for sign in text.removeprefix("D:") if sign.isdigit())[:12]
    if len(digits) < 12:  # noqa: PLR2004 - year, month, day, hour, minute
        return text
    return f"{digits[:4]}-{digits[4:6]}-{digits[6:8]} {digits[8:10]}:{digits[10:12]}"


def size(count: int) -> str:
    """Return bytes as people read them."""
    if count < _MEGA:
        return _("{count} kB").format(count=max(1, round(count / 1000)))
    return _("{count} MB").format(count=round(count / _MEGA, 1))
