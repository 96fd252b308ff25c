"""Conversations with everything in them that our client ever sends, as a strict server has received it."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from desktop_agent.core.actions.action import Function
from desktop_agent.core.runs.turn import Opening, Reply, Turn
from desktop_agent.model.conversation import Conversation
from desktop_agent.model.provider_settings import ProviderSettings
from tests.fakes.servers.script import Answer, Script, asks, calls, says, thinks
from tests.fakes.servers.scripted_server import ScriptedServer
from tests.fakes.servers.thinking import answered, conversation, frame, with_conversation
from tests.proof.golden import golden

CLICK = {"type": "click", "x": 10, "y": 20, "button": "left"}
SCROLL = {"type": "scroll", "x": 1, "y": 2, "scroll_x": 0, "scroll_y": 100}
CHECK = {"id": "sc_1", "code": "malicious_instructions", "message": "The page tells the model what to do."}
BARE_CHECK = {"id": "sc_2"}
LOOK_UP = Function("look_up", "Look something up.", {"type": "object", "properties": {"city": {"type": "string"}}})
APPROVAL = {"type": "mcp_approval_request", "name": "pay", "server_label": "bank", "arguments": "{}"}
CUSTOM = {"type": "custom_tool_call", "name": "grep", "input": "x", "call_id": "call_custom"}
PATCH = {
    "type": "apply_patch_call", "call_id": "call_patch", "status": "completed",
    "operation": {"type": "delete_file", "path": "a.txt"},
}  # fmt: skip
SHELL = {
    "type": "shell_call", "call_id": "call_shell", "status": "completed", "environment": None,
    "action": {"commands": ["ls"], "timeout_ms": None, "max_output_length": None},
}  # fmt: skip
# What a server leaves out that the types of a request require, and says that they refuse.
LEAN = Answer((
    {"type": "reasoning", "status": "completed", "encrypted_content": "x"},
    {"type": "message", "content": [{"type": "output_text", "text": "First the menu."}]},
    {"id": None, "type": "message", "role": "assistant", "content": [{"type": "output_text", "text": "Then Save."}]},
    {"type": "message", "role": "assistant", "status": "completed", "content": "Now."},
))  # fmt: skip
ROUNDS = 14  # more than pictures are kept


def bodies(dialect: str, *, chain: bool, stores: bool = True) -> list[Mapping[str, Any]]:
    """Return the body of each request of a conversation that the server had no objection to."""
    with ScriptedServer(script(dialect), dialect=dialect, stores=stores) as server:
        terms = ProviderSettings(dialect=dialect, chain=chain, instructions="Be quick.")
        with_conversation(conversation(server.base_url, terms, functions=(LOOK_UP,)), talk)
    assert server.objections == []
    return [request.body for request in server.creates]


def bodies_after_lean_answers(dialect: str) -> list[Mapping[str, Any]]:
    """Return the body of each request of a conversation whose history we keep, with a server that says little."""
    with ScriptedServer([LEAN + asks(CLICK)] * ROUNDS + [says("Saved.")], dialect=dialect, stream=False) as server:
        with_conversation(conversation(server.base_url, ProviderSettings(dialect=dialect, chain=False)), talk)
    assert server.objections == []
    return [request.body for request in server.creates]


def script(dialect: str) -> list[Script]:
    """Return answers of every kind; the fourth is the one whose checks are refused."""
    plain = dialect == "lightcone"
    checks = () if plain else (CHECK, BARE_CHECK)
    words = next(item for item in golden(dialect)["output"] if item["type"] == "message")
    first = thinks("Hm.") + Answer(({**words, "id": "msg_0"},)) + asks(CLICK, SCROLL, checks=checks)
    other = asks(CLICK) if plain else calls("look_up", '{"city": "Athens"}') + calls("get_weather", "{}")
    if dialect == "openai":
        other += Answer((APPROVAL, CUSTOM, PATCH, SHELL))
    ends = {"answer", "done", "terminate"}
    items = [item for item in golden(dialect)["output"] if item.get("action", {}).get("type") not in ends]
    again = [asks(CLICK) for _ in range(ROUNDS)]
    return [first, other, Answer(tuple(items)), asks(CLICK, checks=checks), *again, says("Saved.")]


async def talk(mind: Conversation) -> None:
    """Do whatever is asked for, but refuse the check of the fourth answer."""
    turn: Turn = await mind.think(Opening("Save a note", frame(0)))
    number = 0
    while turn.calls:
        number += 1
        reply = replace(answered(turn, number), notes=("Please go on.",))
        if number == 4 and turn.calls[0].checks:
            names = tuple(call.call_id for call in turn.calls)
            reply = Reply((), ("The click was refused by the person.",), frame(number), names)
        turn = await mind.think(reply)
