"""Google's Gemini API: `generateContent` and its stream, with the computer-use tool and functions of the client's."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator, Mapping
from typing import Any

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

_TOOL = "computer_use_gemini"
_GRID = 1000.0
_NOTCH_PX = 100
_COMPUTER = "computer"
_FREE = frozenset({"args", "response", "parameters", "parametersJsonSchema"})
_STATUSES = {
    400: "INVALID_ARGUMENT", 401: "UNAUTHENTICATED", 403: "PERMISSION_DENIED", 404: "NOT_FOUND",
    429: "RESOURCE_EXHAUSTED", 500: "INTERNAL", 503: "UNAVAILABLE", 504: "DEADLINE_EXCEEDED",
}  # fmt: skip
_COUNTS = {
    "input_tokens": "promptTokenCount", "output_tokens": "candidatesTokenCount", "total_tokens": "totalTokenCount",
}  # fmt: skip


def _on_desktop(action: Json) -> tuple[str, Json]:
    at: Json = {side: action[side] for side in ("x", "y") if side in action}
    match action:
        case {"type": "click"}:
            button = str(action.get("button", "left"))
            return {"left": "click", "wheel": "middle_click"}.get(button, f"{button}_click"), at
        case {"type": "double_click" | "triple_click" | "move" as name}:
            return name, at
        case {"type": "drag", "path": [dict(first), *_, dict(last)]}:
            ends = {"start_x": first["x"], "start_y": first["y"], "end_x": last["x"], "end_y": last["y"]}
            return "drag_and_drop", ends
        case {"type": "scroll", "scroll_x": int(across), "scroll_y": int(down)}:
            way = ("left", "right")[across > 0] if abs(across) > abs(down) else ("up", "down")[down >= 0]
            notches = max(abs(across), abs(down)) / _NOTCH_PX
            return "scroll", {**at, "direction": way, "magnitude_in_wheel_clicks": notches}
        case {"type": "type", "text": text}:
            return "type", {"text": text}
        case {"type": "keypress", "keys": [key]}:
            return "press_key", {"key": key}
        case {"type": "keypress", "keys": keys}:
            return "hotkey", {"keys": keys}
        case {"type": "key_down" | "key_up" as name, "keys": [key, *_]}:
            return name, {"key": key}
        case {"type": "screenshot"}:
            return "take_screenshot", {}
        case _:
            return "wait", {"seconds": 5}


def _request(address: str, body: Json) -> Json:
    body = {_camel(name): _plain(value) for name, value in body.items()}
    tools = objects_in(body.get("tools"))
    computer = [{"type": _TOOL, "name": _COMPUTER} for tool in tools if isinstance(tool.get("computerUse"), dict)]
    declared = [one for tool in tools for one in objects_in(tool.get("functionDeclarations"))]
    theirs = [_function(one) for one in declared if one["name"] not in _OFFERED or not computer]
    system = body.get("systemInstruction")
    reported = {"instructions": "".join(texts_in(system.get("parts")))} if isinstance(system, dict) else {}
    settings = body.get("generationConfig")
    most = settings.get("maxOutputTokens") if isinstance(settings, dict) else None
    return {
        **reported,
        **({} if most is None else {"max_output_tokens": most}),
        "model": address.rpartition("/")[2].partition(":")[0],
        "stream": "stream" in address.rpartition(":")[2],
        "input": [item for content in objects_in(body["contents"]) for item in _items(content)],
        "tools": [*computer, *theirs],
        "store": False,
    }


def _plain(value: object) -> object:
    """Return JSON with its names in camel case, as the vendor takes both; what is a client's own stays as it is."""
    if isinstance(value, list):
        return [_plain(one) for one in value]
    if not isinstance(value, dict):
        return value
    named = {_camel(name): each for name, each in value.items()}
    return {name: each if name in _FREE else _plain(each) for name, each in named.items()}


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)


def _function(declared: Json) -> Json:
    schema = declared.get("parametersJsonSchema") or declared.get("parameters") or {}
    reported = {"name": declared["name"], "description": declared.get("description")}
    return {"type": "function", **reported, "parameters": schema, "strict": False}


def _items(content: Json) -> Iterator[Json]:
    words: list[Json] = []
    for part in objects_in(content["parts"]):
        match part:
            case {"functionCall": dict(call)}:
                if part.get("thoughtSignature") != _signed(str(call.get("id"))):
                    raise RefusedError(f"Function call `{call['name']}` is missing a thought_signature.")
                named = _COMPUTER if call["name"] in _FUNCTIONS else call["name"]
                arguments = json.dumps(call.get("args") or {}, ensure_ascii=False)
                checks = _checks(call)
                yield {"type": "function_call", "call_id": call["id"], "name": named, "arguments": arguments, **checks}
            case {"functionResponse": dict(answer)}:
                yield _answer(answer)
            case {"inlineData": dict(blob)}:
                words.append(_picture(blob))
            case {"text": str(text)} if not part.get("thought"):
                words.append({"type": "input_text", "text": text})
    if words and content.get("role") != "model":
        yield {"type": "message", "role": "user", "content": words}
    elif words:
        yield {"type": "message", "role": "assistant", "content": "\n".join(str(part["text"]) for part in words)}


