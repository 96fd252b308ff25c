"""Anthropic's Messages API, as the vendor has it, and as Vertex AI has it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import unquote

from tests.fakes.servers.vendors.vendor import (
    Json,
    RefusedError,
    Vendor,
    VendorApi,
    arguments_in,
    objects_in,
    pieces,
    refusals_in,
    texts_in,
)

_TOOL = "computer_toolset_20260801"
_TOOLSET = "toolset"
_ONE = "computer"
_NOTCH_PX = 100
_CLICKS = {"left": "left_click", "right": "right_click", "wheel": "middle_click"}
_MEMBERS = frozenset({
    *(*_CLICKS.values(), "double_click", "triple_click", "mouse_move", "left_click_drag", "scroll", "type", "key"),
    *("hold_key", "wait", "screenshot", "zoom"),
})  # fmt: skip
_KINDS = {
    400: "invalid_request_error", 401: "authentication_error", 403: "permission_error", 404: "not_found_error",
    413: "request_too_large", 429: "rate_limit_error", 529: "overloaded_error",
}  # fmt: skip


def _action(action: Json) -> tuple[str, Json]:
    name, given = _named(action)
    keys = action.get("keys")
    if isinstance(keys, list) and action["type"] != "keypress":
        given = {**given, "text": "+".join(keys)}
    return name, given


def _named(action: Json) -> tuple[str, Json]:
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
    if not isinstance(body.get("max_tokens"), int):
        raise RefusedError("max_tokens: Field required")
    system = body.get("system")
    reported = dict[str, str]()
    if system:
        reported["instructions"] = system if isinstance(system, str) else "".join(texts_in(system))
    own = {"system", "messages", "max_tokens", "tools", "metadata", "thinking", "thread"}
    return {
        **{name: value for name, value in body.items() if name not in own},
        **reported,
        "max_output_tokens": body["max_tokens"],
        "input": [item for message in objects_in(body.get("messages")) for item in _items(message)],
        "tools": [_tool(tool) for tool in objects_in(body.get("tools"))],
        "store": False,
        **_held(body),
    }


def _held(body: Json) -> Json:
    """Return what the server holds of a thread that is continued: its messages, and the tools that it began with."""
    match body.get("thread"):
        case {"type": "continue", "previous_message_id": str(previous)}:
            if sent_again := {"system", "tools"} & body.keys():
                raise RefusedError(f"{min(sent_again)}: cannot be set on a continued thread")
            tools = [{"type": _TOOL, "name": _TOOLSET}]
            return {"previous_response_id": previous.replace("msg_", "resp_"), "tools": tools}
        case None | {"type": "create"}:
            return {}
        case _:
            raise RefusedError("thread: Input should be 'create' or 'continue'")


def _on_vertex(address: str, body: Json) -> Json:
    if "model" in body:
        raise RefusedError("model: Extra inputs are not permitted")
    if not isinstance(body.get("anthropic_version"), str):
        raise RefusedError("anthropic_version: Field required")
    model, _, how = address.rpartition("/")[2].partition(":")
    if bool(body.get("stream")) != (how == "streamRawPredict"):
        raise RefusedError("stream: does not fit the address")
    reported = {name: value for name, value in body.items() if name != "anthropic_version"}
    return _request(address, {**reported, "model": unquote(model)})


def _tool(tool: Json) -> Json:
    kind = str(tool.get("type", "custom"))
    if not kind.startswith("computer_"):
        reported = {"name": tool["name"], "description": tool.get("description"), "parameters": tool["input_schema"]}
        return {"type": "function", **reported, "strict": bool(tool.get("strict"))}
    size = {side: tool[f"{side}_px"] for side in ("display_width", "display_height") if f"{side}_px" in tool}
    return {"type": _TOOL, "name": str(tool.get("name", _TOOLSET)), **size}


def _items(message: Json) -> Iterator[Json]:
    content = message["content"]
    blocks: list[Json] = [{"type": "text", "text": content}] if isinstance(content, str) else objects_in(content)
    words: list[Json] = []
    for block in blocks:
        if block["type"] in {"text", "image"}:
            words.append(_part(block))
        elif (item := _item(block)) is not None:
            yield item
    if words and message["role"] == "user":
        yield {"type": "message", "role": "user", "content": words}
    elif words:
        yield {"type": "message", "role": "assistant", "content": "\n".join(str(part["text"]) for part in words)}


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
            raise RefusedError("messages: Invalid `signature` in `thinking` block")
        case _:
            return None


def _part(block: Json) -> Json:
    match block:
        case {"type": "image", "source": {"type": "base64", "media_type": kind, "data": data}}:
            return {"type": "input_image", "image_url": f"data:{kind};base64,{data}"}
        case _:
            return {"type": "input_text", "text": block["text"]}


def _response(response: Json) -> Json:
    if response["status"] == "failed":
        words = response.get("error") or {}
        return _problem(529 if "overload" in str(words.get("code")) else 500, str(words.get("message")))
    counts = response.get("usage") or {"input_tokens": 0, "output_tokens": 0}
    own = {name: counts[name] for name in ("input_tokens", "output_tokens") if name in counts}
    return {
        "id": str(response["id"]).replace("resp_", "msg_"),
        "type": "message",
        "role": "assistant",
        "model": response["model"],
        **_ending(response),
        "content": [block for item in objects_in(response["output"]) for block in _blocks_of(item)],
        "usage": {**own, "cache_creation_input_tokens": 0, "cache_read_input_tokens": 0},
    }


def _ending(response: Json) -> Json:
    if refused := refusals_in(response):
        details = {"type": "refusal", "category": None, "explanation": refused[0]}
        return {"stop_reason": "refusal", "stop_sequence": None, "stop_details": details}
    calls = any(item["type"] == "function_call" for item in objects_in(response["output"]))
    reason = "tool_use" if calls else "end_turn"
    return {"stop_reason": "max_tokens" if response["status"] == "incomplete" else reason, "stop_sequence": None}


def _blocks_of(item: Json) -> Iterator[Json]:
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


def _problem(status: int, message: str) -> Json:
    kind = _KINDS.get(status, "api_error" if status >= 500 else "invalid_request_error")
    return {"type": "error", "error": {"type": kind, "message": message}, "request_id": None}


def _signed(thought: str) -> str:
    return hashlib.sha256(f"a thought: {thought}".encode()).hexdigest()


def _message_events(message: Mapping[str, Any]) -> Iterator[Json]:
    usage = {**message["usage"], "output_tokens": 1}
    yield {"type": "message_start", "message": {**message, "content": [], "stop_reason": None, "usage": usage}}
    yield {"type": "ping"}
    for index, block in enumerate(message["content"]):
        bare, deltas = _block(block)
        yield {"type": "content_block_start", "index": index, "content_block": {**block, **bare}}
        yield from ({"type": "content_block_delta", "index": index, "delta": delta} for delta in deltas)
        yield {"type": "content_block_stop", "index": index}
    ending = {name: message[name] for name in ("stop_reason", "stop_sequence", "stop_details") if name in message}
    yield {"type": "message_delta", "delta": ending, "usage": message["usage"]}
    yield {"type": "message_stop"}


def _block(block: Mapping[str, Any]) -> tuple[Json, list[Json]]:
    match block["type"]:
        case "text":
            return {"text": ""}, [{"type": "text_delta", "text": piece} for piece in pieces(block["text"])]
        case "thinking":
            reported: list[Json] = [
                {"type": "thinking_delta", "thinking": piece} for piece in pieces(block["thinking"])
            ]
            signed = {"type": "signature_delta", "signature": block["signature"]}
            return {"thinking": "", "signature": ""}, [*reported, signed]
        case "tool_use":
            written = pieces(json.dumps(block["input"], ensure_ascii=False))
            return {"input": {}}, [{"type": "input_json_delta", "partial_json": piece} for piece in written]
        case _:
            return {}, []


_MESSAGES = VendorApi(
    # At Amazon's and Microsoft's, and at Google's below a workspace, it is the same.
    address=r"(?:/anthropic|/v1/projects/[^/]+/locations/[^/]+/workspaces/[^/]+/invoke)?/v1/messages",
    request=_request,
    response=_response,
    problem=_problem,
)
_ON_VERTEX = replace(
    _MESSAGES,
    address=r"/v1/projects/[^/]+/locations/[^/]+/publishers/anthropic/models/[^/:]+:(?:streamRawP|rawP)redict",
    request=_on_vertex,
)
VENDOR = Vendor(
    tool=_TOOL,
    field="content",
    events=_message_events,
    apis=(_MESSAGES, _ON_VERTEX),
    action=_action,
)
