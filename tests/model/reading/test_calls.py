"""Which items of an answer are calls, in every shape in which servers send them, and which the server has done."""

from typing import Any

import pytest

from desktop_agent.core.runs.turn import InvalidAction
from desktop_agent.model.reading.calls import ListedCall, is_call, listed_calls
from tests.fakes.servers.answers import actions_of, call, read, whole

SEARCH = {"type": "web_search_call", "id": "ws_1", "status": "completed"}
PATCH = {"type": "apply_patch_call", "call_id": "p", "status": "completed"}
# An item that asks for something which isn't done: whatever follows it isn't done either.
NOT_DONE: dict[str, tuple[object, ...]] = {
    "a function that isn't there": ({"type": "function_call", "name": "tap", "call_id": "t", "arguments": "{}"},),
    "a function without a name": ({"type": "function_call", "call_id": "t", "arguments": "{}"},),
    "a local shell": ({"type": "local_shell_call", "call_id": "t", "action": {"type": "exec", "command": ["ls"]}},),
    "a shell": ({"type": "shell_call", "call_id": "t", "action": {"commands": ["ls"]}},),
    "a shell that the server tried": (
        {"type": "shell_call", "call_id": "t", "action": {"commands": ["ls"]}},
        {"type": "shell_call_output", "call_id": "t", "status": "failed"},
    ),
    "a patch": (PATCH,),
    "a tool of another kind": ({"type": "custom_tool_call", "name": "grep", "input": "x", "call_id": "t"},),
    "a call of a kind to come": ({"type": "hologram_call", "id": "h"},),
    "a failed search": ({**SEARCH, "status": "failed"},),
    "a search in progress": ({**SEARCH, "status": "searching"},),
    "a server's tool with an error": ({"type": "mcp_call", "id": "m", "name": "pay", "error": "no"},),
    "Anthropic's server tool without its result": ({"type": "server_tool_use", "id": "s", "name": "web_search"},),
    "Anthropic's server tool with an error": (
        {"type": "server_tool_use", "id": "s", "name": "web_search", "input": {}},
        {"type": "web_search_tool_result", "tool_use_id": "s", "content": {"error_code": "unavailable"}},
    ),
    "a call in the form of chat completions": ({"type": "function", "function": {"name": "click"}},),
    "an action as an item": ({"type": "click", "x": 1, "y": 2},),
    "a call without a kind": ({"name": "click", "arguments": "{}"},),
    "a part of Gemini's without a function": ({"functionCall": "click"},),
    "nothing in an object": ({},),
    "a text in the place of an item": ("click",),
    "null in the place of an item": (None,),
    "a list in the place of an item": ([{"type": "click"}],),
    "a call that is not complete": (call("t", status="incomplete"),),
    "a call in the text": ({"type": "message", "content": '<tool_call>{"name": "click"'},),
    "a call in Anthropic's notation in the text": ({"type": "message", "content": '<invoke name="left_click">'},),
}
# What asks for nothing, or is done.
HARMLESS: dict[str, tuple[object, ...]] = {
    "words": ({"type": "message", "content": "I click."},),
    "a thought": ({"type": "reasoning", "summary": []},),
    "an item of a kind to come": ({"type": "hologram", "depth": 3},),
    "a finished search": (SEARCH,),
    "a server's tool": ({"type": "mcp_call", "id": "m", "name": "look_up", "error": None},),
    "a shell that the server ran": (
        {"type": "shell_call", "call_id": "t", "action": {"commands": ["ls"]}},
        {"type": "shell_call_output", "call_id": "t", "output": []},
    ),
    "Anthropic's server tool with its result": (
        {"type": "server_tool_use", "id": "s", "name": "web_search", "input": {}},
        {"type": "web_search_tool_result", "tool_use_id": "s", "content": []},
    ),
    "a part of Gemini's with a signature alone": ({"thoughtSignature": "c2ln"},),
    "the same call once more": (call("after"),),
}


@pytest.mark.parametrize("items", NOT_DONE.values(), ids=NOT_DONE)
@pytest.mark.parametrize("dialect", ["openai", "functions"])
def test_a_call_that_nobody_carries_out_keeps_its_place_before_those_that_follow(
    items: tuple[object, ...], dialect: str
) -> None:
    turn = read(whole(*items, call("after")), dialect).turn

    first, last = turn.calls
    assert isinstance(first.proposals[0].action, InvalidAction)
    assert (last.call_id, actions_of(turn)[-1]) == ("after", "Click")


@pytest.mark.parametrize("items", HARMLESS.values(), ids=HARMLESS)
def test_what_asks_for_nothing_or_is_done_takes_no_place(items: tuple[object, ...]) -> None:
    assert actions_of(read(whole(*items, call("after")), "openai").turn) == ["Click"]


def test_the_calls_of_an_answer_are_listed_in_their_order_with_what_the_server_has_done() -> None:
    output: list[Any] = [
        {"type": "reasoning", "summary": []},
        SEARCH,
        {"type": "function_call", "name": "tap", "call_id": "t"},
        None,
        {"type": "message", "content": "<tool_call>"},
        {"type": "message", "content": "So."},
        call("after"),
        call("cut", status="incomplete"),
    ]

    assert listed_calls(output) == (
        ListedCall("ws_1", "web_search_call", is_done=True),
        ListedCall("t", "function_call tap"),
        ListedCall("3.", "unreadable", is_complete=False),
        ListedCall("4.", "a call in text", is_complete=False),
        ListedCall("after", "computer_call"),
        ListedCall("cut", "computer_call", is_complete=False),
    )
    assert not is_call(output[5])
