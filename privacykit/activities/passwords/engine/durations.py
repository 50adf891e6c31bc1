"""A length of time in words a person can picture."""

from privacykit.i18n import _, _n

MINUTE = 60
HOUR = 60 * MINUTE
DAY = 24 * HOUR
MONTH = DAY * 365.25 / 12
YEAR = DAY * 365.25
CENTURY = 100 * YEAR


def in_words(seconds: float) -> str:
    """Return "less than a second", "11 minutes" … "centuries"."""
    if seconds < 1:
        return _("less than a second")
    steps = (
        (1, MINUTE, _seconds),
        (MINUTE, HOUR, _minutes),
        (HOUR, DAY, _hours),
        (DAY, MONTH, _days),
        (MONTH, YEAR, _months),
        (YEAR, CENTURY, _years),
    )
    for size, following, words in steps:
        count = round(seconds / size)
        if count * size < following:
            return words(count)
    return _("centuries")


def _seconds(count: int) -> str:
    return _n("{count} second", "{count} seconds", count).format(count=count)


def _minutes(count: int) -> str:
    return _n("{count} minute", "{count} minutes", count).format(count=count)


def _hours(count: int) -> str:
    return _n("{count} hour", "{count} hours", count).format(count=count)


def _days(count: int) -> str:
    return _n("{count} day", "{count} days", count).format(count=count)


def _months(count: int) -> str:
    return _n("{count} month", "{count} months", count).format(count=count)


def _years(count: int) -> str:
    return _n("{count} year", "{count} years", count).format(count=count)
