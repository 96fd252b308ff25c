"""JSON schemas of request parameters, from the vendors' reference pages; each dialect picks its own."""

from __future__ import annotations

from collections.abc import Mapping

from desktop_agent.core.json_text import JsonItem

LONGEST = 100_000  # characters
MOST = 1_000_000_000
SWITCH: JsonItem = {"type": "boolean"}
TABLE: JsonItem = {"type": "object"}


def text(longest: int, *, least: int = 1) -> JsonItem:
    """Return the schema of text, which is not empty unless `least` is 0."""
    return {"type": "string", "minLength": least, "maxLength": longest}


def one_of(*words: str) -> JsonItem:
    """Return the schema of one of a few words."""
    return {"enum": list(words)}


def whole(low: int, high: int) -> JsonItem:
    """Return the schema of a whole number."""
    return {"type": "integer", "minimum": low, "maximum": high}


def number(low: float, high: float) -> JsonItem:
    """Return the schema of a number."""
    return {"type": "number", "minimum": low, "maximum": high}


def list_of(each: JsonItem, most: int) -> JsonItem:
    """Return the schema of a list of one thing."""
    return {"type": "array", "maxItems": most, "items": each}


def table_of(each: JsonItem, most: int, longest: int = 256) -> JsonItem:
    """Return the schema of a table whose names are free, each with the same kind of value."""
    names = {"propertyNames": {"maxLength": longest}, "additionalProperties": each}
    return {"type": "object", "maxProperties": most, **names}


def record(required: Mapping[str, JsonItem], optional: Mapping[str, JsonItem] | None = None) -> JsonItem:
    """Return the schema of a table with these names and no others."""
    fields = {**required, **(optional or {})}
    return {"type": "object", "required": list(required), "properties": fields, "additionalProperties": False}


def typed(forms: Mapping[str, JsonItem]) -> JsonItem:
    """Return the schema of a table whose `type` says which other names it has."""
    by_type = [{"if": {"properties": {"type": {"const": name}}}, "then": form} for name, form in forms.items()]
    return {"type": "object", "required": ["type"], "properties": {"type": one_of(*forms)}, "allOf": by_type}


def kind(name: str, /, **required: JsonItem) -> JsonItem:
    """Return one form for `typed`."""
    return record({"type": one_of(name), **required})


def reasoning(efforts: tuple[str, ...], **more: JsonItem) -> JsonItem:
    """Return the schema of `reasoning`."""
    summary = one_of("auto", "concise", "detailed")
    return record({}, {"effort": one_of(*efforts), "generate_summary": summary, "summary": summary, **more})


def tool_choice(**more: JsonItem) -> JsonItem:
    """Return the schema of `tool_choice`; `more` are forms that not every vendor has."""
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
