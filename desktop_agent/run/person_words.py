"""What the person says to the model while a run is on: put in from any thread, taken with the next picture."""

from __future__ import annotations

from collections import deque


class PersonWords:
    """Words that the model has not been told yet; they are words alone, and never an answer to a question of ours."""

    def __init__(self) -> None:
        """Start with none."""
        self._waiting: deque[str] = deque()

    @property
    def waiting(self) -> bool:
        """Tell whether there are any."""
        return bool(self._waiting)

    def say(self, text: str) -> None:
        """Add some; from any thread."""
        if words := text.strip():
            self._waiting.append(words)

    def take(self) -> tuple[str, ...]:
        """Return them all, in their order; the model is told now."""
        return tuple(self._waiting.popleft() for _ in range(len(self._waiting)))
