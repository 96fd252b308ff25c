"""One function for each action, or one function `computer` with an `action`, as a profile says."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from desktop_agent.core.actions import Action, Click, Press
from desktop_agent.core.errors import SettingsError
from desktop_agent.core.function import Function
from desktop_agent.core.geometry import ImagePoint
from desktop_agent.core.turn import InvalidAction
from desktop_agent.model.caps import Caps
from desktop_agent.model.dialect import DialectOptions
from desktop_agent.model.dialects import dialect_named
from desktop_agent.model.families import FAMILIES
from desktop_agent.model.known_profiles import known_profiles
from desktop_agent.model.profiles import PROFILES
from desktop_agent.model.reading.turn import ReadOptions, read_turn
from desktop_agent.model.request_options import RequestOptions, request_template, spoken_dialect
from desktop_agent.settings import load
from tests.fakes.answers import whole
from tests.fakes.script import asks, says
from tests.fakes.scripted_server import ScriptedServer
from tests.fakes.talk import to_the_end
from tests.fakes.thinking import SIZE, conversation, with_conversation

GENERIC = tuple(word.name for word in FAMILIES["generic"].words)
QWEN = tuple(word.name for word in FAMILIES["qwen3-vl"].words)
SCRIPT = [
    asks({"type": "click", "x": 640, "y": 400, "button": "left"}, {"type": "keypress", "keys": ["ctrl", "s"]}),
    says("Saved."),
]


def tools(manner: DialectOptions) -> dict[str, Any]:
    offered: Any = dialect_named("functions", manner).tools(SIZE, "linux", ())
    return {tool["name"]: tool["parameters"] for tool in offered}


@pytest.mark.parametrize(
    ("family", "one", "names"),
    [
        ("generic", None, GENERIC),
        ("generic", True, ("computer",)),
        ("holo", True, ("computer",)),
        ("qwen3-vl", None, ("computer_use",)),
        ("qwen3-vl", True, ("computer_use",)),
        ("qwen3-vl", False, QWEN),
        ("ui-tars", True, ()),
    ],
)
def test_the_computer_is_one_function_or_one_for_each_action(
    family: str, one: bool | None, names: tuple[str, ...]
) -> None:
    assert tuple(tools(DialectOptions(family, one_tool=one))) == names


def test_the_one_function_has_every_action_by_name_and_says_what_each_is() -> None:
    schema = tools(DialectOptions("generic", one_tool=True))["computer"]

    assert tuple(schema["properties"]["action"]["enum"]) == GENERIC
    assert schema["properties"]["x"]["type"] == ["number", "null"]
    assert set(schema["required"]) == set(schema["properties"])
    offered: Any = dialect_named("functions", DialectOptions("generic", one_tool=True)).tools(SIZE, "linux", ())
    assert "double_click: Double-click." in offered[0]["description"]
    assert len(json.dumps(offered)) < 6_000


@pytest.mark.parametrize(
    ("arguments", "meant"),
    [
        ({"action": "click", "x": 10, "y": 20, "button": "left", "text": None}, Click(ImagePoint(10, 20))),
        ({"action": "press", "keys": ["ctrl", "s"]}, Press(("ctrl", "s"))),
        ({"action": "click", "x": 10}, "click was not done: y is missing."),
        (
            {"action": "tap", "x": 10, "y": 20},
            "computer was not done: action is “tap”; it must be one of click",
        ),
        ({"x": 10, "y": 20}, "computer was not done: action is missing"),
        (
            {"action": "type", "text": "a", "x": 1, "y": 2},
            "type was not done: there is no argument “x”",
        ),
    ],
)
def test_a_call_of_it_is_read_and_a_wrong_one_is_told(arguments: object, meant: Action | str) -> None:
    item = {"type": "function_call", "call_id": "c", "name": "computer", "arguments": json.dumps(arguments)}
    options = replace(PROFILES["ollama"], one_tool=True)
    reading = ReadOptions(spoken_dialect(options, RequestOptions(model="any")), "viewport", Caps())
    (call,) = read_turn(whole(item), reading, SIZE).turn.calls
    (proposal,) = call.proposals

    if isinstance(meant, str):
        assert isinstance(proposal.action, InvalidAction)
        assert proposal.action.reason.startswith(meant)
    else:
        assert proposal.action == meant


@pytest.mark.parametrize(("family", "one"), [("generic", True), ("holo", True), ("qwen3-vl", False)])
def test_a_model_that_is_offered_it_is_read(family: str, one: bool) -> None:
    options = RequestOptions(dialect="functions", model=family, family=family, one_tool=one)
    with ScriptedServer(SCRIPT, dialect="functions") as server:
        turns = with_conversation(conversation(server.base_url, options), to_the_end)

    asked = [proposal.action for turn in turns for call in turn.calls for proposal in call.proposals]
    assert [type(action).__name__ for action in asked] == ["Click", "Press"]
    assert turns[-1].messages == ("Saved.",)


def test_a_profile_says_it_in_the_settings_file(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text('[providers.mine]\nlike = "ollama"\nmodel = "any"\none_tool = true\n', "utf-8")
    profile = known_profiles(load(file, {}, {}).settings.providers)["mine"]

    offered: Any = spoken_dialect(profile, RequestOptions()).tools(SIZE, "linux", ())
    assert [tool["name"] for tool in offered] == ["computer"]


def test_no_function_of_the_users_may_have_its_name() -> None:
    options = RequestOptions(model="any", one_tool=True, functions=(Function("computer", "", {}),))
    with pytest.raises(SettingsError, match="can't be named “computer”"):
        request_template(PROFILES["ollama"], options, spoken_dialect(PROFILES["ollama"], options))
