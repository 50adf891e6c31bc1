"""What a PDF or an office document tells of its maker: run only in a process of its own."""

import zipfile
from collections.abc import Iterator
from io import BytesIO
from xml.etree import ElementTree as ET

from pypdf import PdfReader

from privacykit.activities.photos.engine.found import Detail, Found, Kind, detail

_LARGEST = 1 << 20
"""Bytes of the one small file in an office document that is unpacked."""
_INSIDE: dict[str, dict[str, Kind]] = {
    "docProps/core.xml": {
        "creator": "author",
        "lastModifiedBy": "author",
        "created": "taken",
        "modified": "edited",
        "revision": "changes",
        "title": "title",
        "description": "comment",
    },
    "docProps/app.xml": {"Application": "software", "Company": "company", "Manager": "author"},
    "meta.xml": {
        "initial-creator": "author",
        "creator": "author",
        "creation-date": "taken",
        "date": "edited",
        "editing-cycles": "changes",
        "generator": "software",
        "title": "title",
        "description": "comment",
    },
}


def pdf(data: bytes) -> Found:
    reader = PdfReader(BytesIO(data))
    about = reader.metadata
    details: list[Detail] = []
    if about is not None:
        details += detail("taken", about.creation_date_raw)
        details += detail("edited", about.modification_date_raw)
        details += detail("author", about.author)
        details += detail("title", about.title)
        details += detail("software", about.creator)
        details += detail("software", about.producer)
    packet = reader.xmp_metadata is not None
    details += [Detail("notes")] if packet else []
    count = len(about or {}) + packet
    return Found("PDF", len(data), details=tuple(details), fields=count)


def office(data: bytes) -> Found | None:
    """Return what an OOXML or OpenDocument file tells; None if it is neither."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        there = [name for name in _INSIDE if name in archive.namelist()]
        if not there:
            return None
        found = [one for name in there for one in _inside(archive, name)]
    details = tuple(dict.fromkeys(found))
    return Found("Office", len(data), details=details, fields=len(found))


def _inside(archive: zipfile.ZipFile, name: str) -> Iterator[Detail]:
    with archive.open(name) as file:
        words = file.read(_LARGEST)
    root = ET.fromstring(words)  # noqa: S314 - in a process of its own, with bounds
    for element in root.iter():
        kind = _INSIDE[name].get(element.tag.rpartition("}")[2])
        if kind:
            yield from detail(kind, element.text)
