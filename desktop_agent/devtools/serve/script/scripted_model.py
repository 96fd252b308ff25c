"""The scripted model: it gives the answers of a script in order, each to the first request that matches it."""

from __future__ import annotations

import json
import secrets
import threading
from collections.abc import Callable, Iterable
from typing import Any

from desktop_agent.devtools.serve.dialect import Json, ServedDialect
from desktop_agent.devtools.serve.dialects import DEFAULT
from desktop_agent.devtools.serve.script.read import Entry, Script, ScriptLine
from desktop_agent.devtools.serve.wire.parsed_request import ParsedRequest, newest_picture, newest_words, picture_bytes
from desktop_agent.devtools.serve.wire.problem import BadRequestError
from desktop_agent.devtools.serve.wire.responder import ModelAnswer, Thought
from desktop_agent.devtools.serve.wire.store import Record
from desktop_agent.devtools.serve.wire.wording import (
    ItemHead,
    Scale,
    computer_call,
    ending,
    message,
    reasoning,
    text_part,
    usage,
)
from desktop_agent.record.picture_file import picture_size


def items_of(line: ScriptLine, dialect: ServedDialect, *, offers_done: bool, scale: Scale | None = None) -> list[Json]:
    """Return the output items for one line of a script; without a `scale` its points are as they are written.

    Raises:
        BadRequestError: the dialect has no word for it.
    """
    head = _head(line)
    match line.word:
        case "raw":
            return [line.value]
        case "reasoning":
            return [reasoning(head, line.value)]
        case "message":
            return [message(head, text_part(dialect, line.value))]
        case "refusal" | "function_call" | "custom_tool_call" if not dialect.keeps_items:
            raise _speechless(line, dialect, line.word)
        case "custom_tool_call" if not dialect.has_custom_tools:
            raise _speechless(line, dialect, line.word)
        case "refusal":
            return [message(head, {"type": "refusal", "refusal": line.value})]
        case "function_call":
            given = line.value["arguments"]
            arguments = given if isinstance(given, str) else json.dumps(given, ensure_ascii=False)
            called = head.called("fc", line.word)
            return [called | {"name": line.value["name"], "arguments": arguments, "status": line.status}]
        case "custom_tool_call":
            return [head.called("ctc", line.word) | line.value]
        case "done" | "give_up":
            return [ending(dialect, head, line.value, success=line.word == "done", offers_done=offers_done)]
        case "actions" if dialect.batches:
            return [_call(line, dialect, line.value, scale)]
        case "actions":
            return [_call(line, dialect, [one], scale) for one in line.value]
        case _:
            return [_call(line, dialect, [line], scale)]


def _head(line: ScriptLine) -> ItemHead:
    random = secrets.token_hex(8)
    return ItemHead(random, None if line.without_call_id else line.call_id or f"call_{random}", line.status)


def _call(line: ScriptLine, dialect: ServedDialect, actions: Iterable[ScriptLine], scale: Scale | None) -> Json:
    if line.checks and not dialect.has_checks:
        raise _speechless(line, dialect, "safety checks")
    return computer_call(dialect, _head(line), [_action(one, dialect, scale) for one in actions], line.checks)


def _action(line: ScriptLine, dialect: ServedDialect, scale: Scale | None) -> Json:
    if line.word not in dialect.words:
        raise _speechless(line, dialect, line.word)
    action = _IN_PREVIEW[line.word](line.value)
    action = scale.counted(action) if scale else action
    if line.word in _POINTED and "keys" in action and not dialect.holds_keys:
        raise _speechless(line, dialect, "held keys")
    return dialect.action(action)


def _speechless(line: ScriptLine, dialect: ServedDialect, word: str) -> BadRequestError:
    message = f"The script says “{word}” at {line.place}, which the dialect {dialect.name} has no word for; use raw."
    return BadRequestError(message, code="script_error")


def _scroll(value: Json) -> Json:
    place = {key: given for key, given in value.items() if key not in {"dx", "dy"}}
    return {"type": "scroll", **place, "scroll_x": value["dx"], "scroll_y": value["dy"]}


