"""The program's state, as tray, badge, console and terminal show it: one of six, derived from a run's events."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from desktop_agent.core.runs.events import (
    ActionDone,
    ActionFailed,
    ActionProposed,
    ActionStarted,
    Answered,
    Asked,
    Decided,
    Event,
    Paused,
    RequestSent,
    Resumed,
    RunFinished,
    RunStarted,
    Settled,
    Status,
    StepCount,
)
from desktop_agent.core.texts.message import Message, foreign

AppState = Literal["idle", "thinking", "acting", "waiting", "paused", "failed"]

WORDS: Mapping[AppState, str] = {
    "idle": Message("Ready"),
    "thinking": Message("The model is thinking"),
    "acting": Message("Acting"),
    "waiting": Message("Waiting for you"),
    "paused": Message("Paused"),
    "failed": Message("The last run wasn't completed"),
}
_LONGEST_NAME = 40
_PLAYING = Message("Looking for the next step")  # in a run without a model
_FAILED: frozenset[Status] = frozenset({"unproven", "failed", "limit", "blocked"})  # the outcomes shown as failed


def words_for(state: AppState, steps: StepCount) -> str:
    """Return the text for a state; `steps` is the run's progress."""
    if state == "thinking" and steps.agent:
        return Message("Waiting for “{agent}”", agent=foreign(steps.agent, _LONGEST_NAME))
    return _PLAYING if state == "thinking" and steps.plays else WORDS[state]


def state_after(state: AppState, event: Event) -> AppState:
    """Return the state after an event; an open question is no event, and is displayed separately."""
    match event:
        case RunFinished(status=status):
            return "failed" if status in _FAILED else "idle"
        case Paused(by="network") | Resumed(by="network"):
            # The run waits for the model and continues by itself: no one has to press Resume.
            return state if state == "paused" else "thinking"
        case Paused():
            return "paused"
        case RequestSent() | ActionProposed() | Decided() | ActionDone() | ActionFailed() | Settled() if (
            state == "paused"
        ):
            # An act that was running when the person took over ends only now, or is retried.
            return state
        case RequestSent() | Decided(verdict="deny") | Answered() | Resumed():
            # Nothing is done after a pause before the model has answered.
            return "thinking"
        case Asked():
            return "waiting"
        case RunStarted() | ActionProposed() | ActionStarted() | ActionDone() | ActionFailed() | Settled():
            return "acting"
        case _:
            return state
