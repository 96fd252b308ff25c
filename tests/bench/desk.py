"""How long a desk takes to be ready and to end, what it costs idle, and ten at once: `python -m tests.bench.desk`.

Beside each figure stands that of the same desk by a plain shell script (`plain_desk.py`), taken in turns with it: what
a busy computer adds to both, their ratio leaves out. The script has no keeper, no menu and no list of names, and ends
without asking windows to close.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import re
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Protocol

from desktop_agent.desk.sandbox.side_desk import SideDesk
from desktop_agent.desk.sandbox.watch import descendants
from desktop_agent.lib.process_stat import stat_of
from tests.bench.plain_desk import PlainDesk
from tests.fakes.desks import wish_for

_ROUNDS, _MANY = 12, 10
_PAUSE_S, _SETTLE_S, _LOOK_S = 1.0, 3.0, 10.0
_USER, _SYSTEM = 11, 12  # places in a process's line, in ticks of processor time


class _Desk(Protocol):
    def close(self) -> object: ...


def _memory_mb(pid: int) -> float:
    """Return the memory of a process and of all below it, by the kernel's proportional count."""
    sizes = 0
    for one in descendants(pid):
        with contextlib.suppress(OSError):
            found = re.search(r"^Pss:\s+(\d+)", Path(f"/proc/{one}/smaps_rollup").read_text(), re.MULTILINE)
            sizes += int(found[1]) if found else 0
    return sizes / 1024


def _spent_s(pids: Iterable[int]) -> float:
    """Return the processor time of these processes and of all below them."""
    lines = [stat_of(one) for pid in pids for one in descendants(pid)]
    return sum(int(line[_USER]) + int(line[_SYSTEM]) for line in lines if line) / os.sysconf("SC_CLK_TCK")


def _timed(start: Callable[[], _Desk]) -> tuple[float, float]:
    """Return after how many seconds a desk was ready, and how many its end took."""
    began = time.perf_counter()
    desk = start()
    ready = time.perf_counter() - began
    time.sleep(_PAUSE_S)
    began = time.perf_counter()
    desk.close()
    return ready, time.perf_counter() - began


def _line(name: str, goal: str, ours: list[float], plain: list[float]) -> None:
    ratio = statistics.median(ours) / statistics.median(plain)
    print(
        f"{name:<8}{statistics.median(ours):>8.3f} s (worst {max(ours):.3f}){statistics.median(plain):>10.3f} s"
        f" (worst {max(plain):.3f}){ratio:>8.2f} times   goal {goal}"
    )


def _rounds(folder: Path, rounds: int) -> None:
    numbers = itertools.count()
    _timed(lambda: PlainDesk(folder / f"plain-{next(numbers)}"))  # the first one reads the programs from the disk
    both = [
        (_timed(lambda: SideDesk(wish_for(folder))), _timed(lambda: PlainDesk(folder / f"plain-{next(numbers)}")))
        for _ in range(rounds)
    ]
    print(f"{'':<8}{'a desk':>12}{'by a plain script':>34}   medians of {rounds}, in turns")
    for n, (name, goal) in enumerate((("ready", "0.3 s"), ("ended", "0.1 s"))):
        _line(name, goal, [ours[n] for ours, _ in both], [plain[n] for _, plain in both])


def _idle(folder: Path) -> None:
    """Print the memory of one desk alone; what programs share with nobody then counts in full."""
    sizes = []
    for desk in (SideDesk(wish_for(folder)), PlainDesk(folder / "plain")):
        time.sleep(_SETTLE_S)
        sizes.append(_memory_mb(desk.keeper_pid if isinstance(desk, SideDesk) else desk.pid))
        desk.close()
    ours, plain = sizes
    print(f"idle    {ours:>8.1f} MB with its keeper{plain:>17.1f} MB{ours / plain:>27.2f} times   goal 35 MB")


def _many(folder: Path) -> None:
    desks: list[SideDesk] = []
    began = time.perf_counter()
    threads = [threading.Thread(target=lambda: desks.append(SideDesk(wish_for(folder)))) for _ in range(_MANY)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    ready = time.perf_counter() - began
    time.sleep(_SETTLE_S)
    keepers = [desk.keeper_pid for desk in desks]
    before, began = _spent_s(keepers), time.perf_counter()
    time.sleep(_LOOK_S)
    share = (_spent_s(keepers) - before) / (time.perf_counter() - began)
    sizes = sum(map(_memory_mb, keepers))
    print(
        f"{len(desks)} at once: ready after {ready:.2f} s, goal 2 s; idle {sizes:.0f} MB, goal 350 MB, and {share:.2%}"
        " of a core, goal 1 %; keepers included"
    )
    for desk in desks:
        desk.close()


def main(rounds: int) -> None:
    """Print the figures, and the load they were taken at."""
    print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    with tempfile.TemporaryDirectory() as folder:
        _rounds(Path(folder), rounds)
        _idle(Path(folder))
        _many(Path(folder))
    print(f"load {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else _ROUNDS)
