"""A model behind `serve` that gives the answers of a script in order, whatever the picture shows.

    {"answers": [{"items": [{"click": [200, 120]}]}, {"items": [{"done": "Saved."}], "repeat": "always"}], "loop": true}

An item is one word: an action (`click`, `keys`, `type` …), `actions`, `message`, `refusal`, `reasoning`, `done`,
`function_call`, `custom_tool_call`, or `raw`; `checks` may stand beside it. An answer may say `when` (words that the
newest message holds), and for how many seconds it `thinks`.
"""

from __future__ import annotations

import json
import secrets
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from desktop_agent.devtools.serve.dialect import ServedDialect
from desktop_agent.devtools.serve.dialects import DIALECTS
from desktop_agent.devtools.serve.wire.parsed_request import ParsedMessage, ParsedRequest
from desktop_agent.devtools.serve.wire.problem import BadRequestError
from desktop_agent.devtools.serve.wire.responder import ModelAnswer, Thought
from desktop_agent.devtools.serve.wire.store import Record, Store
from desktop_agent.devtools.serve.wire.wording import (
    ItemHead,
    computer_call,
    ending,
    message,
    reasoning,
    text_part,
    usage,
)

Json = dict[str, Any]
_LOOK_EVERY_S = 0.01
_AT = ("click", "double_click", "triple_click", "right_click", "move", "mouse_down", "mouse_up")


def _action(word: str, value: Any) -> Json:  # noqa: ANN401 - each word holds something else
    """Return an action in the words of `preview`, or as they would be."""
    match word, value:
        case _, [x, y] if word in _AT:
            return _action(word, {"x": x, "y": y})
        case "click", dict():
            return {"type": "click", "button": "left", **value}
        case "right_click", dict():
            return {"type": "click", "button": "right", **value}
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
        case "navigate", _:
            return {"type": "navigate", "url": value}
        case "wait" | "screenshot", _:
            return {"type": word}
        case _:
            return {"type": word, **value}


def items_of(item: Mapping[str, Any], dialect: ServedDialect, *, offers_done: bool = False) -> list[Json]:
    """Return the output items for one item of a script."""
    (word,) = set(item) - {"checks"}
    value, random = item[word], secrets.token_hex(8)
    head = ItemHead(random, f"call_{random}")
    match word:
        case "raw":
            return [value]
        case "reasoning":
            return [reasoning(head, value)]
        case "message":
            return [message(head, text_part(dialect, value))]
        case "refusal":
            return [message(head, {"type": "refusal", "refusal": value})]
        case "function_call":
            arguments = json.dumps(value["arguments"], ensure_ascii=False)
            called = head.called("fc", word)
            return [called | {"name": value["name"], "arguments": arguments, "status": "completed"}]
        case "custom_tool_call":
            return [head.called("ctc", word) | value]
        case "done":
            return [ending(dialect, head, value, success=True, offers_done=offers_done)]
        case "actions" if dialect.name != "openai":
            return [call for one in value for call in items_of(one, dialect)]
    parts = value if word == "actions" else [{word: value}]
    actions = [dialect.action(_action(*next(iter(one.items())))) for one in parts]
    checks = [{"code": "malicious_instructions", **check} for check in item.get("checks", ())]
    return [computer_call(dialect, head, actions, checks)]


class ScriptedModel:
    """Answers from a script."""

    def __init__(self, script: Mapping[str, Any]) -> None:
        self._answers: list[Json] = script["answers"]
        self._loop = bool(script.get("loop"))
        self._lock = threading.Lock()
        self._fill()

    def consider(self, asked: ParsedRequest) -> Thought:
        """Take the next answer for a request; BadRequestError when none is left."""
        said = [one.texts for one in asked.items if isinstance(one, ParsedMessage) and one.role == "user"]
        with self._lock:
            entry = self._next(" ".join(said[-1]) if said else "")
        dialect = asked.dialect or DIALECTS["openai"]
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


def scripted(script: Mapping[str, Any]) -> Callable[[Store], Any]:
    """Return what `serve` takes as its model."""

    @contextmanager
    def model(_store: Store) -> Iterator[ScriptedModel]:
        yield ScriptedModel(script)

    return model
