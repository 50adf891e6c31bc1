"""An SVG picture that would run something, or fetch something from outside, is refused."""

import re
from collections.abc import Iterator
from pathlib import Path

from privacykit.errors import StationError
from privacykit.i18n import _

_ACTIVE = re.compile(
    r"<!(?:ENTITY|DOCTYPE)|<\??(?:\w+:)?(?:script|foreignObject|xml-stylesheet)\b", re.I
)
_ADDRESS = re.compile(
    r"""\bhref\s*=\s*(?!["']\s*(?:\#|data:image/(?:png|jpe?g);base64,\s*(?-i:iVBORw0KGgo|/9j/)))
    | url\(\s*["']?\s*(?!\#|["'\s]) | @import""",
    re.I | re.X,
)
"""A picture inside counts by its first bytes: whatever it is called, another drawing is drawn."""


def problems(path: Path) -> Iterator[StationError]:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        mend = _("Save it again in your drawing program, as plain SVG in UTF-8.")
        yield StationError(path, _("This picture cannot be read."), mend)
        return
    mend = _("Save it again in your drawing program, as plain SVG with pictures inside.")
    for pattern in (_ACTIVE, _ADDRESS):
        if match := pattern.search(text):
            line = text.count("\n", 0, match.start()) + 1
            problem = _("This picture holds more than a drawing: “{part}”.")
            yield StationError(path, problem.format(part=match.group().strip()), mend, line)
