"""Anthropic's Messages API: the toolset, whose actions are tools of their own, and the `computer` tool before it.

Inside, a call of the computer is a call of a function; here its words are written, and messages are read and written.
A thought is signed, and one that comes back changed is refused, as by the vendor.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial
from urllib.parse import unquote

from desktop_agent.devtools.serve.dialect import (
    Json,
    ServedApi,
    ServedDialect,
    arguments_in,
    objects_in,
    refusals_in,
    texts_in,
)
from desktop_agent.devtools.serve.wire.problem import BadRequestError

_PIECE = 24  # characters of one delta
_TOOLSET, _ONE = "toolset", "computer"
_NOTCH_PX = 100
_CLICKS = {"left": "left_click", "right": "right_click", "wheel": "middle_click"}
_MEMBERS = frozenset({
    *(*_CLICKS.values(), "double_click", "triple_click", "mouse_move", "left_click_drag", "scroll", "type", "key"),
    *("hold_key", "wait", "screenshot", "zoom"),
})  # fmt: skip
_KINDS = {
    400: "invalid_request_error",
    401: "authentication_error",
    403: "permission_error",
    404: "not_found_error",
    413: "request_too_large",
    429: "rate_limit_error",
    529: "overloaded_error",
}


def _action(tool: str, action: Json) -> Json:
    """Return an action as the call of a tool: of its own in the toolset, else with the name as its `action`."""
    name, given = _named(action)
    if isinstance(keys := action.get("keys"), list) and action["type"] != "keypress":
        given = {**given, "text": "+".join(keys)}
    called = (name, given) if tool == _TOOLSET else (tool, {"action": name, **given})
    return {"name": called[0], "arguments": json.dumps(called[1], ensure_ascii=False)}


def _named(action: Json) -> tuple[str, Json]:
    """Return the vendor's name for an action, and what it takes."""
    at: Json = {"coordinate": [action["x"], action["y"]]} if "x" in action else {}
    match action:
        case {"type": "click"}:
            return _CLICKS.get(str(action.get("button", "left")), "left_click"), at
        case {"type": "double_click" | "triple_click" as name}:
            return name, at
        case {"type": "move"}:
            return "mouse_move", at
        case {"type": "drag", "path": [dict(first), *_, dict(last)]}:
            ends: Json = {"start_coordinate": [first["x"], first["y"]], "coordinate": [last["x"], last["y"]]}
            return "left_click_drag", ends
        case {"type": "scroll", "scroll_x": int(across), "scroll_y": int(down)}:
            way = ("left", "right")[across > 0] if abs(across) > abs(down) else ("up", "down")[down >= 0]
            notches = max(1, round(max(abs(across), abs(down)) / _NOTCH_PX))
            return "scroll", {**at, "scroll_direction": way, "scroll_amount": notches}
        case {"type": "type", "text": text}:
            return "type", {"text": text}
        case {"type": "keypress", "keys": list(keys)}:
            return "key", {"text": "+".join(keys)}
        case {"type": "screenshot"}:
            return "screenshot", {}
        case _:
            return "wait", {"duration": 1}


def _request(_address: str, body: Json) -> Json:
    """Return a request for a message as one for a response."""
    if not isinstance(body.get("max_tokens"), int):
        message = "max_tokens: Field required"
        raise BadRequestError(message, param="max_tokens")
    system = body.get("system")
    told = {"instructions": system if isinstance(system, str) else "".join(texts_in(system))} if system else {}
    own = {"system", "messages", "max_tokens", "tools", "metadata", "thinking"}
    return {
        **{name: value for name, value in body.items() if name not in own},
        **told,
        "max_output_tokens": body["max_tokens"],
        "input": [item for message in objects_in(body.get("messages")) for item in _items(message)],
        "tools": [_tool(tool) for tool in objects_in(body.get("tools"))],
        "store": False,
    }


def _on_bedrock(address: str, body: Json) -> Json:
    """Return a request at Amazon's, which has the model and how to answer in its address."""
    if "model" in body or "stream" in body:
        raise BadRequestError("model: Extra inputs are not permitted", param="model")
    _must_have_version(body)
    _, _, model, how = address.split("/")
    told = {name: value for name, value in body.items() if name not in {"anthropic_version", "anthropic_beta"}}
    return _request(address, {**told, "model": unquote(model), "stream": how != "invoke"})


def _on_vertex(address: str, body: Json) -> Json:
    """Return a request at Google's, which has the model in its address, and how to answer in both."""
    if "model" in body:
        raise BadRequestError("model: Extra inputs are not permitted", param="model")
    _must_have_version(body)
    model, _, how = address.rpartition("/")[2].partition(":")
    if bool(body.get("stream")) != (how == "streamRawPredict"):
        raise BadRequestError("stream: does not fit the address", param="stream")
    told = {name: value for name, value in body.items() if name != "anthropic_version"}
    return _request(address, {**told, "model": unquote(model)})


