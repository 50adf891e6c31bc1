"""A patron's session, run in the room: `plant MARK clean|kill`, `reopen MARK`, `hurry HOME`.

The last line printed is the answer, as JSON.
"""

import json
import sys
from pathlib import Path

from tests.real import chromium, files, firefox, web

# what a hurried script deletes: the files that every guide names
WELL_KNOWN = (
    *(
        f"{root}/*/{name}"
        for root in firefox.ROOTS
        for name in (
            "places.sqlite",
            "cookies.sqlite",
            "formhistory.sqlite",
            "logins.json",
            "sessionstore*",
        )
    ),
    ".cache/mozilla/firefox/*/cache2/*/*",
    ".config/chromium/Default/History",
    ".config/chromium/Default/Cookies",
    ".config/chromium/Default/Web Data",
    ".config/chromium/Default/Login Data",
    ".cache/chromium/Default/Cache/*/*",
    ".local/share/recently-used.xbel",
    ".local/share/Trash/*/*",
    ".bash_history",
    "Downloads/*",
    "Documents/*",
)


def plant(mark: str, manner: str) -> str:
    """Visit, leave files, go; one browser is opened again and left running."""
    with web.serving(mark) as address:
        for browser in (firefox.Firefox.start(), chromium.Chromium.start()):
            browser.visit(mark, address)
            browser.leave(manner)
        files.plant(mark)
        left = firefox.Firefox if manner == "clean" else chromium.Chromium
        again = left.start()
        again.look(address)
        again.forsake()
    return left.__name__


def reopen(mark: str) -> dict[str, object]:
    return {"Firefox": firefox.reopen(), "Chromium": chromium.reopen(mark)}


def hurry(home: str) -> int:
    """Delete the well-known files; return how many."""
    found = [path for pattern in WELL_KNOWN for path in Path(home).glob(pattern) if path.is_file()]
    for path in found:
        path.unlink()
    return len(found)


if __name__ == "__main__":
    deed, *words = sys.argv[1:]
    answer = {"plant": plant, "reopen": reopen, "hurry": hurry}[deed](*words)  # type: ignore[operator]
    sys.stdout.write(json.dumps(answer) + "\n")
