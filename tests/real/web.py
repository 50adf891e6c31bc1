"""The pages that a patron visits: on loopback, with a mark in everything a page can store."""

import gzip
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import cramjam

PAGE = """<!doctype html><meta charset="utf-8"><title>Library</title>
<link rel="icon" href="/{mark}.png"><h1>{mark}</h1>
<form action="/found" method="post"><input name="email" id="word" autocomplete="on">
<button id="go">Go</button></form>
<a id="download" href="/{mark}-form.pdf">download</a>
<script>
async function plant(mark) {{
  localStorage.setItem("note-" + mark, mark + " in local storage");
  sessionStorage.setItem("note-" + mark, mark + " in session storage");
  document.cookie = "seen=" + mark + "; max-age=864000; path=/";
  await new Promise((done, failed) => {{
    const opening = indexedDB.open(mark + "-database-of-the-catalogue", 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore("books");
    opening.onsuccess = () => {{
      const writing = opening.result.transaction("books", "readwrite");
      const text = mark + " was read " + "again and again ".repeat(400) + mark;
      writing.objectStore("books").put({{title: text}}, "key-" + mark);
      writing.oncomplete = done;
    }};
    opening.onerror = failed;
  }});
  const cache = await caches.open("cache-" + mark);
  await cache.add("/page.txt?from=" + mark);
  await navigator.serviceWorker.register("/worker.js?for=" + mark);
  for (const packing of ["gzip", "br"]) await (await fetch("/" + packing + "?" + mark)).text();
  document.title = mark + " planted";
}}
plant("{mark}").catch(error => {{ document.title = "failed: " + error; }});
</script>"""


class _Pages(BaseHTTPRequestHandler):
    mark = ""

    def log_message(self, *_words: object) -> None:
        pass

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self._answer("text/html", f"<title>found</title>{self.mark}".encode())

    def do_GET(self) -> None:
        body = f"{self.mark} {'again and again ' * 200}{self.mark}".encode()
        where = self.path.partition("?")[0]
        if where == "/":
            self._answer("text/html; charset=utf-8", PAGE.format(mark=self.mark).encode())
        elif where == "/gzip":
            self._answer("text/plain", gzip.compress(body), ("Content-Encoding", "gzip"))
        elif where == "/br":
            packed = bytes(cramjam.brotli.compress(body))
            self._answer("text/plain", packed, ("Content-Encoding", "br"))
        elif where == "/worker.js":
            self._answer("text/javascript", f"// {self.mark}".encode())
        elif where.endswith(".pdf"):
            name = f'attachment; filename="{self.mark}-form.pdf"'
            self._answer("application/octet-stream", body, ("Content-Disposition", name))
        else:
            self._answer("text/plain", body)

    def _answer(self, kind: str, body: bytes, *more: tuple[str, str]) -> None:
        self.send_response(200)
        for name, value in (*more, ("Content-Type", kind), ("Cache-Control", "max-age=86400")):
            self.send_header(name, value)
        self.send_header("Set-Cookie", f"session={self.mark}; Max-Age=864000; Path=/")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def serving(mark: str) -> Iterator[str]:
    """Serve on loopback; yield the address of the first page, whose host holds the mark too."""
    handler = type("Pages", (_Pages,), {"mark": mark})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://{mark}.localhost:{server.server_address[1]}/"
        server.shutdown()
        thread.join()