def _must_have_version(body: Json) -> None:
    if not isinstance(body.get("anthropic_version"), str):
        raise BadRequestError("anthropic_version: Field required", param="anthropic_version")


def _tool(tool: Json) -> Json:
    kind = str(tool.get("type", "custom"))
    if not kind.startswith("computer_"):
        told = {"name": tool["name"], "description": tool.get("description"), "parameters": tool["input_schema"]}
        return {"type": "function", **told, "strict": bool(tool.get("strict"))}
    size = {side: tool[f"{side}_px"] for side in ("display_width", "display_height") if f"{side}_px" in tool}
    return {"type": DIALECT.tool, "name": str(tool.get("name", _TOOLSET)), **size}


def _items(message: Json) -> Iterator[Json]:
    """Yield the items of a message: each call and each result is one, and so is what is said between them."""
    content = message["content"]
    blocks: list[Json] = [{"type": "text", "text": content}] if isinstance(content, str) else objects_in(content)
    said: list[Json] = []
    for block in blocks:
        if block["type"] in {"text", "image"}:
            said.append(_part(block))
        elif (item := _item(block)) is not None:
            yield item
    if said and message["role"] == "user":
        yield {"type": "message", "role": "user", "content": said}
    elif said:
        yield {"type": "message", "role": "assistant", "content": "\n".join(str(part["text"]) for part in said)}


def _item(block: Json) -> Json | None:
    match block:
        case {"type": "tool_use", "id": call_id, "name": name, "input": dict(given)}:
            arguments = json.dumps(given, ensure_ascii=False)
            named = name if name in {_ONE, "done"} or "toolset_name" not in block else _TOOLSET
            return {"type": "function_call", "call_id": call_id, "name": named, "arguments": arguments}
        case {"type": "tool_result", "tool_use_id": call_id}:
            content = block.get("content", "")
            output = content if isinstance(content, str) else [_part(part) for part in objects_in(content)]
            return {"type": "function_call_output", "call_id": call_id, "output": output}
        case {"type": "thinking", "thinking": str(thought), "signature": signature} if signature != _signed(thought):
            message = "messages: Invalid `signature` in `thinking` block"
            raise BadRequestError(message, param="messages")
        case _:
            return None


def _part(block: Json) -> Json:
    match block:
        case {"type": "image", "source": {"type": "base64", "media_type": kind, "data": data}}:
            return {"type": "input_image", "image_url": f"data:{kind};base64,{data}"}
        case _:
            return {"type": "input_text", "text": block["text"]}


def _response(response: Json) -> Json:
    """Return a response as a message; of one that failed, the error."""
    if response["status"] == "failed":
        return _error(response)
    return _message(response) | _ending(response) | {"content": _blocks(response), "usage": _usage(response)}


def _message(response: Json) -> Json:
    name = str(response["id"]).replace("resp_", "msg_")
    return {"id": name, "type": "message", "role": "assistant", "model": response["model"], "content": []}


def _ending(response: Json) -> Json:
    """Return why the model stopped."""
    if refused := refusals_in(response):
        details = {"type": "refusal", "category": None, "explanation": refused[0]}
        return {"stop_reason": "refusal", "stop_sequence": None, "stop_details": details}
    calls = any(item["type"] == "function_call" for item in objects_in(response["output"]))
    reason = "tool_use" if calls else "end_turn"
    return {"stop_reason": "max_tokens" if response["status"] == "incomplete" else reason, "stop_sequence": None}


def _usage(response: Json) -> Json:
    usage = response.get("usage")
    counts = usage if isinstance(usage, dict) else {"input_tokens": 0, "output_tokens": 0}
    own = {name: counts[name] for name in ("input_tokens", "output_tokens") if name in counts}
    return {**own, "cache_creation_input_tokens": 0, "cache_read_input_tokens": 0}


def _blocks(response: Json) -> list[Json]:
    return [block for item in objects_in(response["output"]) for block in _blocks_of(item)]


def _blocks_of(item: Json) -> Iterator[Json]:
    """Yield the blocks of an item; one of a type that is not known is a block."""
    match item:
        case {"type": "reasoning"}:
            thought = "\n".join(texts_in(item.get("summary")))
            yield {"type": "thinking", "thinking": thought, "signature": _signed(thought)}
        case {"type": "message"}:
            for text in texts_in(item.get("content")):
                yield {"type": "text", "text": text, "citations": None}
        case {"type": "function_call", "name": str(name), "arguments": str(arguments)}:
            toolset = {"toolset_name": _ONE} if name in _MEMBERS else {}
            called = {"id": item["call_id"]} if "call_id" in item else {}
            yield {"type": "tool_use", **called, "name": name, "input": arguments_in(arguments), **toolset}
        case _:
            yield item


