"""Gather the sentences of the kit: write privacykit.pot and bring every .po up to date."""

import tomllib
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
TEMPLATE = ROOT / "translations" / "privacykit.pot"
KEYWORDS = {"_": None, "_n": (1, 2)}


def template() -> Catalog:
    """Return the sentences of the code and the titles of traces, without translations."""
    catalogue = Catalog(project="privacykit", charset="utf-8", fuzzy=False)
    catalogue.header_comment = "# Words of privacykit; GPL-3.0-or-later, as the kit."
    found = extract_from_dir(
        ROOT / "privacykit",
        keywords=KEYWORDS,
        comment_tags=("TRANSLATORS:",),
        strip_comment_tags=True,
    )
    for file, _line, message, comments, context in found:
        catalogue.add(
            message, None, [(f"privacykit/{file}", None)], auto_comments=comments, context=context
        )
    for name in sorted((ROOT / "resources" / "traces").glob("*.toml")):
        for trace in tomllib.loads(name.read_text("utf-8"))["trace"]:
            catalogue.add(trace["title"], None, [(f"resources/traces/{name.name}", None)])
    return catalogue


def _write(path: Path, catalogue: Catalog) -> None:
    with path.open("wb") as target:
        write_po(target, catalogue, sort_output=True, width=100, ignore_obsolete=True)


def refresh() -> None:
    """Write the template and update every translation; new sentences stay empty."""
    fresh = template()
    _write(TEMPLATE, fresh)
    for path in sorted(TEMPLATE.parent.glob("*/LC_MESSAGES/privacykit.po")):
        with path.open("rb") as source:
            words = read_po(source, locale=path.parent.parent.name)
        words.update(fresh, no_fuzzy_matching=True)
        words.revision_date = datetime.now(UTC)
        _write(path, words)


if __name__ == "__main__":
    refresh()
