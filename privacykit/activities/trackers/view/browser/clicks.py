"""A script that tells what a person clicked, so that another browser can click the same.

Links are left out: where they lead is followed by its address.
"""

import json
from string import Template

from PySide6.QtWebEngineCore import QWebEngineScript

WORLD = QWebEngineScript.ScriptWorldId.ApplicationWorld.value
"""Apart from the page's own scripts, which can neither see nor forge what is told."""
_LONGEST = 2_000

_SCRIPT = Template("""document.addEventListener("click", event => {
  const steps = [];
  let one = event.target;
  if (!event.isTrusted || !one.closest || one.closest("a[href]")) return;
  for (; one.parentElement; one = one.parentElement) {
    const place = [...one.parentElement.children].indexOf(one) + 1;
    steps.unshift(`$${one.localName}:nth-child($${place})`);
  }
  console.debug($word + JSON.stringify(["click", steps.join(">")]));
}, true);""")


def script(word: str) -> QWebEngineScript:
    """Return the script for the page itself; word marks what it tells."""
    made = QWebEngineScript()
    made.setName("clicks")
    made.setSourceCode(_SCRIPT.substitute(word=json.dumps(word)))
    made.setInjectionPoint(QWebEngineScript.InjectionPoint.DocumentCreation)
    made.setWorldId(WORLD)
    return made


def heard(word: str, message: str) -> str:
    """Return the selector of what was clicked; empty: the line tells of something else."""
    if not message.startswith(f'{word}["click",') or len(message) > _LONGEST:
        return ""
    return str(json.loads(message[len(word) :])[1])


def repeat(selector: str) -> str:
    """Return what clicks the same in another page, if it is there."""
    return f"document.querySelector({json.dumps('html>' + selector)})?.click()"
