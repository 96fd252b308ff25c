"""The protocol over HTTP, on loopback alone: no request without the token, and none of a web page, reaches the SDK.

A request must name this very address as its host, which stops pages whose name resolves to loopback (DNS rebinding),
and may not come from another origin. A session ends when the agent ends it, when it breaks off an answer, and when it
closes its listening stream and sends no other request within a second.

The connection of a refused request is closed, so that only the owner's requests count towards the limit.
"""

from __future__ import annotations

import asyncio
import contextlib
import hmac
import socket
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

import uvicorn
from mcp.server.streamable_http_manager import StreamableHTTPSessionManager
from mcp.server.transport_security import TransportSecuritySettings
from mcp_types.version import HANDSHAKE_PROTOCOL_VERSIONS
from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse

from desktop_agent.mcp.server import mcp_server
from desktop_agent.mcp.sessions import McpSessions

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

PATH = "/mcp"
_LOOPBACK = "127.0.0.1"
_MOST_BYTES = 4 * 1024 * 1024
_MOST_SESSIONS = 8
_MOST_REQUESTS = 64
_GRACE_S = 1.0
# HTTP's own numbers.
_BAD = 400
_NO_TOKEN = 401
_FORBIDDEN = 403
_NOT_FOUND = 404
_MISDIRECTED = 421
_BUSY = 503
_SESSION = "mcp-session-id"
_VERSION = "mcp-protocol-version"


async def serve_http(
    sessions: McpSessions, instructions: str, wanted_port: int, token: str, announce: Callable[[str], None]
) -> None:
    """Serve agents that show a token, until the program ends; announce both. OSError for a port that is taken."""
    listening = _listening_socket(wanted_port)
    port = listening.getsockname()[1]
    hosts = [f"{name}:{port}" for name in (_LOOPBACK, "localhost")]
    origins = [f"http://{host}" for host in hosts]
    manager = StreamableHTTPSessionManager(
        app=mcp_server(sessions, instructions),
        security_settings=TransportSecuritySettings(allowed_hosts=hosts, allowed_origins=origins),
        max_request_body_size=_MOST_BYTES,
        max_sessions=_MOST_SESSIONS,
    )
    guard = _TokenGuard(manager.asgi_app, frozenset(hosts), frozenset(origins), token.encode(), sessions)
    config = uvicorn.Config(guard, log_config=None, lifespan="off", http="h11", server_header=False, ws="none")
    idle = asyncio.create_task(sessions.end_idle())
    try:
        async with manager.run():
            announce(f"http://{_LOOPBACK}:{port}{PATH}")
            announce(f"token {token}")
            await uvicorn.Server(config).serve(sockets=[listening])
    finally:
        idle.cancel()
        listening.close()


def _listening_socket(port: int) -> socket.socket:
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((_LOOPBACK, port))
        listening.listen()  # a client that reads the address may come at once
    except OSError:
        listening.close()
        raise
    return listening


@dataclass(slots=True)
class _TokenGuard:
    """Passes permitted requests on, and ends the session of an agent that has disconnected."""

    inner: ASGIApp
    hosts: frozenset[str]
    origins: frozenset[str]
    token: bytes
    sessions: McpSessions
    _requests: Counter[str] = field(default_factory=Counter)  # requests of each session
    _under_way: int = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return
        headers = Headers(scope=scope)
        status, why = self._refusal(scope["path"], headers)
        if why:
            more = {"WWW-Authenticate": "Bearer"} if status == _NO_TOKEN else {}
            # Else a client that never sends the rest of its request would keep the connection.
            await PlainTextResponse(f"{why}\n", status, {**more, "Connection": "close"})(scope, receive, send)
            return
        session = headers.get(_SESSION, "")
        request = _HttpRequest()
        self._requests[session] += 1
        self._under_way += 1
        try:
            await self.inner(scope, partial(request.receive, receive), partial(request.send, send))
        finally:
            self._under_way -= 1
            self._note(scope["method"], session, broken_off=not request.answered)

    def _refusal(self, path: str, headers: Headers) -> tuple[int, str]:
        """Return the status and the reason of a refusal, 0 for none; a duplicated header is refused."""
        host, origin, login = (headers.getlist(name) for name in ("host", "origin", "authorization"))
        if len(host) != 1 or host[0].lower() not in self.hosts:
            return _MISDIRECTED, "This is another address."
        if origin and (len(origin) != 1 or origin[0].lower() not in self.origins):
            return _FORBIDDEN, "Web pages can't send requests here."
        login_bytes = login[0].encode("latin-1") if len(login) == 1 else b""
        if not hmac.compare_digest(login_bytes, b"Bearer " + self.token):
            return _NO_TOKEN, "The token is missing or isn't the one printed at startup."
        if path != PATH:
            return _NOT_FOUND, f"Only {PATH} is available here."
        if self._under_way >= _MOST_REQUESTS:
            return _BUSY, "Too many requests are in progress."
        if headers.get(_VERSION, HANDSHAKE_PROTOCOL_VERSIONS[0]) not in HANDSHAKE_PROTOCOL_VERSIONS:
            # Without a session it is unknown which agent a call is from, and when an agent has disconnected.
            return _BAD, f"Only versions with sessions are supported: {', '.join(HANDSHAKE_PROTOCOL_VERSIONS)}."
        return 0, ""

    def _note(self, method: str, session: str, *, broken_off: bool) -> None:
        if not session:
            return
        if method == "DELETE" or (method == "POST" and broken_off):
            self.sessions.left(session)
        elif method == "GET":
            asyncio.get_running_loop().call_later(_GRACE_S, self._end_unless_active, session, self._requests[session])

    def _end_unless_active(self, session: str, before: int) -> None:
        if self._requests[session] == before:
            self.sessions.left(session)


@dataclass(slots=True)
class _HttpRequest:
    """One request, and whether its answer was sent completely before the agent disconnected."""

    answered: bool = False
    gone: bool = False

    async def receive(self, inner: Receive) -> Message:
        """Return the next message of the request."""
        message = await inner()
        self.gone |= message["type"] == "http.disconnect"
        return message

    async def send(self, inner: Send, message: Message) -> None:
        """Pass a part of the answer on."""
        with contextlib.suppress(OSError):
            await inner(message)
        if message["type"] == "http.response.body" and not message.get("more_body") and not self.gone:
            self.answered = True