def _events(events: Iterable[Json]) -> Iterator[Json]:
    """Yield the events of a message for those of a response."""
    index = 0
    for event in events:
        match event:
            case {"type": "response.created", "response": dict(begun)}:
                counts = {"input_tokens": 0, "output_tokens": 0}
                head = {"stop_reason": None, "stop_sequence": None, "usage": counts}
                yield {"type": "message_start", "message": _message(begun) | head}
                yield {"type": "ping"}
            case {"type": "response.output_item.done", "item": dict(item)}:
                for block in _blocks_of(item):
                    yield from _block_events(index, block)
                    index += 1
            case {"type": "response.failed", "response": dict(ended)}:
                yield _error(ended)
            case {"type": "response.completed" | "response.incomplete", "response": dict(ended)}:
                yield {"type": "message_delta", "delta": _ending(ended), "usage": _usage(ended)}
                yield {"type": "message_stop"}


def _block_events(index: int, block: Json) -> Iterator[Json]:
    empty, deltas = _growing(block)
    yield {"type": "content_block_start", "index": index, "content_block": block | empty}
    for delta in deltas:
        yield {"type": "content_block_delta", "index": index, "delta": delta}
    yield {"type": "content_block_stop", "index": index}


def _growing(block: Json) -> tuple[Json, list[Json]]:
    """Return what a block begins with in the place of what comes in deltas, and these."""
    match block:
        case {"type": "text", "text": str(text)}:
            return {"text": ""}, [{"type": "text_delta", "text": piece} for piece in _pieces(text)]
        case {"type": "thinking", "thinking": str(text), "signature": signature}:
            told: list[Json] = [{"type": "thinking_delta", "thinking": piece} for piece in _pieces(text)]
            return {"thinking": "", "signature": ""}, [*told, {"type": "signature_delta", "signature": signature}]
        case {"type": "tool_use", "input": given}:
            pieces = _pieces(json.dumps(given, ensure_ascii=False))
            return {"input": {}}, [{"type": "input_json_delta", "partial_json": piece} for piece in pieces]
        case _:
            return {}, []


def _pieces(text: str) -> list[str]:
    return [text[start : start + _PIECE] for start in range(0, len(text), _PIECE)]


def _error(response: Json) -> Json:
    error = response.get("error")
    said = error if isinstance(error, dict) else {}
    kind = "overloaded_error" if "overload" in str(said.get("code")) else "api_error"
    return {"type": "error", "error": {"type": kind, "message": str(said.get("message"))}, "request_id": None}


def _problem(status: int, message: str) -> Json:
    kind = _KINDS.get(status, "api_error" if status >= 500 else "invalid_request_error")  # noqa: PLR2004
    return {"type": "error", "error": {"type": kind, "message": message}, "request_id": None}


def _signed(thought: str) -> str:
    return hashlib.sha256(f"a thought: {thought}".encode()).hexdigest()


def _played(_model: str, offered: frozenset[str]) -> ServedDialect:
    """Return the dialect with the tool that is offered."""
    return replace(DIALECT, action=partial(_action, _ONE)) if _ONE in offered else DIALECT


_MESSAGES = ServedApi(
    address=r"/v1/messages",
    request=_request,
    response=_response,
    events=_events,
    problem=_problem,
)
_ON_BEDROCK = replace(
    _MESSAGES,
    address=r"/model/[^/]+/invoke(?:-with-response-stream)?",
    request=_on_bedrock,
    problem=lambda _status, message: {"message": message},
    framed=True,
)
_ON_VERTEX = replace(
    _MESSAGES,
    address=r"/v1/projects/[^/]+/locations/[^/]+/publishers/anthropic/models/[^/:]+:(?:streamRawP|rawP)redict",
    request=_on_vertex,
)
DIALECT = ServedDialect(
    name="anthropic",
    tool="computer_toolset_20260801",
    words=frozenset({
        *("click", "double_click", "triple_click", "right_click", "move", "drag", "scroll", "type", "keys", "wait"),
        "screenshot",
    }),
    functions=frozenset({_ONE, _TOOLSET}),
    call=lambda actions, _checks: actions[0],
    begun=lambda _request, _created, _viewport: {},
    action=partial(_action, _TOOLSET),
    has_checks=False,
    has_custom_tools=False,
    key_headers=("x-api-key",),
    holds_keys=True,
    played=_played,
    apis=(_MESSAGES, _ON_BEDROCK, _ON_VERTEX),
)  # fmt: skip
