"""Make easyprivacy.txt.gz and companies.json from the two packages that hold what they come from.

How to run it (nothing here is needed to run the kit):

    apt-get download webext-ublock-origin-firefox
    pip download --no-deps whotracksme==2018.5.17
    python make.py webext-ublock-origin-firefox_*.deb whotracksme-*.whl

The same packages give the same files, byte for byte. own.toml is written by hand; NOTICE.md has the
licences.
"""

import gzip
import io
import json
import sqlite3
import subprocess
import sys
import tarfile
import zipfile
from collections import defaultdict
from datetime import UTC, datetime
from pathlib import Path

HERE = Path(__file__).parent
LIST = "assets/thirdparties/easylist/easyprivacy.txt"
DATABASE = "whotracksme/data/assets/trackerdb.sql"
NO_DATE = "! Last modified: %timestamp%"
YEAR = 2018
SOURCE = "WhoTracks.me"
QUERY = """
    SELECT coalesce(companies.name, trackers.name), coalesce(categories.name, 'unknown'),
        tracker_domains.domain
    FROM tracker_domains
    JOIN trackers ON trackers.id = tracker_domains.tracker
    LEFT JOIN categories ON categories.id = trackers.category_id
    LEFT JOIN companies ON companies.id = trackers.company_id
    ORDER BY 1, 2, 3
"""


def unpacked(package: Path) -> bytes:
    """Return the files of a Debian package as one tar archive."""
    command = ["dpkg-deb", "--fsys-tarfile", str(package)]
    return subprocess.run(command, check=True, capture_output=True).stdout


def rules(archive: bytes) -> str:
    """Return the list, with the day of the package where it has a gap for its own day."""
    with tarfile.open(fileobj=io.BytesIO(archive)) as files:
        found = next(one for one in files if one.name.endswith(LIST))
        text = files.extractfile(found).read().decode()
    day = datetime.fromtimestamp(found.mtime, UTC).date()
    return text.replace(NO_DATE, f"! Last modified: {day} (the day of Debian's package)", 1)


def companies(sql: str) -> dict[str, dict[str, list[str]]]:
    """Return company -> category -> domains; a tracker without a company stands for itself."""
    database = sqlite3.connect(":memory:")
    database.executescript(sql)
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for company, category, domain in database.execute(QUERY):
        found[company.strip()][category].append(domain)
    database.close()
    return found


def main(package: Path, wheel: Path, folder: Path = HERE) -> None:
    packed = gzip.compress(rules(unpacked(package)).encode(), 9, mtime=0)
    (folder / "easyprivacy.txt.gz").write_bytes(packed)
    with zipfile.ZipFile(wheel) as files:
        known = companies(files.read(DATABASE).decode())
    whole = {"year": YEAR, "source": SOURCE, "companies": known}
    text = json.dumps(whole, ensure_ascii=False, indent=1)
    (folder / "companies.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:3]))
