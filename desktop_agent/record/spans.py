"""Says what a run's time went into: the time between two events belongs to what the later one ends.

So the spans of a run add up to its length, whether or not each part was measured.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise

from desktop_agent.core.events import (
    ActionDone,
    ActionFailed,
    Answered,
    Asked,
    Decided,
    Event,
    Paused,
    Reasoned,
    RequestSent,
    Resumed,
    Said,
    Settled,
    Stamped,
    UsageReported,
)
from desktop_agent.record.wording import TimeUse


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the run's time and what it went into; a run's spans follow each other without a gap."""

    spent: TimeUse
    start_ms: int  # from the run's start
    length_ms: int


def spans_of(events: Sequence[Stamped]) -> tuple[Span, ...]:
    """Return one span per event, ending at it; the first has no length."""
    if not events:
        return ()
    spans = [Span("own", 0, 0)]
    for before, after in pairwise(events):
        start = spans[-1].start_ms + spans[-1].length_ms
        spans.append(Span(_spent(before.event, after.event), start, _between(before.at, after.at)))
    return tuple(spans)


def moment(at: str) -> datetime | None:
    """Return an event's time; None when it was damaged."""
    try:
        time = datetime.fromisoformat(at)
    except ValueError:
        return None
    return time if time.tzinfo else time.replace(tzinfo=UTC)


def _between(before: str, after: str) -> int:
    """Return milliseconds; 0 rather than a negative time when the clock was set back."""
    start, end = moment(before), moment(after)
    return max(0, round((end - start).total_seconds() * 1000)) if start and end else 0


def _spent(before: Event, after: Event) -> TimeUse:
    match after:
        case Reasoned() | Said() | UsageReported():
            return "model"
        case RequestSent(attempt=attempt) if attempt > 1:
            return "model"
        case Paused(by="network") | Resumed(by="network"):
            return "model"
        case ActionDone() | ActionFailed():
            return "act"
        case Settled():
            return "settle"
        # A question is recorded when it is answered, so the time before it is the person's.
        case Asked() | Answered() | Resumed():
            return "person"
        case Decided(by="human"):
            return "person"
        case _:
            return "model" if isinstance(before, RequestSent) else "own"
