"""Put a script's items into the words of a dialect, with coordinates as they stand there."""

import json
import secrets
from collections.abc import Callable
from typing import Any

from desktop_agent.devserver.script.read import ScriptLine
from desktop_agent.devserver.wire.parsed_request import DialectName
from desktop_agent.devserver.wire.problem import BadRequestError

Json = dict[str, Any]
Speaks = Callable[[Any], Json]


def items_of(line: ScriptLine, dialect: DialectName, *, offers_done: bool) -> list[Json]:
    """Return the output items that say a line.

    Raises:
        BadRequestError: the dialect has no word for it.
    """
    match line.word:
        case "raw":
            return [line.value]
        case "message" | "refusal":
            return [_message(line, dialect)]
        case "reasoning":
            summary = [{"type": "summary_text", "text": line.value}]
            return [{"id": _new("rs"), "type": "reasoning", "summary": summary}]
        case "function_call" | "custom_tool_call":
            return [_tool_call(line, dialect)]
        case "done" | "give_up":
            return [_end(line, dialect, offers_done=offers_done)]
        case "actions" if dialect != "openai":
            return [_call(line, dialect, [one]) for one in line.value]
        case "actions":
            return [_call(line, dialect, list(line.value))]
        case _:
            return [_call(line, dialect, [line])]


def _call(line: ScriptLine, dialect: DialectName, told: list[ScriptLine]) -> Json:
    actions = [_action(one, dialect) for one in told]
    doing = {"actions": actions} if dialect == "openai" else {"action": actions[0]}
    item = {"id": _new("cc"), "type": "computer_call", **_call_id(line), **doing, "status": line.status}
    if dialect == "lightcone":
        if line.checks:
            raise _speechless(line, dialect, "safety checks")
        return item
    return item | {"pending_safety_checks": [{"id": _new("sc"), **check} for check in line.checks]}


def _action(line: ScriptLine, dialect: DialectName) -> Json:
    speaks = _WORDS[dialect].get(line.word)
    if speaks is None:
        raise _speechless(line, dialect, line.word)
    action = speaks(line.value)
    if dialect != "openai" and line.word in _POINTED and "keys" in action:
        raise _speechless(line, dialect, "held keys")
    return action


def _message(line: ScriptLine, dialect: DialectName) -> Json:
    part: Json
    if line.word == "refusal":
        if dialect == "lightcone":
            raise _speechless(line, dialect, "refusal")
        part = {"type": "refusal", "refusal": line.value}
    else:
        more: Json = {} if dialect == "lightcone" else {"annotations": [], "logprobs": []}
        part = {"type": "output_text", "text": line.value, **more}
    return {"id": _new("msg"), "type": "message", "role": "assistant", "status": line.status, "content": [part]}


def _tool_call(line: ScriptLine, dialect: DialectName) -> Json:
    if dialect == "lightcone":
        raise _speechless(line, dialect, line.word)
    if line.word == "custom_tool_call":
        return {"id": _new("ctc"), "type": line.word, **_call_id(line), **line.value}
    given = line.value["arguments"]
    arguments = given if isinstance(given, str) else json.dumps(given, ensure_ascii=False)
    named = {"name": line.value["name"], "arguments": arguments, "status": line.status}
    return {"id": _new("fc"), "type": line.word, **_call_id(line), **named}


def _end(line: ScriptLine, dialect: DialectName, *, offers_done: bool) -> Json:
    well = line.word == "done"
    if dialect == "lightcone":
        how = {"type": "done", "status": "success"} if well else {"type": "terminate", "status": "failure"}
        action = how | {"result": line.value, "text": line.value}
        item: Json = {"id": _new("cc"), "type": "computer_call", **_call_id(line), "action": action}
        return item | {"status": line.status}
    if not offers_done:
        return _message(line, dialect)
    arguments = json.dumps({"message": line.value, "status": "success" if well else "failed"}, ensure_ascii=False)
    call = {"id": _new("fc"), "type": "function_call", **_call_id(line), "name": "done", "arguments": arguments}
    return call | {"status": line.status}


def _call_id(line: ScriptLine) -> Json:
    return {} if line.without_call_id else {"call_id": line.call_id or _new("call")}


def _new(kind: str) -> str:
    return f"{kind}_{secrets.token_hex(8)}"


def _speechless(line: ScriptLine, dialect: DialectName, word: str) -> BadRequestError:
    message = f"The script says “{word}” at {line.place}, which the dialect {dialect} has no word for; use raw."
    return BadRequestError(message, code="script_error")


def _named(kind: str) -> Speaks:
    return lambda value: {"type": kind, **(value if isinstance(value, dict) else {})}


def _holding(kind: str, field: str) -> Speaks:
    return lambda value: {"type": kind, field: value}


def _scroll(value: Json) -> Json:
    place = {key: told for key, told in value.items() if key not in {"dx", "dy"}}
    return {"type": "scroll", **place, "scroll_x": value["dx"], "scroll_y": value["dy"]}


def _straight(path: list[Json]) -> Json:
    return {"type": "drag", **path[0], "end_x": path[-1]["x"], "end_y": path[-1]["y"]}


_POINTED = frozenset("click double_click triple_click right_click move scroll mouse_down mouse_up".split())
_EVERYWHERE: dict[str, Speaks] = {
    "click": _named("click"),
    "double_click": _named("double_click"),
    "type": _holding("type", "text"),
    "keys": _holding("keypress", "keys"),
    "scroll": _scroll,
    "wait": _named("wait"),
}
_NEWER: dict[str, Speaks] = _EVERYWHERE | {
    "right_click": lambda value: {"type": "click", "button": "right", **value},
    "move": _named("move"),
    "drag": _holding("drag", "path"),
    "screenshot": _named("screenshot"),
}
_OPENAI: dict[str, Speaks] = _NEWER | {
    # Its document wants to hear of the keys that are held meanwhile, also of none.
    "double_click": lambda value: {"type": "double_click", "keys": None, **value},
}
_PREVIEW: dict[str, Speaks] = _NEWER | {
    "mouse_down": _named("mouse_down"),
    "mouse_up": _named("mouse_up"),
    "key_down": _holding("key_down", "keys"),
    "key_up": _holding("key_up", "keys"),
    "point_and_type": _named("point_and_type"),
}
_LIGHTCONE: dict[str, Speaks] = _EVERYWHERE | {
    "right_click": _named("right_click"),
    "triple_click": _named("triple_click"),
    "key_down": _holding("key_down", "keys"),
    "key_up": _holding("key_up", "keys"),
    "drag": _straight,
    "navigate": _holding("navigate", "url"),
}
_WORDS: dict[DialectName, dict[str, Speaks]] = {"openai": _OPENAI, "preview": _PREVIEW, "lightcone": _LIGHTCONE}
