"""The parameters of requests as JSON schemas, from the vendors' reference pages, and what of a value does not fit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, cast

from desktop_agent.core.function import record
from desktop_agent.core.json_text import JsonItem

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError
    from jsonschema.protocols import Validator

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


def parameter_mismatch(name: str, value: object) -> Mismatch | None:
    """Return where a parameter fits no dialect's schema; None when it fits one, or no dialect has it."""
    found = [mismatch(table[name], value, closed=False) for table in (OPENAI, PREVIEW) if name in table]
    return None if value is None or None in found or not found else found[-1]


@dataclass(frozen=True, slots=True)
class Mismatch:
    """Where a value does not fit, and what it must be, as the end of “It must be …”."""

    path: tuple[str | int, ...]
    expected: str
    lacks: str = ""  # a field that is required there
    strange: str = ""  # a field that is not known there

    def __str__(self) -> str:
        """Return what the whole value must be."""
        return f"{_inside(self.path)}{self.expected}"


def mismatch(schema: JsonItem, value: object, *, closed: bool = True) -> Mismatch | None:
    """Return the first mismatch between a value and a schema; None when it fits.

    An optional field may be null, which is the same as left out. Without `closed`, tables may have fields that are
    not in their schema.
    """
    error = next(_validator(closed=closed)(dict(schema)).iter_errors(cast("Any", value)), None)
    if error is None:
        return None
    schema, given = cast("Mapping[str, Any]", error.schema), cast("Mapping[str, object]", error.instance)
    required = _list(schema.get("required")) if error.validator == "required" else ()
    lacks = next((str(name) for name in required if name not in given), "")
    strange = _strange(schema, given) if error.validator == "additionalProperties" else []
    return Mismatch(tuple(error.absolute_path), _expected(error), lacks, "".join(strange[:1]))


@cache
def _validator(*, closed: bool) -> type[Validator]:
    # It takes longer to load than `--help` may take to answer.
    from jsonschema import Draft202012Validator, validators

    usual = Draft202012Validator.VALIDATORS

    def properties(
        validator: Validator, fields: JsonItem, value: object, schema: JsonItem
    ) -> Iterator[ValidationError]:
        if isinstance(value, Mapping):
            required = _list(schema.get("required"))
            given = {name: rule for name, rule in fields.items() if value.get(name) is not None or name in required}
            yield from usual["properties"](validator, given, value, schema)

    def additional(validator: Validator, rule: object, value: object, schema: JsonItem) -> Iterator[ValidationError]:
        if closed or rule is not False:
            yield from usual["additionalProperties"](validator, rule, value, schema)

    # By JSON Schema's own word 2.0 is an integer; the vendors' servers refuse it.
    types = Draft202012Validator.TYPE_CHECKER.redefine_many({
        "integer": lambda _, value: isinstance(value, int) and not isinstance(value, bool),
        "array": lambda _, value: isinstance(value, list | tuple),
    })  # fmt: skip
    keywords = {"properties": properties, "additionalProperties": additional}
    made: type[Validator] = validators.extend(Draft202012Validator, keywords, type_checker=types)  # type: ignore[no-untyped-call]
    return made


def _strange(schema: Mapping[str, Any], given: Mapping[str, object]) -> list[str]:
    """Return the names that a closed table does not have; of one whose names are free there are none."""
    return [name for name in given if name not in schema.get("properties", given)]


def _expected(error: ValidationError) -> str:
    schema, given = cast("Mapping[str, Any]", error.schema), cast("Mapping[str, object]", error.instance)
    match error.validator:
        case "anyOf":
            first: dict[object, ValidationError] = {}
            for one in error.context:
                first.setdefault(one.schema_path[0], one)
            return ", or ".join(f"{_inside(one.path)}{_expected(one)}" for one in first.values())
        case "required":
            return f"a table with “{next(name for name in schema['required'] if name not in given)}”"
        case "additionalProperties":
            strange = _strange(schema, given)[0]
            return f"a table without “{strange[:40]}”: it may have {_quoted(schema['properties'])}"
        case _ if "propertyNames" in error.absolute_schema_path:
            return f"a table of names with at most {schema['maxLength']} characters"
        case _:
            return _described(schema)


def _described(schema: JsonItem) -> str:
    match schema:
        case {"enum": words}:
            return f"one of {', '.join(map(str, _list(words)))}"
        case {"type": "boolean"}:
            return "true or false"
        case {"type": "integer", "minimum": low, "maximum": high}:
            return f"a whole number from {low} to {high}"
        case {"type": "number", "minimum": low, "maximum": high}:
            return f"a number from {low} to {high}"
        case {"type": "string", "minLength": least, "maxLength": longest}:
            return f"text of {least} to {longest} characters"
        case {"type": "array", "maxItems": most}:
            return f"a list of at most {most}"
        case {"type": "object", "maxProperties": most}:
            return f"a table of at most {most} names"
        case {"type": "integer"}:
            return "a whole number"
        case {"type": "string"}:
            return "text"
        case {"type": "array"}:
            return "a list"
        case {"type": ["string", "array"]}:
            return "text or a list"
        case {"type": "object", "properties": fields}:
            return f"a table with {_quoted(_list(fields))}"
        case _:
            return "a table"


def _inside(path: Iterable[str | int]) -> str:
    """Return the words that lead to a part of a value."""
    return "".join(f"a table in which “{at}” is " if isinstance(at, str) else "a list in which each is " for at in path)


def _list(value: object) -> Sequence[object]:
    return list(value) if isinstance(value, Sequence | Mapping) else []


def _quoted(names: Iterable[object]) -> str:
    return ", ".join(f"“{name}”" for name in names)
