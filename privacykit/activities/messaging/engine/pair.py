"""Two phones, and perhaps someone who sits between them with keys of their own."""

from dataclasses import dataclass

from privacykit.activities.messaging.engine import safety, ways
from privacykit.activities.messaging.engine.phone import Envelope, Phone
from privacykit.activities.messaging.engine.safety import Number, Side
from privacykit.activities.messaging.engine.ways import Journey, Way


@dataclass(frozen=True)
class Delivery:
    envelope: Envelope
    """As it left the phone that wrote."""
    arrives: str
    overheard: str | None
    """What the one in the middle read; None where nobody could."""


class Pair:
    """The first phone writes to the second, which may answer; the server hands out the keys."""

    def __init__(self, first: str, second: str) -> None:
        self.names = first, second
        self.middle = False
        self._start()

    def _start(self) -> None:
        self.phones = {name: Phone(name) for name in self.names}
        self._pretenders = {name: Phone(name) for name in self.names}

    def swap(self, *, middle: bool) -> None:
        """Let the server hand out keys of its own instead, or stop it; all begin anew with it."""
        self.middle = middle
        phones = self.phones
        self._start()
        for name, phone in phones.items():
            self.phones[name] = phone.without_conversations()

    def new_phone(self, name: str) -> None:
        """Give someone a new phone, with new keys; every conversation begins anew."""
        self.phones[name] = Phone(name)
        for each in self.names:
            self.phones[each] = self.phones[each].without_conversations()
        self._pretenders = {each: Phone(each) for each in self.names}

    def other(self, name: str) -> str:
        return self.names[1 - self.names.index(name)]

    def shown_to(self, name: str) -> Phone:
        """Return the phone whose keys the server hands out as those of the other one."""
        return (self._pretenders if self.middle else self.phones)[self.other(name)]

    def send(self, sender: str, text: str) -> Delivery:
        """Send a text from one phone to the other; keys that were swapped do not stop it."""
        receiver = self.other(sender)
        taker = self.shown_to(sender)
        envelope = self.phones[sender].write(text, receiver, taker.bundle)
        read = taker.read(envelope)
        if not self.middle:
            return Delivery(envelope, read, None)
        again = self._pretenders[sender].write(read, receiver, self.phones[receiver].bundle)
        return Delivery(envelope, self.phones[receiver].read(again), read)

    def journey(self, way: Way, sender: str, text: str) -> Journey:
        if way is Way.END_TO_END:
            sent = self.send(sender, text)
            return ways.end_to_end(sent.envelope, sent.arrives)
        return ways.plain(text) if way is Way.PLAIN else ways.tls(text)

    def number(self, name: str) -> Number:
        """Return the safety number that someone's phone shows."""
        own = Side(name, self.phones[name].identity)
        return safety.number(own, Side(self.other(name), self.shown_to(name).identity))
