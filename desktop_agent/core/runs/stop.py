"""The stop token: checked between all steps, inside waits, and between two input events."""

from __future__ import annotations

from typing import Protocol


class Stopped(Exception):  # noqa: N818 - a stop is how a run ended, not an error
    """A person stopped the run; nothing more may be sent."""


class StopToken(Protocol):
    """Set once, from any thread, and never cleared."""

    def is_set(self) -> bool:
        """Return whether the run must stop now."""

    def wait(self, seconds: float) -> bool:
        """Wait that long or until the stop; return whether the run must stop."""
