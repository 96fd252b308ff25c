"""Which secrets of a home a desk reads, which ordinary files it lacks, and what hiding costs: `… desk_hidden [A-E]`."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path

from desktop_agent.desk.hidden_list import HomePlaces, hidden_in
from tests.fakes.desk_home import MORE_SECRETS, ORDINARY, SECRETS, plant_home, there_on_desk
from tests.fakes.desk_secrets import plant, probes, read_on_desk

_LARGE, _IN_A_FOLDER = 50_000, 100
_WHOLE = {"D": SECRETS, "E": MORE_SECRETS}


def main(halves: str) -> None:
    """Print the probes of each half that were read, what is hidden of an ordinary home, and the time of finding it."""
    print(f"load {os.getloadavg()[0]:.1f}")
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        listed = "".join(half for half in halves if half not in _WHOLE)
        planted = plant(root / "home", listed)
        read = read_on_desk(root, planted)
        for half in listed:
            of_half = [one for one in read if one.startswith(half)]
            print(f"half {half}: {len(of_half)} of {len(probes(half))} secrets read {of_half or ''}")
        _print_cost(root / "home")
    for half in halves:
        if half in _WHOLE:
            _print_home(f"half {half}", _WHOLE[half], "read", secret=True)
    _print_home("ordinary home", ORDINARY, "hidden", secret=False)


def _print_home(title: str, name: str, word: str, *, secret: bool) -> None:
    with tempfile.TemporaryDirectory() as folder:
        paths = plant_home(Path(folder) / "home", name)
        there = there_on_desk(Path(folder))
    amiss = [path for path in paths if (path in there) is secret]
    print(f"{title}: {len(amiss)} of {len(paths)} files {word} {amiss or ''}")


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
    main(sys.argv[1] if sys.argv[1:] else "ABCDE")
