"""OpenAI's current API: several actions in a call, and responses that echo the request's options."""

from __future__ import annotations

from desktop_agent.serve.dialect import Json, ServedDialect

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


def _action(action: Json) -> Json:
    """Return an action. The vendor's schema requires `keys` on a double click, even when no key is held."""
    return {"keys": None, **action} if action["type"] == "double_click" else action


def _opening_fields(request: Json, created: float, _viewport: Json | None) -> Json:
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


DIALECT = ServedDialect(
    name="openai",
    tool="computer",
    call=lambda actions, checks: {"actions": actions, "pending_safety_checks": checks},
    opening_fields=_opening_fields,
    action=_action,
    completed=lambda at: {"completed_at": int(at)},
    usage=_usage,
    queues=True,
    cancels_twice=True,
)
