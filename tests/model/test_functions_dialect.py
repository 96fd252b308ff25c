"""The dialect `functions`: the computer as functions, wrong arguments told, one picture after several calls."""

import json
from typing import Any

import pytest

from desktop_agent.core.actions.action import Action, Click, Drag, Look, Press, Scroll, Wait
from desktop_agent.core.pictures import ImagePoint
from desktop_agent.core.runs.turn import InvalidAction, Proposal, Turn
from desktop_agent.model.caps import USUAL
from desktop_agent.model.dialects import dialect_named
from desktop_agent.model.profiles import PROFILES
from desktop_agent.model.provider_settings import ProviderSettings
from desktop_agent.model.reading.turn import ReadOptions, read_turn
from desktop_agent.model.request_options import spoken_dialect
from tests.fakes.servers.answers import read, whole
from tests.fakes.servers.script import Answer, asks, calls, says, thinks
from tests.fakes.servers.scripted_server import ScriptedServer
from tests.fakes.servers.talk import CLICK, WAIT, bodies, pictures_in, play, texts_in
from tests.fakes.servers.thinking import SIZE

AT = {"x": 10, "y": 20}
READ: list[tuple[str, dict[str, Any], Action]] = [
    ("click", {**AT, "button": "right"}, Click(ImagePoint(10, 20), "right")),
    ("drag", {**AT, "end_x": 30, "end_y": 40.4}, Drag((ImagePoint(10, 20), ImagePoint(30, 40)))),
    ("scroll", {**AT, "direction": "left", "pixels": 300}, Scroll(ImagePoint(10, 20), -300, 0)),
    (
        "scroll",
        {**AT, "direction": "up", "notches": 3, "pixels": None, "keys": ["ctrl"]},
        Scroll(ImagePoint(10, 20), 0, -300, ("ctrl",)),
    ),
    ("click", {**AT, "button": None, "keys": ["shift"]}, Click(ImagePoint(10, 20), keys=("shift",))),
    (
        "drag",
        {**AT, "end_x": 30, "end_y": 40, "via": [[15, 25]], "keys": ["alt"]},
        Drag((ImagePoint(10, 20), ImagePoint(15, 25), ImagePoint(30, 40)), ("alt",)),
    ),
    ("press", {"keys": ["ctrl", "s"]}, Press(("ctrl", "s"))),
    ("wait_for", {"text": " Save As "}, Wait(10, "Save As")),
    ("wait_for", {"text": "Print", "seconds": 3}, Wait(3, "Print")),
    ("screenshot", {}, Look()),
]
WRONG = [
    ("click", '{"x": 10, "button": "left"}', "click was not done: y is missing."),
    ("click", '{"x": 1, "y": 2, "button": "any"}', "button is “any”; it must be one of left, right"),
    ("click", '{"x": 1, "y": 2, "button": "left", "text": "a"}', "click was not done: there is no argument “text”"),
    ("click", '{"x": 1, "y": 2, "butt', "its arguments aren't a JSON object: they aren't finished."),
    ("scroll", '{"x": 1, "y": 2, "direction": "down", "pixels": -5}', "pixels must be more than 0."),
    ("scroll", '{"x": 1, "y": 2, "direction": ["down"], "pixels": 5}', "direction is no such word"),
    ("scroll", '{"x": 1, "y": 2, "direction": "down", "notches": 0}', "notches must be more than 0."),
    ("scroll", '{"x": 1, "y": 2, "direction": "down", "notches": 1, "pixels": 9}', "notches or pixels, not both."),
    ("drag", '{"x": 1, "y": 2, "end_x": 3, "end_y": 4, "via": 5}', "via must be a list of points, [x, y] each."),
    ("drag", '{"x": 1, "y": 2, "end_x": 3, "end_y": 4, "via": [[5]]}', "a point of via must be a list of two numbers"),
    ("type", json.dumps({"text": "a" * 100_001}), "arguments have more than 100000 characters"),
]


def function(name: str, arguments: object, **more: object) -> dict[str, Any]:
    return {"type": "function_call", "call_id": "c", "name": name, "arguments": arguments, **more}


def turn(*items: dict[str, Any]) -> Turn:
    return read(whole(*items), "functions").turn


def actions(found: Turn) -> list[Action | InvalidAction]:
    return [proposal.action for call in found.calls for proposal in call.proposals]


@pytest.mark.parametrize(("name", "arguments", "action"), READ)
def test_a_call_of_a_function_is_the_same_action_as_in_every_other_dialect(
    name: str, arguments: dict[str, Any], action: Action
) -> None:
    found = turn(function(name, json.dumps(arguments)))

    assert actions(found) == [action]
    assert [(call.called, call.checks) for call in found.calls] == [("computer", ())]


@pytest.mark.parametrize(("name", "arguments", "expected"), WRONG)
def test_a_wrong_argument_is_told_in_a_sentence_and_nothing_is_done(name: str, arguments: str, expected: str) -> None:
    (action,) = actions(turn(function(name, arguments)))

    assert isinstance(action, InvalidAction)
    assert expected in action.reason


def test_a_name_in_the_place_of_a_point_is_an_action_once_it_is_known_where_that_is() -> None:
    def asked(**given: object) -> Proposal:
        item = function("click", json.dumps(given))
        spoken = spoken_dialect(PROFILES["ollama"], ProviderSettings(family="generic"), names=True)
        found = read_turn(whole(item), ReadOptions(spoken, "viewport", USUAL), SIZE).turn
        return found.calls[0].proposals[0]

    named = asked(name="Save", button="right")
    both = asked(name="Save", x=1, y=2)
    neither = asked(x=1)

    assert isinstance(named.action, InvalidAction)
    assert named.named is not None
    assert named.named.name == "Save"
    assert named.named.action(ImagePoint(7, 8)) == Click(ImagePoint(7, 8), "right")
    assert isinstance(named.named.action(ImagePoint(7_000, 8)), InvalidAction)
    assert (both.action, both.named) == (Click(ImagePoint(1, 2)), None)
    assert isinstance(neither.action, InvalidAction)
    assert "y is missing." in neither.action.reason


