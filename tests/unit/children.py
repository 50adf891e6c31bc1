"""The processes that this one has started; those of a browser in a window are not meant."""

import psutil


def ours() -> set[str]:
    """Return names of children, those that ended and were not waited for included."""
    names = (child.name() for child in psutil.Process().children(recursive=True))
    return {name for name in names if not name.startswith("QtWebEngine")}
