"""Requests over HTTP that nobody should answer."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path

import httpx2

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.bench.mcp_hostile.tries import FREE, Try, act_request
from tests.fakes.mcp_agent import environment
from tests.fakes.mcp_http import HttpServer, http_server


def over_http(display: PrivateDisplay, home: Path) -> Iterator[tuple[str, Try]]:
    """Requests without the token, with a wrong one, from a page, for another host, with sessions that are none."""
    with ExitStack() as stack:
        server = stack.enter_context(http_server(environment(display, home), *FREE))
        http = stack.enter_context(httpx2.Client(timeout=20))
        session = _opened(http, server)
        good = {"Authorization": f"Bearer {server.token}", "Mcp-Session-Id": session}
        port = server.host.partition(":")[2]
        wrong: list[dict[str, str]] = [
            {"Mcp-Session-Id": session},
            *({**good, "Authorization": text} for text in (
                "", "Bearer", "Bearer x", f"Bearer {server.token[:-1]}", f"Bearer {server.token}=",
                f"bearer{server.token}", f"Basic {server.token}", server.token, "Bearer null",
                f"Bearer {server.token.swapcase()}",
            )),
            *({**good, "Host": text} for text in (
                f"evil.example:{port}", "127.0.0.1", f"127.0.0.1.evil.example:{port}", f"127.0.0.1:{port}@evil.example",
                "localhost", f"0.0.0.0:{port}", f"[::1]:{port}", f"127.1:{port}", f"127.0.0.1:{port}.evil.example",
            )),
            *({**good, "Origin": text} for text in (
                "http://evil.example", "null", "file://", f"http://127.0.0.1:{port}.evil.example", "http://localhost",
                f"https://127.0.0.1:{port}", f"http://evil.example:{port}", "chrome-extension://abc",
            )),
            *({**good, "Mcp-Session-Id": text} for text in ("", "0" * 32, session[:-1], session + "0", "stdio")),
            {**good, "Mcp-Protocol-Version": "2026-07-28"},
        ]  # fmt: skip
        for headers in wrong:
            yield f"{headers}"[:100], partial(_posted, http, server, headers)
        for query in (f"?token={server.token}", f"/../mcp?access_token={server.token}", "?Authorization=Bearer"):
            yield query, partial(_posted, http, server, {"Mcp-Session-Id": session}, server.url + query)
        yield "a batch", partial(_posted, http, server, good, body=[act_request(1), act_request(2)])
        yield "as a form", partial(http.post, server.url, data=act_request(1), headers=good)


def _opened(http: httpx2.Client, server: HttpServer) -> str:
    start = {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "raw", "version": "0"}}
    body = {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": start}
    login = {"Authorization": f"Bearer {server.token}"}
    answer = _posted(http, server, login, body=body)
    session = answer.headers["mcp-session-id"]
    login["Mcp-Session-Id"] = session
    _posted(http, server, login, body={"jsonrpc": "2.0", "method": "notifications/initialized"})
    look = {"name": "look", "arguments": {}}
    assert "image" in _posted(http, server, login, body={**act_request(2), "params": look}).text
    return session


def _posted(
    http: httpx2.Client, server: HttpServer, headers: dict[str, str], url: str = "", body: object = None
) -> httpx2.Response:
    types = {"Accept": "application/json, text/event-stream"}
    return http.post(url or server.url, json=body or act_request(1), headers={**types, **headers})
