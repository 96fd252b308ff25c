"""`serve` with a scripted model, in a thread of this process, and raw bytes to and from it."""

from __future__ import annotations

import contextlib
import json
import secrets
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from queue import Queue
from typing import Any

import httpx

from desktop_agent.serve.dialects import DIALECTS, ServedDialect, objects_in
from desktop_agent.serve.server import serve
from desktop_agent.serve.wire.handler import ModelAnswer, ServedModel, Thought
from desktop_agent.serve.wire.offline_model import (
    ItemIds,
    computer_call,
    ending,
    message,
    reasoning,
    text_part,
    usage,
)
from desktop_agent.serve.wire.parsed_request import BadRequestError, ParsedMessage, ParsedRequest
from desktop_agent.serve.wire.store import Record, Store
from tests.fakes.servers.request_schemas import request_misfit

Json = dict[str, Any]
_LOOK_EVERY_S = 0.01
_AT = ("click", "double_click", "move", "mouse_down", "mouse_up")
_CALLS = ("computer_call", "function_call", "custom_tool_call")
_ENDS = frozenset({"terminate", "answer", "done"})  # actions that wait for no output
TOKEN = "token-for-tests"
TOOLS: dict[str, Json] = {
    "preview": {"type": "computer_use_preview", "display_width": 640, "display_height": 400, "environment": "linux"},
    "lightcone": {"type": "computer_use", "display_width": 640, "display_height": 400, "environment": "desktop"},
    "openai": {"type": "computer"},
}
SHOT = {"type": "computer_screenshot", "image_url": "data:image/png;base64,AAAA"}


def _action(word: str, value: Any) -> Json:  # noqa: ANN401 - each word holds something else
    match word, value:
        case _, [x, y] if word in _AT:
            return _action(word, {"x": x, "y": y})
        case "click", dict():
            return {"type": "click", "button": "left", **value}
        case "drag", [*points]:
            return {"type": "drag", "path": [{"x": x, "y": y} for x, y in points]}
        case "scroll", {"x": x, "y": y, "dx": dx, "dy": dy}:
            return {"type": "scroll", "x": x, "y": y, "scroll_x": dx, "scroll_y": dy}
        case "keys", _:
            return {"type": "keypress", "keys": value}
        case "key_down" | "key_up", _:
            return {"type": word, "keys": value}
        case "type", _:
            return {"type": "type", "text": value}
        case "wait" | "screenshot", _:
            return {"type": word}
        case _:
            return {"type": word, **value}


def items_of(item: Mapping[str, Any], dialect: ServedDialect, *, offers_done: bool = False) -> list[Json]:
    (word,) = set(item) - {"checks"}
    value = item[word]
    random = secrets.token_hex(8)
    head = ItemIds(random, f"call_{random}")
    match word:
        case "reasoning":
            return [reasoning(head, value)]
        case "message":
            return [message(head, text_part(dialect, value))]
        case "function_call":
            arguments = json.dumps(value["arguments"], ensure_ascii=False)
            called = head.call("fc", word)
            return [called | {"name": value["name"], "arguments": arguments, "status": "completed"}]
        case "done":
            return [ending(dialect, head, value, success=True, offers_done=offers_done)]
        case "actions" if dialect.name != "openai":
            return [call for one in value for call in items_of(one, dialect)]
    parts = value if word == "actions" else [{word: value}]
    actions = [dialect.action(_action(*next(iter(part.items())))) for part in parts]
    checks = [{"code": "malicious_instructions", **check} for check in item.get("checks", ())]
    return [computer_call(dialect, head, actions, checks)]


