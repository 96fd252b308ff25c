"""What a run announces of its side desk, once that has ended."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Literal

# The run came to its end; or somebody else ended the desk, it reached a limit, or it died.
DeskEnd = Literal["run", "told", "minutes", "disk", "memory", "processes", "gone"]
ReceiptAnswer = Literal["accept", "discard", "keep"]


@dataclass(frozen=True, slots=True)
class DeskEnded:
    """The desk has ended, before the run, and this became of what it had changed."""

    event: ClassVar[str] = "desk.ended"
    desk: str
    by: DeskEnd
    receipt: ReceiptAnswer  # what was done with it
    changes: Mapping[str, int] | None  # how many of each group; null where the receipt cannot be read
    taken: int = 0
    left: int = 0  # of what was made for the person, and is not with them
