"""What a desktop remembers: documents, thrown-away and recently used files, small pictures."""

import sys
from hashlib import md5

from privacykit.wipe.prove.patron import Patron, find

GTK = ("gtk-3", "gtk-4")
THUMBNAILER = "gdk-pixbuf-thumbnailer"
_OPENED = 25.0
_TRIES = 3
_PICTURE = "P1\n1 1\n1\n"
"""A portable bitmap of one dot."""
_RECENT = """
import ctypes, ctypes.util, os, sys, time
fields = ("display_name", "description", "mime_type", "app_name", "app_exec")
class Data(ctypes.Structure):
    _fields_ = [(name, ctypes.c_char_p) for name in fields]
    _fields_ += [("groups", ctypes.c_void_p), ("is_private", ctypes.c_int)]
gtk = ctypes.CDLL(ctypes.util.find_library("gtk-3") or ctypes.util.find_library("gtk-4"))
glib = ctypes.CDLL("libglib-2.0.so.0")
gtk.gtk_recent_manager_get_default.restype = ctypes.c_void_p
gtk.gtk_recent_manager_add_full.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_void_p]
data = Data(None, None, b"text/plain", b"editor", b"editor %u", None, 0)
manager = gtk.gtk_recent_manager_get_default()
gtk.gtk_recent_manager_add_full(manager, sys.argv[1].encode(), ctypes.byref(data))
def is_written():
    return os.path.exists(sys.argv[2]) and sys.argv[1] in open(sys.argv[2]).read()
end = time.monotonic() + 20
while time.monotonic() < end and not is_written():
    glib.g_main_context_iteration(None, 0)
    time.sleep(0.02)
"""
"""GTK's own list, kept by GTK itself: it needs no screen for that, but a program that asks it."""


def libreoffice(patron: Patron, mark: str) -> tuple[str, ...]:
    """Write a letter, open it, and leave when the office remembers it."""
    office = find("soffice", "libreoffice")
    text = patron.write(f"Documents/{mark}.txt", mark)
    convert = ("--convert-to", "odt", "--outdir", str(text.parent), str(text))
    patron.run(office, "--headless", *convert)
    program = patron.start(office, "--headless", "--norestore", str(text.with_suffix(".odt")))
    patron.waits(lambda: patron.kept("registrymodifications.xcu", mark), _OPENED)
    patron.close(program)
    return ()


def trash(patron: Patron, mark: str) -> tuple[str, ...]:
    file = patron.write(f"{mark}.txt", mark)
    patron.run(find("gio"), "trash", str(file))
    return ()


def recent(patron: Patron, mark: str) -> tuple[str, ...]:
    address = f"file://{patron.home}/{mark}.odt"
    listed = patron.home / ".local/share/recently-used.xbel"
    patron.run("mkdir", "-p", str(listed.parent))
    for _try in range(_TRIES):  # an office that writes the list at the same time may win
        patron.run(sys.executable, "-I", "-c", _RECENT, address, str(listed))
        if patron.kept(listed.name, mark):
            break
    return ()


def thumbnail(patron: Patron, mark: str) -> tuple[str, ...]:
    """Make a small picture where file managers put it; its name is made from the address."""
    picture = patron.write(f"Pictures/{mark}.pbm", _PICTURE)
    name = md5(picture.as_uri().encode(), usedforsecurity=False).hexdigest()
    folder = patron.home / ".cache/thumbnails/normal"
    patron.run("install", "-d", "-m", "700", str(folder))
    patron.run(find(THUMBNAILER), "-s", "128", picture.as_uri(), str(folder / f"{name}.png"))
    return (name,)
