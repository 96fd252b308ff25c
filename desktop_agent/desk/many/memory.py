"""Whether there is memory for one more desk: what the system has left, less what those that run may yet take. Pure.

A desk that has just started has taken little of what it will, so the part that it has not taken yet is spoken for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

LEFT_FOR_THE_PERSON_MB = 500  # stays free beside all desks
_AVAILABLE = re.compile(r"^MemAvailable:\s+(\d+) kB$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class TakenMemory:
    """What one desk that runs takes, and what it was taken for when it started."""

    used_mb: int
    needed_mb: int

    @property
    def yet_to_come_mb(self) -> int:
        """Return what it may still take."""
        return max(0, self.needed_mb - self.used_mb)


def available_mb(meminfo: str) -> int | None:
    """Return what programs can still have, out of the text of `/proc/meminfo`; None where it does not say."""
    found = _AVAILABLE.search(meminfo)
    return int(found[1]) // 1024 if found else None


def lacking_mb(needed_mb: int, available: int | None, running: Iterable[TakenMemory]) -> int:
    """Return how much memory lacks for one more desk that needs so much; 0 where there is enough, or nobody knows."""
    if available is None:
        return 0
    spoken_for = sum(one.yet_to_come_mb for one in running)
    return max(0, needed_mb + spoken_for + LEFT_FOR_THE_PERSON_MB - available)
