"""How fast the filters are: the kit's own engine beside Brave's Rust engine, in one run.

Run by hand:  .venv/bin/python -m tests.benchmarks.filters

Each engine is loaded and measured in a process of its own, one after the other and the other way
round, on the same made-up calls; the best of the runs counts, as the machine may be busy.
"""

import gzip
import json
import subprocess
import sys
import time
from pathlib import Path

RUNS, COUNT, SEED = 3, 20_000, 7


def memory() -> int:
    """Return what this process has in memory now, in kB."""
    text = Path("/proc/self/status").read_text("ascii")
    return int(text.partition("VmRSS:")[2].split()[0])


def measured(name: str) -> dict[str, float]:
    from privacykit import paths
    from privacykit.tracking.parties import is_third
    from tests.unit.tracking_calls import ORACLE_KINDS, calls, host_of, lines_of

    packed = (paths.resources() / "tracking" / "easyprivacy.txt.gz").read_bytes()
    text = gzip.decompress(packed).decode()
    made = [*calls(lines_of(text), COUNT, SEED)]
    thirds = [is_third(host_of(call.url), call.page) for call in made]
    before, began = memory(), time.perf_counter()
    if name == "own":
        from privacykit.tracking.filters import Filters

        filters = Filters.shipped()
        loaded = time.perf_counter()
        for call, third in zip(made, thirds, strict=True):
            filters.match(call.url, call.page, call.kind, third)
    else:
        import adblock

        rules = adblock.FilterSet(debug=True)
        rules.add_filter_list(text)
        engine = adblock.Engine(rules, optimize=False)
        loaded = time.perf_counter()
        for call in made:
            kind = ORACLE_KINDS.get(call.kind, call.kind)
            engine.check_network_urls(call.url, f"https://{call.page}/", kind)
    seconds = time.perf_counter() - loaded
    return {"load": loaded - began, "rate": COUNT / seconds, "memory": memory() - before}


def apart(name: str) -> dict[str, float]:
    command = [sys.executable, "-m", "tests.benchmarks.filters", name]
    done = subprocess.run(command, capture_output=True, check=True, text=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def main() -> None:
    runs: dict[str, list[dict[str, float]]] = {"own": [], "rust": []}
    for turn in range(RUNS):
        for name in sorted(runs, reverse=turn % 2 == 1):
            runs[name].append(apart(name))
    for name, found in runs.items():
        load = min(one["load"] for one in found) * 1_000
        rate = max(one["rate"] for one in found)
        more = min(one["memory"] for one in found) / 1_024
        print(f"{name:5} load {load:5.0f} ms  {rate:8,.0f} calls/s  {more:5.1f} MB more")
    own, rust = (max(one["rate"] for one in runs[name]) for name in ("own", "rust"))
    print(f"The Rust engine judges {rust / own:.1f} calls in the time of one.")


if __name__ == "__main__":
    if sys.argv[1:]:
        print(json.dumps(measured(sys.argv[1])))
    else:
        main()