class ScriptedModel:
    def __init__(self, script: Mapping[str, Any], store: Store) -> None:
        self._store = store
        self._answers: list[Json] = script["answers"]
        self._loop = bool(script.get("loop"))
        self._lock = threading.Lock()
        self._fill()

    def consider(self, asked: ParsedRequest) -> Thought:
        dialect = asked.dialect or DIALECTS["openai"]
        if why := request_misfit(dialect.name, asked.raw):
            raise BadRequestError(f"No vendor's server takes this request. {why}", code="invalid_value")
        before = self._store.record(asked.previous or "")
        # The older API's histories hold no calls, so that none can be seen to want an output.
        if before is not None or dialect.keeps_items:
            is_whole = before is not None and before.body["status"] == "completed"
            made = objects_in(before.body["output"]) if before and is_whole else []
            _must_answer([*made, *objects_in(asked.raw.get("input"))])
        words = [item.texts for item in asked.items if isinstance(item, ParsedMessage) and item.role == "user"]
        with self._lock:
            entry = self._next(" ".join(words[-1]) if words else "")
        items = [one for item in entry["items"] for one in items_of(item, dialect, offers_done=asked.offers_done)]

        def answer(record: Record) -> ModelAnswer:
            until = time.monotonic() + entry.get("thinks", 0)
            while not record.over and time.monotonic() < until:
                time.sleep(_LOOK_EVERY_S)
            return ModelAnswer(items, usage(asked.raw, asked.display or (1280, 800), items, dialect))

        return Thought(dialect, answer, asked.display)

    def _next(self, words: str) -> Json:
        for _ in range(2):
            for at, entry in enumerate(self._answers):
                if self._left[at] > 0 and entry.get("when", "").casefold() in words.casefold():
                    self._left[at] -= 1
                    return entry
            if self._loop:
                self._fill()
        raise BadRequestError("The script has no answer for this request (any more).", code="script_over")

    def _fill(self) -> None:
        times = [entry.get("repeat", 1) for entry in self._answers]
        self._left = [float("inf") if one == "always" else float(one) for one in times]


def _must_answer(items: Sequence[Json]) -> None:
    """Refuse a call without its output, an output without its call and a safety check without a yes, as vendors do."""
    outputs = {item.get("call_id"): item for item in items if str(item.get("type")).endswith("_output")}
    for call in items:
        name = call.get("call_id")
        action = call.get("action")
        if call.get("type") not in _CALLS or (isinstance(action, dict) and action["type"] in _ENDS):
            continue
        output = outputs.pop(name, None)
        if output is None:
            kind = str(call["type"]).replace("_", " ")
            raise BadRequestError(f"No tool output found for {kind} {name}.", param="input")
        accepted = {one["id"] for one in output.get("acknowledged_safety_checks") or []}
        if missing := {one["id"] for one in call.get("pending_safety_checks") or []} - accepted:
            message = f"These safety checks of {name} were not acknowledged: {', '.join(sorted(missing))}."
            raise BadRequestError(message, param="input", code="unacknowledged_safety_checks")
    if outputs and not any(item.get("type") == "item_reference" for item in items):
        raise BadRequestError(f"No tool call found for the outputs of {', '.join(map(str, outputs))}.", param="input")


def scripted(script: Mapping[str, Any]) -> Callable[[Store], Any]:
    @contextmanager
    def model(store: Store) -> Iterator[ServedModel]:
        yield ScriptedModel(script, store).consider

    return model


@dataclass(frozen=True, slots=True)
class Serving:
    base_url: str
    http: httpx.Client
    token: str = TOKEN

    @property
    def origin(self) -> str:
        return self.base_url.removesuffix("/v1")

    @property
    def port(self) -> int:
        return int(self.base_url.split(":")[2].split("/")[0])

    def ask(self, dialect: str = "preview", **more: object) -> httpx.Response:
        return self.http.post("/responses", json={"input": "x", "model": "m", "tools": [TOOLS[dialect]], **more})

    def raw(self, sent: bytes) -> bytes:
        with socket.create_connection(("127.0.0.1", self.port), timeout=60) as plain:
            plain.sendall(sent)
            got = b""
            while some := plain.recv(65536):
                got += some
            return got


@contextlib.contextmanager
def serving(script: Mapping[str, Any]) -> Iterator[Serving]:
    lines: Queue[str] = Queue()
    until = threading.Event()
    options = {"announce": lines.put, "until": until, "model": scripted(script)}
    thread = threading.Thread(target=serve, args=(0, TOKEN), kwargs=options)
    thread.start()
    base_url = lines.get(timeout=60)
    headers = {"Authorization": f"Bearer {TOKEN}"}
    try:
        with httpx.Client(base_url=base_url, headers=headers, timeout=60, verify=False) as http:
            yield Serving(base_url, http)
    finally:
        until.set()
        thread.join(60)


def answers(*entries: Json, **more: object) -> Json:
    return {"answers": list(entries), **more}


def events(text: str) -> list[Json]:
    return [json.loads(line[6:]) for line in text.splitlines() if line.startswith("data: {")]


def result(call: Json, **more: object) -> Json:
    return {"type": "computer_call_output", "call_id": call["call_id"], "output": SHOT, **more}


if __name__ == "__main__":
    told = json.loads(Path(sys.argv[1]).read_text("utf-8"))
    serve(0, TOKEN, announce=lambda line: print(line, flush=True), model=scripted(told))  # noqa: T201
