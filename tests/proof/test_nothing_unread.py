"""Tables of the vendors against ours: every action, field, item, event and parameter that their types know is met."""

from collections.abc import Mapping
from typing import Any, get_args

import openai.types.responses as openai_types
import pytest
from openai.types.responses.computer_action import ComputerAction
from pydantic import BaseModel
from tzafon.types.response_computer_tool_call import Action as PreviewAction

from desktop_agent.core.actions.action import Action
from desktop_agent.core.runs.turn import InvalidAction
from desktop_agent.model.caps import Caps
from desktop_agent.model.dialect_names import DIALECT_NAMES
from desktop_agent.model.dialects import dialect_named
from desktop_agent.model.reading.turn import Reading, ReadOptions, read_turn
from desktop_agent.model.wire.stream_reader import Assembly
from tests.fakes.servers.talk import WITH_FUNCTIONS
from tests.fakes.servers.thinking import SIZE
from tests.proof.vendors import EVENTS

Json = dict[str, Any]
MESSAGE: Json = {"type": "message", "role": "assistant", "content": [{"type": "output_text", "text": "Hm."}]}
# Two values for each field: if the action is the same with both, nobody reads the field.
VALUES: Mapping[str, tuple[Any, Any]] = {
    **dict.fromkeys(("x", "y", "end_x", "end_y", "scroll_x", "scroll_y"), (10, 20)),
    "button": ("left", "right"),
    "keys": (["CTRL"], ["SHIFT"]),
    "path": ([{"x": 1, "y": 2}, {"x": 3, "y": 4}], [{"x": 1, "y": 2}, {"x": 3, "y": 5}]),
    "text": ("a", "b"),
    "url": ("https://example.org/", "https://example.org/2"),
    "result": ("Saved.", "Gone."),
    "status": ("success", "failed"),
}
CHORDS = (["CTRL", "S"], ["CTRL", "A"])  # where the keys are what is pressed, and not held meanwhile
AT = ("x", "y")
LIGHTCONE: Mapping[str, tuple[str, ...]] = {
    "click": (*AT, "button"),
    **dict.fromkeys(("double_click", "triple_click", "right_click"), AT),
    "type": ("text",),
    **dict.fromkeys(("key", "keypress", "key_down", "key_up"), ("keys",)),
    "scroll": (*AT, "scroll_x", "scroll_y"),
    "hscroll": (*AT, "scroll_x"),
    "navigate": ("url",),
    "drag": (*AT, "end_x", "end_y"),
    "wait": (),
    **dict.fromkeys(("terminate", "done"), ("status", "result")),
    "answer": ("text",),
}
# Of these, the server waits for our answer.
WAITING = {
    *("computer_call", "function_call", "custom_tool_call", "shell_call", "local_shell_call", "apply_patch_call"),
    "mcp_approval_request",
}


def members(union: object) -> dict[str, type[BaseModel]]:
    """Return the members of a union of models by their `type`."""
    kinds = get_args(union)
    kinds = get_args(kinds[0]) if len(get_args(kinds[0])) > 1 else kinds
    return {get_args(kind.model_fields["type"].annotation)[0]: kind for kind in kinds}


def fields_of(kind: type[BaseModel]) -> tuple[str, ...]:
    return tuple(name for name in kind.model_fields if name != "type")


ACTIONS = {
    **{("openai", kind): fields_of(model) for kind, model in members(ComputerAction).items()},
    **{("preview", kind): fields_of(model) for kind, model in members(PreviewAction).items()},
    **{("lightcone", kind): fields for kind, fields in LIGHTCONE.items()},
}


def reading(dialect: str, *items: Json) -> Reading:
    response = {"id": "r", "status": "completed", "output": list(items)}
    return read_turn(response, ReadOptions(dialect_named(dialect), "viewport", Caps()), SIZE)


def read(dialect: str, action: Json) -> Action | InvalidAction:
    doing = {"actions": [action]} if dialect == "openai" else {"action": action}
    (call,) = reading(dialect, {"type": "computer_call", "call_id": "c", **doing}).turn.calls
    return call.proposals[0].action


@pytest.mark.parametrize(("dialect", "kind"), ACTIONS)
def test_every_action_of_the_vendors_is_read_with_every_field(dialect: str, kind: str) -> None:
    fields = ACTIONS[dialect, kind]
    values = {**VALUES, "keys": CHORDS} if kind in {"key", "keypress"} else VALUES
    action = {"type": kind, **{name: values[name][0] for name in fields}}

    usual = read(dialect, action)

    assert not isinstance(usual, InvalidAction)
    assert [] == [name for name in fields if read(dialect, {**action, name: values[name][1]}) == usual]


@pytest.mark.parametrize("dialect", [name for name in DIALECT_NAMES if not dialect_named(name).own_functions])
def test_the_dialects_list_the_vendors_actions(dialect: str) -> None:
    assert {kind for name, kind in ACTIONS if name == dialect} == set(dialect_named(dialect).actions)


@pytest.mark.parametrize("dialect", WITH_FUNCTIONS)
@pytest.mark.parametrize("kind", members(openai_types.ResponseOutputItem))
def test_every_item_is_kept_and_one_that_waits_for_us_is_answered(kind: str, dialect: str) -> None:
    item = {"type": kind, "id": "i", "call_id": "c", "name": "n", "odd": {"deep": [1]}, "action": {"type": "wait"}}

    found = reading(dialect, item, MESSAGE)

    assert item.items() <= found.output[0].items()
    asks = bool(found.turn.calls or found.pending)
    assert asks == (kind in WAITING)


@pytest.mark.parametrize("name", EVENTS)
def test_every_event_can_be_fed_and_only_an_end_ends(name: str) -> None:
    assembly = Assembly()

    assembly.feed({"type": name, "sequence_number": 0, "item_id": "i", "output_index": 0, "item": {"type": "message"}})

    ends = {"response.completed", "response.failed", "response.incomplete", "error"}
    assert assembly.ended == (name in ends)
