"""What a run tells whoever started it, and what can be done with it, wherever it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class WorkerNews:
    """What has come from a run since it was asked last."""

    events: bytes = b""  # of its lines of JSON
    is_asking: bool = False  # a question of it stands on its terminal
    exit_code: int | None = None  # once it is over; negative for the signal that ended it
    last_words: str = ""  # what it said on stderr


class DeskWorker(Protocol):
    """One run on a desk."""

    @property
    def descriptors(self) -> Sequence[int]:
        """Return what becomes readable when there is news."""

    @property
    def used_mb(self) -> int:
        """Return the memory that it takes now on this computer."""

    def news(self) -> WorkerNews:
        """Return what has come since the last time."""

    def shown(self) -> bytes:
        """Return what it has written to its terminal and nobody has taken yet."""

    def answer(self, line: bytes) -> None:
        """Give it a line that the person has typed."""

    def stop(self, number: int) -> None:
        """Have it stop and end its desk, by the signal that told us to."""

    def kill(self) -> None:
        """End it at once."""

    def close(self) -> None:
        """Let go of all that belongs to it."""
