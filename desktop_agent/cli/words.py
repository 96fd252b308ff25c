"""Events in words, for a person who watches: what is being done now, and what is worth a line that stays."""

from __future__ import annotations

from collections.abc import Mapping

from desktop_agent.core.describe import visible
from desktop_agent.core.events import (
    ActionFailed,
    Answered,
    Asked,
    Decided,
    Event,
    FrameTaken,
    Noticed,
    Paused,
    Reasoned,
    RequestSent,
    Resumed,
    Said,
    Settled,
)
from desktop_agent.policy.limits import Pace

LONGEST_TEXT, LONGEST_TITLE, LONGEST_NOTICE = 160, 36, 500


def doing(event: Event) -> str | None:
    """Return what is going on from this event on; None where nothing new begins."""
    match event:
        case RequestSent(attempt=attempt):
            return "Waiting for the model" + (f" (try {attempt})" if attempt > 1 else "")
        case FrameTaken():
            return "Looking at the screen"
        case Settled():
            return "The screen has come to rest"
        case Paused(reason=reason):
            return f"Paused: {short(reason)}"
        case Resumed():
            return "Going on"
        case Asked():
            return "Waiting for your answer"
        case _:
            return None


def line(event: Event, proposed: str) -> str | None:
    """Return a line that stays; `proposed` says in words which action the event is about."""
    match event:
        case Decided():
            return decision(event, proposed)
        case ActionFailed(error=error):
            return f"Not done: {short(error)}"
        case Reasoned(text=text):
            return thought(text)
        case Said(text=text):
            return f"Model says: {short(text)}"
        case Asked(text=text):
            return f"Model asks: {short(text)}"
        case Answered(text=text):
            return f"You answer: {short(text)}"
        case Noticed(level=level, text=text):
            return f"{level.capitalize() if level != 'info' else 'Note'}: {visible(text, LONGEST_NOTICE)}"
        case Paused() | Resumed():
            return doing(event)
        case _:
            return None


def decision(decided: Decided, proposed: str) -> str:
    """Return what became of a proposed action, which `proposed` says in words as far as it has come."""
    if decided.verdict == "edit":
        return proposed  # it says by itself who changed what
    if decided.verdict == "allow":
        approved = "approved for this window" if decided.rule == "standing" else "you approved"
        return f"{proposed} ({approved})" if decided.by == "human" else proposed
    if decided.by == "mode":
        return f"Rehearsed, not done: {proposed}"
    who = {"human": "you", "policy": f"the rule “{decided.rule}”"}[decided.by]
    what = {"deny": "Refused", "stop": "Stopped"}[decided.verdict]
    return f"{what} by {who}: {proposed}"


def thought(text: str) -> str:
    """Return what the model thinks, on one line, cut."""
    return short(" ".join(text.split()))


def shown_lines(text: str) -> list[str]:
    """Return the lines of a text that is still growing, with nothing in them that a reader cannot see."""
    return [visible(each, len(each)) for each in text.splitlines() if each.strip()]


def forecast(pace: Pace, limits: Mapping[str, object], steps: int, cost: float | None) -> str:
    """Return what going on would cost after so many steps, inside the limits of the run; empty when that is unknown."""
    most, dear = limits.get("steps"), limits.get("cost")
    return pace.forecast(
        steps_left=most - steps if isinstance(most, int) else None,
        money_left=dear - (cost or 0.0) if isinstance(dear, int | float) else None,
    )


def short(text: str) -> str:
    """Return text on one line, cut, with nothing in it that a reader cannot see."""
    return visible(text, LONGEST_TEXT)


def first_line(text: str) -> str:
    """Return a text's first line, cut, with a sign that there is more."""
    first, more, _ = text.strip().partition("\n")
    return visible(first, LONGEST_TITLE) + (" …" if more and len(first) <= LONGEST_TITLE else "")
