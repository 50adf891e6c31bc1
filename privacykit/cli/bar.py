"""A bar on stderr where a person is watching."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from privacykit.wipe.progress import Progress, silent


@contextmanager
def progress() -> Iterator[Progress]:
    if not sys.stderr.isatty():
        yield silent
        return
    from rich.console import Console
    from rich.progress import Progress as Bar

    with Bar(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)

        def show(what: str, done: int, total: int) -> None:
            bar.update(task, description=what, completed=done, total=total or None)

        yield show