def _hscroll(value: Json) -> Json:
    return {"type": "hscroll", "x": value["x"], "y": value["y"], "scroll_x": value["dx"]}


def _fields(kind: str) -> Callable[[Any], Json]:
    return lambda value: {"type": kind, **value}


def _field(kind: str, name: str) -> Callable[[Any], Json]:
    return lambda value: {"type": kind, name: value}


_POINTED = frozenset("click double_click triple_click right_click move scroll mouse_down mouse_up".split())
# What each word is in `preview`, or would be: a dialect makes its own of it.
_IN_PREVIEW: dict[str, Callable[[Any], Json]] = {
    **{word: _fields(word) for word in ("click", "double_click", "triple_click", "move", "mouse_down", "mouse_up")},
    "point_and_type": _fields("point_and_type"),
    "right_click": lambda value: {"type": "click", "button": "right", **value},
    "drag": _field("drag", "path"),
    "scroll": _scroll,
    "type": _field("type", "text"),
    "hscroll": _hscroll,
    "key": _field("key", "keys"),
    "keys": _field("keypress", "keys"),
    "key_down": _field("key_down", "keys"),
    "key_up": _field("key_up", "keys"),
    "navigate": _field("navigate", "url"),
    "wait": lambda _: {"type": "wait"},
    "screenshot": lambda _: {"type": "screenshot"},
    "answer": _field("answer", "text"),
    "terminate": _fields("terminate"),
}


_PICTURE = (1280, 800)  # nobody looks at the pictures; the tokens they would cost are counted as for this size


class ScriptedModel:
    """Answers from a script, whatever the picture shows."""

    def __init__(self, script: Script, plainly: ServedDialect = DEFAULT) -> None:
        """Take a script, and the dialect of requests that offer no computer."""
        self._script, self._plainly = script, plainly
        self._lock = threading.Lock()
        self._left = [entry.times for entry in script.answers]

    def consider(self, asked: ParsedRequest, before: Record | None) -> Thought:
        """Take the next answer for a request.

        Raises:
            BadRequestError: no answer is left, or the dialect has no word for it; then the answer is not used up.
        """
        words = newest_words(asked.items) or (before.words if before else None) or ""
        dialect = asked.dialect or (before.dialect if before else None) or self._plainly
        with self._lock:
            at = self._next(words)
            entry = self._script.answers[at]
            scale = self._scale(asked, dialect)
            said = [items_of(line, dialect, offers_done=asked.offers_done, scale=scale) for line in entry.lines or ()]
            self._take(at)
        if entry.lines is None:
            return Thought(dialect, None, faults=entry.faults)
        items = [item for some in said for item in some]
        spent = usage(asked.raw, asked.display or _PICTURE, items, dialect)
        answer = ModelAnswer(items, spent, over=entry.response)
        return Thought(
            dialect, lambda _: answer, asked.display, entry.faults,
            queued_s=entry.queued_s, thinks_s=entry.thinks_s, forgets=entry.forgets,
        )  # fmt: skip

    def _scale(self, asked: ParsedRequest, dialect: ServedDialect) -> Scale | None:
        """Return how the script's points are counted, for the client to find them on its picture; None: as written."""
        size = self._script.size
        if size is None:
            return None
        url = newest_picture(asked.items)
        seen = picture_size(picture_bytes(url)) if url else None
        return Scale(asked.display or dialect.space((seen.width, seen.height) if seen else size), size)

    def _next(self, words: str) -> int:
        for _ in range(2 if self._script.loop else 1):
            for at, entry in enumerate(self._script.answers):
                if self._left[at] != 0 and _meant(entry, words):
                    return at
            if self._script.loop:
                self._left = [entry.times for entry in self._script.answers]
        message = "The script has no answer for this request (any more)."
        raise BadRequestError(message, code="script_over")

    def _take(self, at: int) -> None:
        left = self._left[at]
        if left is not None:
            self._left[at] = left - 1


def _meant(entry: Entry, words: str) -> bool:
    return entry.when is None or entry.when.casefold() in words.casefold()
