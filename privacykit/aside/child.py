"""What the process of its own does: bound itself, read, answer by its exit code and on stdout.

Started by `aside.read` as `privacykit aside NAME [WORD …]`, with the file on stdin.
"""

import math
import sys

from privacykit.aside import readers
from privacykit.aside.readers import OWN, Reader

BROKEN = OWN - 1
"""The code for whatever a parser says about a stranger's file."""


def bound(reader: Reader) -> None:
    """Bound memory, processor time and files where the system can; the parent does elsewhere."""
    try:
        import resource
    except ImportError:
        return
    seconds = math.ceil(reader.seconds)
    resource.setrlimit(resource.RLIMIT_AS, (reader.memory, reader.memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def answer(name: str, words: list[str], data: bytes) -> tuple[int, bytes]:
    """Return what the reader says; BROKEN for anything it raises."""
    try:
        return readers.load(name)(*words, data)
    except Exception:  # noqa: BLE001 - parsers raise anything, MemoryError and RecursionError too
        return BROKEN, b""


def main(arguments: list[str]) -> int:
    """Return the exit code."""
    name, *words = arguments or [""]
    reader = readers.READERS.get(name)
    if not reader:
        return BROKEN
    bound(reader)
    code, made = answer(name, words, sys.stdin.buffer.read(reader.largest))
    sys.stdout.buffer.write(made)
    return code
