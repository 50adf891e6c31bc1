"""The page that a proof's browsers visit: on loopback, it stores a mark in all a page can store."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

_PAGE = """<!doctype html><meta charset="utf-8"><title>{mark}</title>
<link rel="icon" href="/{mark}.png"><h1>{mark}</h1><a download href="/{mark}-form.pdf">form</a>
<script>
const mark = "{mark}";
function database() {{
  return new Promise((done, failed) => {{
    const opening = indexedDB.open(mark + "-database", 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore("books");
    opening.onsuccess = () => {{
      const writing = opening.result.transaction("books", "readwrite");
      writing.objectStore("books").put({{title: (mark + " again ").repeat(200)}}, mark);
      writing.oncomplete = done;
    }};
    opening.onerror = failed;
  }});
}}
async function store() {{
  localStorage.setItem("note-" + mark, mark);
  sessionStorage.setItem("note-" + mark, mark);
  document.cookie = "seen=" + mark + "; max-age=864000; path=/";
  await database();
  await (await caches.open("cache-" + mark)).add("/page.txt?from=" + mark);
  await navigator.serviceWorker.register("/worker.js?for=" + mark);
  document.querySelector("a").click();
}}
store().then(() => fetch("/done"), error => fetch("/failed?" + error));
</script>"""
_KINDS = {
    "/": "text/html; charset=utf-8",
    "/worker.js": "text/javascript",
    "/page.txt": "text/plain",
}


@dataclass
class Site:
    """Where the page is, and which marks it has stored; `failed` holds what a script said."""

    port: int = 0
    done: set[str] = field(default_factory=set)
    failed: dict[str, str] = field(default_factory=dict)

    def address(self, mark: str) -> str:
        """Return the page's address; its host holds the mark, so that histories and cookies do."""
        return f"http://{mark}.localhost:{self.port}/"


class _Pages(BaseHTTPRequestHandler):
    site: Site

    def log_message(self, *_words: object) -> None: ...

    def do_GET(self) -> None:
        mark = self.headers.get("Host", "").partition(".")[0]
        where, _mark, words = self.path.partition("?")
        if where == "/done":
            self.site.done.add(mark)
        elif where == "/failed":
            self.site.failed[mark] = words
        body = _PAGE.format(mark=mark) if where == "/" else f"// {mark} {'again ' * 200}"
        self._answer(_KINDS.get(where, "application/octet-stream"), body.encode(), mark)

    def _answer(self, kind: str, body: bytes, mark: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "max-age=86400")
        self.send_header("Set-Cookie", f"session={mark}; Max-Age=864000; Path=/")
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def serving() -> Iterator[Site]:
    """Serve on this room's loopback until the end."""
    site = Site()
    handler = type("Pages", (_Pages,), {"site": site})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        site.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield site
        finally:
            server.shutdown()
            thread.join()
