"""One function for each action, or one function with an `action`, as a family's makers have it."""

import json
from typing import Any

import pytest

from desktop_agent.core.actions import Action, Click, Press
from desktop_agent.core.errors import SettingsError
from desktop_agent.core.function import Function
from desktop_agent.core.geometry import ImagePoint
from desktop_agent.core.turn import InvalidAction
from desktop_agent.model.caps import Caps
from desktop_agent.model.dialect import Dialect, DialectOptions
from desktop_agent.model.dialects import dialect_named
from desktop_agent.model.families import FAMILIES
from desktop_agent.model.profiles import PROFILES
from desktop_agent.model.reading.turn import ReadOptions, read_turn
from desktop_agent.model.request_options import RequestOptions, request_template, spoken_dialect
from tests.fakes.answers import whole
from tests.fakes.thinking import SIZE

QWEN = tuple(word.name for word in FAMILIES["qwen3-vl"].words)


def spoken(family: str) -> Dialect:
    return dialect_named("functions", DialectOptions(family))


def test_the_one_function_has_every_action_by_name() -> None:
    offered: Any = spoken("qwen3-vl").tools(SIZE, "linux", ())
    schema = offered[0]["parameters"]

    assert tuple(schema["properties"]["action"]["enum"]) == QWEN
    assert set(schema["required"]) == set(schema["properties"])
    assert len(json.dumps(offered)) < 6_000


@pytest.mark.parametrize(
    ("arguments", "meant"),
    [
        ({"action": "left_click", "coordinate": [10, 20], "text": None}, Click(ImagePoint(10, 20))),
        ({"action": "key", "keys": ["ctrl", "s"]}, Press(("ctrl", "s"))),
        ({"action": "tap", "coordinate": [1, 2]}, "computer_use was not done: action is “tap”; it must be one of key"),
        ({"coordinate": [10, 20]}, "computer_use was not done: action is missing"),
        ({"action": "type", "text": "a", "coordinate": [1, 2]}, "type was not done: there is no argument “coordinate”"),
    ],
)
def test_a_call_of_it_is_read_and_a_wrong_one_is_told(arguments: object, meant: Action | str) -> None:
    item = {"type": "function_call", "call_id": "c", "name": "computer_use", "arguments": json.dumps(arguments)}
    (call,) = read_turn(whole(item), ReadOptions(spoken("qwen3-vl"), "viewport", Caps()), SIZE).turn.calls
    (proposal,) = call.proposals

    if isinstance(meant, str):
        assert isinstance(proposal.action, InvalidAction)
        assert proposal.action.reason.startswith(meant)
    else:
        assert proposal.action == meant


def test_no_function_of_the_users_may_have_its_name() -> None:
    options = RequestOptions(family="qwen3-vl", functions=(Function("computer_use", "", {}),))
    with pytest.raises(SettingsError, match="can't be named “computer_use”"):
        request_template(PROFILES["ollama"], options, spoken_dialect(PROFILES["ollama"], options))
