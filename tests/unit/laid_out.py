"""Computers laid out in a folder for the check-up: a few files, a few facts."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from privacykit.audit.check import Finding
from privacykit.audit.computer import Computer

NOW = datetime.now(UTC)
LATER = NOW + timedelta(days=100)
PUBLIC = "/var/lib/privacykit-public"
FIREFOX = {"/usr/bin/firefox": ""}
CHROMIUM = {"/usr/bin/chromium": ""}


def lay_out(root: Path, files: Mapping[str, str]) -> None:
    for path, text in files.items():
        place = root / path.lstrip("/")
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, "utf-8")


def linux(root: Path, files: Mapping[str, str] | None = None, **known: Any) -> Computer:
    lay_out(root, files or {})
    told: dict[str, Any] = {"account": "patron", "home": None, "now": NOW, **known}
    return Computer(root=root, system="linux", **told)


def windows(root: Path, registry: Mapping[str, Mapping[str, str | int]]) -> Computer:
    return Computer(
        root=root, system="windows", account="patron", home=None, registry=registry, now=NOW
    )


def firefox(policies: object) -> dict[str, str]:
    """Return the files of a Firefox with these policies."""
    return FIREFOX | {"/etc/firefox/policies/policies.json": json.dumps({"policies": policies})}


def chromium(policies: object, *, which: str = "chromium") -> dict[str, str]:
    folder = {"chromium": "/etc/chromium", "chrome": "/etc/opt/chrome", "edge": "/etc/opt/edge"}
    program = {"chromium": "/usr/bin/chromium", "chrome": "/opt/google/chrome/chrome"}
    program["edge"] = "/opt/microsoft/msedge/msedge"
    return {
        program[which]: "",
        f"{folder[which]}/policies/managed/library.json": json.dumps(policies),
    }


def frozen(condition: str = "clean", **known: object) -> dict[str, str]:
    """Return the files of a computer on which the account "patron" is frozen."""
    home = {"account": "patron", "condition": condition, "since": NOW.isoformat(), **known}
    return {f"{PUBLIC}/status.json": json.dumps({"format": 1, "accounts": [home]})}


def evidence(finding: Finding) -> dict[str, str]:
    return {one.name: one.value for one in finding.evidence}
