"""The server for agents, built on the SDK of the Model Context Protocol: it lists the tools and answers calls."""

from __future__ import annotations

import asyncio
import base64
import hashlib
from collections import Counter, OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

import mcp_types as types
from mcp.server.context import CallNext, HandlerResult, ServerRequestContext
from mcp.server.lowlevel.server import Server

from desktop_agent.core.version import __version__
from desktop_agent.mcp.opening import NAME, TITLE
from desktop_agent.mcp.orders import McpAnswer
from desktop_agent.mcp.sessions import STDIO, TWICE, McpCall, McpClient, McpSessions, refusal
from desktop_agent.mcp.tools import mcp_tools

_MOST_REMEMBERED = 20_000  # calls, over all connections
_LOOKS = frozenset({"look", "find", "read", "zoom", "status"})

Context: TypeAlias = ServerRequestContext[dict[str, object], object]


def mcp_server(sessions: McpSessions, instructions: str) -> Server[dict[str, object]]:
    """Return the server; it runs over a pair of streams, or under a manager of HTTP sessions."""
    calls = _Calls(sessions)
    tools = types.ListToolsResult(tools=[types.Tool.model_validate(tool, by_name=False) for tool in mcp_tools()])

    async def list_tools(_: Context, __: types.PaginatedRequestParams | None) -> types.ListToolsResult:
        return tools

    server = Server[dict[str, object]](
        NAME,
        version=__version__,
        title=TITLE,
        instructions=instructions,
        on_list_tools=list_tools,
        on_call_tool=calls.answer,
    )
    server.middleware.append(calls.note)
    return server


@dataclass(slots=True)
class _Calls:
    """Answers each call that acts once: repeated, it gets the same answer while it is in progress, then a refusal.

    It is the same call if it has the same id and content, since the client has last said who it is. Gateways connect
    several clients one after the other, each of which counts its ids from the beginning.
    """

    sessions: McpSessions
    _open: dict[str, asyncio.Future[McpAnswer]] = field(default_factory=dict)
    _done: OrderedDict[str, None] = field(default_factory=OrderedDict)
    _initialized: Counter[str] = field(default_factory=Counter)  # so often, on each connection

    async def note(self, ctx: Context, call_next: CallNext) -> HandlerResult:
        """Take note of a client that says who it is, and pass everything on."""
        if ctx.method == "initialize":
            self._initialized[_connection_of(ctx)] += 1
        return await call_next(ctx)

    async def answer(self, context: Context, params: types.CallToolRequestParams) -> types.CallToolResult:
        """Return the result of a call."""
        connection = _connection_of(context)
        call = _call(context, params, connection)
        if params.name in _LOOKS:
            return _result(await self.sessions.answer(call))
        times = self._initialized[connection]
        content = repr((connection, times, context.request_id, params.name, call.arguments))
        key = hashlib.sha256(content.encode("utf-8", "replace")).hexdigest()
        if key in self._done:
            return _result(refusal(TWICE))
        if (under_way := self._open.get(key)) is not None:
            return _result(await asyncio.shield(under_way))
        answer = asyncio.get_running_loop().create_future()
        self._open[key] = answer
        try:
            result = await self.sessions.answer(call)
            answer.set_result(result)
        finally:
            answer.cancel()
            del self._open[key]
            self._done[key] = None
            if len(self._done) > _MOST_REMEMBERED:
                self._done.popitem(last=False)
        return _result(result)


def _connection_of(context: Context) -> str:
    headers: Mapping[str, str] = getattr(context.request, "headers", {})
    return headers.get("mcp-session-id", "") or STDIO


def _call(context: Context, params: types.CallToolRequestParams, connection: str) -> McpCall:
    progress = 0

    async def report(sentence: str) -> None:
        nonlocal progress
        progress += 1
        await context.session.report_progress(progress, None, sentence)

    client_params = context.session.client_params
    info = client_params.client_info if client_params else None
    client = McpClient(info.name, info.version) if info else McpClient()
    return McpCall(connection, client, params.name, params.arguments or {}, report)


def _result(answer: McpAnswer) -> types.CallToolResult:
    # One text: clients join several ones without a space.
    content: list[types.ContentBlock] = [types.TextContent(text="\n".join(answer.texts))] if answer.texts else []
    if answer.picture:
        data = base64.b64encode(answer.picture).decode()
        content.append(types.ImageContent(data=data, mime_type=answer.media_type))
    return types.CallToolResult(content=content, is_error=answer.refused)
