"""The server for agents, built on the SDK of the Model Context Protocol: it lists the tools and answers calls."""

from __future__ import annotations

import asyncio
import base64
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

import mcp_types as types
from mcp.server.context import ServerRequestContext
from mcp.server.lowlevel.server import Server

from desktop_agent.agents.opening import NAME, TITLE
from desktop_agent.agents.orders import McpAnswer
from desktop_agent.agents.sentences import TWICE
from desktop_agent.agents.sessions import STDIO, McpCall, McpClient, McpSessions, refusal
from desktop_agent.agents.tools import mcp_tools
from desktop_agent.core.version import __version__

_MOST_REMEMBERED = 20_000  # ids of calls, over all connections

Context: TypeAlias = ServerRequestContext[dict[str, object], object]


def mcp_server(sessions: McpSessions, instructions: str) -> Server[dict[str, object]]:
    """Return the server; it runs over a pair of streams, or under a manager of HTTP sessions."""
    calls = _Calls(sessions)
    tools = types.ListToolsResult(tools=[types.Tool.model_validate(tool, by_name=False) for tool in mcp_tools()])

    async def list_tools(_: Context, __: types.PaginatedRequestParams | None) -> types.ListToolsResult:
        return tools

    return Server(
        NAME,
        version=__version__,
        title=TITLE,
        instructions=instructions,
        on_list_tools=list_tools,
        on_call_tool=calls.answer,
    )


@dataclass(slots=True)
class _Calls:
    """Answers each call once: a repeated call gets the same answer while it is in progress, and later a refusal."""

    sessions: McpSessions
    _open: dict[tuple[str, str], asyncio.Future[McpAnswer]] = field(default_factory=dict)
    _done: OrderedDict[tuple[str, str], None] = field(default_factory=OrderedDict)

    async def answer(self, context: Context, params: types.CallToolRequestParams) -> types.CallToolResult:
        """Return the result of a call."""
        headers: Mapping[str, str] = getattr(context.request, "headers", {})
        connection = headers.get("mcp-session-id", "") or STDIO
        key = (connection, repr(context.request_id)[:200])
        if key in self._done:
            return _result(refusal(TWICE))
        if (under_way := self._open.get(key)) is not None:
            return _result(await asyncio.shield(under_way))
        answer = asyncio.get_running_loop().create_future()
        self._open[key] = answer
        try:
            result = await self.sessions.answer(_call(context, params, connection))
            answer.set_result(result)
        finally:
            answer.cancel()
            del self._open[key]
            self._done[key] = None
            if len(self._done) > _MOST_REMEMBERED:
                self._done.popitem(last=False)
        return _result(result)


def _call(context: Context, params: types.CallToolRequestParams, connection: str) -> McpCall:
    progress = 0

    async def tell(sentence: str) -> None:
        nonlocal progress
        progress += 1
        await context.session.report_progress(progress, None, sentence)

    client_params = context.session.client_params
    info = client_params.client_info if client_params else None
    client = McpClient(info.name, info.version) if info else McpClient()
    return McpCall(connection, client, params.name, params.arguments or {}, tell)


def _result(answer: McpAnswer) -> types.CallToolResult:
    # One text: clients join several ones without a space.
    content: list[types.ContentBlock] = [types.TextContent(text="\n".join(answer.texts))] if answer.texts else []
    if answer.picture:
        data = base64.b64encode(answer.picture).decode()
        content.append(types.ImageContent(data=data, mime_type=answer.media_type))
    return types.CallToolResult(content=content, is_error=answer.refused)
