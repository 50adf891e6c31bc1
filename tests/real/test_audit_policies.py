"""What the check-up tells to write into the browsers' policies is what real browsers go by."""

import json
import os
import re
from pathlib import Path
from typing import Any

import pytest

from privacykit.audit import registry
from tests.real import chromium
from tests.real.apart import apart, call, needs_root
from tests.real.chromium import Chromium
from tests.real.waiting import until

pytestmark = [pytest.mark.real, needs_root]
_LINE = re.compile(r"(/etc/\S+\.json): (\{.*\})$", re.MULTILINE)
_ACTIVE = "arguments[0](Object.keys(Services.policies.getActivePolicies() ?? {}))"
_VERSION = "arguments[0](parseInt(Services.appinfo.version))"
_NEWER = {"AIControls": 153}
"""Policies that an older Firefox passes over: the long-term versions are 140 and then 153."""
_SHOWN = """
const words = [];
const walk = node => {
  if (node.shadowRoot) walk(node.shadowRoot);
  const text = node.nodeType === Node.TEXT_NODE ? node.textContent.trim() : "";
  if (text) words.push(text);
  node.childNodes.forEach(walk);
};
walk(document.body);
return words;
"""


def _told(browser: str) -> dict[str, Any]:
    """Return every policy that the mends tell to write, and where."""
    files: dict[str, dict[str, Any]] = {}
    for about in registry.abouts():
        for file, text in _LINE.findall(about.mend()):
            files.setdefault(file, {}).update(json.loads(text).get("policies", json.loads(text)))
    ((file, policies),) = ((file, said) for file, said in files.items() if browser in file)
    place = Path(file)
    place.parent.mkdir(parents=True)
    place.write_text(json.dumps({"policies": policies} if browser == "firefox" else policies))
    return policies


def _own_etc(folder: Path) -> None:
    """Lay a folder over /etc that takes every change, and live in one of our own."""
    top = folder / "top"
    top.mkdir()
    call("mount", b"tmpfs", os.fsencode(top), b"tmpfs", 0, None)
    for name in ("upper", "work", "home"):
        (top / name).mkdir()
    options = f"lowerdir=/etc,upperdir={top}/upper,workdir={top}/work"
    call("mount", b"overlay", b"/etc", b"overlay", 0, options.encode())
    os.environ["HOME"] = str(top / "home")


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@apart(120)
def test_firefox_goes_by_every_policy_that_is_told(tmp_path: Path) -> None:
    from tests.real.firefox import Firefox  # its driver warns when it is imported

    _own_etc(tmp_path)
    told = _told("firefox")
    browser = Firefox.start()
    try:
        version = browser.ask(_VERSION)
        known = {name for name in told if version >= _NEWER.get(name, 0)}
        assert set(browser.ask(_ACTIVE)) == known
    finally:
        browser.program.kill()
        browser.program.wait()


@apart(120)
def test_chromium_goes_by_every_policy_that_is_told(tmp_path: Path) -> None:
    _own_etc(tmp_path)
    told = _told("chromium")
    chromium.ROOT = Path.home() / "chromium"
    chromium.ARGUMENTS = [f"--user-data-dir={chromium.ROOT}", "--headless=new", "--no-sandbox"]
    browser = Chromium.start()
    try:
        browser.look("chrome://policy")
        until("the list", lambda: "HttpsOnlyMode" in _words(browser))
        words = _words(browser)
        status = {name: words[words.index(name) + 5] for name in told}
        assert set(status.values()) <= {"OK", "Deprecated"}, status
    finally:
        browser.leave("clean")


def _words(browser: Chromium) -> list[str]:
    """Return what the page shows: name, value, source, whose, level and status of each policy."""
    shown: list[str] = chromium._ask(
        "POST", f"{browser.path}/execute/sync", {"script": _SHOWN, "args": []}
    )
    return shown