def _checks(call: Json) -> Json:
    match call.get("args"):
        case {"safety_decision": {}}:
            return {"pending_safety_checks": [{"id": _check_id(str(call["id"]))}]}
        case _:
            return {}


def _answer(answer: Json) -> Json:
    response = answer.get("response")
    reported = response if isinstance(response, dict) else {}
    blobs = [part["inlineData"] for part in objects_in(answer.get("parts"))]
    shown = [_picture(blob) for blob in blobs if isinstance(blob, dict)]
    text = str(reported.get("output", reported.get("error", "")))
    output = [{"type": "input_text", "text": text}, *shown] if shown else text
    call_id = str(answer["id"])
    confirmed = reported.get("safety_acknowledgement") == "true"
    checks = {"acknowledged_safety_checks": [{"id": _check_id(call_id)}]} if confirmed else {}
    return {"type": "function_call_output", "call_id": call_id, "output": output, **checks}


def _picture(blob: Json) -> Json:
    return {"type": "input_image", "image_url": f"data:{blob['mimeType']};base64,{blob['data']}"}


def _check_id(call_id: str) -> str:
    return f"check_{call_id}"


def _response(response: Json) -> Json:
    if response["status"] == "failed":
        words = response.get("error") or {}
        return _problem(503 if "overload" in str(words.get("code")) else 500, str(words.get("message")))
    parts = [part for item in objects_in(response["output"]) for part in _parts(item)]
    ending: Json = {"finishReason": "MAX_TOKENS" if response["status"] == "incomplete" else "STOP"}
    if refused := refusals_in(response):
        ending = {"finishReason": "SAFETY", "finishMessage": refused[0]}
    candidate = {"content": {"role": "model", "parts": parts}, "index": 0, **ending}
    counts = response.get("usage") or {}
    usage = {theirs: counts[ours] for ours, theirs in _COUNTS.items() if ours in counts}
    named = {"modelVersion": response["model"], "responseId": response["id"]}
    return {"candidates": [candidate], **named, "usageMetadata": usage}


def _parts(item: Json) -> Iterator[Json]:
    match item:
        case {"type": "reasoning"}:
            for text in texts_in(item.get("summary")):
                yield {"text": text, "thought": True}
        case {"type": "message"}:
            for text in texts_in(item.get("content")):
                yield {"text": text}
        case {"type": "function_call", "name": str(name), "arguments": str(arguments)}:
            loaded = arguments_in(arguments)
            call_id = str(item.get("call_id", ""))
            given = loaded if isinstance(loaded, dict) else {}
            if checks := objects_in(item.get("pending_safety_checks")):
                why = "; ".join(str(check.get("message")) for check in checks)
                given["safety_decision"] = {"decision": "require_confirmation", "explanation": why}
            yield {"functionCall": {"id": call_id, "name": name, "args": given}, "thoughtSignature": _signed(call_id)}
        case _:
            yield item


def _problem(status: int, message: str) -> Json:
    return {"error": {"code": status, "message": message, "status": _STATUSES.get(status, "UNKNOWN")}}


def _signed(call_id: str) -> str:
    return base64.b64encode(f"the thought before {call_id}".encode()).decode()


def _chunks(answer: Mapping[str, Any]) -> Iterator[Json]:
    (candidate,) = answer["candidates"]
    head = {name: answer[name] for name in ("modelVersion", "responseId")}
    for part in candidate["content"]["parts"]:
        for piece in [{**part, "text": text} for text in pieces(part["text"])] if "text" in part else [part]:
            yield {"candidates": [{"content": {"role": "model", "parts": [piece]}, "index": 0}], **head}
    last = {**candidate, "content": {"role": "model", "parts": [{"text": ""}]}}
    yield {**answer, "candidates": [last]}


_VENDORS = frozenset({
    *("click", "right_click", "middle_click", "double_click", "triple_click", "mouse_down", "mouse_up", "move", "type"),
    *("drag_and_drop", "scroll", "press_key", "hotkey", "key_down", "key_up", "wait", "take_screenshot"),
})  # fmt: skip
_OFFERED = frozenset({"wait_for"})
_FUNCTIONS = _VENDORS | _OFFERED
_VERTEX = r"(?:projects/[^/]+/locations/[^/]+/)?publishers/google/"  # before the models, at Google's cloud platform
_ADDRESS = rf"/v1(?:beta1?)?/(?:{_VERTEX})?models/[^/:]+:(?:generate|streamGenerate)Content"
VENDOR = Vendor(
    tool=_TOOL,
    field="candidates",
    events=_chunks,
    apis=(VendorApi(_ADDRESS, _request, _response, _problem),),
    action=_on_desktop,
    space=lambda _size: (_GRID, _GRID),
)
