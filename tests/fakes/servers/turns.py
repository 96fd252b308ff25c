"""Turns, calls and what a finished run said and heard, in few words."""

import asyncio
from typing import TypeVar

from desktop_agent.core.actions.action import Action, Click
from desktop_agent.core.pictures import ImagePoint
from desktop_agent.core.runs.events import (
    RunFinished,
)
from desktop_agent.core.runs.turn import Call, InvalidAction, Proposal, Reply, SafetyCheck, Turn
from desktop_agent.run.compose import run_loop
from tests.fakes.runs.run_ports import World

E = TypeVar("E")
AT = ImagePoint(10, 10)
CLICK = Click(AT)
CHECK = SafetyCheck("sc1", "malicious_instructions", "Look out", {"id": "sc1", "code": "malicious_instructions"})
DONE = Turn("r9", messages=("Done.",))


def call(*actions: Action | InvalidAction, checks: tuple[SafetyCheck, ...] = (), call_id: str = "c1") -> Call:
    return Call(call_id, tuple(Proposal(action, {"type": "x"}) for action in actions), checks)


def turn(*calls: Call) -> Turn:
    return Turn(calls=calls)


def drive(scene: World) -> RunFinished:
    return asyncio.run(run_loop(scene.ports).drive("task"))


def reply(scene: World, number: int = 1) -> Reply:
    message = scene.model.heard[number]
    assert isinstance(message, Reply)
    return message


def of(scene: World, kind: type[E]) -> list[E]:
    return [event for event in scene.recorder.events if isinstance(event, kind)]
