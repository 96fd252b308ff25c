"""How things move in a film: they start and stop softly. Pure."""

from __future__ import annotations


def eased(part: float) -> float:
    """Return how far a movement is when this part of its time is over: slow, fast, slow (a quintic)."""
    at = min(1.0, max(0.0, part))
    return at * at * at * (at * (6 * at - 15) + 10)


def within(ms: float, start: float, end: float) -> float:
    """Return which part of a stretch of time is over, from 0 to 1."""
    if ms <= start:
        return 0.0
    return 1.0 if ms >= end else (ms - start) / (end - start)


def shown(ms: float, start: float, end: float, fade: float) -> float:
    """Return how visible something is that comes and goes softly, from 0 to 1."""
    return min(within(ms, start, start + fade), 1 - within(ms, end - fade, end))
