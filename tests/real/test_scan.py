"""Real browsers on loopback: Firefox saves a HAR that is read, and the kit's own child scans."""

import http.server
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from privacykit.tracking import har
from tests.real.waiting import until

pytestmark = [pytest.mark.real, pytest.mark.usefixtures("real_programs")]

TRACKER = b"""
document.cookie = "_ga=SECRETscript; max-age=34560000";
fetch("http://ads.tracknet.localhost:PORT/collect?dl=" + encodeURIComponent(location.href),
      {method: "POST", mode: "no-cors", body: "SECRETbody"});
"""
PAGE = (
    b"<title>Library</title><script src=http://cdn.tracknet.localhost:PORT/t.js></script>"
    b"<img src='http://ads.tracknet.localhost:PORT/pixel.gif?uid=SECRETuid'>"
    b"<iframe src=http://social.localhost:PORT/frame></iframe><script>"
    b"if (navigator.userAgent.includes('Firefox')) setTimeout(() => location.reload(), 5000)"
    b"</script>"
)
PIXEL = b"GIF89a\x01\x00\x01\x00\x00\x00\x00;"
NOTHING = ("text/plain", b"", ("X-A", "b"))
ANSWERS = {
    "/search": ("text/html", PAGE, ("Set-Cookie", "seen=SECRETseen; Max-Age=34560000")),
    "/t.js": ("text/javascript", TRACKER, ("X-A", "b")),
    "/pixel.gif": ("image/gif", PIXEL, ("Set-Cookie", "uid=SECRETuid; Max-Age=31536000")),
    "/frame": ("text/html", b"<p>Like", ("X-A", "b")),
}
SEARCH = "http://library.localhost:PORT/search?q=sore+knees"
FIREFOX = ("firefox-esr", "--headless", "--no-remote")
ORDINARY = ("unshare", "--user", "--map-user=1000", "--map-group=1000")
KIT = (sys.executable, "-m", "privacykit")


class _Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        kind, body, header = ANSWERS.get(self.path.partition("?")[0], NOTHING)
        port = self.headers["Host"].rpartition(":")[2]
        body = body.replace(b"PORT", port.encode())
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header(*header)
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_arguments: object) -> None:
        """Say nothing."""


@pytest.fixture
def port() -> Iterator[int]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def preferences(folder: Path, port: int) -> str:
    wanted = {
        "browser.aboutwelcome.enabled": False,
        "browser.shell.checkDefaultBrowser": False,
        "datareporting.policy.dataSubmissionEnabled": False,
        "devtools.netmonitor.har.defaultLogDir": str(folder),
        "devtools.netmonitor.har.enableAutoExportToFile": True,
        "devtools.netmonitor.har.forceExport": True,
        "devtools.toolbox.host": "window",
        "devtools.toolbox.selectedTool": "netmonitor",
        "network.captive-portal-service.enabled": False,
        "network.connectivity-service.enabled": False,
        "network.proxy.allow_hijacking_localhost": False,
        "network.proxy.http": "127.0.0.1",
        "network.proxy.http_port": port,
        "network.proxy.no_proxies_on": "",
        "network.proxy.type": 1,
    }
    return "".join(f'user_pref("{name}", {json.dumps(one)});\n' for name, one in wanted.items())


def test_a_har_that_firefox_saved_just_now(tmp_path: Path, port: int) -> None:
    profile, saved = tmp_path / "profile", tmp_path / "saved"
    profile.mkdir()
    saved.mkdir()
    (profile / "user.js").write_text(preferences(saved, port))
    firefox = subprocess.Popen(
        [*FIREFOX, "--profile", str(profile), "--devtools", SEARCH.replace("PORT", str(port))],
        env={**os.environ, "HOME": str(tmp_path), "MOZ_HEADLESS": "1"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        path = until("Firefox's HAR", lambda: [*filter(_is_whole, saved.iterdir())])[0]
    finally:
        os.killpg(firefox.pid, signal.SIGKILL)
        firefox.wait()
    assert b"SECRET" in path.read_bytes()
    visit = har.read(path)
    assert "SECRET" not in repr(visit)
    calls = {one.path: one for one in visit.requests}
    assert visit.pages[-1].path == "/search"
    assert (calls["/t.js"].kind, calls["/t.js"].third) == ("script", True)
    assert calls["/frame"].kind == "frame"
    assert calls["/collect"].carried == ("q",)
    assert {"seen", "uid"} <= {one.name for one in visit.cookies}


def _is_whole(path: Path) -> bool:
    try:
        json.loads(path.read_bytes())
    except ValueError:
        return False
    return True


def test_the_kit_opens_a_page_as_an_ordinary_user(tmp_path: Path, port: int) -> None:
    """In a user namespace this is no root, and Chromium's sandbox is on."""
    done = subprocess.run(
        [*ORDINARY, *KIT, "trackers", "scan", "--json", SEARCH.replace("PORT", str(port))],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        env={"PATH": os.environ["PATH"], "HOME": str(tmp_path)},
    )
    assert done.returncode == 1, done.stderr
    found = json.loads(done.stdout)
    assert (found["source"], found["notes"]) == ("live", [])
    assert found["told"] == ["tracknet.localhost"], "only its script tells the address"
    assert {one["site"] for one in found["parties"]} == {"tracknet.localhost", "social.localhost"}
    assert {"_ga", "seen"} <= {one["name"] for one in found["pages"][0]["cookies"]}
    assert found["cookies_before_a_yes"] is True
    assert "SECRET" not in done.stdout
    assert not [*tmp_path.iterdir()], "nothing is left at home"
