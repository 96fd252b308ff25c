"""What the protocol says of a call: sent again it acts only once, and if nothing was done it is an error."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, cast

import anyio
import mcp_types as types
import pytest
from mcp.shared.memory import create_client_server_memory_streams
from mcp.shared.message import SessionMessage

from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.mcp.orders import McpAnswer
from desktop_agent.mcp.server import mcp_server
from desktop_agent.mcp.sessions import TWICE, McpCall, McpSessions
from tests.fakes.people.mcp_agent import environment
from tests.fakes.people.mcp_raw import RawAgent

CLICK: dict[str, object] = {"action": "click", "x": 640, "y": 400, "button": "left"}
OTHER: dict[str, object] = {**CLICK, "x": 641}
FREE = ("--mode", "auto", "--approver", "none")


def result_of(agent: RawAgent, tool: str, arguments: Mapping[str, object], **more: object) -> dict[str, Any]:
    message = agent.answer(agent.send("tools/call", {"name": tool, "arguments": arguments}, **more))
    assert message is not None
    return cast("dict[str, Any]", message["result"])


class Notes:
    """Answers each call, and notes it."""

    def __init__(self) -> None:
        self.calls: list[McpCall] = []

    async def answer(self, call: McpCall) -> McpAnswer:
        self.calls.append(call)
        return McpAnswer((f"{len(self.calls)}",))


Sent = tuple[str, dict[str, object]]
HELLO: Sent = (
    "initialize",
    {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "a", "version": "1"}},
)


def call(tool: str, **arguments: object) -> Sent:
    return "tools/call", {"name": tool, "arguments": arguments}


async def answered(requests: Sequence[tuple[int | str, Sent]]) -> tuple[list[tuple[str, bool]], int]:
    """Return the texts that answer requests with these ids, each with whether it's an error, and how many were done."""
    notes = Notes()
    server = mcp_server(cast("McpSessions", notes), "")
    texts = []
    async with create_client_server_memory_streams() as (ours, theirs), anyio.create_task_group() as group:
        group.start_soon(server.run, *theirs, server.create_initialization_options())
        incoming, outgoing = ours
        for number, (method, params) in requests:
            request = types.JSONRPCRequest(jsonrpc="2.0", id=number, method=method, params=params)
            await outgoing.send(SessionMessage(request))
            received = await incoming.receive()
            assert isinstance(received, SessionMessage)
            answer = cast("types.JSONRPCResponse", received.message)
            if method == "initialize":
                done = types.JSONRPCNotification(jsonrpc="2.0", method="notifications/initialized")
                await outgoing.send(SessionMessage(done))
            else:
                texts.append((answer.result["content"][0]["text"], answer.result["isError"]))
        group.cancel_scope.cancel()
    return texts, len(notes.calls)


ACT = call("act", actions=[CLICK])
TASK = call("run_task", task="x")
AGAIN = (TWICE, True)


@pytest.mark.parametrize(
    ("requests", "texts"),
    [
        ([(1, ACT), (1, ACT), (2, ACT)], [("1", False), AGAIN, ("2", False)]),
        ([("1", ACT), (1, ACT)], [("1", False), ("2", False)]),
        ([(1, ACT), (1, call("act", actions=[OTHER])), (1, ACT)], [("1", False), ("2", False), AGAIN]),
        ([(1, ACT), (1, TASK), (1, TASK)], [("1", False), ("2", False), AGAIN]),
        ([(1, ACT), (0, HELLO), (1, ACT), (1, ACT)], [("1", False), ("2", False), AGAIN]),
        ([(1, ACT), (0, HELLO), (0, HELLO), (1, ACT)], [("1", False), ("2", False)]),
        *(
            ([(1, call(tool)), (1, call(tool)), (1, call(tool))], [("1", False), ("2", False), ("3", False)])
            for tool in ("look", "find", "read", "zoom", "status")
        ),
        *(([(1, call(tool)), (1, call(tool))], [("1", False), AGAIN]) for tool in ("clipboard", "ask_person", "stop")),
    ],
)  # fmt: skip
def test_only_a_call_that_acts_with_the_id_and_content_of_one_before_is_refused_until_a_client_begins_anew(
    requests: Sequence[tuple[int | str, Sent]], texts: list[tuple[str, bool]]
) -> None:
    given, calls = asyncio.run(answered([(0, HELLO), *requests]))

    assert given == texts
    assert calls == len([text for text in texts if text != AGAIN])


REFUSED: list[tuple[str, dict[str, object]]] = [
    ("act", {"actions": [{"action": "approve"}]}),
    ("act", {"actions": [{"action": "press", "keys": ["nosuch"]}]}),
    ("act", {"actions": [{"action": "press", "keys": ["enter"], "often": 3}]}),
    ("act", {"actions": [{"action": "click", "name": "No such button"}]}),
    ("act", {"actions": [{"action": "type", "text": "a lost one: \ufffd"}]}),
    ("act", {"actions": [{"action": "type", "text": "half of one: \ud83d"}]}),
    ("act", {"actions": []}),
    ("act", {}),
    ("look", {"everything": True}),
    ("look", {"region": [5_000, 5_000, 6_000, 6_000]}),
    ("zoom", {"region": [5_000, 5_000, 6_000, 6_000]}),
    ("read", {"region": [5_000, 5_000, 6_000, 6_000]}),
    ("zoom", {}),
    ("approve", {}),
    ("clipboard", {"text": ["a"]}),
]
ANSWERED: list[tuple[str, dict[str, object]]] = [
    ("act", {"actions": [{"action": "move", "x": 5, "y": 5}]}),
    ("act", {"actions": [{"action": "move", "x": 5, "y": 5}, {"action": "press", "keys": ["nosuch"]}]}),
    ("act", {"actions": [{"action": "wait", "seconds": 0}]}),
    ("find", {"text": "No such button"}),
    ("look", {"region": [0, 0, 60, 60]}),
    ("zoom", {"region": [0, 0, 60, 60]}),
    ("status", {}),
]


@pytest.mark.parametrize(("calls", "is_error"), [(REFUSED, True), (ANSWERED, False)])
def test_a_call_is_an_error_if_nothing_was_done_and_no_picture_comes_with_the_reason(
    calls: list[tuple[str, dict[str, object]]], display: PrivateDisplay, tmp_path: Path, *, is_error: bool
) -> None:
    with RawAgent(environment(display, tmp_path), *FREE) as agent:
        agent.start()
        agent.call("look")
        answers = [result_of(agent, tool, arguments) for tool, arguments in calls]

    kinds = [{part["type"] for part in answer["content"]} for answer in answers]
    wrong = [(call, answer) for call, answer in zip(calls, answers, strict=True) if answer["isError"] != is_error]
    assert wrong == []
    assert not is_error or all(kind == {"text"} for kind in kinds)
