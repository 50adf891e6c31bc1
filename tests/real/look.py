"""Search folders for a mark, as root in the room: `look MARK FOLDER...` answers hits as JSON."""

import json
import os
import sys
from pathlib import Path

from privacykit.wipe.residue import search

if __name__ == "__main__":
    mark, *folders = sys.argv[1:]
    hits = search([Path(folder) for folder in folders], [mark])
    sys.stdout.write(json.dumps([(os.fsdecode(hit.path), hit.form) for hit in hits]) + "\n")