@pytest.mark.parametrize(("stream", "chain"), [(True, True), (True, False), (False, True), (False, False)])
def test_several_calls_are_answered_in_order_with_one_picture_after_the_last(stream: bool, chain: bool) -> None:
    both = asks(CLICK, call_id="c1") + asks(WAIT, call_id="c2")
    with ScriptedServer([both, says("Saved.")], dialect="functions") as server:
        play(server, ProviderSettings(dialect="functions", stream=stream, chain=chain))

    assert server.objections == []
    *_, first, second, shown = bodies(server)[1]["input"]
    assert (first["call_id"], first["output"]) == ("c1", "Did what c1 asks.")
    assert (second["call_id"], second["output"]) == ("c2", "Did what c2 asks.")
    assert (shown["role"], [part["type"] for part in shown["content"]]) == ("user", ["input_image"])
    assert len(pictures_in(bodies(server)[1])) == (1 if chain else 2)


def test_a_server_that_takes_pictures_in_results_gets_it_in_the_last_one() -> None:
    both = asks(CLICK, call_id="c1") + asks(WAIT, call_id="c2")
    with ScriptedServer([both, says("Saved.")], dialect="functions") as server:
        play(server, ProviderSettings(dialect="functions", chain=True), in_results=True)

    first, second = bodies(server)[1]["input"]
    assert first["output"] == "Did what c1 asks."
    assert [part["type"] for part in second["output"]] == ["input_text", "input_image"]


@pytest.mark.parametrize("family", ["generic", "fara"])
def test_a_history_that_we_keep_has_the_calls_as_the_model_wrote_them_and_the_newest_pictures(family: str) -> None:
    words = [*(thinks("Hm.") + _clicks(family, n) for n in range(7)), says("Saved.")]
    with ScriptedServer(words, dialect="functions") as server:
        play(server, ProviderSettings(dialect="functions", family=family, chain=False, keep_pictures=3))

    assert server.objections == []
    (*_, last) = bodies(server)
    assert "I'm requesting" not in texts_in(last)
    assert texts_in(last).count("earlier picture of the screen is left out") == 5
    assert len(pictures_in(last)) == 3
    written = [str(item.get("arguments") or item["content"]) for item in last["input"] if _is_the_models(item)]
    assert [n for n, text in enumerate(written) if str(100 + n) not in text] == []
    assert len(written) == 7
    if family == "generic":
        kinds = [item["type"] for item in last["input"] if item["type"] != "reasoning"]
        assert texts_in(last).count('"Hm."') == 3, "old thoughts are left out"
        assert kinds == ["message", *["function_call", "function_call_output", "message"] * 7]


def _is_the_models(item: dict[str, Any]) -> bool:
    return item["type"] == "function_call" or item.get("role") == "assistant"


def _clicks(family: str, number: int) -> Answer:
    at = [100 + number, 20]
    if family == "fara":
        call = {"name": "computer_use", "arguments": {"action": "left_click", "coordinate": at}}
        return says(f"Next.\n<tool_call>\n{json.dumps(call)}\n</tool_call>")
    return calls("click", json.dumps({"x": at[0], "y": at[1], "button": "left"}))


def test_every_function_has_a_strict_schema_that_says_how_far_the_picture_goes() -> None:
    tools: Any = dialect_named("functions").tools(SIZE, "linux", ())

    for tool in tools:
        parameters = tool["parameters"]
        assert tool["strict"] is True
        assert parameters["additionalProperties"] is False
        assert parameters["required"] == list(parameters["properties"])
    assert tools[0]["parameters"]["properties"]["x"]["description"] == "From the left, 0 to 1279."
    assert len(json.dumps(tools)) < 5_300


HM = [{"type": "reasoning_text", "text": "Hm."}]
RETURNED: list[tuple[dict[str, Any], dict[str, Any]]] = [
    (
        {"type": "function_call", "id": "c", "name": "left click!", "arguments": {"x": 1}},
        {"type": "function_call", "id": "c", "call_id": "c", "name": "left_click_", "arguments": '{"x": 1}'},
    ),
    (
        {"type": "reasoning", "id": "r", "summary": [], "content": HM},
        {"type": "reasoning", "id": "r", "summary": [{"type": "summary_text", "text": "Hm."}], "content": HM},
    ),
    ({"type": "reasoning", "id": "r", "summary": [], "content": [], "encrypted_content": ""}, {}),
    (function("click", '{"x": 3, "y": 4,}'), function("click", '{"x": 3, "y": 4}')),
    (function("click", '"{\\"x\\": 3}"'), function("click", '{"x": 3}')),
    (function("click", '{"x": 3, "y"'), function("click", "{}")),
    (
        {"type": "reasoning", "summary": [{"type": "summary_text", "text": "A."}], "content": [], "signature": "s"},
        {"type": "reasoning", "summary": [{"type": "summary_text", "text": "A."}], "signature": "s"},
    ),
    ({"type": "message", "content": "x"}, {"type": "message", "content": "x"}),
]


@pytest.mark.parametrize(("item", "sent"), RETURNED)
def test_an_item_of_the_models_goes_back_whole_and_in_a_form_that_every_server_takes(
    item: dict[str, Any], sent: dict[str, Any]
) -> None:
    assert dialect_named("functions").returned(item) == sent
