"""How far a run may go: steps, minutes, money; checked before each request."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """A step is one answer of the model; pauses and open questions do not count as time. None: no limit."""

    steps: int
    minutes: float
    cost: float | None = None  # USD


@dataclass(frozen=True, slots=True)
class Spent:
    """What a run has used up so far."""

    steps: int
    minutes: float
    cost: float  # USD; turns of unknown cost count as nothing


def reached(limits: Limits, spent: Spent) -> str:
    """Return the sentence that names the limit that is reached, empty when the run may go on."""
    if spent.steps >= limits.steps:
        return f"The limit of {limits.steps} steps is reached. Allow more with --max-steps."
    if spent.minutes >= limits.minutes:
        return f"The limit of {limits.minutes:g} minutes is reached. Allow more with --max-minutes."
    if limits.cost is not None and spent.cost >= limits.cost:
        return f"The limit of {limits.cost:g} USD is reached. Allow more with --max-cost."
    return ""
