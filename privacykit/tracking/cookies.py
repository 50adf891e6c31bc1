"""What a Set-Cookie line says, without its value."""

import re
from email.utils import parsedate_to_datetime
from typing import NamedTuple

_DAY = 86_400
_LONGEST, _MOST = 8_192, 200
_VALUE = re.compile(r"=([^;]*)")
LONGEST_NAME = 100
_FOLLOWING = re.compile(r"(?:_ga|_gid|_fbp|_hj|_pk_id|_clck|_uet|nmstat|IDE|NID|AMCV_|s_vi)\b|_ga_")
"""Names of cookies that are known to follow people."""


class Line(NamedTuple):
    name: str
    length: int
    days: float | None
    """None: until the browser is closed; 0: it is being deleted."""


def line(text: str, now: float) -> Line | None:
    """Return what one Set-Cookie line says; now in seconds since 1970. None: it has no name."""
    pair, *rest = text.split(";")
    name, is_pair, value = pair.partition("=")
    if not is_pair or not name.strip() or not name.isprintable():
        return None
    fields = (field.partition("=") for field in rest)
    known = {key.strip().lower(): value.strip() for key, _is, value in fields}
    return Line(name.strip()[:LONGEST_NAME], len(value.strip()), _days(known, now))


def follows(name: str) -> bool:
    """Tell whether a cookie of this name is known to follow people."""
    return _FOLLOWING.match(name) is not None


def blunt_line(text: str) -> str:
    """Return a Set-Cookie line with its value made into as many x."""
    pair, end, rest = text[:_LONGEST].partition(";")
    return blunt(pair) + end + rest


def blunt(text: str) -> str:
    """Return a Cookie header with all its values made into as many x."""
    return _VALUE.sub(lambda found: "=" + "x" * len(found[1]), text[:_LONGEST])


def names(text: str) -> dict[str, int]:
    """Return the names in a Cookie header, and how long their values are."""
    fields = (field.partition("=") for field in text.split(";", _MOST)[:_MOST])
    return {
        name.strip()[:LONGEST_NAME]: len(value)
        for name, is_pair, value in fields
        if is_pair and name.strip() and name.isprintable()
    }


def _days(known: dict[str, str], now: float) -> float | None:
    if re.fullmatch(r"-?\d{1,12}", known.get("max-age", "")):
        return _rounded(float(known["max-age"]))
    if "expires" not in known:
        return None
    return until(known["expires"], now)


def until(text: str, now: float) -> float | None:
    """Return how many days there are to a date as cookies write it; None: it is no date."""
    try:
        end = parsedate_to_datetime(text.replace("-", " ")).timestamp()
    except (ValueError, TypeError, OverflowError, OSError, IndexError):
        return None
    return _rounded(end - now)


def _rounded(seconds: float) -> float:
    """Return days; what is to be deleted lasts for none."""
    return tidy(max(0.0, seconds / _DAY))


def tidy(days: float) -> float:
    """Return days as exactly as they mean something; a second is more than none."""
    return round(days, 2 if days >= 1 else 6)
