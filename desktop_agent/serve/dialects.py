"""The server's side of the dialects that have a tool for the computer, named as on the client's side.

Client and server share no writing code, so that each notices a mistake of the other.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

Json = dict[str, object]


def objects_in(value: object) -> list[Json]:
    """Return the objects of a list; an empty list for anything else."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


@dataclass(frozen=True, slots=True)
class ServedDialect:
    """Writes responses in the words of one dialect."""

    name: str
    tool: str  # the type of its computer tool, which identifies the dialect of a request
    # The fields of a computer call besides its ids and its status, from its actions and safety checks.
    call: Callable[[list[Json], list[Json]], Json]
    # The fields of a started response besides id, model, status and output, from the request, the time in Unix seconds,
    # and the viewport of its coordinates.
    opening_fields: Callable[[Json, float, Json | None], Json]
    action: Callable[[Json], Json] = lambda action: action  # translates an action from the format of `preview`
    # The action that ends a task, from its text and success; None if there is none.
    end: Callable[[str, bool], Json | None] = lambda _text, _success: None
    # Further fields of a response once it is completed (from the time in Unix seconds) or failed (from the reason).
    completed: Callable[[float], Json] = lambda _: {}
    failed: Callable[[str], Json] = lambda why: {"error": {"code": "server_error", "message": why}}
    usage: Callable[[Json], Json] = lambda counts: counts  # of tokens
    keeps_items: bool = True  # there are functions, and histories hold calls and results
    queues: bool = False  # a response in the background begins as queued
    cancels_twice: bool = False  # a cancelled response can be cancelled again, which changes nothing


COMPUTER = "local"  # the name of the only computer


def _lightcone_action(action: Json) -> Json:
    """Return an action: its fields are flat, a right click has a type of its own, and a wait replaces a screenshot."""
    match action:
        case {"type": "click", "button": "right", **where}:
            return {"type": "right_click", **where}
        case {"type": "move" | "screenshot"}:
            return {"type": "wait"}
        case {"type": "drag", "path": [{"x": x, "y": y}, *_, {"x": end_x, "y": end_y}]}:
            return {"type": "drag", "x": x, "y": y, "end_x": end_x, "end_y": end_y}
        case _:
            return action


def _end(text: str, success: bool) -> Json:  # noqa: FBT001 - one of the functions of a dialect, which take no names
    how = {"type": "done", "status": "success"} if success else {"type": "terminate", "status": "failure"}
    return {**how, "result": text, "text": text}


def _lightcone_opening(request: Json, created: float, viewport: Json | None) -> Json:
    fields: Json = {name: request.get(name) for name in ("max_output_tokens", "temperature", "top_p")}
    fields["created_at"] = datetime.fromtimestamp(created, UTC).isoformat(timespec="milliseconds")
    fields["usage"] = None
    fields["computer_id"] = COMPUTER
    return fields | ({"viewport": viewport} if viewport else {})


LIGHTCONE = ServedDialect(
    name="lightcone",
    tool="computer_use",
    call=lambda actions, _checks: {"action": actions[0]},
    opening_fields=_lightcone_opening,
    action=_lightcone_action,
    end=_end,
    failed=lambda _: {},  # it has no field for the reason
    keeps_items=False,
)


# The echoed fields, and their values if the request lacks them.
_ECHOED: Json = {
    "background": False,
    "instructions": None,
    "max_output_tokens": None,
    "max_tool_calls": None,
    "metadata": {},
    "parallel_tool_calls": True,
    "previous_response_id": None,
    "prompt": None,
    "prompt_cache_key": None,
    "safety_identifier": None,
    "service_tier": "default",
    "temperature": 1.0,
    "tool_choice": "auto",
    "tools": [],
    "top_logprobs": 0,
    "top_p": 1.0,
    "truncation": "disabled",
}


def _openai_action(action: Json) -> Json:
    """Return an action. The vendor's schema requires `keys` on a double click, even when no key is held."""
    return {"keys": None, **action} if action["type"] == "double_click" else action


def _openai_opening(request: Json, created: float, _viewport: Json | None) -> Json:
    echoed = {name: request.get(name, silent) for name, silent in _ECHOED.items()}
    user = {"user": request["user"]} if request.get("user") is not None else {}
    return {
        **echoed,
        **user,
        "created_at": int(created),
        "error": None,
        "incomplete_details": None,
        "reasoning": _with_overrides({"effort": None, "summary": None}, request.get("reasoning")),
        "service_tier": "default" if echoed["service_tier"] == "auto" else echoed["service_tier"],
        "text": _with_overrides({"format": {"type": "text"}}, request.get("text")),
        "usage": None,
    }


def _with_overrides(usual: Json, overrides: object) -> Json:
    """Return the defaults with the given values; null is the same as omitted."""
    fields = overrides if isinstance(overrides, dict) else {}
    return usual | {name: value for name, value in fields.items() if value is not None}


def _usage(counts: Json) -> Json:
    details = {"cached_tokens": 0, "cache_write_tokens": 0}
    return {**counts, "input_tokens_details": details, "output_tokens_details": {"reasoning_tokens": 0}}


OPENAI = ServedDialect(
    name="openai",
    tool="computer",
    call=lambda actions, checks: {"actions": actions, "pending_safety_checks": checks},
    opening_fields=_openai_opening,
    action=_openai_action,
    completed=lambda at: {"completed_at": int(at)},
    usage=_usage,
    queues=True,
    cancels_twice=True,
)


def _preview_opening(request: Json, created: float, _viewport: Json | None) -> Json:
    return {"created_at": int(created), "error": None, "tools": request.get("tools", []), "usage": None}


PREVIEW = ServedDialect(
    name="preview",
    tool="computer_use_preview",
    call=lambda actions, checks: {"action": actions[0], "pending_safety_checks": checks},
    opening_fields=_preview_opening,
)


DIALECTS: Mapping[str, ServedDialect] = {dialect.name: dialect for dialect in (LIGHTCONE, OPENAI, PREVIEW)}
