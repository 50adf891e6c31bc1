"""HARs made up for tests, and two that browsers' own tools would save."""

import json
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).with_name("hars")
FIREFOX, CHROMIUM = FOLDER / "firefox.har", FOLDER / "chromium.har"
PAGE = "https://www.library.example/search?q=sore+knees&page=2"
OTHER = "https://ads.tracknet.example/pixel.gif"


def headers(**values: str) -> list[dict[str, str]]:
    return [{"name": name.replace("_", "-"), "value": value} for name, value in values.items()]


def entry(url: str, at: float | None = 0, answer: Any = None, **asked: str) -> dict[str, Any]:
    """Return one entry; asked are request headers, answer replaces parts of the response."""
    started = {} if at is None else {"startedDateTime": f"2026-11-20T09:00:{at:06.3f}Z"}
    response = {"status": 200, "headers": [], "content": {"mimeType": ""}, **(answer or {})}
    return {**started, "request": {"url": url, "headers": headers(**asked)}, "response": response}


def page(url: str = PAGE, at: float | None = 0, answer: Any = None, **asked: str) -> Any:
    return entry(url, at, answer, **{"sec_fetch_dest": "document", **asked})


def har(*entries: Any) -> bytes:
    return json.dumps({"log": {"version": "1.2", "pages": [], "entries": entries}}).encode()
