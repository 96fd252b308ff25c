"""A model behind a proxy: chat completions as the OpenAI API reference has them, streamed and whole, from a script.

with ChatUpstream([pressed("f8"), "Done."]) as upstream:
... have a proxy at upstream.base_url ...
upstream.requests
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from typing import Any

from tests.fakes.loopback_server import LoopbackServer

Json = dict[str, Any]
ChatAnswer = str | tuple[str, Mapping[str, object]]  # words, or the call of a function


@dataclass
class ChatUpstream(LoopbackServer):
    """A server on loopback; a context manager. The answer is the one that the results in a request have come to."""

    script: Sequence[ChatAnswer]
    requests: list[Json] = field(default_factory=list)

    def message(self, body: Json) -> Json:
        """Return what the model says to this."""
        said = self.script[sum(one["role"] == "tool" for one in body["messages"])]
        if isinstance(said, str):
            return {"role": "assistant", "content": said}
        function = {"name": said[0], "arguments": json.dumps(said[1])}
        call = {"id": f"call_{len(self.requests)}", "type": "function", "function": function}
        return {"role": "assistant", "content": None, "tool_calls": [call]}


class _Handler(BaseHTTPRequestHandler):
    served: ChatUpstream

    def do_POST(self) -> None:
        body: Json = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.served.requests.append(body)
        message = self.served.message(body)
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream" if body.get("stream") else "application/json")
        self.end_headers()
        for piece in chat_bytes(message, streamed=bool(body.get("stream"))):
            self.wfile.write(piece)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def chat_bytes(message: Json, *, streamed: bool) -> Iterator[bytes]:
    """Yield a message of a model on the wire."""
    why = "tool_calls" if "tool_calls" in message else "stop"
    return _streamed(message, why) if streamed else _whole(message, why)


def _whole(message: Json, why: str) -> Iterator[bytes]:
    choice = {"index": 0, "message": message, "finish_reason": why}
    usage = {"prompt_tokens": 10, "completion_tokens": 5, "total_tokens": 15}
    yield json.dumps({**_head("chat.completion"), "choices": [choice], "usage": usage}).encode()


def _streamed(message: Json, why: str) -> Iterator[bytes]:
    calls = [{"index": at, **call} for at, call in enumerate(message.get("tool_calls", []))]
    delta = {**message, "tool_calls": calls} if calls else message
    for part, ended in ((delta, None), ({}, why)):
        choice = {"index": 0, "delta": part, "finish_reason": ended}
        yield f"data: {json.dumps({**_head('chat.completion.chunk'), 'choices': [choice]})}\n\n".encode()
    yield b"data: [DONE]\n\n"


def _head(kind: str) -> Json:
    return {"id": "chat-1", "object": kind, "created": 1, "model": "any"}


ChatUpstream.handler = _Handler
