"""A server made from functions, below the client: answers to POST and GET from two lists, cut where a test wants it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, field
from typing import Any

import httpx

from desktop_agent.model.caps import USUAL, Caps, Timeouts
from desktop_agent.model.endpoint import Endpoint
from desktop_agent.model.wire.attempt import PreparedRequest
from desktop_agent.model.wire.client import Client
from desktop_agent.model.wire.refusal import Refusal
from desktop_agent.model.wire.request_sender import RequestSender, Suspend
from tests.fakes.servers.stream import as_events, as_sse
from tests.fakes.servers.thinking import QUICK, Heard

HERE = Endpoint("http://127.0.0.1:9/v1/responses", loopback=True)
CALL = {"type": "computer_call", "id": "cu_1", "call_id": "c", "action": {"type": "wait"}, "status": "completed"}
RESPONSE: dict[str, Any] = {"id": "resp_1", "status": "completed", "output": [CALL]}
GOLDEN = as_sse(as_events(RESPONSE))
QUESTION = PreparedRequest(b'{"input": []}', 1, "", stream=True)
Handler = Callable[[httpx.Request], httpx.Response]


class CutBody(httpx.AsyncByteStream):
    def __init__(self, sent: bytes) -> None:
        self.sent = sent

    async def __aiter__(self) -> AsyncIterator[bytes]:
        if self.sent:
            yield self.sent
        raise httpx.ReadError("gone")


@dataclass(slots=True)
class Wire:
    """Answers POST and GET from two lists, the last entry again and again, and keeps a log."""

    posts: list[Handler]
    gets: list[Handler] = field(default_factory=lambda: [plain({}, 404)])
    log: list[httpx.Request] = field(default_factory=list)

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.log.append(request)
        answers = self.posts if request.method == "POST" else self.gets
        return (answers.pop(0) if len(answers) > 1 else answers[0])(request)

    def did(self) -> list[str]:
        return [request.method for request in self.log]

    def asker(
        self, heard: Heard, patience: Timeouts = QUICK, caps: Caps = USUAL, suspended: Suspend = nullcontext
    ) -> RequestSender:
        client = Client(HERE, {}, patience, caps=caps, transport=httpx.MockTransport(self))
        return RequestSender(
            client, heard.announce, heard.sleep, heard.clock, pass_on=heard.passed.append, suspended=suspended
        )


def sse(body: bytes) -> Handler:
    return lambda _: httpx.Response(200, headers={"Content-Type": "text/event-stream"}, stream=httpx.ByteStream(body))


def cut(body: bytes) -> Handler:
    return lambda _: httpx.Response(200, headers={"Content-Type": "text/event-stream"}, stream=CutBody(body))


def plain(body: Mapping[str, Any], status: int = 200, **headers: str) -> Handler:
    sent = {"Content-Type": "application/json", **headers}
    return lambda _: httpx.Response(status, headers=sent, stream=httpx.ByteStream(json.dumps(body).encode()))


def refused(error: Exception) -> Handler:
    def answer(request: httpx.Request) -> httpx.Response:
        raise type(error)(*error.args)  # a new one each time, as a socket's is

    return answer


async def ask(wire: Wire, heard: Heard) -> Mapping[str, object] | Refusal:
    asker = wire.asker(heard)
    try:
        return await asker.ask(QUESTION)
    finally:
        await asker.close()


def asked(wire: Wire, heard: Heard | None = None) -> Mapping[str, object] | Refusal:
    return asyncio.run(ask(wire, heard or Heard()))
