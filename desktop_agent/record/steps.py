"""Puts a run's events together again: turn by turn, each proposal with its decisions and its outcome."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from desktop_agent.core.events import (
    ActionDone,
    ActionFailed,
    ActionProposed,
    ActionStarted,
    Decided,
    Event,
    FrameTaken,
    Reasoned,
    Said,
    Settled,
    Stamped,
    UsageReported,
)
from desktop_agent.core.geometry import Viewport
from desktop_agent.record.recording import ActionResult, RecordedProposal, RecordedTurn, Span
from desktop_agent.record.spans import spans_of
from desktop_agent.record.versions import versions_of

_Fate = Decided | ActionStarted | ActionDone | ActionFailed


def steps_of(events: Sequence[Stamped], viewport: Viewport | None) -> tuple[RecordedTurn, ...]:
    """Return the turns in order; `viewport` turns the events' screen points back into picture points."""
    spans = spans_of(events)
    steps: list[RecordedTurn] = []
    seen: FrameTaken | None = None
    at = 0
    for turn, group in groupby(events, key=lambda stamped: stamped.turn):
        part = tuple(group)
        steps.append(_step(turn, seen, part, spans[at : at + len(part)], viewport))
        seen = last_frame(part) or seen
        at += len(part)
    return tuple(steps)


def last_frame(events: Sequence[Stamped]) -> FrameTaken | None:
    """Return the newest picture among events."""
    return next((each.event for each in reversed(events) if isinstance(each.event, FrameTaken)), None)


def _step(
    turn: int, seen: FrameTaken | None, part: tuple[Stamped, ...], spans: tuple[Span, ...], viewport: Viewport | None
) -> RecordedTurn:
    events = [each.event for each in part]
    usage = [each for each in events if isinstance(each, UsageReported)]
    return RecordedTurn(
        turn=turn,
        seen=seen,
        events=part,
        reasoning=tuple(each.text for each in events if isinstance(each, Reasoned)),
        messages=tuple(each.text for each in events if isinstance(each, Said)),
        proposals=_proposals(events, viewport),
        settled=tuple(each for each in events if isinstance(each, Settled)),
        usage=usage[-1] if usage else None,
        spans=tuple(span for span in spans if span.length_ms),
    )


def _proposals(events: Sequence[Event], viewport: Viewport | None) -> tuple[RecordedProposal, ...]:
    """Pair each proposal with what followed under its call id and index; nothing that came before it counts."""
    fates: list[tuple[ActionProposed, list[_Fate]]] = []
    open_now: dict[tuple[str, int], list[_Fate]] = {}
    for event in events:
        match event:
            case ActionProposed(call_id=call_id, index=index):
                open_now[call_id, index] = []
                fates.append((event, open_now[call_id, index]))
            case Decided() | ActionStarted() | ActionDone() | ActionFailed():
                open_now.get((event.call_id, event.index), []).append(event)
            case _:
                pass
    return tuple(_proposal(event, fate, viewport) for event, fate in fates)


def _proposal(event: ActionProposed, fate: Sequence[_Fate], viewport: Viewport | None) -> RecordedProposal:
    ends = [each for each in fate if isinstance(each, ActionDone | ActionFailed)]
    decisions = tuple(each for each in fate if isinstance(each, Decided))
    return RecordedProposal(
        call_id=event.call_id,
        index=event.index,
        versions=versions_of(event, viewport, decisions),
        model_action=event.model_action,
        safety_checks=event.safety_checks,
        decisions=decisions,
        outcome=_outcome(fate),
        duration_ms=ends[-1].duration_ms if ends else None,
        error=next((each.error for each in reversed(ends) if isinstance(each, ActionFailed)), ""),
    )


def _outcome(fate: Sequence[_Fate]) -> ActionResult:
    last = next((each for each in reversed(fate) if not isinstance(each, Decided)), None)
    match last:
        case ActionDone():
            return "done"
        case ActionFailed():
            return "failed"
        case ActionStarted():
            return "unknown"
        case _:
            return "not done"
