"""Answers of a model as tests read them, made on the spot."""

from typing import Any

from desktop_agent.core.actions.action import Function
from desktop_agent.core.runs.turn import Turn
from desktop_agent.model.caps import Caps
from desktop_agent.model.dialects import dialect_named
from desktop_agent.model.reading.turn import Reading, ReadOptions, read_turn
from tests.fakes.servers.thinking import SIZE

CLICK = {"type": "click", "x": 10, "y": 20, "button": "left"}


def read(response: dict[str, Any], dialect: str = "preview", functions: tuple[Function, ...] = ()) -> Reading:
    return read_turn(response, ReadOptions(dialect_named(dialect), "viewport", Caps(), functions), SIZE)


def whole(*output: object, **more: object) -> dict[str, Any]:
    return {"id": "resp_1", "status": "completed", "output": list(output), **more}


def call(name: str = "call_1", action: object = CLICK, **more: object) -> dict[str, Any]:
    return {"type": "computer_call", "call_id": name, "action": action, **more}


def actions_of(turn: Turn) -> list[str]:
    return [type(proposal.action).__name__ for each in turn.calls for proposal in each.proposals]
