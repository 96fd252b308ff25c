"""Start a program, and wait until what is on the screen has changed and is at rest."""

from __future__ import annotations

from desktop_agent.core.actions import Wait
from desktop_agent.core.message import Message
from desktop_agent.offline.plan.outcome import (
    Computer,
    Do,
    Failed,
    Passed,
    PlanPosition,
    ScreenReading,
    StartProgram,
    StepOutcome,
    digest,
)
from desktop_agent.offline.plan.pointing import click
from desktop_agent.offline.plan.steps import ClickStep, OpenStep

_WAIT_S, _LONGER, _MOST_WAITS = 0.3, 1.25, 14  # some 25 seconds in all
_SEEN = 100  # the phases from here on wait for rest
_MOST_REST = 6


def open_program(verb: OpenStep, position: PlanPosition, screen: ScreenReading, computer: Computer) -> StepOutcome:
    """Start the program of this name; a text that is no program's name is clicked instead."""
    name = verb.target.text
    if position.phase == 0:
        if function := computer.programs.get(name.casefold()):
            screen.lines()  # what comes is told from what was there
            return Do(StartProgram(function), Message("“{name}” is a program of this computer.", name=name), then=1)
        if verb.program:
            return Failed(Message("No program of this computer is called “{name}”.", name=name))
        return click(ClickStep(verb.target), position, screen)
    lines = screen.lines()
    same = position.texts == (digest(lines) if lines else 0)
    if position.phase < _SEEN:
        return _until_new(name, position, same=same)
    if same or position.phase - _SEEN >= _MOST_REST:
        return Passed(Message("“{name}” is there.", name=name))
    return Do(Wait(_WAIT_S), "Something is still coming.", then=position.phase + 1)


def _until_new(name: str, position: PlanPosition, *, same: bool) -> StepOutcome:
    if not same:
        return Do(Wait(_WAIT_S), Message("“{name}” is coming.", name=name), then=_SEEN)
    if position.phase > _MOST_WAITS:
        return Failed(Message("“{name}” was started, but nothing new is on the screen.", name=name))
    wait = Wait(round(_WAIT_S * _LONGER**position.phase, 2))
    return Do(wait, Message("“{name}” is not there yet.", name=name), then=position.phase + 1)
