"""How many are called before and after an answer to a consent banner."""

from dataclasses import dataclass, field

from privacykit.activities.trackers.engine import predict
from privacykit.i18n import _, _n
from privacykit.tracking.model import Request

_ANSWER = "/choice"
"""The path that the practice web's banner tells the answer to."""


@dataclass(slots=True)
class Count:
    """The calls of one visit to others; what tells the answer is none of them."""

    before: list[Request] = field(default_factory=list)
    after: list[Request] = field(default_factory=list)
    answered: bool = False

    def add(self, request: Request) -> None:
        if not request.third or request.outcome == "stopped":
            return
        if request.path == _ANSWER:
            self.answered = True
        else:
            (self.after if self.answered else self.before).append(request)

    def said(self) -> str:
        """Return both counts, with the names of who was called."""
        text = _("Before the answer: {count}").format(count=_told(self.before))
        if not self.answered:
            return text
        return f"{text}\n" + _("After it: {count}").format(count=_told(self.after))


def _told(requests: list[Request]) -> str:
    calls = _n("{count} call", "{count} calls", len(requests)).format(count=len(requests))
    names = ", ".join(predict.companies(requests))
    return f"{calls} ({names})" if names else calls
