"""Which lines of the table are shown."""

from collections.abc import Iterator
from dataclasses import dataclass

from privacykit.activities.trackers.engine import said
from privacykit.activities.trackers.engine.web import Line, WebOfCompanies


@dataclass
class Filter:
    text: str = ""
    only_stopped: bool = False
    only_others: bool = False
    """Leave out what a site calls of its own."""

    def passes(self, line: Line) -> bool:
        if (self.only_stopped and not line.tally.stopped) or (self.only_others and not line.third):
            return False
        wanted = self.text.strip().casefold()
        if not wanted:
            return True
        texts = line.site, line.host, line.rule, said.owner(line)
        return any(wanted in text.casefold() for text in texts)


def shown(web: WebOfCompanies, chosen: Filter) -> Iterator[Line]:
    """Return the lines that pass, in order of arrival."""
    return filter(chosen.passes, web.lines.values())
