"""What is answered before the SDK is loaded, beside what the SDK answers to the same lines."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, cast

import pytest
from mcp.server.stdio import stdio_server
from mcp_types.version import HANDSHAKE_PROTOCOL_VERSIONS

from desktop_agent.mcp.opening import HANDSHAKES, ClientOpening
from desktop_agent.mcp.server import mcp_server
from desktop_agent.mcp.sessions import McpSessions
from desktop_agent.mcp.tools import mcp_tools
from desktop_agent.model.caps import Caps
from tests.fakes.people.mcp_raw import RawAgent
from tests.fakes.source import ROOT
from tests.fakes.waiting import PATIENCE_S

if TYPE_CHECKING:
    import anyio

RULES = "These tools work “a computer”."
CLIENT = {"name": "x", "version": "1", "title": "X"}
META = "io.modelcontextprotocol/"
ENVELOPE = {f"{META}protocolVersion": "2026-07-28", f"{META}clientInfo": CLIENT, f"{META}clientCapabilities": {}}
INITIALIZED = json.dumps({"jsonrpc": "2.0", "method": "notifications/initialized"})


def request(number: object, method: str, params: object = None, **more: object) -> str:
    rest = {} if params is None else {"params": params}
    return json.dumps({"jsonrpc": "2.0", "id": number, "method": method, **rest, **more})


def handshake(version: str = "2025-06-18", number: object = 0, **more: object) -> str:
    params = {"protocolVersion": version, "capabilities": {}, "clientInfo": CLIENT, **more}
    return request(number, "initialize", params)


def opening() -> ClientOpening:
    return ClientOpening(RULES, mcp_tools())


class Wire:
    """The SDK's standard input and output: the next line comes once the one before is answered."""

    def __init__(self, lines: Sequence[str]) -> None:
        self.lines = lines
        self.written: asyncio.Queue[str] = asyncio.Queue()
        self.answers: list[str] = []

    async def __aiter__(self) -> AsyncIterator[str]:
        for line in self.lines:
            yield line
            if "id" in json.loads(line):
                self.answers.append(await asyncio.wait_for(self.written.get(), PATIENCE_S))

    async def write(self, text: str) -> None:
        await self.written.put(text)

    async def flush(self) -> None:
        pass


def by_the_sdk(lines: Sequence[str]) -> list[str]:
    async def served() -> list[str]:
        server = mcp_server(McpSessions(Caps(), 60, "rules"), RULES)
        found = Wire(lines)
        wire = cast("anyio.AsyncFile[str]", found)
        async with stdio_server(wire, wire) as (incoming, outgoing):
            await server.run(incoming, outgoing, server.create_initialization_options())
        return found.answers

    return asyncio.run(served())


CONVERSATIONS = [
    *([handshake(version), INITIALIZED, request(1, "tools/list")] for version in HANDSHAKE_PROTOCOL_VERSIONS),
    [
        handshake(number="a", capabilities={"roots": {"listChanged": True}, "elicitation": {"form": {}}}),
        request("b", "tools/list", {}),
        request("c", "tools/list", {"_meta": {"progressToken": 3}}),
        INITIALIZED,
    ],
]  # fmt: skip


@pytest.mark.parametrize("lines", CONVERSATIONS)
def test_the_opening_answers_equal_those_of_the_sdk(lines: list[str]) -> None:
    ours = opening()

    assert [json.loads(reported) for reported in map(ours.answer, lines) if reported] == list(
        map(json.loads, by_the_sdk(lines))
    )
    assert HANDSHAKES == HANDSHAKE_PROTOCOL_VERSIONS


@pytest.mark.parametrize(
    ("before", "line"),
    [
        ([], handshake("1999-01-01")),
        ([], handshake(clientInfo={"name": "x"})),
        ([], handshake(more=1)),
        ([], request(1, "tools/list")),
        ([], INITIALIZED),
        ([], "no JSON"),
        ([], f"[{handshake()}]"),
        ([], request(1, "server/discover", {"_meta": ENVELOPE})),
        ([], request(1, "tools/list", {"_meta": ENVELOPE})),
        ([handshake()], request(1, "tools/list", {"_meta": 3})),
        ([handshake()], handshake(number=1)),
        ([handshake()], request(1, "tools/call", {"name": "status"})),
        ([handshake()], request(1, "tools/list", {"_meta": ENVELOPE})),
        ([handshake()], json.dumps({"jsonrpc": "2.0", "method": "notifications/cancelled", "params": {}})),
    ],
)  # fmt: skip
def test_other_messages_are_left_to_the_sdk(before: list[str], line: str) -> None:
    ours = opening()
    assert all(ours.answer(one) for one in before)

    assert ours.answer(line) is None
    assert ours.opened == before


@pytest.mark.program
def test_a_client_gets_the_tools_where_nothing_else_can_be_loaded(tmp_path: Path) -> None:
    """The SDK takes a second of the processor, ten on a busy computer: some clients wait five."""
    names = ("mcp.server", "mcp_types", "desktop_agent.core.decisions.decision", "desktop_agent.model.dialects")
    (tmp_path / "sitecustomize.py").write_text(
        "import sys\n"
        "class Refuses:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        f"        if name in {names}:\n"
        "            raise ImportError(name)\n"
        "sys.meta_path.insert(0, Refuses())\n"
    )
    home = {"DESKTOP_AGENT_HOME": str(tmp_path / "home"), "PYTHONPATH": f"{tmp_path}:{ROOT}"}

    with RawAgent(home) as agent:
        agent.start()
        reported = agent.answer(agent.send("tools/list", {}))

    assert reported is not None
    assert [tool["name"] for tool in cast("dict[str, list[dict[str, object]]]", reported["result"])["tools"]] == [
        *("look", "find", "read", "zoom", "act", "clipboard", "run_task", "ask_person", "status", "stop")
    ]


@pytest.mark.program
@pytest.mark.parametrize("listed", [True, False])
def test_the_sdk_takes_over_in_the_middle_and_each_request_is_answered_once(tmp_path: Path, *, listed: bool) -> None:
    with RawAgent({"DESKTOP_AGENT_HOME": str(tmp_path), "PYTHONPATH": str(ROOT)}) as agent:
        agent.write(handshake(number="first"))
        assert agent.answer("first") is not None
        agent.write(INITIALIZED)
        if listed:
            assert agent.answer(agent.send("tools/list", {})) is not None

        assert "No session is open" in agent.call("status")
        assert "No session is open" in agent.call("status")
        assert agent.answer("first", within_s=0) is None
