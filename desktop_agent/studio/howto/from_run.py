"""Finds the steps of a how-to in a recording: what was done and came about, in its order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from desktop_agent.core.actions import (
    Action,
    Drag,
    Finish,
    HoldButton,
    HoldKey,
    Look,
    Press,
    ReleaseButton,
    ReleaseKey,
    Type,
    Wait,
    points_of,
)
from desktop_agent.core.display_text import visible
from desktop_agent.core.events import FrameTaken, NamedTarget
from desktop_agent.core.message import Message
from desktop_agent.core.passwords import HIDDEN, HIDDEN_KEY
from desktop_agent.core.translation import tr
from desktop_agent.record.proposal import RecordedProposal
from desktop_agent.record.recording import RecordedRun, RecordedTurn, last_frame
from desktop_agent.studio.howto.instruction import StepScene

_TITLE_LENGTH = 120
_NUMBERED = re.compile(r"1[.)] ")


@dataclass(frozen=True, slots=True)
class Act:
    """One act that was carried out: what it was, on what, and what the screen showed before and after it."""

    key: str
    action: Action
    target: NamedTarget | None
    before: StepScene | None
    after: FrameTaken | None


def acts_of(run: RecordedRun) -> Iterator[Act]:
    """Yield what was done in a run; waits, looks, and what was refused or failed are left out."""
    for place, turn in enumerate(run.turns):
        for index, proposal in enumerate(turn.proposals):
            action = proposal.action
            if action is None or not proposal.was_done:
                continue
            if isinstance(action, Wait | Look | Finish | HoldButton | ReleaseButton):
                continue
            after = last_frame(turn.events) if index == len(turn.proposals) - 1 else None
            if isinstance(action, Press | HoldKey | ReleaseKey) and HIDDEN_KEY in action.keys:
                if isinstance(action, ReleaseKey):
                    continue
                action = Type(HIDDEN, secret=True)  # letter by letter it is one text all the same
            yield Act(f"{place}.{index}", action, proposal.aim, _before(turn, proposal, action), after)


def title_of(run: RecordedRun) -> str:
    """Return the first line of the task, which is what the how-to is about."""
    lines = [line.strip() for line in run.summary.task.splitlines() if line.strip()]
    windows = (proposal.aim.window for proposal in run.proposals if proposal.aim and proposal.aim.window)
    # Plain steps say what to do one by one, not what it is about.
    if len(lines) > 1 and _NUMBERED.match(lines[0]) and (window := next(windows, "")):
        return tr(Message("How it is done in “{window}”", window=window))
    return visible(lines[0], _TITLE_LENGTH) if lines else run.summary.id


def _before(turn: RecordedTurn, proposal: RecordedProposal, action: Action) -> StepScene | None:
    if turn.seen is None:
        return None
    points = points_of(action)
    end = points[-1] if isinstance(action, Drag) else None
    return StepScene(turn.seen, proposal.window_box, proposal.target_box, points[0] if points else None, end)
