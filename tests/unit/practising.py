"""What the tests of plan, session and programs share: a made-up account and a small world."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

from privacykit.wipe import plan as plans
from privacykit.wipe import practice
from privacykit.wipe.places import Account, World
from privacykit.wipe.plan import Plan
from privacykit.wipe.policy import Policy
from privacykit.wipe.programs import Processes
from privacykit.wipe.traces import Catalogue, Trace


def clock() -> Callable[[], datetime]:
    seconds = count()
    return lambda: datetime(2026, 1, 5, 10, tzinfo=UTC) + timedelta(seconds=next(seconds))


def nobody() -> tuple[()]:
    return ()


def world(processes: Processes = nobody) -> World:
    return World(temporary=(), processes=processes, now=clock())


def empty(folder: Path) -> Account:
    """Return a practice account with nothing in its home."""
    account = practice.lay_out(folder)
    for found in sorted(account.home.rglob("*"), reverse=True):
        found.rmdir() if found.is_dir() else found.unlink()
    (account.home.parent / "tmp/lu0001.tmp").unlink()
    return account


def trace(*paths: str, verb: str = "tree", **others: object) -> Trace:
    words = {"id": f"t-{len(paths)}-{verb}", "title": "Made-up", "group": "browsers"}
    words |= {"source": "made up", "licence": "none", "verb": verb}
    return Trace(**{**words, "paths": paths, **others})  # type: ignore[arg-type]


def make(
    account: Account, *traces: Trace, policy: Policy | None = None, processes: Processes = nobody
) -> Plan:
    chosen = policy or Policy.default()
    return plans.make(account, chosen, Catalogue(tuple(traces)), world(processes))


def found(plan: Plan) -> list[bytes]:
    return [item.path for item in plan.items]


def write(home: Path, *names: str) -> None:
    for name in names:
        path = home / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("left by a patron")
