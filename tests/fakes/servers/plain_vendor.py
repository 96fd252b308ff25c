"""A vendor that knows only the reference pages: it plays a list of outputs, keeps every request, and judges nothing."""

import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from tests.fakes.servers.loopback_server import LoopbackServer, QuietHandler

Item = dict[str, Any]
Script = Sequence[list[Item] | int]
_COUNTS = {"input_tokens": 100, "output_tokens": 10, "total_tokens": 110}


@dataclass(frozen=True, slots=True)
class Heard:
    path: str
    headers: Mapping[str, str]
    body: Any


@dataclass
class PlainVendor(LoopbackServer):
    """Answers turn after turn from a script of outputs (a number is an HTTP error); a context manager."""

    script: Script
    requests: list[Heard] = field(default_factory=list)

    @property
    def bodies(self) -> list[Any]:
        return [requests.body for requests in self.requests if requests.path.endswith("/responses")]

    def reply(self, path: str, body: Mapping[str, Any]) -> tuple[int, str, bytes]:
        if not path.endswith("/v1/responses"):
            return 404, "application/json", b'{"error": {"message": "no such route"}}'
        turn = len(self.bodies)
        answer = self.script[min(turn, len(self.script)) - 1]
        if isinstance(answer, int):
            return answer, "application/json", b'{"error": {"message": "The vendor says no", "code": null}}'
        whole = {
            "id": f"resp_{turn}", "object": "response", "status": "completed", "model": "m",
            "created_at": 1_700_000_000, "output": [{"id": f"it_{turn}_{n}"} | item for n, item in enumerate(answer)],
            "usage": _COUNTS,
        }  # fmt: skip
        if not body.get("stream"):
            return 200, "application/json", json.dumps(whole).encode()
        events = [
            {"type": "response.created", "response": {**whole, "status": "in_progress", "output": []}},
            {"type": "response.completed", "response": whole},
        ]
        lines = (f"data: {json.dumps(event | {'sequence_number': n})}\n\n" for n, event in enumerate(events))
        return 200, "text/event-stream", "".join(lines).encode()


class _Handler(QuietHandler):
    def do_POST(self) -> None:
        body = json.loads(self.body() or b"null")
        self.served.requests.append(Heard(self.path, dict(self.headers), body))
        with suppress(ConnectionError):  # who asked may have been killed
            self.say(*self.served.reply(self.path, body))

    def do_GET(self) -> None:
        self.served.requests.append(Heard(self.path, dict(self.headers), None))
        with suppress(ConnectionError):
            self.say(404, "application/json", b'{"error": {"message": "no such response"}}')


PlainVendor.handler = _Handler


def call(action: Item | None = None, call_id: str = "c1", **more: object) -> Item:
    one = {} if action is None else {"action": action}
    return {"type": "computer_call", "call_id": call_id, "status": "completed", **one, **more}


def message(text: str) -> Item:
    part = {"type": "output_text", "text": text, "annotations": []}
    return {"type": "message", "role": "assistant", "status": "completed", "content": [part]}
