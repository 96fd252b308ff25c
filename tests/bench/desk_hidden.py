"""Which secrets of a home a desk reads, and what hiding costs in a large home: `… desk_hidden [ABC]`."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path

from desktop_agent.desk.hidden import HomePlaces, hidden_in
from tests.fakes.desk_secrets import plant, probes, read_on_desk

_LARGE, _IN_A_FOLDER = 50_000, 100


def main(halves: str) -> None:
    """Print the probes of each half that were read, and the time of finding what to hide."""
    print(f"load {os.getloadavg()[0]:.1f}")
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        planted = plant(root / "home", halves)
        read = read_on_desk(root, planted)
        for half in halves:
            of_half = [one for one in read if one.startswith(half)]
            print(f"half {half}: {len(of_half)} of {len(probes(half))} secrets read {of_half or ''}")
        _print_cost(root / "home")


def _print_cost(home: Path) -> None:
    places = HomePlaces(home)
    for count in (0, _LARGE):
        for number in range(count):
            file = home / f"Documents/{number // _IN_A_FOLDER}/{number}.txt"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text("a letter that nobody hides\n")
        times = [_timed(home, places) for _ in range(3)]
        found = len(hidden_in(home, places))
        print(f"{count:,} more files: {found} places found in {1000 * min(times):.0f} ms")


def _timed(home: Path, places: HomePlaces) -> float:
    began = time.perf_counter()
    hidden_in(home, places)
    return time.perf_counter() - began


if __name__ == "__main__":
    main(sys.argv[1] if sys.argv[1:] else "ABC")
