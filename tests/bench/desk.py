"""How long a desk takes to be ready and to end, what it costs idle, and ten at once: `python -m tests.bench.desk`."""

from __future__ import annotations

import contextlib
import os
import re
import statistics
import tempfile
import threading
import time
from pathlib import Path

from desktop_agent.desk.sandbox.side_desk import SideDesk
from desktop_agent.desk.sandbox.watch import descendants
from tests.fakes.desks import wish_for

_ROUNDS, _MANY = 8, 10


def _memory_mb(desk: SideDesk) -> float:
    """Return the memory of a desk with its keeper, by the kernel's proportional count."""
    sizes = 0
    for pid in descendants(desk.keeper_pid):
        with contextlib.suppress(OSError):
            found = re.search(r"^Pss:\s+(\d+)", Path(f"/proc/{pid}/smaps_rollup").read_text(), re.MULTILINE)
            sizes += int(found[1]) if found else 0
    return sizes / 1024


def _rounds(folder: Path) -> None:
    ready, ended = list[float](), list[float]()
    for _ in range(_ROUNDS):
        began = time.perf_counter()
        desk = SideDesk(wish_for(folder))
        ready.append(time.perf_counter() - began)
        began = time.perf_counter()
        desk.close()
        ended.append(time.perf_counter() - began)
    for name, times in (("ready", ready), ("ended", ended)):
        print(f"{name}: median {statistics.median(times):.2f} s, {min(times):.2f} to {max(times):.2f}")


def _many(folder: Path) -> None:
    desks: list[SideDesk] = []
    began = time.perf_counter()
    threads = [threading.Thread(target=lambda: desks.append(SideDesk(wish_for(folder)))) for _ in range(_MANY)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print(f"{len(desks)} at once: ready after {time.perf_counter() - began:.1f} s")
    time.sleep(3)
    sizes = [_memory_mb(desk) for desk in desks]
    print(f"idle: {sum(sizes):.0f} MB together, {statistics.median(sizes):.0f} MB each, with its keeper")
    for desk in desks:
        desk.close()


def main() -> None:
    """Print the figures, and the load they were taken at."""
    print(f"load {os.getloadavg()[0]:.1f}")
    with tempfile.TemporaryDirectory() as folder:
        _rounds(Path(folder))
        _many(Path(folder))


if __name__ == "__main__":
    main()
