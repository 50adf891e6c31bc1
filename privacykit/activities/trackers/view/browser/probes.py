"""A script that sees what others in the page do beside calling: canvas, storage, keys.

It tells by console.debug, with a word that the page cannot know.
"""

import json
from string import Template
from typing import Literal, NamedTuple, cast

from PySide6.QtWebEngineCore import QWebEngineScript

from privacykit.tracking.addresses import host_of

What = Literal["canvas", "storage", "keys"]
_LONGEST = 1_000

_SCRIPT = Template("""(() => {
  const tell = console.debug.bind(console), told = new Set();
  const report = what => {
    const urls = (new Error().stack || "").match(/https?:[/][/][^\\s)]+/g) || [];
    const by = urls.length ? urls[0].split("?")[0] : location.origin + "/";
    const key = what + by;
    if (told.has(key) || told.size > 50) return;
    told.add(key);
    tell($word + JSON.stringify([what, by.slice(0, 300)]));
  };
  const wrap = (owner, name, what, wanted) => {
    const real = owner && owner[name];
    if (!real) return;
    owner[name] = function (...given) {
      if (!wanted || wanted(given)) report(what);
      return real.apply(this, given);
    };
  };
  const canvas = window.HTMLCanvasElement && HTMLCanvasElement.prototype;
  wrap(canvas, "toDataURL", "canvas");
  wrap(canvas, "toBlob", "canvas");
  const drawing = window.CanvasRenderingContext2D && CanvasRenderingContext2D.prototype;
  wrap(drawing, "getImageData", "canvas");
  wrap(window.Storage && Storage.prototype, "setItem", "storage");
  const typing = ["keydown", "keyup", "keypress", "input"];
  wrap(EventTarget.prototype, "addEventListener", "keys", given => typing.includes(given[0]));
})();""")


class Told(NamedTuple):
    what: What
    host: str
    """Whose script it was."""


def script(word: str) -> QWebEngineScript:
    """Return the script for every frame, before any other runs; word marks what it tells."""
    made = QWebEngineScript()
    made.setName("probes")
    made.setSourceCode(_SCRIPT.substitute(word=json.dumps(word)))
    made.setInjectionPoint(QWebEngineScript.InjectionPoint.DocumentCreation)
    made.setWorldId(QWebEngineScript.ScriptWorldId.MainWorld.value)
    made.setRunsOnSubFrames(True)
    return made


def heard(word: str, message: str) -> Told | None:
    """Read a line of the console; None: the page's own, which is of no interest."""
    if not message.startswith(word) or len(message) > _LONGEST:
        return None
    what, url = json.loads(message[len(word) :])
    return Told(cast("What", what), host_of(url))
