"""The body of a response in each dialect: exactly the fields that the vendor's own types know."""

from datetime import UTC, datetime
from typing import Any

from desktop_agent.devserver.wire.parsed_request import DialectName, ParsedRequest

Json = dict[str, Any]

# What OpenAI's responses say back, and what they say where the request was silent.
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


def body(
    asked: ParsedRequest, dialect: DialectName, response_id: str, created: float, size: tuple[int, int] | None
) -> Json:
    """Return a response that has only begun; `created` is in Unix seconds, `size` is the picture's in pixels."""
    begun: Json = {"id": response_id, "object": "response", "model": asked.model, "status": "in_progress", "output": []}
    match dialect:
        case "lightcone":
            return begun | _lightcone(asked, created, asked.display or size)
        case "preview":
            tools = asked.raw.get("tools", [])
            return begun | {"created_at": int(created), "error": None, "tools": tools, "usage": None}
        case "openai":
            return begun | _openai(asked, created)


def completed(begun: Json, dialect: DialectName, at: float) -> Json:
    """Return what a response has once it is completed, beside its output and usage; `at` is in Unix seconds."""
    return begun | {"status": "completed"} | ({"completed_at": int(at)} if dialect == "openai" else {})


def failed(begun: Json, dialect: DialectName, why: str) -> Json:
    """Return a response that failed; the older API has no field that says why."""
    error = {} if dialect == "lightcone" else {"error": {"code": "server_error", "message": why}}
    return begun | {"status": "failed"} | error


def _lightcone(asked: ParsedRequest, created: float, size: tuple[int, int] | None) -> Json:
    told: Json = {name: asked.raw.get(name) for name in ("max_output_tokens", "temperature", "top_p")}
    told["created_at"] = datetime.fromtimestamp(created, UTC).isoformat(timespec="milliseconds")
    told["usage"] = None
    if size:
        told["viewport"] = {"environment": asked.environment, "width": size[0], "height": size[1]}
    return told


def _openai(asked: ParsedRequest, created: float) -> Json:
    told = {name: asked.raw.get(name, silent) for name, silent in _ECHOED.items()}
    user = {"user": asked.raw["user"]} if asked.raw.get("user") is not None else {}
    return (
        told
        | user
        | {
            "created_at": int(created),
            "error": None,
            "incomplete_details": None,
            "reasoning": {"effort": None, "summary": None} | asked.raw.get("reasoning", {}),
            "service_tier": "default" if told["service_tier"] == "auto" else told["service_tier"],
            "text": {"format": {"type": "text"}} | asked.raw.get("text", {}),
            "usage": None,
        }
    )
