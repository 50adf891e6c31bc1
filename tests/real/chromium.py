"""Real Chromium as a patron uses it, driven through chromedriver in its own default profile."""

import http.client
import json
import os
import signal
import sqlite3
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from tests.real.waiting import planted, until, written

ROOT = Path.home() / ".config/chromium"
PORT = 9515
ARGUMENTS = [
    "--headless=new",
    f"--user-data-dir={ROOT}",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--no-first-run",
]
PREFERENCES = {"download.prompt_for_download": False, "autofill.profile_enabled": True}
ELEMENT = "element-6066-11e4-a52e-4f735466cecf"


def _ask(method: str, path: str, body: object = None) -> Any:
    """Say one thing to the driver, as the WebDriver standard has it."""
    line = http.client.HTTPConnection("127.0.0.1", PORT, timeout=90)
    try:
        line.request(method, path, json.dumps(body if body is not None else {}))
        answer = json.loads(line.getresponse().read())["value"]
    finally:
        line.close()
    assert not (isinstance(answer, dict) and "error" in answer), answer
    return answer


def _listening() -> bool:
    try:
        return bool(_ask("GET", "/status")["ready"])
    except OSError:
        return False


@dataclass
class Chromium:
    """A running Chromium; it stays when this object goes."""

    driver: subprocess.Popen[bytes]
    path: str
    number: int

    @classmethod
    def start(cls) -> Self:
        driver = subprocess.Popen(
            ["chromedriver", f"--port={PORT}"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        until("the driver", _listening)
        options = {"args": ARGUMENTS, "prefs": PREFERENCES, "detach": True}
        wanted = {"capabilities": {"alwaysMatch": {"goog:chromeOptions": options}}}
        session = _ask("POST", "/session", wanted)
        number = (ROOT / "SingletonLock").readlink().name.rpartition("-")[2]
        return cls(driver, f"/session/{session['sessionId']}", int(number))

    def _do(self, name: str, deed: str, **words: str) -> None:
        selector = {"using": "css selector", "value": f"#{name}"}
        element = _ask("POST", f"{self.path}/element", selector)[ELEMENT]
        _ask("POST", f"{self.path}/element/{element}/{deed}", words)

    def _title(self) -> str:
        return str(_ask("GET", f"{self.path}/title"))

    def look(self, address: str) -> None:
        _ask("POST", f"{self.path}/url", {"url": address})

    def forsake(self) -> None:
        """Walk away from the running browser; it goes on as it is."""
        self.driver.kill()
        self.driver.wait()

    def visit(self, mark: str, address: str) -> None:
        """Do what a patron does, and wait until it has reached the disk."""
        self.look(address)
        until("the page", lambda: planted(self._title()))
        self._do("download", "click")
        self._do("word", "value", text=f"{mark}@library.example")
        self._do("go", "click")
        until("the answer", lambda: self._title() == "found")
        until("the download", lambda: list(Path.home().glob(f"Downloads/{mark}-form*.pdf")))
        for name in ("History", "Cookies"):  # Chromium writes cookies after half a minute
            written(ROOT / "Default", name, mark)

    def leave(self, manner: str) -> None:
        if manner == "kill":
            os.kill(self.number, signal.SIGKILL)
        else:
            _ask("DELETE", self.path)
        self.driver.terminate()
        self.driver.wait(30)
        until("Chromium to end", lambda: not Path(f"/proc/{self.number}").exists())


def reopen(mark: str) -> dict[str, int]:
    """Start on whatever is there, as the next patron does, and count what Chromium remembers."""
    browser = Chromium.start()
    browser.look("about:blank")
    browser.leave("clean")
    return {
        "visits": _count("History", "SELECT count(*) FROM urls WHERE url LIKE ?", f"%{mark}%"),
        "cookies": _count("Cookies", "SELECT count(*) FROM cookies"),
        "logins": _count("Login Data", "SELECT count(*) FROM logins"),
    }


def _count(file: str, question: str, *words: str) -> int:
    path = ROOT / "Default" / file
    if not path.exists():
        return 0
    with sqlite3.connect(path) as database:
        (number,) = database.execute(question, words).fetchone()
    return int(number)
