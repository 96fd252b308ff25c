"""Ten desks at once: how soon they are ready, and what they take idle: `python -m tests.bench.desk_many`.

With a number, so many desks. A fixed piece of work before each round tells how busy the computer was.
"""

from __future__ import annotations

import contextlib
import os
import re
import sys
import tempfile
import threading
import time
from pathlib import Path

from desktop_agent.desk.sandbox.side_desk import SideDesk
from desktop_agent.desk.sandbox.watch import descendants
from tests.fakes.desks import wish_for

_MANY, _REST_S, _WATCHED_S, _ROUNDS = 10, 3.0, 10.0, 3
_TICKS_PER_S = os.sysconf("SC_CLK_TCK")


def _counting_s() -> float:
    """Return how long a fixed piece of work takes here now; 0.1 s or so on a quiet machine."""
    began = time.perf_counter()
    sum(number * number for number in range(2_000_000))
    return time.perf_counter() - began


def _processes(desks: list[SideDesk]) -> set[int]:
    return {pid for desk in desks for pid in descendants(desk.keeper_pid)}


def _memory_mb(pids: set[int]) -> float:
    """Return the memory of these processes, by the kernel's proportional count."""
    size = 0
    for pid in pids:
        with contextlib.suppress(OSError):
            found = re.search(r"^Pss:\s+(\d+)", Path(f"/proc/{pid}/smaps_rollup").read_text(), re.MULTILINE)
            size += int(found[1]) if found else 0
    return size / 1024


def _used_s(pids: set[int]) -> float:
    """Return the time that these processes had a core."""
    ticks = 0
    for pid in pids:
        with contextlib.suppress(OSError):
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            ticks += int(fields[11]) + int(fields[12])
    return ticks / _TICKS_PER_S


def _round(folder: Path, many: int) -> None:
    desks, failed = list[SideDesk](), list[str]()

    def start() -> None:
        try:
            desks.append(SideDesk(wish_for(folder)))
        except Exception as error:  # noqa: BLE001 - it is counted and told
            failed.append(str(error))

    threads = [threading.Thread(target=start) for _ in range(many)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    ready = time.perf_counter() - began
    time.sleep(_REST_S)
    pids = _processes(desks)
    size, before, at = _memory_mb(pids), _used_s(pids), time.perf_counter()
    time.sleep(_WATCHED_S)
    share = (_used_s(pids) - before) / (time.perf_counter() - at)
    began = time.perf_counter()
    closing = [threading.Thread(target=desk.close) for desk in desks]
    for thread in closing:
        thread.start()
    for thread in closing:
        thread.join()
    ended = time.perf_counter() - began
    print(f"{len(desks)} desks ready after {ready:.2f} s; idle {size:.0f} MB with their keepers, {share:.2%} of a core")
    print(f"all ended after {ended:.2f} s; {len(failed)} were not started", *failed)


def main() -> None:
    """Print the figures of some rounds, and the load that they were taken at."""
    many = int(sys.argv[1]) if sys.argv[1:] else _MANY
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(_ROUNDS):
            print(f"load {os.getloadavg()[0]:.1f}, 2 million squares in {_counting_s():.2f} s")
            _round(Path(folder), many)


if __name__ == "__main__":
    main()
