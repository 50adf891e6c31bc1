"""What an ordinary account does with the station on trackers, run in the room.

`record` opens a page as in a browser by a process of its own; `practise` visits practice sites with
every protection and ends without tidying up. The last line printed is the answer, as JSON.
"""

import json
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

OTHER = "localhost"


class _Handler(BaseHTTPRequestHandler):
    """Answers with a page that calls the same server under another name."""

    def do_GET(self) -> None:
        port = self.headers["Host"].partition(":")[2]
        page = f"""<title>x</title><img src="http://{OTHER}:{port}/pixel?uid=s3cret">
            <script>fetch("http://{OTHER}:{port}/by-script", {{mode: "no-cors"}});
            document.createElement("canvas").toDataURL()</script>"""
        body = page.encode() if self.path == "/" else b""
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Set-Cookie", "seen=s3cretvalue; Max-Age=86400")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_words: object) -> None:
        """Say nothing."""


@contextmanager
def _serving() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/"
    server.shutdown()
    server.server_close()


def record() -> object:
    from privacykit.audit import recording

    with _serving() as address:
        return asdict(recording.visit(address))


def practise() -> object:
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    from privacykit.activities.trackers.engine.doors import DOORS
    from privacykit.activities.trackers.view.browser import Browser
    from privacykit.activities.trackers.view.session import Session

    app = QApplication([])
    session = Session("en")
    browser = Browser(session)
    browser.show()
    urls = [card.url for card in session.web.sites]
    todo = [(door, url) for door in DOORS for url in urls[:2]]

    def onward() -> None:
        if not todo:
            app.quit()
            return
        door, url = todo.pop(0)
        if door != browser.door:
            browser.set_door(door)
        browser.open(url)

    browser.loaded.connect(lambda _ok: QTimer.singleShot(300, onward))
    QTimer.singleShot(0, onward)
    app.exec()
    hosts = sorted({one.host for page in session.pages for one in page.requests})
    return {"pages": len(session.pages), "port": session.web.port, "hosts": hosts}


if __name__ == "__main__":
    jobs: dict[str, Callable[[], object]] = {"record": record, "practise": practise}
    sys.stdout.write(json.dumps(jobs[sys.argv[1]]()) + "\n")
