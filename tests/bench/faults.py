"""Every fault at every point of a run: `python -m tests.bench.faults [--tenth]`, about an hour for the whole.

First each call that the program makes to the system (name look-ups, sockets, the files of the record) fails in turn, in
each way that it can, until a run comes to its end with nothing left to fail. Then the line between client and server
breaks at each moment of each turn, in each way. In each dialect, streamed and whole, with history on the server and our
own, with answers worked out in the background, and over TLS. Exits with 1 when a promise was broken.
"""

import os
import ssl
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path

from tests.fakes.certificate import certificate
from tests.faults.moments import breaks
from tests.faults.points import points, unbroken
from tests.faults.whole_run import BACKGROUND, WAYS, Way

GOAL = 200
EVERY_WAY = (*WAYS, *BACKGROUND)


@dataclass
class Tally:
    """What was tried, and what was broken."""

    calls: int = 0  # traced, in runs without a fault
    covered: int = 0  # of them failed at least once
    faults: int = 0
    breaks: int = 0
    ends: Counter[str] = field(default_factory=Counter)
    broken: list[str] = field(default_factory=list)

    def take(self, way: Way, status: str, promises: Sequence[str], words: str) -> None:
        """Count one run."""
        self.ends[status] += 1
        if promises:
            self.broken.append(f"{way}: {words}")

    def add(self, other: "Tally") -> None:
        """Count what was tried elsewhere."""
        self.calls += other.calls
        self.covered += other.covered
        self.faults += other.faults
        self.breaks += other.breaks
        self.ends += other.ends
        self.broken += other.broken


def main(every: int) -> int:
    """Print a line for each way, and the sums; 1 when a promise was broken or too little was tried."""
    tally = Tally()
    print(f"{'way':<42}{'calls':>7}{'failed':>8}{'faults':>8}{'breaks':>8}{'broken':>8}")
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as cores:
        ways = [cores.submit(_tried, way, number, every) for number, way in enumerate(EVERY_WAY)]
        for one in [*ways, cores.submit(_over_tls, every)]:
            name, found = one.result()
            counts = (found.calls, found.covered, found.faults, found.breaks, len(found.broken))
            print(f"{name:<42}{counts[0]:>7}{''.join(f'{count:>8}' for count in counts[1:])}", flush=True)
            tally.add(found)
    print(f"\n{tally.covered} of {tally.calls} calls failed in turn, {tally.faults} faults in all; wished for: {GOAL}")
    print(f"{tally.breaks} breaks of the line at every moment of a turn")
    print("the runs ended: " + ", ".join(f"{status} {count}" for status, count in tally.ends.most_common()))
    print(f"promises broken (done twice or halfway, secret told, journal torn, no clear end): {len(tally.broken)}")
    print("\n".join(tally.broken))
    whole = every > 1 or tally.covered >= tally.calls - 3 * len(EVERY_WAY)  # no two runs read in the same pieces
    return int(bool(tally.broken) or tally.covered < GOAL or not whole)


def _over_tls(every: int) -> tuple[str, Tally]:
    with tempfile.TemporaryDirectory() as folder:
        known, tls = certificate(Path(folder))
        os.environ["SSL_CERT_FILE"] = str(known)
        return _tried(WAYS[0], 0, every, tls)


def _tried(way: Way, number: int, every: int, tls: ssl.SSLContext | None = None) -> tuple[str, Tally]:
    """Return what the way is called, and what came of all its faults."""
    tally, covered = Tally(len(unbroken(way, tls)[0])), set[int]()
    for point in points(way, first=1 + number % every, every=every, tls=tls):
        covered.add(point.number)
        tally.faults += 1
        tally.take(way, point.status, point.broken, str(point))
    # A step that is no multiple of the number of faults meets all of them.
    for each in () if tls else breaks(way, first=number % every, every=every + (every > 1)):
        tally.breaks += 1
        tally.take(way, each.status, each.broken, str(each))
    tally.covered = len(covered)
    return f"{way}{', over TLS' if tls else ''}", tally


if __name__ == "__main__":
    sys.exit(main(10 if "--tenth" in sys.argv else 1))
