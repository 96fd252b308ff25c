"""What requests of the vendors' APIs may hold as JSON schemas, from their reference pages alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from jsonschema import Draft202012Validator, ValidationError, validators

from desktop_agent.core.actions.action import record
from desktop_agent.core.texts.foreign_text import JsonItem

LONGEST = 100_000  # characters
MOST = 1_000_000_000
SWITCH: JsonItem = {"type": "boolean"}
TABLE: JsonItem = {"type": "object"}


def text(longest: int, *, least: int = 1) -> JsonItem:
    return {"type": "string", "minLength": least, "maxLength": longest}


def one_of(*words: str) -> JsonItem:
    return {"enum": list(words)}


def whole(low: int, high: int) -> JsonItem:
    return {"type": "integer", "minimum": low, "maximum": high}


def number(low: float, high: float) -> JsonItem:
    return {"type": "number", "minimum": low, "maximum": high}


def list_of(each: JsonItem, most: int) -> JsonItem:
    return {"type": "array", "maxItems": most, "items": each}


def table_of(each: JsonItem, most: int, longest: int = 256) -> JsonItem:
    names = {"propertyNames": {"maxLength": longest}, "additionalProperties": each}
    return {"type": "object", "maxProperties": most, **names}


def typed(forms: Mapping[str, JsonItem]) -> JsonItem:
    by_type = [{"if": {"properties": {"type": {"const": name}}}, "then": form} for name, form in forms.items()]
    return {"type": "object", "required": ["type"], "properties": {"type": one_of(*forms)}, "allOf": by_type}


def kind(name: str, /, **required: JsonItem) -> JsonItem:
    return record({"type": one_of(name), **required})


def reasoning(efforts: tuple[str, ...], **more: JsonItem) -> JsonItem:
    summary = one_of("auto", "concise", "detailed")
    return record({}, {"effort": one_of(*efforts), "generate_summary": summary, "summary": summary, **more})


def tool_choice(**more: JsonItem) -> JsonItem:
    return {"anyOf": [one_of("none", "auto", "required"), typed({**_FORCED, **more})]}


_FORCED = {
    "allowed_tools": kind("allowed_tools", mode=one_of("auto", "required"), tools=list_of(TABLE, 128)),
    "computer_use_preview": kind("computer_use_preview"),
    "function": kind("function", name=text(64)),
    "custom": kind("custom", name=text(64)),
}
EFFORTS = ("none", "minimal", "low", "medium", "high", "xhigh")
INCLUDE = (
    *("code_interpreter_call.outputs", "computer_call_output.output.image_url", "file_search_call.results"),
    *("message.input_image.image_url", "message.output_text.logprobs", "reasoning.encrypted_content"),
)
TIERS = ("auto", "default", "flex", "scale", "priority")
_JSON_SCHEMA = record(
    {"type": one_of("json_schema"), "name": text(64), "schema": TABLE},
    {"description": text(LONGEST), "strict": SWITCH},
)
_FORMAT = typed({"text": kind("text"), "json_schema": _JSON_SCHEMA, "json_object": kind("json_object")})
_IMAGE = {"file_id": text(256), "image_url": text(32_000_000)}
_FILE = {"file_data": text(32_000_000), "file_id": text(256), "file_url": text(8_192), "filename": text(256)}
_VARIABLE = typed({
    "input_text": kind("input_text", text=text(LONGEST)),
    "input_image": record({"type": one_of("input_image"), "detail": one_of("low", "high", "auto")}, _IMAGE),
    "input_file": record({"type": one_of("input_file")}, _FILE),
})  # fmt: skip
_VARIABLES = table_of({"anyOf": [text(LONGEST), _VARIABLE]}, 128)

EVERYWHERE: Mapping[str, JsonItem] = {
    "instructions": text(1_000_000, least=0),
    "max_output_tokens": whole(1, MOST),
    "temperature": number(0, 2),
    "top_p": number(0, 1),
}
NEWER: Mapping[str, JsonItem] = {
    **EVERYWHERE,
    "background": SWITCH,
    "max_tool_calls": whole(1, MOST),
    "metadata": table_of(text(512, least=0), 16, longest=64),
    "parallel_tool_calls": SWITCH,
    "prompt": record({"id": text(256)}, {"variables": _VARIABLES, "version": text(64)}),
    "prompt_cache_key": text(1_024),
    "store": SWITCH,
    "text": record({}, {"format": _FORMAT, "verbosity": one_of("low", "medium", "high")}),
    "top_logprobs": whole(0, 20),
    "truncation": one_of("auto", "disabled"),
    "user": text(1_024),
}

_SEARCHES = ("web_search_call.results", "web_search_call.action.sources")
_HOSTED = (
    *("computer", "computer_use", "file_search", "web_search_preview", "web_search_preview_2025_03_11"),
    *("image_generation", "code_interpreter", "apply_patch", "shell", "programmatic_tool_calling"),
)
_MCP = record({"type": one_of("mcp"), "server_label": text(256)}, {"name": text(256)})
OPENAI: Mapping[str, JsonItem] = {
    **NEWER,
    "include": list_of(one_of(*INCLUDE, *_SEARCHES), 16),
    "reasoning": reasoning((*EFFORTS, "max"), context=one_of("auto", "current_turn", "all_turns"), mode=text(64)),
    "service_tier": one_of(*TIERS, "fast", "ultrafast"),
    "tool_choice": tool_choice(**{name: kind(name) for name in _HOSTED}, mcp=_MCP),
}
PREVIEW: Mapping[str, JsonItem] = {
    **NEWER,
    "cache_salt": text(1_024),
    "enable_response_messages": SWITCH,
    "include": list_of(one_of(*INCLUDE), 16),
    "include_stop_str_in_output": SWITCH,
    "logit_bias": table_of(number(-100, 100), 1_024),
    "mm_processor_kwargs": TABLE,
    "previous_input_messages": list_of(TABLE, 10_000),
    "priority": whole(-MOST, MOST),
    "reasoning": reasoning(EFFORTS),
    "request_id": text(128),
    "service_tier": one_of(*TIERS),
    "skip_special_tokens": SWITCH,
    "tool_choice": tool_choice(),
    "top_k": whole(-1, MOST),
}

_TEXT: JsonItem = {"type": "string"}
_WHOLE: JsonItem = {"type": "integer"}
_STATUS = one_of("in_progress", "completed", "incomplete")


def _list(each: JsonItem) -> JsonItem:
    return {"type": "array", "items": each}


def _text_or(each: JsonItem) -> JsonItem:
    return {"type": ["string", "array"], "items": each}


def _form(name: str, required: Mapping[str, JsonItem], **optional: JsonItem) -> tuple[str, JsonItem]:
    return name, record({"type": one_of(name), **required}, optional)


def _forms(*forms: tuple[str, JsonItem]) -> JsonItem:
    return typed(dict(forms))


def _parts(**of_image: JsonItem) -> JsonItem:
    shown = {"file_id": _TEXT, "image_url": _TEXT}
    file = _form("input_file", {}, file_data=_TEXT, file_id=_TEXT, file_url=_TEXT, filename=_TEXT)
    optional = {"detail": _DETAIL} if not of_image else {}
    return _forms(_form("input_text", {"text": _TEXT}), _form("input_image", of_image, **shown, **optional), file)


_DETAIL = one_of("low", "high", "auto")
_PARTS = _parts(detail=_DETAIL)
_SPOKEN_PARTS = _forms(
    _form("output_text", {"annotations": _list(TABLE), "text": _TEXT}, logprobs=_list(TABLE)),
    _form("refusal", {"refusal": _TEXT}),
)
_AT = {"x": _WHOLE, "y": _WHOLE}
_KEYS = {"keys": _list(_TEXT)}
_BUTTON = one_of("left", "right", "wheel", "back", "forward")
_ACTION = _forms(
    *(_form(name, {}) for name in ("screenshot", "wait")),
    *(_form(name, _AT) for name in ("double_click", "move", "mouse_down", "mouse_up")),
    *(_form(name, _KEYS) for name in ("keypress", "key_down", "key_up")),
    _form("click", {"button": _BUTTON, **_AT}),
    _form("drag", {"path": _list(record(_AT))}),
    _form("scroll", {"scroll_x": _WHOLE, "scroll_y": _WHOLE, **_AT}),
    _form("type", {"text": _TEXT}),
    _form("point_and_type", {"text": _TEXT, **_AT}),
)
_CHECKS = _list(record({"id": _TEXT}, {"code": _TEXT, "message": _TEXT}))
_CALLED: dict[str, JsonItem] = {"call_id": _TEXT}
_SHOT = _forms(_form("computer_screenshot", {}, file_id=_TEXT, image_url=_TEXT))
_CALL = {**_CALLED, "id": _TEXT, "action": _ACTION, "pending_safety_checks": _CHECKS, "status": _STATUS}
_THOUGHT = _list(_forms(_form("summary_text", {"text": _TEXT})))
_ITEM = _forms(
    _form("computer_call", _CALL),
    _form("computer_call_output", {**_CALLED, "output": _SHOT}, id=_TEXT, acknowledged_safety_checks=_CHECKS,
          status=_STATUS),
    _form("function_call", {**_CALLED, "arguments": _TEXT, "name": _TEXT}, id=_TEXT, status=_STATUS),
    # The one place where an image needs no detail.
    _form("function_call_output", {**_CALLED, "output": _text_or(_parts())}, id=_TEXT, status=_STATUS),
    _form("custom_tool_call", {**_CALLED, "input": _TEXT, "name": _TEXT}, id=_TEXT),
    _form("custom_tool_call_output", {**_CALLED, "output": _text_or(_PARTS)}, id=_TEXT),
    _form("reasoning", {"id": _TEXT, "summary": _THOUGHT}, content=_list(TABLE), encrypted_content=_TEXT,
          status=_STATUS),
    _form("compaction", {"encrypted_content": _TEXT}, id=_TEXT, created_by=_TEXT),
    _form("item_reference", {"id": _TEXT}),
)  # fmt: skip
_MESSAGE_TYPE: dict[str, JsonItem] = {"type": one_of("message")}
# The model's own words, as they came; what a client tells of them; and what others say.
_SPOKEN = record(
    {**_MESSAGE_TYPE, "id": _TEXT, "role": one_of("assistant"), "content": _list(_SPOKEN_PARTS), "status": _STATUS}
)
_TOLD = record({"role": one_of("assistant"), "content": _text_or(_PARTS)}, _MESSAGE_TYPE)
_SAID = record(
    {"role": one_of("user", "system", "developer"), "content": _text_or(_PARTS)}, {**_MESSAGE_TYPE, "status": _STATUS}
)
_IS_ASSISTANT = {"properties": {"role": one_of("assistant")}, "required": ["role"]}
_MESSAGE = {"if": _IS_ASSISTANT, "then": {"if": {"required": ["id"]}, "then": _SPOKEN, "else": _TOLD}, "else": _SAID}
_IS_MESSAGE = {"anyOf": [{"properties": {"type": one_of("message")}, "required": ["type"]}, {"required": ["role"]}]}
_OTHER = {"if": {"required": ["type"]}, "then": _ITEM, "else": record({"id": _TEXT})}
_SCREEN = {
    "display_width": _WHOLE, "display_height": _WHOLE,
    "environment": one_of("windows", "mac", "linux", "ubuntu", "browser"),
}  # fmt: skip
_TOOL = _forms(
    _form("function", {"name": _TEXT}, description=_TEXT, parameters=TABLE, strict=SWITCH),
    _form("custom", {"name": _TEXT}, description=_TEXT, format=TABLE),
    _form("computer_use_preview", _SCREEN),
)
REQUEST: JsonItem = record(
    {"input": _text_or({"type": "object", "if": _IS_MESSAGE, "then": _MESSAGE, "else": _OTHER})},
    {**PREVIEW, "model": _TEXT, "previous_response_id": _TEXT, "stream": SWITCH, "tools": _list(_TOOL)},
)


def misfit(schema: JsonItem, value: object, *, closed: bool = True) -> str:
    """Return why a value does not fit a schema; empty if it does.

    A null field is the same as one left out. Without `closed`, objects may have fields that are not in their schema.
    """
    validator = _CLOSED if closed else _OPEN
    error = next(validator(dict(schema)).iter_errors(_without_nulls(value)), None)
    return "" if error is None else f"{error.json_path}: {error.message}"


def request_misfit(dialect: str, body: Mapping[str, object]) -> str:
    if dialect == "preview" and (why := misfit(REQUEST, body)):
        return why
    for name, value in body.items():
        misfits = [misfit(table[name], value, closed=False) for table in (OPENAI, PREVIEW) if name in table]
        if misfits and all(misfits):
            return f"{name}: {misfits[-1]}"
    return ""


def _without_nulls(value: object) -> Any:  # noqa: ANN401 - JSON, as its reader gives it
    match value:
        case dict():
            return {name: _without_nulls(part) for name, part in value.items() if part is not None}
        case list():
            return [_without_nulls(part) for part in value]
        case _:
            return value


def _known_only(validator: Any, rule: object, value: object, schema: JsonItem) -> Iterator[ValidationError]:  # noqa: ANN401
    if rule is not False:
        yield from Draft202012Validator.VALIDATORS["additionalProperties"](validator, rule, value, schema)


# By JSON Schema's own word 2.0 is an integer; the vendors' servers refuse it.
_TYPES = Draft202012Validator.TYPE_CHECKER.redefine(
    "integer", lambda _, value: isinstance(value, int) and not isinstance(value, bool)
)
_CLOSED = validators.extend(Draft202012Validator, type_checker=_TYPES)  # type: ignore[no-untyped-call]
_OPEN = validators.extend(_CLOSED, {"additionalProperties": _known_only})  # type: ignore[no-untyped-call]
