"""What a response of the open API says back of its request, and what it says where the request was silent."""

from __future__ import annotations

from desktop_agent.devtools.serve.dialect import Json, objects_in

# What a response says back, and what it says where the request was silent.
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


_SILENT: Json = {"completed_at": None, "presence_penalty": 0.0, "frequency_penalty": 0.0, "store": True}
_TOOL: Json = {"description": None, "parameters": None, "strict": None}


def begun(request: Json, created: float, _viewport: Json | None) -> Json:
    """Return what a response says that has just begun, at a time in Unix seconds."""
    said = {name: request.get(name, silent) for name, silent in _ECHOED.items()}
    user = {"user": request["user"]} if request.get("user") is not None else {}
    return {
        **said,
        **user,
        "created_at": int(created),
        "error": None,
        "incomplete_details": None,
        "reasoning": _over({"effort": None, "summary": None}, request.get("reasoning")),
        "service_tier": "default" if said["service_tier"] == "auto" else said["service_tier"],
        "text": _over({"format": {"type": "text"}}, request.get("text")),
        "usage": None,
    }


def open_begun(request: Json, created: float, viewport: Json | None) -> Json:
    """Return the same with what the open specification requires besides; each tool says all of itself."""
    told = [_TOOL | tool for tool in objects_in(request.get("tools"))]
    said = begun({**request, "tools": told}, created, viewport)
    if said["prompt"] is None:
        del said["prompt"]  # the open specification knows none
    if isinstance(text := said["text"], dict):
        said["text"] = {**text, "format": _format(text["format"])}
    return _SILENT | {name: request[name] for name in _SILENT if name in request} | said


def _format(given: Json) -> Json:
    """Return a format of text; the open specification wants all of it said, and no schema said back."""
    if given.get("type") not in {None, "json_schema"}:
        return given
    return {"name": "", "description": None, "strict": False, **given, "type": "json_schema", "schema": None}


def usage(counts: Json, **more: int) -> Json:
    """Return the counts of tokens with their details."""
    details = {"cached_tokens": 0, **more}
    return {**counts, "input_tokens_details": details, "output_tokens_details": {"reasoning_tokens": 0}}


def _over(usual: Json, given: object) -> Json:
    """Return what is usual, but for what was given; null is the same as left out."""
    told = given if isinstance(given, dict) else {}
    return usual | {name: value for name, value in told.items() if value is not None}
