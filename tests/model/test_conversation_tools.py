"""The function that ends a run, tools that are not here, and what is read leniently."""

import json

import pytest

from desktop_agent.core.actions import Finish, Invoke
from desktop_agent.core.function import Function
from desktop_agent.core.turn import InvalidAction, Opening, Turn, Usage
from desktop_agent.model.conversation import Conversation
from desktop_agent.model.dialects import dialect_named
from desktop_agent.model.request_options import RequestOptions
from tests.fakes.script import Answer, asks, calls, says, thinks
from tests.fakes.scripted_server import ScriptedServer
from tests.fakes.talk import CLICK, EVERY_WAY, WITH_FUNCTIONS, WITH_RESPONSES, bodies, play
from tests.fakes.thinking import answered, conversation, frame, with_conversation

CITY = {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}
WEATHER = Function("get_weather", "Tells the weather.", CITY, command=("weather", "{city}"))


def test_the_done_function_is_offered_and_ends_the_run() -> None:
    for dialect in WITH_FUNCTIONS:
        with ScriptedServer([calls("done", '{"message": "Saved."}')], dialect=dialect) as server:
            turns = play(server, RequestOptions(dialect=dialect))

        assert turns[0].finish == Finish("success", "Saved.")
        assert "done" in [tool.get("name") for tool in bodies(server)[0]["tools"]]


def test_a_done_beside_a_call_is_answered_if_the_run_goes_on() -> None:
    with ScriptedServer([calls("done", "{}") + asks(CLICK), says("Saved.")]) as server:
        turns = play(server, RequestOptions())

    assert turns[-1].messages == ("Saved.",)
    assert server.objections == []


@pytest.mark.parametrize(("dialect", "stream", "chain"), EVERY_WAY)
def test_tools_that_are_not_here_are_refused_at_once_and_the_run_goes_on(
    dialect: str, stream: bool, chain: bool
) -> None:
    # The older API has no answer for a call, so the server must not wait for one.
    custom = Answer(({"type": "mcp_approval_request", "name": "mail", "server_label": "m", "arguments": "{}"},))
    stray = thinks("hm") + custom if dialect == "lightcone" else calls("get_weather", "{}")
    script = [stray, asks(CLICK) + says("Now."), says("Saved.")]

    with ScriptedServer(script, dialect=dialect) as server:
        turns = play(server, RequestOptions(dialect=dialect, stream=stream, chain=chain))

    assert len(turns) == 3
    assert turns[0].strays
    assert turns[0].usage == Usage(100, 10, 110)
    assert "doesn't exist here" in turns[0].notices[0]
    assert turns[1].messages == ("Now.",)
    assert server.objections == []
    assert "This tool doesn't exist here" in json.dumps(bodies(server)[1]["input"])


@pytest.mark.parametrize("dialect", WITH_FUNCTIONS)
def test_a_users_function_is_offered_called_and_answered(dialect: str) -> None:
    for stream, chain in ((True, True), (True, False), (False, True), (False, False)):
        script = [calls("get_weather", '{"city": "Paris"}') + asks(CLICK) + says("Hm."), says("Sunny.")]
        with ScriptedServer(script, dialect=dialect) as server:
            turns = play(server, RequestOptions(dialect=dialect, stream=stream, chain=chain, functions=(WEATHER,)))

        assert [each.called for each in turns[0].calls] == ["function", "computer"]
        assert turns[0].calls[0].proposals[0].action == Invoke("get_weather", '{"city":"Paris"}')
        assert server.objections == []
        assert turns[0].notices == ()
        first, last = bodies(server)
        told = {"name": "get_weather", "description": "Tells the weather.", "parameters": WEATHER.parameters}
        assert first["tools"][-1] == {"type": "function", "strict": False, **told}
        outputs = [item["output"] for item in last["input"] if item.get("type") == "function_call_output"]
        assert outputs[0] == "What call_get_weather answers."
        assert len(outputs) == (2 if dialect_named(dialect).own_functions else 1)  # the click is a function, too


@pytest.mark.parametrize("approved", [True, False])
@pytest.mark.parametrize("dialect", sorted({*WITH_FUNCTIONS} & {*WITH_RESPONSES}))
def test_a_server_that_asks_to_use_a_tool_of_its_own_is_answered(dialect: str, approved: bool) -> None:
    asked = {"type": "mcp_approval_request", "id": "mcpr_1", "name": "send", "server_label": "m", "arguments": "{}"}

    async def answer(mind: Conversation) -> tuple[Turn, Turn]:
        first = await mind.think(Opening("Save a note", frame(0)))
        return first, await mind.think(answered(first, confirm=approved))

    with ScriptedServer([Answer((asked,)), says("Sent.")], dialect=dialect) as server:
        first, _ = with_conversation(conversation(server.base_url, RequestOptions(dialect=dialect)), answer)

    assert first.calls[0].proposals[0].action == Invoke("send", "{}", "m")
    (answered_with,) = (item for item in bodies(server)[1]["input"] if item.get("type") == "mcp_approval_response")
    assert (answered_with["approval_request_id"], answered_with["approve"]) == ("mcpr_1", approved)


def test_a_coordinate_that_cannot_be_is_refused_with_the_way_to_find_out_what_is_meant() -> None:
    with ScriptedServer([asks({**CLICK, "x": 5_000}), asks({**CLICK, "x": -1}), says("Saved.")]) as server:
        turns = play(server, RequestOptions(coordinates="viewport"))

    (notice,) = turns[0].notices
    assert notice.endswith("desktop-agent providers test local")
    assert turns[1].notices == ()  # said once
    assert all(isinstance(turn.calls[0].proposals[0].action, InvalidAction) for turn in turns[:2])
