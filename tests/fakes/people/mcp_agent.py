"""An agent as the SDK's own client has it: it starts the program and speaks with it over stdio."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import mcp_types as types
from mcp.client.client import Client
from mcp.client.stdio import StdioServerParameters, stdio_client
from typer import TyperException
from typer.main import get_command

from desktop_agent.cli.flags import given_settings
from desktop_agent.core.errors import DesktopAgentError
from desktop_agent.desk.commands.place import desk_order
from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.mcp.commands import mcp
from desktop_agent.mcp.consent import consent_to
from desktop_agent.settings.confirmed import settings_for_run
from tests.fakes.source import ROOT
from tests.fakes.waiting import PATIENCE_S
from tests.fakes.warm import program

_PATIENCE_S = 4 * PATIENCE_S  # a call may wait for a hand on a card
OURSELVES = types.Implementation(name="test-agent", version="7")


@dataclass(frozen=True, slots=True)
class Told:
    text: str
    picture: bytes
    is_error: bool


@dataclass
class Agent:
    client: Client
    progress: list[str] = field(default_factory=list)

    async def call(self, tool: str, **arguments: object) -> Told:
        async def note(progress: float, total: float | None, message: str | None) -> None:
            self.progress.append(message or "")

        async with asyncio.timeout(_PATIENCE_S):
            return told(await self.client.call_tool(tool, dict(arguments), progress_callback=note))

    async def act(self, *actions: Mapping[str, object], **more: object) -> Told:
        return await self.call("act", actions=[*actions], **more)


def told(result: types.CallToolResult) -> Told:
    texts = [part.text for part in result.content if isinstance(part, types.TextContent)]
    pictures = [part for part in result.content if isinstance(part, types.ImageContent)]
    picture = base64.b64decode(pictures[0].data) if pictures else b""
    return Told("\n".join(texts), picture, result.is_error)


def command(surroundings: Mapping[str, str], *flags: str) -> list[str]:
    with suppress(DesktopAgentError, TyperException):  # which the program says itself
        given = get_command(mcp.group).make_context("mcp", [*flags]).params
        settings = settings_for_run(surroundings, given_settings(given))
        if (consent := consent_to(settings, desk_order(given), surroundings)).lines:
            consent.give()
    return program("mcp", *flags)


def environment(display: PrivateDisplay, home: Path, **more: str) -> dict[str, str]:
    own = {"DESKTOP_AGENT_HOME": str(home), "PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8"}
    return {**display.environment(), **own, **more}


@asynccontextmanager
async def agent(surroundings: Mapping[str, str], *flags: str, mode: str = "auto") -> AsyncIterator[Agent]:
    start, *words = command(surroundings, *flags)
    parameters = StdioServerParameters(command=start, args=words, env=dict(surroundings))
    async with Client(stdio_client(parameters), client_info=OURSELVES, mode=mode) as client:
        yield Agent(client)
