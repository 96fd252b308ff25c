"""A server in the shape of vLLM as it comes: it stores nothing, whatever `store` says.

Written from vLLM's own description (https://docs.vllm.ai, “Responses API”; vllm-project/vllm, pull request 22137, for
what is missing without VLLM_ENABLE_RESPONSES_API_STORE=1): unknown ids are 404, `background` is 400, there is no
deleting, each item of the end has another id than in the stream, reasoning comes as `content`, fields that hold nothing
are null and fields of its own stand beside them, and no [DONE] ends a stream. Coordinates are the model's raw grid.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from typing import Any

from pydantic import ValidationError

from tests.fakes.loopback_server import LoopbackServer
from tests.proof.judging import BY_TZAFON, must_be_known

Json = dict[str, Any]
NO_BACKGROUND = (
    "This vLLM engine does not support `store=True` and therefore does not support the background mode. To enable these"
    " features, set the environment variable `VLLM_ENABLE_RESPONSES_API_STORE=1` when launching the vLLM server."
)


@dataclass(slots=True)
class VllmShaped(LoopbackServer):
    """Answers turn after turn from a script of outputs; a context manager."""

    script: Sequence[list[Json]]
    model: str
    most_items: int = 1000  # of input, until the model's context is full
    cut_after: int | None = None  # bytes of the first stream
    requests: list[tuple[str, str, Json]] = field(default_factory=list)
    numbers: Iterator[int] = field(default_factory=itertools.count)

    def did(self) -> list[str]:
        """Return methods and statuses of all requests, in words."""
        return [f"{method} {status}" for method, status, _ in self.requests]

    def objection(self, body: Json) -> tuple[int, str] | None:
        """Return status and message where a request cannot be answered."""
        if body.get("model") != self.model:
            return 404, f"The model `{body.get('model')}` does not exist."
        if body.get("background"):
            return 400, NO_BACKGROUND
        if body.get("previous_response_id"):
            return 404, f"Response with id '{body['previous_response_id']}' not found."
        if len(body["input"]) > self.most_items:
            return 400, "The engine prompt length 70001 exceeds the max_model_len 65536. Please reduce prompt."
        try:
            must_be_known(BY_TZAFON, body)
        except (AssertionError, ValidationError) as error:
            return 400, str(error)
        return None

    def answer(self, body: Json) -> Json:
        """Return the whole response to a request: the newest call that is answered tells how far it is."""
        answered = [item["call_id"] for item in body["input"] if item.get("type", "").endswith("_call_output")]
        called = [[item.get("call_id") for item in some] for some in self.script]
        turn = next((n for n, some in enumerate(called, 1) if answered and answered[-1] in some), 0)
        return self.response([self.named(item) for item in self.script[turn]], "completed")

    def response(self, output: list[Json], status: str) -> Json:
        """Return a response with everything in it that vLLM writes."""
        counts = {"input_tokens": 1200, "output_tokens": 30, "total_tokens": 1230}
        per_turn: Json = {"input_tokens_per_turn": [], "cached_tokens_per_turn": []}
        details: Json = {"output_tokens_per_turn": [], "tool_output_tokens": 0, "reasoning_tokens": 0}
        usage = {**counts, "input_tokens_details": {"cached_tokens": 16, **per_turn}, "output_tokens_details": details}
        return {
            "id": f"resp_{next(self.numbers):032x}", "object": "response", "created_at": 1_795_169_730,
            "model": self.model, "status": status, "output": output, "usage": usage if output else None,
            "incomplete_details": None, "instructions": None, "metadata": None, "parallel_tool_calls": True,
            "temperature": 1.0, "tool_choice": "auto", "tools": [], "top_p": 1.0, "background": False,
            "max_output_tokens": 60_000, "max_tool_calls": None, "previous_response_id": None, "prompt": None,
            "reasoning": None, "service_tier": "auto", "text": None, "top_logprobs": None, "truncation": "auto",
            "user": None, "input_messages": None, "output_messages": None, "kv_transfer_params": None,
        }  # fmt: skip

    def named(self, item: Json) -> Json:
        """Return an item under a new id."""
        return {"id": f"{item['type']}_{next(self.numbers):x}", **item}

    def events(self, response: Json) -> Iterator[Json]:
        """Yield the events of a response; their items have other ids."""
        bare = {**response, "status": "in_progress", "output": [], "usage": None}
        yield {"type": "response.created", "response": bare}
        yield {"type": "response.in_progress", "response": bare}
        for index, item in enumerate(response["output"]):
            again = self.named({key: value for key, value in item.items() if key != "id"})
            where = {"output_index": index, "item_id": again["id"]}
            if item["type"] == "reasoning":
                yield {"type": "response.output_item.added", "output_index": index, "item": {**again, "content": None}}
                yield {"type": "response.reasoning_text.delta", **where, "content_index": 1, "delta": "The button "}
                yield {"type": "response.reasoning_text.delta", **where, "content_index": 2, "delta": "is in view."}
            else:
                yield {"type": "response.output_item.added", "output_index": index, "item": again}
            yield {"type": "response.output_item.done", "output_index": index, "item": again}
        yield {"type": "response.completed", "response": response}

    def stream(self, response: Json) -> bytes:
        """Return the bytes of a stream."""
        events = ({**event, "sequence_number": number} for number, event in enumerate(self.events(response)))
        return "".join(f"event: {event['type']}\ndata: {json.dumps(event)}\n\n" for event in events).encode()


class _Handler(BaseHTTPRequestHandler):
    """One connection."""

    served: VllmShaped

    def do_POST(self) -> None:
        length = int(self.headers.get("content-length") or 0)
        body: Json = json.loads(self.rfile.read(length) or b"{}")
        if self.path != "/v1/responses":
            self._nothing()
            return
        wrong = self.served.objection(body)
        if wrong:
            self._refuse(body, *wrong)
        elif body.get("stream"):
            self._say(body, 200, "text/event-stream; charset=utf-8", self.served.stream(self.served.answer(body)))
        else:
            self._json(body, 200, self.served.answer(body))

    def do_GET(self) -> None:
        self._nothing()

    def do_DELETE(self) -> None:
        self._json({}, 405, {"detail": "Method Not Allowed"})

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the standard library's name
        """Keep the tests' output clean."""

    def _nothing(self) -> None:
        name = self.path.partition("?")[0].split("/")[3]
        self._refuse({}, 404, f"Response with id '{name}' not found.")

    def _refuse(self, body: Json, status: int, message: str) -> None:
        kind = "invalid_request_error"
        self._json(body, status, {"error": {"message": message, "type": kind, "param": None, "code": status}})

    def _json(self, body: Json, status: int, told: Mapping[str, Any]) -> None:
        self._say(body, status, "application/json", json.dumps(told).encode())

    def _say(self, body: Json, status: int, kind: str, data: bytes) -> None:
        self.served.requests.append((self.command, str(status), body))
        self.send_response(status)
        self.send_header("content-type", kind)
        if kind == "application/json":
            self.send_header("content-length", str(len(data)))
        self.end_headers()  # a stream ends with its connection
        cut, self.served.cut_after = (
            (self.served.cut_after, None) if self.command == "POST" else (None, self.served.cut_after)
        )
        self.wfile.write(data[:cut])


VllmShaped.handler = _Handler
