"""The vendors' own SDK types judge what we send about functions: the offer, the answer, the word on a server's tool."""

from typing import Any

import pytest
from pydantic import TypeAdapter

from desktop_agent.core.function import Function
from desktop_agent.core.turn import Opening
from desktop_agent.model.conversation import Conversation, Terms
from tests.fakes.programs import function
from tests.fakes.script import Answer, asks, calls, says
from tests.fakes.scripted_server import ScriptedServer
from tests.fakes.talk import CLICK
from tests.fakes.thinking import answered, conversation, frame, with_conversation
from tests.proof.judging import BY_OPENAI, BY_TZAFON, must_be_known

TOOL = {"type": "mcp_approval_request", "id": "mcpr_1", "name": "send", "server_label": "m", "arguments": "{}"}
OTHER = Function("add", "Adds.", {"type": "object", "properties": {"a": {"type": "number"}}}, python="a:b")


async def _talk(mind: Conversation) -> None:
    turn = await mind.think(Opening("Look it up", frame(0)))
    for number in range(1, 4):
        turn = await mind.think(answered(turn, number, confirm=number != 2))


@pytest.mark.parametrize("chain", [True, False], ids=["chained", "self-kept"])
@pytest.mark.parametrize(("dialect", "judge"), [("openai", BY_OPENAI), ("preview", BY_TZAFON), ("preview", BY_OPENAI)])
def test_the_vendors_types_take_all_that_is_sent_about_functions(
    dialect: str, judge: TypeAdapter[Any], chain: bool
) -> None:
    both = calls("weather", '{"city": "Rome"}') + asks(CLICK) + calls("add", '{"a": "1"}')
    script = [both, Answer((TOOL,)), Answer(({**TOOL, "id": "mcpr_2"},)), says("Done.")]
    terms = Terms(dialect=dialect, chain=chain, functions=(function(), OTHER))

    with ScriptedServer(script, dialect=dialect) as server:
        with_conversation(conversation(server.base_url, terms), _talk)

    assert server.objections == []
    items = [item["type"] for item in server.creates[1].body["input"] if item["type"].endswith("call_output")]
    assert items == ["function_call_output", "computer_call_output", "function_call_output"]
    for request in server.creates:
        assert [tool.get("name") for tool in request.body["tools"]] == [None, "done", "weather", "add"]
        must_be_known(judge, request.body)
