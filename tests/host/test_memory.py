"""What a run has left is given back: the kernel is asked how much memory we have."""

import sys
from pathlib import Path

import pytest

from desktop_agent.host.own_process import give_back

PIECES, PIECE = 40_000, 2_000


def resident_mb() -> float:
    (line,) = (line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmRSS:"))
    return int(line.split()[1]) / 1024


@pytest.mark.skipif(sys.platform != "linux", reason="asks Linux for our memory")
def test_freed_memory_below_what_is_in_use_goes_back_to_the_system() -> None:
    kept = [bytes(PIECE) for _ in range(PIECES)]
    last = kept[-1]
    before = resident_mb()
    kept.clear()

    give_back()

    assert resident_mb() < before - 0.6 * PIECES * PIECE / 2**20
    assert PIECE == len(last)


def test_what_only_refers_to_itself_is_dropped() -> None:
    gone: list[str] = []

    class Round:
        def __init__(self) -> None:
            self.itself = self

        def __del__(self) -> None:
            gone.append("gone")

    Round()
    give_back()

    assert ["gone"] == gone
