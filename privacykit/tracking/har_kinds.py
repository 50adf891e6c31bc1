"""What kind of a call an entry of a HAR is, by the first of many signs that browsers leave."""

from collections.abc import Mapping
from urllib.parse import urlsplit

from privacykit.tracking.har_shape import Call
from privacykit.tracking.model import Kind

_DEST: Mapping[str, Kind] = {
    "audio": "media",
    "document": "document",
    "embed": "frame",
    "font": "font",
    "frame": "frame",
    "iframe": "frame",
    "image": "image",
    "object": "frame",
    "script": "script",
    "serviceworker": "worker",
    "sharedworker": "worker",
    "style": "style",
    "track": "media",
    "video": "media",
    "websocket": "websocket",
    "worker": "worker",
}
_TYPE: Mapping[str, Kind] = {
    "document": "document",
    "eventsource": "xhr",
    "fetch": "xhr",
    "font": "font",
    "image": "image",
    "media": "media",
    "ping": "beacon",
    "prefetch": "prefetch",
    "script": "script",
    "stylesheet": "style",
    "websocket": "websocket",
    "xhr": "xhr",
}
_MIME: tuple[tuple[str, Kind], ...] = (
    ("javascript", "script"),
    ("ecmascript", "script"),
    ("css", "style"),
    ("font", "font"),
    ("image/", "image"),
    ("audio/", "media"),
    ("video/", "media"),
    ("json", "xhr"),
)
_SUFFIX: Mapping[str, Kind] = {
    "css": "style",
    "gif": "image",
    "jpeg": "image",
    "jpg": "image",
    "js": "script",
    "mjs": "script",
    "mp3": "media",
    "mp4": "media",
    "otf": "font",
    "png": "image",
    "svg": "image",
    "ttf": "font",
    "webp": "image",
    "woff": "font",
    "woff2": "font",
}


def kind_of(call: Call) -> Kind:
    """Return the kind; "document" also for a frame where nothing tells them apart."""
    if "prefetch" in call.asked("sec-purpose") + call.asked("purpose"):
        return "prefetch"
    told = _TYPE.get((call.type or "").lower())
    dest = call.asked("sec-fetch-dest").lower()
    if dest == "empty":
        return told or "xhr"
    return _DEST.get(dest) or told or _guessed(call)


def _guessed(call: Call) -> Kind:
    address = urlsplit(call.request.url)
    if address.scheme in {"ws", "wss"}:
        return "websocket"
    if call.asked("accept").startswith("text/html"):
        return "document"
    content = call.response.content if call.response else None
    mime = ((content and content.mime) or "").lower()
    by_mime = next((kind for sign, kind in _MIME if sign in mime), None)
    return by_mime or _SUFFIX.get(address.path.rpartition(".")[2].lower(), "other")
