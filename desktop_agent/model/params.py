"""The table of request parameters that may be set: what each takes, and which dialects know it.

The forms are those of the reference pages: the older API's for `lightcone`, the newer one's (and vLLM's) for
`preview`, OpenAI's for `openai`. What the table does not know goes through `extra_body`. A value of null takes away
what a profile or a dialect would send.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from desktop_agent.core.errors import SettingsError
from desktop_agent.model.check import (
    ValueCheck,
    choice,
    either,
    listed,
    named,
    number,
    plain,
    record,
    switch,
    table,
    text,
    typed,
    whole,
)
from desktop_agent.model.nearest import guess

EXTRA = "extra_body"
# What a request is made of; nothing that is set may take its place.
OURS = frozenset({"input", "tools", "model", "stream", "previous_response_id"})
_LONGEST = 100_000  # characters
_MOST = 1_000_000_000
_EVERYWHERE = ("lightcone", "preview", "openai")
_NEWER = ("preview", "openai")


@dataclass(frozen=True, slots=True)
class Param:
    """One parameter of the request."""

    name: str
    check: ValueCheck
    dialects: tuple[str, ...]


def _kind(kind: str, /, **required: ValueCheck) -> ValueCheck:
    return record({"type": choice(kind), **required})


_SUMMARY = choice("auto", "concise", "detailed")
_EFFORTS = ("none", "minimal", "low", "medium", "high", "xhigh")
_REASONING = {"generate_summary": _SUMMARY, "summary": _SUMMARY}
_INCLUDE = (
    *("code_interpreter_call.outputs", "computer_call_output.output.image_url", "file_search_call.results"),
    *("message.input_image.image_url", "message.output_text.logprobs", "reasoning.encrypted_content"),
)
_SEARCHES = ("web_search_call.results", "web_search_call.action.sources")
_ALLOWED = _kind("allowed_tools", mode=choice("auto", "required"), tools=listed(table, 128))
_FORCED = {
    "allowed_tools": _ALLOWED,
    "computer_use_preview": _kind("computer_use_preview"),
    "function": _kind("function", name=text(64)),
    "custom": _kind("custom", name=text(64)),
}
_HOSTED = (
    *("computer", "computer_use", "file_search", "web_search_preview", "web_search_preview_2025_03_11"),
    *("image_generation", "code_interpreter", "apply_patch", "shell", "programmatic_tool_calling"),
)
_FORCED_AT_OPENAI = {
    **_FORCED,
    **{name: _kind(name) for name in _HOSTED},
    "mcp": record({"type": choice("mcp"), "server_label": text(256)}, {"name": text(256)}),
}
_TIERS = ("auto", "default", "flex", "scale", "priority")
_TOOL_MODES = choice("none", "auto", "required")
_SCHEMA = record(
    {"type": choice("json_schema"), "name": text(64), "schema": table},
    {"description": text(_LONGEST), "strict": switch},
)
_FORMAT = typed({"text": _kind("text"), "json_schema": _SCHEMA, "json_object": _kind("json_object")})
_DETAIL = choice("low", "high", "auto")
_VARIABLE = typed({
    "input_text": _kind("input_text", text=text(_LONGEST)),
    "input_image": record(
        {"type": choice("input_image"), "detail": _DETAIL}, {"file_id": text(256), "image_url": text(32_000_000)}
    ),
    "input_file": record(
        {"type": choice("input_file")},
        {"file_data": text(32_000_000), "file_id": text(256), "file_url": text(8_192), "filename": text(256)},
    ),
})  # fmt: skip
_PROMPT = record({"id": text(256)}, {"variables": named(either(text(_LONGEST), _VARIABLE), 128), "version": text(64)})

PARAMS: tuple[Param, ...] = (
    Param("background", switch, _NEWER),
    Param("cache_salt", text(1_024), ("preview",)),
    Param("enable_response_messages", switch, ("preview",)),
    Param("include", listed(choice(*_INCLUDE), 16), ("preview",)),
    Param("include", listed(choice(*_INCLUDE, *_SEARCHES), 16), ("openai",)),
    Param("include_stop_str_in_output", switch, ("preview",)),
    Param("instructions", text(1_000_000), _EVERYWHERE),
    Param("logit_bias", named(number(-100, 100), 1_024), ("preview",)),
    Param("max_output_tokens", whole(1, _MOST), _EVERYWHERE),
    Param("max_tool_calls", whole(1, _MOST), _NEWER),
    Param("metadata", named(text(512), 16, longest=64), _NEWER),
    Param("mm_processor_kwargs", table, ("preview",)),
    Param("parallel_tool_calls", switch, _NEWER),
    Param("previous_input_messages", listed(table, 10_000), ("preview",)),
    Param("priority", whole(-_MOST, _MOST), ("preview",)),
    Param("prompt", _PROMPT, _NEWER),
    Param("prompt_cache_key", text(1_024), _NEWER),
    Param("reasoning", record({}, {"effort": choice(*_EFFORTS), **_REASONING}), ("preview",)),
    Param(
        "reasoning",
        record(
            {},
            {
                "effort": choice(*_EFFORTS, "max"),
                "context": choice("auto", "current_turn", "all_turns"),
                "mode": text(64),
                **_REASONING,
            },
        ),
        ("openai",),
    ),
    Param("request_id", text(128), ("preview",)),
    Param("service_tier", choice(*_TIERS), ("preview",)),
    Param("service_tier", choice(*_TIERS, "fast", "ultrafast"), ("openai",)),
    Param("skip_special_tokens", switch, ("preview",)),
    Param("store", switch, _NEWER),
    Param("temperature", number(0, 2), _EVERYWHERE),
    Param("text", record({}, {"format": _FORMAT, "verbosity": choice("low", "medium", "high")}), _NEWER),
    Param("tool_choice", either(_TOOL_MODES, typed(_FORCED)), ("preview",)),
    Param("tool_choice", either(_TOOL_MODES, typed(_FORCED_AT_OPENAI)), ("openai",)),
    Param("top_k", whole(-1, _MOST), ("preview",)),
    Param("top_logprobs", whole(0, 20), _NEWER),
    Param("top_p", number(0, 1), _EVERYWHERE),
    Param("truncation", choice("auto", "disabled"), _NEWER),
    Param("user", text(1_024), _NEWER),
)
NAMES = tuple(dict.fromkeys(param.name for param in PARAMS))
Params = Mapping[str, object]


def wrong_param(name: str, value: object, dialect: str = "") -> tuple[str, str]:
    """Return what is wrong with a parameter, and what to do; both empty when nothing is.

    Without a dialect it may be a parameter of any.
    """
    rows = [param for param in PARAMS if param.name == name]
    known = [param for param in rows if dialect in {"", *param.dialects}]
    if name in OURS:
        return f"“{name}” is the program's own", "There are flags for what can be chosen: --model, --stream, --chain."
    if not rows:
        return f"there is no parameter “{name[:60]}”", f"{_guessed(name)}What is not in the table goes in as {EXTRA}."
    if not known:
        return f"the dialect {dialect} has no parameter “{name}”", _known_to(dialect)
    if value is None:
        return "", ""
    wrong = [param.check(value) for param in known]
    return ("", "") if "" in wrong else (f"{name} cannot be {_shown(value)}", f"It must be {wrong[-1]}.")


def wrong_extra(name: str, value: object) -> tuple[str, str]:
    """Return what is wrong with a field of `extra_body`, and what to do; both empty when nothing is."""
    if name in OURS:
        return f"{EXTRA} may not hold “{name}”", f"These are the program's own: {', '.join(sorted(OURS))}."
    wrong = plain(value)
    return (f"{EXTRA}.{name} cannot be {_shown(value)}", f"It must be {wrong}.") if wrong else ("", "")


def assigned(texts: Iterable[str]) -> dict[str, object]:
    """Read `name=value` as people write it: a dotted name is a table in a table, and a value is JSON, else text."""
    found: dict[str, object] = {}
    for written in texts:
        path, equals, value = written.partition("=")
        names = path.strip().split(".")
        if not equals or not all(names):
            raise SettingsError(f"“{written[:60]}” is no parameter.", "Write it as NAME=VALUE, like temperature=0.2.")
        tree = _value(value)
        for name in reversed(names):
            tree = {name: tree}
        found = merged(found, tree if isinstance(tree, Mapping) else {})
    return found


def merged(under: Params, over: Params) -> dict[str, object]:
    """Return both tables in one; where both say something, the second holds, down into tables in tables."""
    found = dict(under)
    for name, value in over.items():
        old = found.get(name)
        found[name] = merged(old, value) if isinstance(old, Mapping) and isinstance(value, Mapping) else value
    return found


def _value(written: str) -> object:
    try:
        return json.loads(written)
    except (ValueError, RecursionError):
        return written


def _guessed(name: str) -> str:
    guessed = guess(name, NAMES)
    return f"{guessed} " if guessed else ""


def _shown(value: object) -> str:
    """Return a bad value as people write it, cut."""
    if isinstance(value, Mapping | list):
        return json.dumps(value, ensure_ascii=False, default=str)[:60]
    return repr(str(value)[:60])


def _known_to(dialect: str) -> str:
    known = [param.name for param in PARAMS if dialect in param.dialects]
    return f"It has {', '.join(known)}; anything else goes in as {EXTRA}."
