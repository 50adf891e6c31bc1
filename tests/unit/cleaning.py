"""Pieces of a made-up cleaner."""

from pathlib import Path

FILE = Path("made-up.xml")
HEAD = '<cleaner id="made_up"><label>Made-up</label><description>Web browser</description>'
OPTION = '<option id="history"><label>History</label>{}</option></cleaner>'


def delete(path: str, search: str = "file", more: str = "") -> str:
    return f'<action command="delete" search="{search}" path="{path}" {more}/>'
