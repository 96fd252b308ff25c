"""Says where a run's time went: the time between two events belongs to the activity that the later one ends.

So the spans of a run add up to its length, whether or not each part was measured. The time before a person's answer is
split: the answer records how long the person was asked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise

from desktop_agent.core.runs import events
from desktop_agent.record.wording import TimeUse


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the run's time and its use; a run's spans follow each other without a gap."""

    spent: TimeUse
    start_ms: int  # from the run's start
    length_ms: int


def spans_of(stamped: Sequence[events.Stamped], now: int = 0) -> tuple[Span, ...]:
    """Return the spans between events, one or two each, in order; those without a length are left out.

    The first event is `now` milliseconds into the run.
    """
    spans: list[Span] = []
    for before, after in pairwise(stamped):
        for spent, length in _time_shares(before, after):
            if length:
                spans.append(Span(spent, now, length))
                now += length
    return tuple(spans)


def time_of(at: str) -> datetime | None:
    """Return an event's time; None when it was damaged."""
    try:
        time = datetime.fromisoformat(at)
    except ValueError:
        return None
    return time if time.tzinfo else time.replace(tzinfo=UTC)


def clock_time(at: str) -> str:
    """Return the local time of day of an event; empty when its time was damaged."""
    time = time_of(at)
    return f"{time.astimezone():%H:%M:%S}" if time else ""


def _time_shares(before: events.Stamped, after: events.Stamped) -> tuple[tuple[TimeUse, int], ...]:
    total = _ms_between(before.at, after.at)
    if isinstance(after.event, events.Decided):
        waited = min(total, after.event.waited_ms)
        return ("own", total - waited), ("person", waited)
    return ((_time_use(before.event, after.event), total),)


def _ms_between(before: str, after: str) -> int:
    """Return milliseconds; 0 rather than a negative time when the clock was set back."""
    start = time_of(before)
    end = time_of(after)
    return max(0, round((end - start).total_seconds() * 1000)) if start and end else 0


def _time_use(before: events.Event, after: events.Event) -> TimeUse:
    match after:
        case events.Reasoned() | events.Said() | events.UsageReported():
            return "model"
        case events.RequestSent(attempt=attempt) if attempt > 1:
            return "model"
        case events.Paused(by="network") | events.Resumed(by="network"):
            return "model"
        case events.ActionDone() | events.ActionFailed():
            return "act"
        case events.Settled():
            return "settle"
        case events.Answered() | events.Resumed():
            return "person"
    match before:
        # Whatever came of it: the person was waited for.
        case events.Asked():
            return "person"
        case events.Paused() if isinstance(after, events.RunFinished):
            return "person"
        case _:
            return "model" if isinstance(before, events.RequestSent) else "own"
