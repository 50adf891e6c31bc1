"""What a station hands to the exercises on trackers: its words, and two options."""

from typing import Annotated, Literal, get_args

import msgspec

from privacykit.activities.trackers.practice import data
from privacykit.i18n import _
from privacykit.tracking.model import Kind

Text = Annotated[str, msgspec.Meta(min_length=1, max_length=400)]
Short = Annotated[str, msgspec.Meta(min_length=1, max_length=80)]
What = Literal["preconnect", "first_party", "cname", "fingerprint"]
Choice = Literal["accept", "reject", "fair"]


class Leak(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Something that a blocker does not stop, with a practice page that does it."""

    what: What
    name: Short
    does: Text
    """What the page does."""
    why: Text
    """Why the blocker lets it through."""
    help: Text
    """What does help."""


class Banner(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An answer to a consent banner."""

    choice: Choice
    site: Short
    """Id of the practice site that asks."""
    name: Short
    how: Text
    """What to press."""
    says: Text
    """What is to be learnt from the count."""


class Sample(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A call that a rule of the shipped list stops, or does not."""

    name: Short
    url: Annotated[str, msgspec.Meta(pattern=r"^https://[^\s/]+/\S*$", max_length=200)]
    site: Short
    """Registrable domain of the page that calls."""
    kind: Kind
    about: Text


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """activity.toml."""

    leak: Annotated[tuple[Leak, ...], msgspec.Meta(min_length=1, max_length=4)]
    banner: Annotated[tuple[Banner, ...], msgspec.Meta(min_length=3, max_length=3)]
    sample: Annotated[tuple[Sample, ...], msgspec.Meta(min_length=2, max_length=6)]

    def __post_init__(self) -> None:
        """Raise ValueError if one comes twice, an answer is missing or a site is unknown."""
        kinds = [leak.what for leak in self.leak]
        if len(set(kinds)) < len(kinds):
            raise ValueError(_("Each `what` of a leak may come once."))
        if {banner.choice for banner in self.banner} != set(get_args(Choice)):
            raise ValueError(_("The three banners are accept, reject and fair."))
        known = [site.id for site in data.web().site]
        for banner in self.banner:
            if banner.site not in known:
                said = _("There is no practice site “{site}”. There are: {known}.")
                raise ValueError(said.format(site=banner.site, known=", ".join(known)))


class Options(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """[activity.options] of station.toml."""

    visits: Annotated[int, msgspec.Meta(ge=2, le=8)] = 5
    """How many practice sites a person is asked to visit."""
    live: bool = True
    """Offer the real internet, behind a switch with a warning."""
